"""The words inside the paragraphs of a Word file, in accepted view, those of form fields and check
boxes too.

In: a w:p element, or one with paragraphs and tables in it. Out: its text, the text boxes anchored
in it; the plain words of most elements in a few passes over the whole. Placeholders that invite a
person to type are no words, nor is what is struck through or hidden. It changes no character but
the signs of check boxes, which become ☒ and ☐, and figures, which stay raised where they are.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from lxml import etree

from pipeline.ooxml import W

CHECKED, UNCHECKED = "☒", "☐"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_COMPATIBLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
# Signs of the symbol fonts that Word offers as bullets and boxes; their code points lie in the
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
# What a run looks like that changes what it says: a reader of the page sees no hidden word, takes a
# struck one for taken back, and a raised figure for the mark of a note or a square.
_VERTICAL, _UNSEEN = (
    f"{W}vertAlign",
    frozenset(f"{W}{name}" for name in ("strike", "dstrike", "vanish")),
)
_LOOKS = _UNSEEN | {_VERTICAL}
_OF_ANY_PARAGRAPH = {T, _R, f"{W}pPr", _R_PROPERTIES}
FOOTNOTE, ENDNOTE = f"{W}footnoteReference", f"{W}endnoteReference"
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def note_key(element: etree._Element) -> str:
    """What the mark of a note and the note itself have in common: of which kind it is, and its
    id.
    """
    kind = "footnote"
    if element.tag in (ENDNOTE, f"{W}endnote"):
        kind = "endnote"
    return f"{kind} {element.get(f'{W}id', '')}"


class Read(NamedTuple):
    """The words of a paragraph, and its text boxes."""

    text: str
    boxes: list[etree._Element]


def _with_signs(text: str) -> str:
    """The text, its check boxes as signs; most texts hold none and are left alone."""
    if text.isascii():
        return text
    return text.translate(SYMBOLS)


class Inline:
    """A reader of paragraphs: which element does what, looked up once."""

    def __init__(self) -> None:
        skip = self._skip
        self.n_unseen = 0
        self.noted: list[str] = []  # marks of notes met since somebody last looked
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
            f"{W}txbxContent": lambda e, read, _: read.boxes.append(e),
            f"{_COMPATIBLE}AlternateContent": self._alternative,
            f"{W}pPr": skip,
            _R_PROPERTIES: skip,
            f"{W}del": skip,
            f"{W}moveFrom": skip,
        }

    @property
    def acting(self) -> tuple[str, ...]:
        """The elements that make of a paragraph more, or less, than the words of its runs."""
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
        """Properties, and what was deleted or moved away."""

    def _mark(self, element: etree._Element, read: Read, words: list[str]) -> None:
        """The mark of a note: no word, but the note is about what stands here."""
        self.noted.append(note_key(element))

    def _run(self, element: etree._Element, read: Read, words: list[str]) -> None:
        """A run: none of its words where they are struck through or hidden, raised figures as
        such.
        """
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
            number += _PRIVATE  # older files write the code of the font alone
        if number not in _SURROGATES:
            words.append(chr(number))

    def _control(self, element: etree._Element, read: Read, words: list[str]) -> None:
        """A content control: its box if it is one, nothing if it still shows its placeholder, else
        its content.
        """
        properties, content = element.find(f"{W}sdtPr"), element.find(f"{W}sdtContent")
        box = _child(properties, f"{W14}checkbox/{W14}checked")
        if box is not None:
            words.append(_sign(is_on=box.get(f"{W14}val", "1") not in _OFF))
        elif content is not None and not _shows_placeholder(properties):
            self._enter(content, read, words)

    def _field_character(self, element: etree._Element, read: Read, words: list[str]) -> None:
        """The beginning of a form field of the older kind: its box or its choice; the words of a
        text field follow.
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
    """Plain words by element. Elements are known by identity, and kept here so that they stay the
    same.

    `words` are those of plain paragraphs; `lines` those of what has plain paragraphs and nothing
    else in it, a cell; `wrapping` are the elements in which others wrap what is looked for,
    `shaped` rows with properties and cells that lie on the grid as no other. Made with the names of
    what acts in a paragraph, and of what wraps.
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
        """Add the words of runs that stand in a paragraph itself, and give back those that stand
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
        """The nearest paragraph around an element; None for none."""
        around: etree._Element | None = element
        while around is not None and around not in self.words:
            around = around.getparent()
        return around


def _parent(element: etree._Element) -> etree._Element:
    """What an element of a document stands in: everything that is asked for stands in something."""
    parent = element.getparent()
    assert parent is not None
    return parent
