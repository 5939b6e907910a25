"""What a template holds: scalars for docxtpl, anchors where the text goes, numbers already in use.

In: the bytes of a template, scalars, XML by anchor. Out: parts by name, every byte outside the
anchors as it was. Only a sandbox without undefined names renders; record text never meets a
template. It refuses (exit 4) a template that is broken, wants more than it is given, or lacks an
anchor.
"""

import io
import re
from collections.abc import Iterable
from itertools import chain
from typing import NamedTuple
from xml.parsers import expat

from docx.opc.exceptions import PackageNotFoundError
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree

from pipeline.language import brackets
from pipeline.model.finding import TEMPLATE, Refused
from pipeline.ooxml import W_NS, NotAPackage, UnsafePackage, W, openable, read_package
from pipeline.render.word_parts import NOTES

ANCHORS = ("[[body]]", "[[annexes]]")
_JOIN = " "
_P, _T, _BODY, _LOOK = (f"{W_NS}{_JOIN}{tag}" for tag in ("p", "t", "body", "pPr"))
_DOCUMENT = f"{W_NS}{_JOIN}document"
_CURE = (
    "Restore or correct the template and run again; templates/make_templates.py makes the ones"
    " that ship."
)
_NOTE = re.compile(rb'<\w+:footnote\b[^>]*?:id="(\d+)"')
_BOOKMARK = re.compile(rb'<\w+:bookmarkStart\b[^>]*?:id="(\d+)"')
_PICTURE = re.compile(rb'<\w+:(?:docPr|cNvPr)\b[^>]*?\sid="(\d+)"')
_FILE = re.compile(r"word/media/picture(\d+)\.\w+")
# Word gives pictures random numbers up to 2^31; a paper never gets as far as that
_FAR = 1_000_000


class Anchor(NamedTuple):
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
        self.spots: list[Anchor] = []
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
        if name != _P:
            return
        if anchor in ANCHORS:
            section = self._look if b"sectPr" in self._look else b""
            self.spots.append(Anchor(anchor, start, self._end(), self._inside(), section))
        self._look = b""

    def _inside(self) -> str:
        """The innermost element that the paragraph stands in; empty for the page itself."""
        around = [above for above, _, _ in self._open if above not in {_BODY, _DOCUMENT}]
        if not around:
            return ""
        return around[-1].rpartition(_JOIN)[2]

    def _end(self) -> int:
        return self._document.index(b">", self._parser.CurrentByteIndex) + 1


def find_anchors(document: bytes) -> tuple[Anchor, ...]:
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
                f"templates/{template}.docx has the paragraph {anchor} {len(places)} times; it must"
                " have it once.",
                "Put one paragraph containing only that text where the body should go.",
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


def fill(name: str, template: bytes, scalars: dict[str, str]) -> dict[str, bytes]:
    """The parts of the template, its scalars filled in; a part without any stays byte for byte as
    it is.

    Refused (exit 4) where the template is no Word document, or a scalar in it is unknown or unsafe.
    """
    parts = parts_of(name, template)
    tagged = [part for part, content in parts.items() if has_tags(part, content)]
    sandbox = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=True)
    target = io.BytesIO()
    try:
        document = DocxTemplate(io.BytesIO(openable(template)))
        document.render(scalars, jinja_env=sandbox, autoescape=True)
        document.save(target)
    except TemplateError as error:
        raise Refused(TEMPLATE, f"templates/{name}.docx: {error}.", _CURE) from error
    except (
        PackageNotFoundError,
        LookupError,
        ValueError,
        TypeError,
        AttributeError,
        etree.XMLSyntaxError,
    ) as error:
        # docxtpl and python-docx find that a part lacks something they take for granted
        raise Refused(
            TEMPLATE, f"templates/{name}.docx is not a Word document the program can fill.", _CURE
        ) from error
    rendered = read_package(target.getvalue())
    return {**parts, **{part: rendered[part] for part in tagged if part in rendered}}


def has_tags(part: str, content: bytes) -> bool:
    """Whether a part of a document holds something to be filled in, split over runs or not."""
    if not part.endswith(".xml"):
        return False
    words = re.sub(rb"<[^>]*>", b"", content)
    return b"{{" in words or b"{%" in words


def parts_of(name: str, template: bytes) -> dict[str, bytes]:
    """The parts of a template. Refused (exit 4) where it is no Word document."""
    try:
        parts = read_package(template)
    except (NotAPackage, UnsafePackage) as error:
        raise Refused(
            TEMPLATE, f"templates/{name}.docx is not a Word document: {error}.", _CURE
        ) from error
    if "word/document.xml" not in parts:
        raise Refused(TEMPLATE, f"templates/{name}.docx contains no document.", _CURE)
    return parts


def open_brackets(parts: dict[str, bytes]) -> tuple[tuple[str, str], ...]:
    """The brackets in the template's own text: part of the page, and words."""
    found: list[tuple[str, str]] = []
    for name in sorted(parts):
        if not re.fullmatch(r"word/(document|header\d*|footer\d*|footnotes)\.xml", name):
            continue
        place = "masthead" if name == "word/document.xml" else re.sub(r"\W|\d|word|xml", "", name)
        for paragraph in etree.fromstring(parts[name]).iter(f"{W}p"):
            text = "".join(node.text or "" for node in paragraph.iter(f"{W}t"))
            if text not in ANCHORS:
                found += [(place, bracket) for bracket in brackets(text)]
    return tuple(dict.fromkeys(found))


class FreeIds(NamedTuple):
    """The first number that a note, a bookmark and a picture of the paper may have."""

    note: int = 1
    bookmark: int = 1
    picture: int = 1


def free_numbers(parts: dict[str, bytes]) -> FreeIds:
    """The numbers after those that the template has taken."""
    texts = [content for name, content in parts.items() if name.endswith(".xml")]
    files = [int(found[1]) for found in map(_FILE.fullmatch, parts) if found]
    return FreeIds(
        note=_after(_numbers(_NOTE, [parts.get(NOTES, b"")])),
        bookmark=_after(_numbers(_BOOKMARK, texts)),
        picture=_after([*_numbers(_PICTURE, texts), *files]),
    )


def _numbers(pattern: re.Pattern[bytes], texts: Iterable[bytes]) -> list[int]:
    return [int(number) for number in chain.from_iterable(map(pattern.findall, texts))]


def _after(taken: list[int]) -> int:
    return max((number for number in taken if number < _FAR), default=0) + 1
