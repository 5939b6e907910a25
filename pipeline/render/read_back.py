"""A saved document read back: the words under each bookmark must be those that were meant.

In: bytes, and words by bookmark. Out: nothing, or LostText. It trusts nothing that was in memory.
"""

from lxml import etree

from pipeline.ooxml import W, read_package
from pipeline.render.parts import DOCUMENT, NOTES, parsed

_NAME, _TEXT, _PARAGRAPH, _BOOKMARK = f"{W}name", f"{W}t", f"{W}p", f"{W}bookmarkStart"


class LostText(Exception):
    """The saved document does not read as it was meant: a bug, never delivered."""


def compare(content: bytes, meant: dict[str, str]) -> None:
    """LostText unless the words meant under each bookmark stand there in the saved file."""
    parts = read_package(content)
    found: dict[str, str] = {}
    for name in (DOCUMENT, NOTES):
        if name in parts:
            found.update(_bookmarked(parsed(parts[name])))
    for bookmark, text in meant.items():
        if found.get(bookmark) != text:
            raise LostText(f"the text of {bookmark} was not kept")


def _bookmarked(root: etree._Element) -> dict[str, str]:
    """The words of each bookmarked paragraph, in one pass over the part."""
    found: dict[str, str] = {}
    names: list[str] = []
    words: list[str] = []
    for element in root.iter(_PARAGRAPH, _BOOKMARK, _TEXT):
        tag = element.tag
        if tag == _TEXT:
            words.append(element.text or "")
        elif tag == _BOOKMARK:
            names.append(element.get(_NAME, ""))
        else:
            found.update(dict.fromkeys(names, "".join(words)))
            names, words = [], []
    found.update(dict.fromkeys(names, "".join(words)))
    return found
