"""The words inside the paragraphs of a Word file, as if all changes were accepted, including those
of form fields and check boxes.

In: a w:p element, or one that contains paragraphs and tables. Out: its text and the text boxes
anchored in it; the plain words of most elements in a few passes over the whole. Placeholders that
invite a person to type, and struck-through or hidden words, are left out. No character is changed,
except that check boxes become ☒ and ☐, and raised figures stay raised.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from lxml import etree

from pipeline.ooxml import W

CHECKED, UNCHECKED = "☒", "☐"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_COMPATIBLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
# Characters of the symbol fonts that Word offers as bullets and boxes; their code points are in the
# private use area.
_TICKED, _BLANK = (
    (0xFE, 0xFD, 0xFC, 0xFB, 0x78, 0x52, 0x54, 0x51, 0x53),
    (0xA8, 0x6F, 0x71, 0x72, 0xA3, 0x2A),
)
_PRIVATE, _LAST_OF_FONT, _SURROGATES = 0xF000, 0xFF, range(0xD800, 0xE000)
SYMBOLS = {_PRIVATE + code: CHECKED for code in _TICKED} | {
    _PRIVATE + code: UNCHECKED for code in _BLANK
}
_OFF = frozenset({"0", "false", "off"})


T, _R, _R_PROPERTIES = f"{W}t", f"{W}r", f"{W}rPr"
# Formatting of a run that changes what it says: a reader of the page does not see a hidden word,
# takes a struck-through one as withdrawn, and a raised figure as a note mark or a square.
_VERTICAL, _UNSEEN = (
    f"{W}vertAlign",
    frozenset(f"{W}{name}" for name in ("strike", "dstrike", "vanish")),
)
_LOOKS = _UNSEEN | {_VERTICAL}
_OF_ANY_PARAGRAPH = {T, _R, f"{W}pPr", _R_PROPERTIES}
FOOTNOTE, ENDNOTE = f"{W}footnoteReference", f"{W}endnoteReference"
COMMENT = f"{W}commentReference"
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def note_key(element: etree._Element) -> str:
    """What a note or comment and its mark have in common: its kind and its id."""
    kind = "footnote"
    if element.tag in (ENDNOTE, f"{W}endnote"):
        kind = "endnote"
    elif element.tag in (COMMENT, f"{W}comment"):
        kind = "comment"
    return f"{kind} {element.get(f'{W}id', '')}"


class Read(NamedTuple):
    """The words of a paragraph, and its text boxes."""

    text: str
    boxes: list[etree._Element]


def _with_signs(text: str) -> str:
    """The text with its check boxes as characters; most texts have none and are left alone."""
    if text.isascii():
        return text
    return text.translate(SYMBOLS)


class Inline:
    """A reader of paragraphs; which method handles which element is looked up only once."""

    def __init__(self) -> None:
        skip = self._skip
        self.n_unseen = 0
        self.noted: list[str] = []  # marks of notes met since they were last collected
        self._acts: dict[str, Callable[[etree._Element, Read, list[str]], None]] = {
            T: lambda e, _, words: words.append(e.text or ""),
            _R: self._run,
            f"{W}tab": lambda _e, _r, words: words.append("\t"),
            f"{W}br": lambda _e, _r, words: words.append("\n"),
            f"{W}cr": lambda _e, _r, words: words.append("\n"),
            f"{W}noBreakHyphen": lambda _e, _r, words: words.append("-"),
            f"{W}sym": self._symbol,
            f"{W}fldChar": self._field_character,
            f"{W}sdt": self._control,
            FOOTNOTE: self._mark,
            ENDNOTE: self._mark,
            COMMENT: self._mark,
            f"{W}txbxContent": lambda e, read, _: read.boxes.append(e),
            f"{_COMPATIBLE}AlternateContent": self._alternative,
            f"{W}pPr": skip,
            _R_PROPERTIES: skip,
            f"{W}del": skip,
            f"{W}moveFrom": skip,
        }

    @property
    def acting(self) -> tuple[str, ...]:
        """The elements that make a paragraph say more, or less, than the words of its runs."""
        return *self._acts.keys() - _OF_ANY_PARAGRAPH, *_LOOKS

    def read(self, paragraph: etree._Element) -> Read:
        """The words of a paragraph."""
        boxes: list[etree._Element] = []
        words: list[str] = []
        self._enter(paragraph, Read("", boxes), words)
        text = "".join(words)
        return Read(_with_signs(text), boxes)

    def _enter(self, element: etree._Element, read: Read, words: list[str]) -> None:
        acts = self._acts
        for child in element:
            act = acts.get(child.tag)
            if act is not None:
                act(child, read, words)
            elif len(child):
                self._enter(child, read, words)

    def _skip(self, element: etree._Element, read: Read, words: list[str]) -> None:
        """Properties, and text that was deleted or moved away."""

    def _mark(self, element: etree._Element, read: Read, words: list[str]) -> None:
        """The mark of a note: not a word, but the note concerns what is here."""
        self.noted.append(note_key(element))

    def _run(self, element: etree._Element, read: Read, words: list[str]) -> None:
        """A run: none of its words if they are struck through or hidden; raised figures as such."""
        properties = element.find(_R_PROPERTIES)
        looks = {}
        if properties is not None:
            looks = {look.tag: look.get(f"{W}val", "1") for look in properties}
        if any(looks.get(name, "0") not in _OFF for name in _UNSEEN):
            self.n_unseen += any((t.text or "").strip() for t in element.iter(T))
            return
        inner: list[str] = []
        self._enter(element, read, inner)
        if looks.get(_VERTICAL) == "superscript":
            inner = [word.translate(_RAISED) for word in inner]
        words += inner

    def _alternative(self, element: etree._Element, read: Read, words: list[str]) -> None:
        # the other alternatives say the same for older programs
        if len(element):
            self._enter(element[0], read, words)

    def _symbol(self, element: etree._Element, read: Read, words: list[str]) -> None:
        code = element.get(f"{W}char", "")
        try:
            number = int(code[:4], 16)
        except ValueError:
            return
        if number <= _LAST_OF_FONT:
            number += _PRIVATE  # older files give only the code in the font
        if number not in _SURROGATES:
            words.append(chr(number))

    def _control(self, element: etree._Element, read: Read, words: list[str]) -> None:
        """A content control: its box if it is one, nothing if it still shows its placeholder,
        otherwise its content.
        """
        properties, content = element.find(f"{W}sdtPr"), element.find(f"{W}sdtContent")
        box = _child(properties, f"{W14}checkbox/{W14}checked")
        if box is not None:
            words.append(_sign(is_on=box.get(f"{W14}val", "1") not in _OFF))
        elif content is not None and not _shows_placeholder(properties):
            self._enter(content, read, words)

    def _field_character(self, element: etree._Element, read: Read, words: list[str]) -> None:
        """The beginning of an older kind of form field: its box or its choice; for a text field,
        the words follow.
        """
        data = element.find(f"{W}ffData")
        if data is None:
            return
        box, choices = data.find(f"{W}checkBox"), data.find(f"{W}ddList")
        if box is not None:
            words.append(_older_box(box))
        elif choices is not None:
            words.append(_chosen(choices))


def _child(element: etree._Element | None, path: str) -> etree._Element | None:
    if element is None:
        return None
    return element.find(path)


def _sign(*, is_on: bool) -> str:
    if is_on:
        return CHECKED
    return UNCHECKED


def _value(element: etree._Element | None, default: str = "") -> str:
    if element is None:
        return default
    return element.get(f"{W}val", default)


def _shows_placeholder(properties: etree._Element | None) -> bool:
    shown = _child(properties, f"{W}showingPlcHdr")
    return shown is not None and shown.get(f"{W}val", "1") not in _OFF


def _older_box(box: etree._Element) -> str:
    state = box.find(f"{W}checked")
    if state is None:
        state = box.find(f"{W}default")
    return _sign(is_on=state is not None and state.get(f"{W}val", "1") not in _OFF)


def _chosen(choices: etree._Element) -> str:
    entries = [_value(entry) for entry in choices.findall(f"{W}listEntry")]
    text = _value(choices.find(f"{W}result")) or _value(choices.find(f"{W}default"), "0")
    if text.isdigit() and int(text) < len(entries):
        return entries[int(text)]
    return ""


_P, _ROW_PROPERTIES = f"{W}p", f"{W}trPr"
_SHAPING = (f"{W}gridSpan", f"{W}vMerge", f"{W}cellDel")


class Plain:
    """Plain words by element. Elements are identified by object identity, and kept here so that
    their identities last.

    `words` are those of plain paragraphs; `lines` those of cells, which contain plain paragraphs
    and nothing else; `wrapping` are the elements that wrap what is looked for, `shaped` are rows
    with properties, and cells that are placed on the grid unlike any other. It is made with the
    names of the elements that act in a paragraph, and of those that wrap.
    """

    def __init__(
        self, root: etree._Element, acting: Iterable[str], wrapping: Iterable[str]
    ) -> None:
        self.words: dict[etree._Element, str] = dict.fromkeys(root.iter(_P), "")
        others = {
            self._paragraph_of(element) for element in (*self._add_words(root), *root.iter(*acting))
        }
        self.wrapping = {element.getparent() for element in root.iter(*wrapping)}
        self.shaped = {element.getparent() for element in root.iter(_ROW_PROPERTIES)}
        self.shaped.update(_parent(element).getparent() for element in root.iter(*_SHAPING))
        self.lines: dict[etree._Element | None, list[str]] = defaultdict(list)
        for paragraph, words in self.words.items():
            self.lines[paragraph.getparent()].append(words)
        for wrapped in self.wrapping:
            self.lines.pop(wrapped, None)
        for acted_on in others:
            if acted_on is not None:
                self.lines.pop(_parent(acted_on), None)
                del self.words[acted_on]

    def _add_words(self, root: etree._Element) -> Iterator[etree._Element]:
        """Add the words of runs directly inside a paragraph, and return the runs that are
        elsewhere.
        """
        words = self.words
        for text in root.iter(T):
            paragraph = text.getparent().getparent()  # type: ignore[union-attr]  # as fast as can be: it is all words
            if paragraph in words:
                words[paragraph] += _with_signs(text.text or "")
            else:
                yield text

    def _paragraph_of(self, element: etree._Element) -> etree._Element | None:
        """The nearest paragraph around an element; None if there is none."""
        around: etree._Element | None = element
        while around is not None and around not in self.words:
            around = around.getparent()
        return around


def _parent(element: etree._Element) -> etree._Element:
    """The element that contains this one: every element asked about has a parent."""
    parent = element.getparent()
    assert parent is not None
    return parent
