"""What a template lacks: each lack with its place and a sample of what to add.

In: a file's bytes, what its fields are filled with, names of styles. Out: lacks, those that stop a
paper first, and the parts with their fields filled. `template check` and a run go through this one
function: neither knows better.
"""

import difflib
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from lxml import etree

from pipeline.model.finding import Refused
from pipeline.model.papers import STAND_INS, STYLES
from pipeline.ooxml import NotAPackage, UnsafePackage, W, read_package
from pipeline.render.word_parts import DOCUMENT, NOTES, STYLES_PART, parsed
from pipeline.render.word_styles import (
    can_begin_elsewhere,
    list_of,
    named_roles,
    style_ids,
    styles_by_name,
)
from pipeline.render.word_template import ANCHORS, fill, find_anchors

_TEXT_PART = re.compile(r"word/(document|header\d*|footer\d*|footnotes)\.xml")
_FIELD = re.compile(r"\{\{\s*(.*?)\s*\}\}")
# Other files that often bear the extension .docx, by their first bytes.
_OTHERS = {
    b"\xd0\xcf\x11\xe0": (
        "The file is protected by a password, or is a .doc file from an older version of Word.",
        "In Word: File › Info › Protect Document, remove the password, and save as .docx.",
    ),
    b"%PDF": ("The file is a PDF.", "Give the Word document that the PDF was made from."),
}
_PAGE_MARK = "page_mark"


class Lack(NamedTuple):
    """What is missing or wrong, where, what to add or do; whether a paper can be made all the
    same.
    """

    what: str
    where: str
    add: str
    is_blocking: bool = True


class Examined(NamedTuple):
    """What a template lacks, and its parts with the fields filled; none where they cannot be."""

    lacks: tuple[Lack, ...]
    parts: dict[str, bytes]

    @property
    def blocking(self) -> tuple[Lack, ...]:
        """What keeps a paper from being made."""
        return tuple(lack for lack in self.lacks if lack.is_blocking)


def examine(
    content: bytes, scalars: dict[str, str], names: Mapping[str, str], first_paragraph: int = 1
) -> Examined:
    """What a template lacks for a paper with these scalars, and its parts with them filled in.

    The names are those of styles given in Settings, the number is that of the first paragraph.
    """
    found, unread = _of_template(content, tuple(scalars), tuple(names.items()), first_paragraph)
    if unread:
        return Examined((unread,), {})
    filled, unfilled = _filled(content, scalars)
    every = dict.fromkeys((*found, *unfilled))
    return Examined(tuple(sorted(every, key=lambda lack: not lack.is_blocking)), filled)


@lru_cache(maxsize=32)  # a pure function of the template: a hundred notes are made from one
def _of_template(
    content: bytes,
    fields: tuple[str, ...],
    named: tuple[tuple[str, str], ...],
    first_paragraph: int,
) -> tuple[tuple[Lack, ...], Lack | None]:
    """What the template lacks, whatever its fields are filled with, or why it cannot be read."""
    parts, unread = _read(content)
    if unread:
        return (), unread
    names = dict(named)
    found = (
        *_anchors(parts),
        *_fields(parts, fields),
        *_styles(parts, names),
        *_choice(parts, names),
        *_numbers(parts, names, first_paragraph),
        *_around(parts),
    )
    return found, None


def lacks(
    content: bytes, fields: tuple[str, ...], names: Mapping[str, str], first_paragraph: int = 1
) -> tuple[Lack, ...]:
    """What a template lacks for a paper with these fields, before any data."""
    return examine(content, dict.fromkeys(fields, "x"), names, first_paragraph).lacks


def _read(content: bytes) -> tuple[dict[str, bytes], Lack | None]:
    """The parts, or why there are none."""
    if other := next((said for first, said in _OTHERS.items() if content.startswith(first)), None):
        return {}, Lack(other[0], "the file", other[1])
    try:
        parts = read_package(content)
    except (NotAPackage, UnsafePackage) as error:
        return {}, Lack(
            f"The file is not a Word document: {error}.",
            "the file",
            "Open it in Word and save it as .docx.",
        )
    types = parts.get("[Content_Types].xml", b"")
    # a .dotx or .docm has the same parts, and differs only in the type of its document
    is_docx = b"wordprocessingml.document.main+xml" in types
    if not is_docx or not {DOCUMENT, STYLES_PART} <= parts.keys():
        what = (
            "The file is not a .docx: it is a template (.dotx), contains macros (.docm), or comes"
            " from another program."
        )
        return {}, Lack(what, "the file", "In Word: Save as › Word document (.docx).")
    return parts, None


