"""A paragraph as text that is compared: what Word changes by itself is no edit.

In: a paragraph element, and what its notes and pictures are called. Out: its pieces with the runs
they stand in, tracked changes counted as accepted; normal forms, tokens, text to read. Notes,
fields and pictures are atoms in the text. It changes nothing.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import NamedTuple

from lxml import etree

from pipeline.language import INVISIBLE
from pipeline.ooxml import W
from pipeline.refresh.package import text_in

# An atom is a single thing in a text, between two of its marks: ￼note￼, ￻field and what it shows￻,
# ￺picture￺.
NOTE, FIELD, PICTURE = "\ufffc", "\ufffb", "\ufffa"
_SHOWS = "\x1f"
_ATOM = f"{NOTE}[^{NOTE}]*{NOTE}|{FIELD}[^{FIELD}]*{FIELD}|{PICTURE}[^{PICTURE}]*{PICTURE}"
_TOKEN = re.compile(rf"{_ATOM}|\w+|\s+|[^\w\s]")
_ATOMS = re.compile(_ATOM)
_SHOWN = re.compile(f"{_SHOWS}[^{FIELD}]*(?={FIELD})")
_SPACES = re.compile(r"\s+")
_TYPED = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛´`ʼ", "'"),
        **dict.fromkeys("“”„‟", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        "…": "...",
    }
)


@lru_cache(maxsize=65_536)  # each text is compared with several others
def normal(text: str) -> str:
    """What two texts share that differ only in what a word processor does by itself.

    >>> normal("It’s  2024–2025 ") == normal("It's 2024-2025")
    True
    """
    if not text.isascii():  # no atom mark and no invisible character is ASCII
        text = unicodedata.normalize("NFC", INVISIBLE.sub("", _SHOWN.sub("", text)))
    return " ".join(text.translate(_TYPED).replace("--", "-").split())


def is_same(one: str | None, other: str | None) -> bool:
    """Whether no person changed one into the other; a text that is not known is like no other."""
    if one is None or other is None:
        return False
    return one == other or normal(one) == normal(other)


def tokens(text: str) -> list[str]:
    """Words, spaces, other signs and atoms, in order; joined they are the text.

    >>> tokens("Ten States.")
    ['Ten', ' ', 'States', '.']
    """
    return _TOKEN.findall(text)


def token_key(token: str) -> str:
    """What a token is compared by."""
    if token[:1] in {NOTE, FIELD, PICTURE}:
        return _SHOWN.sub("", token)
    if token.isspace() and "\xa0" in token:
        # a date stays together: which kind of space it has is a matter of house style
        return "\xa0"
    if token.isspace():
        return " "
    return normal(token) or token


def field(code: str, shown: str) -> str:
    """A field as an atom: its code, by which it is compared, and what it shows, which Word counts
    anew.

    >>> one, other = (f"See table {field('REF _Ref1', shown)}." for shown in "23")
    >>> is_same(one, other), readable(one)
    (True, 'See table 2.')
    """
    return f"{FIELD}{code}{_SHOWS}{_ATOMS.sub('', shown)}{FIELD}"


def readable(text: str) -> str:
    """The text as a person reads it: fields as they show, without notes and pictures."""
    return _SPACES.sub(" ", printed(text)).strip()


def printed(text: str) -> str:
    """The text as it is read, its spaces as they are: which are non-breaking is house style."""
    return _ATOMS.sub(_as_shown, text)


def _as_shown(atom: re.Match[str]) -> str:
    if atom[0][0] != FIELD:
        return ""
    return atom[0][1:-1].partition(_SHOWS)[2]


def atoms(text: str, mark: str) -> tuple[str, ...]:
    """The names of the atoms of a kind in a text."""
    return tuple(atom[1:-1] for atom in _ATOMS.findall(text) if atom[0] == mark)


Element = etree._Element
NameOf = Callable[[Element], str]

_GONE = frozenset(f"{W}{name}" for name in ("del", "moveFrom", "pPr", "rPr", "txbxContent"))
_SIGNS = {
    f"{W}tab": "\t",
    f"{W}br": "\n",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "-",
    f"{W}ptab": "\t",
}
_R, _T, _RPR, _SYMBOL = f"{W}r", f"{W}t", f"{W}rPr", f"{W}sym"
_BESIDE = frozenset((f"{W}pPr", f"{W}bookmarkStart", f"{W}bookmarkEnd"))
_NOTES = (f"{W}footnoteReference", f"{W}endnoteReference")
_PICTURES = frozenset(
    (
        f"{W}drawing",
        f"{W}pict",
        f"{W}object",
        "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent",
    )
)
# Leaves of a run, other than text, that are read as a single piece.
READ = frozenset((*_SIGNS, *_NOTES, *_PICTURES, f"{W}sym"))
_PAGES = ("PAGE", "NUMPAGES", "SECTIONPAGES", "SECTION")
_COUNTED = ("REF", "PAGEREF", "NOTEREF", "SEQ", *_PAGES)


class TextPiece(NamedTuple):
    """Text and the runs that hold it; an atom (note, counted field, picture) is taken or left as a
    whole.
    """

    text: str
    runs: tuple[Element, ...]
    is_atom: bool = False


def runs_of(paragraph: Element) -> Iterator[Element]:
    """The runs of a paragraph as accepted, in order, those in links and fields too."""
    for child in paragraph:
        if child.tag == f"{W}r" or _is_counted(child):
            yield child
        elif child.tag not in _GONE and isinstance(child.tag, str):
            yield from runs_of(child)


def pieces(paragraph: Element, name_of: NameOf) -> list[TextPiece]:
    """The pieces of a paragraph; `name_of` names a note or a picture by its element."""
    found: list[TextPiece] = []
    open_fields: list[_Field] = []
    for run in runs_of(paragraph):
        if run.tag == f"{W}r":
            for leaf in run:
                _read(leaf, run, found, open_fields, name_of)
        else:
            shown = "".join(map(str, run.itertext(_T)))
            found.append(TextPiece(_field(run.get(f"{W}instr", ""), shown), (run,), is_atom=True))
    for field in open_fields:  # a field that is never closed: its runs are ordinary text
        found += field.inside
    return [piece for piece in found if piece.text]


class _Field:
    """A complex field while it is read: its code, its runs, what stands in it."""

    def __init__(self) -> None:
        self.code = ""
        self.runs: list[Element] = []
        self.inside: list[TextPiece] = []

    def add_run(self, run: Element) -> None:
        """A run of the field, once however many leaves of it are read."""
        if run not in self.runs[-1:]:
            self.runs.append(run)

    def pieces(self) -> list[TextPiece]:
        """One atom where its result is counted anew; else what stands in it."""
        if _kind_of(self.code) not in _COUNTED:
            return self.inside
        shown = "".join(piece.text for piece in self.inside)
        return [TextPiece(_field(self.code, shown), tuple(self.runs), is_atom=True)]


def _field(code: str, shown: str) -> str:
    """The atom of a field: its kind and what it is about; how it shows a number of pages is the
    page's own look.
    """
    if _kind_of(code) in _PAGES:
        return field(_kind_of(code), "")
    return field(" ".join(code.split()[:2]), shown)


def _kind_of(code: str) -> str:
    """What kind a field is of: REF, SEQ, PAGE …; empty for no code."""
    return "".join(code.split()[:1]).upper()


def _is_counted(element: Element) -> bool:
    """Whether this is a simple field whose result is counted anew."""
    return element.tag == f"{W}fldSimple" and _kind_of(element.get(f"{W}instr", "")) in _COUNTED


def _read(
    leaf: Element, run: Element, found: list[TextPiece], fields: list[_Field], name_of: NameOf
) -> None:
    if leaf.tag == f"{W}fldChar":
        _turn(leaf.get(f"{W}fldCharType", ""), run, found, fields)
        return
    inside = found
    if fields:
        fields[-1].add_run(run)
        inside = fields[-1].inside
        if leaf.tag == f"{W}instrText":
            fields[-1].code += text_in(leaf)
            return
    piece = _piece(leaf, run, name_of)
    if piece is not None:
        inside.append(piece)


def _turn(kind: str, run: Element, found: list[TextPiece], fields: list[_Field]) -> None:
    """At the begin, the separator or the end of a field."""
    if kind == "begin":
        fields.append(_Field())
    if not fields:
        return
    fields[-1].add_run(run)
    if kind == "end":
        ended = fields.pop()
        around = fields[-1].inside if fields else found
        around.extend(ended.pieces())


def _words(leaf: Element, run: Element) -> str:
    """The words of a leaf; none where they are the letter of a custom mark of a note."""
    if any(run.find(note) is not None for note in _NOTES):
        return ""
    return text_in(leaf)


def _piece(leaf: Element, run: Element, name_of: NameOf) -> TextPiece | None:
    tag = str(leaf.tag)
    if tag == _T:
        return TextPiece(_words(leaf, run), (run,))
    if tag in _SIGNS:
        return TextPiece(_SIGNS[tag], (run,))
    if tag in _NOTES:
        return TextPiece(f"{NOTE}{name_of(leaf)}{NOTE}", (run,), is_atom=True)
    if tag in _PICTURES:
        return TextPiece(f"{PICTURE}{name_of(leaf)}{PICTURE}", (run,), is_atom=True)
    if tag == _SYMBOL:
        return TextPiece(f"{PICTURE}{leaf.get(f'{W}char', '')}{PICTURE}", (run,), is_atom=True)
    return None


def text_of(paragraph: Element, name_of: NameOf) -> str:
    """The text of a paragraph with its atoms, tracked changes counted as accepted."""
    plain = _plain(paragraph)
    if plain is not None:
        return plain
    return "".join(piece.text for piece in pieces(paragraph, name_of))


def _plain(paragraph: Element) -> str | None:
    """The text of a paragraph that holds runs of text and bookmarks alone, as most do; None for any
    other.
    """
    words = ""
    for child in paragraph:
        if child.tag == _R:
            for leaf in child:
                if leaf.tag == _T:
                    words += text_in(leaf)
                elif leaf.tag != _RPR:
                    return None
        elif child.tag not in _BESIDE:
            return None
    return words
