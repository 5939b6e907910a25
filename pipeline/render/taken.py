"""The numbers that a template gave to notes, bookmarks and pictures of its own; those of a paper
begin after them.

In: the parts of a template. Out: the first free number of each kind. It changes nothing.
"""

import re
from typing import NamedTuple

from pipeline.render.parts import NOTES

_NOTE = re.compile(rb'<\w+:footnote\b[^>]*?:id="(\d+)"')
_BOOKMARK = re.compile(rb'<\w+:bookmarkStart\b[^>]*?:id="(\d+)"')
_PICTURE = re.compile(rb'<\w+:(?:docPr|cNvPr)\b[^>]*?\sid="(\d+)"')
_FILE = re.compile(r"word/media/picture(\d+)\.\w+")
# Word gives pictures numbers at random up to 2^31; a paper never gets as far as that
_FAR = 1_000_000


class Free(NamedTuple):
    """The first number that a note, a bookmark and a picture of the paper may have."""

    note: int = 1
    bookmark: int = 1
    picture: int = 1


def free_numbers(parts: dict[str, bytes]) -> Free:
    """The numbers after those that the template has taken."""
    texts = [content for name, content in parts.items() if name.endswith(".xml")]
    files = [int(found[1]) for found in map(_FILE.fullmatch, parts) if found]
    pictures = [number for text in texts for number in _numbers(_PICTURE, text)]
    return Free(
        note=_after(_numbers(_NOTE, parts.get(NOTES, b""))),
        bookmark=_after([number for text in texts for number in _numbers(_BOOKMARK, text)]),
        picture=_after([*pictures, *files]),
    )


def _numbers(pattern: re.Pattern[bytes], text: bytes) -> list[int]:
    return [int(number) for number in pattern.findall(text)]


def _after(taken: list[int]) -> int:
    return max((number for number in taken if number < _FAR), default=0) + 1