def _paragraphs(parts: dict[str, bytes]) -> Iterator[tuple[str, str]]:
    """The words of every paragraph with its place."""
    for name in sorted(parts):
        if _TEXT_PART.fullmatch(name):
            for number, paragraph in enumerate(parsed(parts[name]).iter(f"{W}p"), start=1):
                words = "".join(node.text or "" for node in paragraph.iter(f"{W}t"))
                yield (
                    f"{name.removeprefix('word/').removesuffix('.xml')}, paragraph {number}",
                    words,
                )


def _anchors(parts: dict[str, bytes]) -> Iterator[Lack]:
    spots = find_anchors(parts[DOCUMENT])
    for anchor in ANCHORS:
        places = [spot for spot in spots if spot.anchor == anchor]
        others = [
            place for place, words in _paragraphs(parts) if anchor in words and words != anchor
        ]
        if not places:
            what, where = f"The anchor {anchor} is missing.", "document"
            if others:
                what, where = f"{anchor} shares its paragraph with other words.", others[0]
            yield Lack(what, where, f"A paragraph whose whole text is {anchor}")
        elif len(places) > 1:
            yield Lack(f"{anchor} appears {len(places)} times.", "document", "Keep one of them.")
        elif places[0].inside:
            inside = f"document, inside {places[0].inside}"
            yield Lack(
                f"{anchor} is inside a table, box or content control.",
                inside,
                "Move it to a line of its own.",
            )


def _fields(parts: dict[str, bytes], known: tuple[str, ...]) -> Iterator[Lack]:
    used: set[str] = set()
    for place, words in _paragraphs(parts):
        for name in _FIELD.findall(words):
            used.add(name)
            if name not in known:
                what = f"There is no field {{{{ {name} }}}}."
                yield Lack(what, place, _nearest_field(name, known))
        if "{%" in words:
            yield Lack("A template may contain fields only, not {% … %}.", place, "{{ title }}")
    for name in known:
        if name not in used:
            yield _missing_field(name)
    if _PAGE_MARK in used.intersection(known):
        yield from _unmarked(parts)


def _nearest_field(name: str, known: tuple[str, ...]) -> str:
    near = difflib.get_close_matches(name, known, n=1)
    if near:
        return f"{{{{ {near[0]} }}}}"
    return f"One of: {', '.join(known)}"


def _missing_field(name: str) -> Lack:
    """A field that the template does not print; the page mark belongs on every page."""
    what, place = f"{name} is not printed.", "document"
    if name == _PAGE_MARK:
        what, place = "The page mark, which every page must carry, has no field.", "headers"
    return Lack(what, place, f"{{{{ {name} }}}}", is_blocking=False)


def _unmarked(parts: dict[str, bytes]) -> Iterator[Lack]:
    """Headers that do not carry the page mark, where others do."""
    for name in sorted(parts):
        if re.fullmatch(r"word/header\d*\.xml", name):
            words = "".join(map(str, parsed(parts[name]).itertext(f"{W}t")))
            if _PAGE_MARK not in words:
                place = name.removeprefix("word/").removesuffix(".xml")
                yield Lack(
                    "This header lacks the page mark.",
                    place,
                    f"{{{{ {_PAGE_MARK} }}}}",
                    is_blocking=False,
                )


def _styles(parts: dict[str, bytes], names: Mapping[str, str]) -> Iterator[Lack]:
    styles = parts[STYLES_PART]
    known, ids = styles_by_name(styles), style_ids(styles, names)
    wanted, shipped = named_roles(styles, {**STYLES, **names}), named_roles(styles, STYLES)
    for role, default in STYLES.items():
        if role in wanted:
            continue
        name, stand_in = names.get(role, default), STAND_INS.get(role, "")
        what = f"No style {name!r} for {role}."
        if role in shipped:
            what = f"No style {name!r} for {role}; {default!r} is used instead."
        elif stand_in:
            what = f"No style {name!r} for {role}; that of {stand_in} is used instead."
        near = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
        nearest = near[0] if near else "<name of a style of the template>"
        add = f"The style, or in Settings: style.{role} = {nearest}"
        is_blocking = role not in ids and not stand_in
        yield Lack(what, "styles", add, is_blocking=is_blocking)


def _choice(parts: dict[str, bytes], names: Mapping[str, str]) -> Iterator[Lack]:
    """The styles there are to choose from, where one is wanted that is not there."""
    if all(role in style_ids(parts[STYLES_PART], names) or role in STAND_INS for role in STYLES):
        return
    kinds = (("paragraph", "paragraphs"), ("table", "tables"), ("character", "letters"))
    for kind, what in kinds:
        there = ", ".join(sorted(styles_by_name(parts[STYLES_PART], kind))) or "none"
        yield Lack(
            f"Available styles of {what}: {there}.",
            "styles",
            "Name the ones to use in Settings",
            is_blocking=False,
        )


