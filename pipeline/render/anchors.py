"""The anchors of a template: paragraphs whose whole text is [[body]] or [[annexes]], and the text
in their place.

In: document.xml and XML by anchor. Out: document.xml, every other byte as it was. It refuses (exit
4) an anchor that is missing, stands twice, or stands where a chapter cannot.
"""

from typing import NamedTuple
from xml.parsers import expat

from pipeline.model.finding import TEMPLATE, Refused
from pipeline.ooxml import W_NS

ANCHORS = ("[[body]]", "[[annexes]]")
_JOIN = " "
_P, _T, _BODY, _LOOK = (f"{W_NS}{_JOIN}{tag}" for tag in ("p", "t", "body", "pPr"))
_DOCUMENT = f"{W_NS}{_JOIN}document"


class Spot(NamedTuple):
    """An anchor: where its paragraph begins and ends in the bytes, and what it stands in; empty for
    the page itself.

    `section` is the look of the paragraph where a section ends in it: that end stays, behind the
    text.
    """

    anchor: str
    start: int
    end: int
    inside: str
    section: bytes = b""


class _Finder:
    """Walks a document once and remembers the paragraphs that are anchors."""

    def __init__(self, document: bytes) -> None:
        self.spots: list[Spot] = []
        self._document = document
        self._open: list[tuple[str, int, list[str]]] = []
        self._look = b""
        self._parser = expat.ParserCreate(namespace_separator=_JOIN)
        self._parser.StartElementHandler = self._begin
        self._parser.EndElementHandler = self._finish
        self._parser.CharacterDataHandler = self._letters
        self._parser.buffer_text = True
        self._parser.Parse(document, True)

    def _begin(self, name: str, _: dict[str, str]) -> None:
        self._open.append((name, self._parser.CurrentByteIndex, []))

    def _letters(self, text: str) -> None:
        if self._open[-1][0] == _T:
            for name, _, words in reversed(self._open):
                if name == _P:
                    words.append(text)
                    break

    def _finish(self, name: str) -> None:
        _, start, words = self._open.pop()
        anchor = "".join(words)
        if name == _LOOK and self._open[-1][0] == _P:
            self._look = self._document[start : self._end()]
        if name == _P and anchor in ANCHORS:
            around = [above for above, _, _ in self._open if above not in {_BODY, _DOCUMENT}]
            inside = around[-1].rpartition(_JOIN)[2] if around else ""
            self.spots.append(
                Spot(
                    anchor,
                    start,
                    self._end(),
                    inside,
                    self._look if b"sectPr" in self._look else b"",
                )
            )
        if name == _P:
            self._look = b""

    def _end(self) -> int:
        return self._document.index(b">", self._parser.CurrentByteIndex) + 1


def find_anchors(document: bytes) -> tuple[Spot, ...]:
    """The anchors of a document in order."""
    return tuple(_Finder(document).spots)


def put_in(template: str, document: bytes, texts: dict[str, str]) -> bytes:
    """The document with the texts in the place of their anchors. It is spliced as bytes: the rest
    stays as it is.
    """
    spots = find_anchors(document)
    for anchor in ANCHORS:
        places = [spot for spot in spots if spot.anchor == anchor]
        if len(places) != 1:
            raise Refused(
                TEMPLATE,
                f"templates/{template}.docx has {len(places)} paragraphs {anchor}; it must have"
                " one.",
                "Put one paragraph with that text alone where the text shall stand.",
            )
        if places[0].inside:
            raise Refused(
                TEMPLATE,
                f"templates/{template}.docx has {anchor} inside another element of the page"
                f" ({places[0].inside}).",
                "Move that paragraph out of the table, box or content control, to a line of its"
                " own.",
            )
    filled = document
    for spot in sorted(spots, key=lambda spot: -spot.start):
        section = b"<w:p>" + spot.section + b"</w:p>" if spot.section else b""
        filled = filled[: spot.start] + texts[spot.anchor].encode() + section + filled[spot.end :]
    return filled
