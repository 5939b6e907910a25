"""A paragraph as pieces: each stretch of text or atom with the runs it stands in, tracked changes
counted as accepted.

In: a paragraph element and what its notes and pictures are called. Out: pieces in order, and their
text. It changes nothing.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from lxml import etree

from pipeline.ooxml import W
from pipeline.refresh.words import NOTE, PICTURE
from pipeline.refresh.words import field as field_atom

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
# The leaves of a run, other than text, that are read as a piece.
READ = frozenset((*_SIGNS, *_NOTES, *_PICTURES, f"{W}sym"))
_PAGES = ("PAGE", "NUMPAGES", "SECTIONPAGES", "SECTION")
_COUNTED = ("REF", "PAGEREF", "NOTEREF", "SEQ", *_PAGES)


class Piece(NamedTuple):
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


def pieces(paragraph: Element, name_of: NameOf) -> list[Piece]:
    """The pieces of a paragraph; `name_of` names a note or a picture by its element."""
    found: list[Piece] = []
    open_fields: list[_Field] = []
    for run in runs_of(paragraph):
        if run.tag == f"{W}r":
            for leaf in run:
                _read(leaf, run, found, open_fields, name_of)
        else:
            shown = "".join(map(str, run.itertext(_T)))
            found.append(Piece(_field(run.get(f"{W}instr", ""), shown), (run,), is_atom=True))
    for field in open_fields:  # a field that is never closed: its runs are text like any other
        found += field.inside
    return [piece for piece in found if piece.text]


class _Field:
    """A complex field while it is read: its code, its runs, what stands in it."""

    def __init__(self) -> None:
        self.code = ""
        self.runs: list[Element] = []
        self.inside: list[Piece] = []
        self.is_result = False

    def piece(self) -> list[Piece]:
        if self.code.split()[:1] and self.code.split()[0].upper() in _COUNTED:
            shown = "".join(piece.text for piece in self.inside)
            return [Piece(_field(self.code, shown), tuple(self.runs), is_atom=True)]
        return self.inside


def _field(code: str, shown: str) -> str:
    """The atom of a field: its kind and what it is about; how it shows a number of pages is the
    page's own look.
    """
    words = code.split()[:2]
    is_of_pages = bool(words) and words[0].upper() in _PAGES
    return field_atom(
        words[0].upper() if is_of_pages else " ".join(words), "" if is_of_pages else shown
    )


def _is_counted(element: Element) -> bool:
    """Whether this is a simple field whose result is counted anew."""
    code = element.get(f"{W}instr", "").split() if element.tag == f"{W}fldSimple" else []
    return bool(code) and code[0].upper() in _COUNTED


def _read(
    leaf: Element, run: Element, found: list[Piece], fields: list[_Field], name_of: NameOf
) -> None:
    if leaf.tag == f"{W}fldChar":
        _turn(leaf.get(f"{W}fldCharType", ""), run, found, fields)
        return
    field = fields[-1] if fields else None
    if field is not None and (not field.runs or field.runs[-1] is not run):
        field.runs.append(run)
    if leaf.tag == f"{W}instrText" and field is not None:
        field.code += leaf.text or ""
        return
    piece = _piece(leaf, run, name_of)
    if piece is not None:
        (found if field is None else field.inside).append(piece)


def _turn(kind: str, run: Element, found: list[Piece], fields: list[_Field]) -> None:
    """At the begin, the separator or the end of a field."""
    if kind == "begin":
        fields.append(_Field())
    if not fields:
        return
    field = fields[-1]
    if not field.runs or field.runs[-1] is not run:
        field.runs.append(run)
    field.is_result = field.is_result or kind == "separate"
    if kind == "end":
        fields.pop()
        (fields[-1].inside if fields else found).extend(field.piece())


def _piece(leaf: Element, run: Element, name_of: NameOf) -> Piece | None:
    tag = str(leaf.tag)
    if tag == _T:
        is_letter = any(
            run.find(note) is not None for note in _NOTES
        )  # it belongs to the mark of the note
        return None if is_letter else Piece(leaf.text or "", (run,))
    if tag in _SIGNS:
        return Piece(_SIGNS[tag], (run,))
    if tag in _NOTES:
        return Piece(f"{NOTE}{name_of(leaf)}{NOTE}", (run,), is_atom=True)
    if tag in _PICTURES or tag == _SYMBOL:
        name = leaf.get(f"{W}char", "") if tag == _SYMBOL else name_of(leaf)
        return Piece(f"{PICTURE}{name}{PICTURE}", (run,), is_atom=True)
    return None


def text_of(paragraph: Element, name_of: NameOf) -> str:
    """The text of a paragraph with its atoms, tracked changes counted as accepted."""
    plain = _plain(paragraph)
    return (
        plain if plain is not None else "".join(piece.text for piece in pieces(paragraph, name_of))
    )


def _plain(paragraph: Element) -> str | None:
    """The text of a paragraph that holds runs of text and bookmarks alone, as most do; None for any
    other.
    """
    words = ""
    for child in paragraph:
        if child.tag == _R:
            for leaf in child:
                if leaf.tag == _T:
                    words += leaf.text or ""
                elif leaf.tag != _RPR:
                    return None
        elif child.tag not in _BESIDE:
            return None
    return words
