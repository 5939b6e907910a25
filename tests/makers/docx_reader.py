"""A Word document read by an outsider: zip and lxml, nothing of ours.

In: a path. Out: what a reader of the page would miss: paragraphs with the form of their numbers,
notes, bookmarks.
"""

import zipfile
from pathlib import Path
from typing import NamedTuple

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


class Page(NamedTuple):
    """Paragraphs with the form of their numbers, the words of notes in order of their marks, words
    by bookmark.

    A bookmark round the mark of a note stands for the words of that note.
    """

    paragraphs: list[tuple[str, str]]
    notes: list[str]
    bookmarks: dict[str, str]


def read(path: Path) -> Page:
    """The page of a document."""
    with zipfile.ZipFile(path) as archive:
        roots = {
            name: etree.fromstring(archive.read(f"word/{name}.xml"))
            for name in ("document", "styles", "numbering", "footnotes")
            if f"word/{name}.xml" in archive.namelist()
        }
    lists, styles = _lists(roots["numbering"]), _styles(roots["styles"])
    paragraphs = [
        (words(p), _form(p, styles, lists))
        for p in roots["document"].iter(f"{W}p")
        if words(p) or p.find(f".//{W}t") is not None
    ]
    notes_root = roots.get("footnotes", etree.Element("none"))
    by_id = {note.get(f"{W}id"): words(note) for note in notes_root.iter(f"{W}footnote")}
    notes = [by_id[mark.get(f"{W}id")] for mark in roots["document"].iter(f"{W}footnoteReference")]
    bookmarks = {
        mark.get(f"{W}name", ""): words(next(mark.iterancestors(f"{W}p")))
        for mark in roots["document"].iter(f"{W}bookmarkStart")
    }
    marks = {
        mark.get(f"{W}name", ""): by_id[reference.get(f"{W}id")]
        for mark in roots["document"].iter(f"{W}bookmarkStart")
        if mark.get(f"{W}name", "").startswith("_msn_")
        for reference in [next(mark.itersiblings()).find(f".//{W}footnoteReference")]
        if reference is not None
    }
    ours = {name: text for name, text in bookmarks.items() if name.startswith(("_msp_", "_Ref"))}
    return Page(paragraphs, notes, {**ours, **marks})


def words(element: etree._Element) -> str:
    """The letters of an element, ends of the line left out."""
    return "".join(node.text or "" for node in element.iter(f"{W}t")).strip()


def _value(element: etree._Element | None, path: str) -> str:
    found = None if element is None else element.find(path)
    return "" if found is None else found.get(f"{W}val", "")


def _lists(root: etree._Element) -> dict[tuple[str, str], str]:
    """The form of a number by list and level: `upperRoman %1.`."""
    abstract = {node.get(f"{W}abstractNumId"): node for node in root.iter(f"{W}abstractNum")}
    return {
        (
            number.get(f"{W}numId", ""),
            level.get(f"{W}ilvl", ""),
        ): f"{_value(level, f'{W}numFmt')} {_value(level, f'{W}lvlText')}"
        for number in root.iter(f"{W}num")
        for level in abstract[_value(number, f"{W}abstractNumId")].iter(f"{W}lvl")
    }


def _styles(root: etree._Element) -> dict[str, etree._Element]:
    return {style.get(f"{W}styleId", ""): style for style in root.iter(f"{W}style")}


def _form(
    paragraph: etree._Element, styles: dict[str, etree._Element], lists: dict[tuple[str, str], str]
) -> str:
    """The form of a paragraph's number: its own, or that of its style or one it is based on; empty
    for none.
    """
    holder: etree._Element | None = paragraph
    style = _value(paragraph, f"{W}pPr/{W}pStyle")
    level = ""
    while holder is not None:
        level = level or _value(holder, f"{W}pPr/{W}numPr/{W}ilvl")
        number = _value(holder, f"{W}pPr/{W}numPr/{W}numId")
        if number:
            form = lists.get((number, level or "0"), "")
            return "" if form.startswith("none") or not form.partition(" ")[2] else form
        holder = styles.get(style)
        style = _value(holder, f"{W}basedOn")
    return ""