def _numbers(
    parts: dict[str, bytes], names: Mapping[str, str], first_paragraph: int
) -> Iterator[Lack]:
    style_id = style_ids(parts[STYLES_PART], names).get("paragraph", "")
    what, add = (
        "The paragraph style has no numbering",
        "In Word: Modify style › Format › Numbering",
    )
    if style_id and first_paragraph > 1 and not can_begin_elsewhere(parts, style_id):
        yield Lack(
            f"{what} whose first number can be set.", "styles", f"{add}, or clear first_paragraph"
        )
    elif style_id and not list_of(parts[STYLES_PART], style_id)[0]:
        yield Lack(f"{what}: paragraphs will not be numbered.", "styles", add, is_blocking=False)


def _around(parts: dict[str, bytes]) -> Iterator[Lack]:
    """What belongs to no text: protection, marks of changes, links outside, macros, the section of
    the text.
    """
    settings = parts.get("word/settings.xml", b"")
    if b"updateFields" in settings:
        yield Lack(
            "Word would ask on opening whether to update fields.",
            "settings",
            "Save the file once from Word.",
        )
    if b"documentProtection" in settings:
        yield Lack(
            "Editing is restricted.",
            "settings",
            "In Word: Review › Restrict Editing › Stop Protection",
        )
    root = parsed(parts[DOCUMENT])
    if any(True for _ in root.iter(f"{W}ins", f"{W}del", f"{W}moveFrom", f"{W}moveTo")):
        yield Lack(
            "The template contains tracked changes.",
            "document",
            "In Word: Review › Accept All Changes",
        )
    if any(name.endswith("vbaProject.bin") for name in parts):
        yield Lack(
            "The template contains macros.", "the file", "In Word: Save as › Word document (.docx)."
        )
    for name in sorted({"word/comments.xml", "word/people.xml"} & parts.keys()):
        add = "In Word: File › Info › Check for Issues › Inspect Document › Remove All"
        yield Lack("The template contains comments, or names of their authors.", name, add)
    yield from _links(parts)
    if NOTES not in parts:
        yield Lack(
            "The template has no part for footnotes; the program adds it.",
            "footnotes",
            "No action needed.",
            is_blocking=False,
        )
    yield from _section(root)


def _links(parts: dict[str, bytes]) -> Iterator[Lack]:
    """What a relation outside the file leads to: an address to click on does no harm."""
    for name in sorted(name for name in parts if name.endswith(".rels")):
        for node in parsed(parts[name]):
            kind = node.get("Type", "").rpartition("/")[2]
            if node.get("TargetMode") != "External":
                continue
            if kind == "hyperlink":
                yield Lack(
                    "The file contains a web address.",
                    name,
                    "No action needed if the address is right.",
                    is_blocking=False,
                )
            elif kind == "attachedTemplate":
                add = "In Word: Developer › Document Template › Attach: Normal"
                yield Lack("The file contains the path of another template.", name, add)
            else:
                yield Lack(
                    "A link leads outside the file.",
                    name,
                    "Embed the linked item, or remove the link.",
                )


def _section(root: etree._Element) -> Iterator[Lack]:
    """The page of the text must stand upright: tables and pictures are made for its width."""
    paragraphs = list(root.iter(f"{W}p"))
    at = next(
        (
            n
            for n, p in enumerate(paragraphs)
            if "".join(map(str, p.itertext(f"{W}t"))) == ANCHORS[0]
        ),
        None,
    )
    if at is None:
        return
    sections = [p.find(f"{W}pPr/{W}sectPr") for p in paragraphs[at:]]
    own = next(
        (section for section in sections if section is not None), root.find(f"{W}body/{W}sectPr")
    )
    size = None if own is None else own.find(f"{W}pgSz")
    if size is not None and size.get(f"{W}orient") == "landscape":
        yield Lack(
            "The body is on a landscape page.",
            "document",
            f"Move {ANCHORS[0]} to a portrait section.",
        )


def _filled(content: bytes, scalars: dict[str, str]) -> tuple[dict[str, bytes], tuple[Lack, ...]]:
    """The parts with the fields filled, or what filling them runs into that no rule above names."""
    try:
        return fill("template", content, scalars), ()
    except Refused as refused:
        what = refused.message.removeprefix("templates/template.docx").lstrip(": ")
        return {}, (Lack(what, "the file", refused.cure),)
