"""The text of a csv file's bytes, and the name of its encoding where that had to be found out.

In: bytes. Out: text. A byte order mark or sound UTF-8 settles it. Bytes that are neither, in a file
that is UTF-8 elsewhere, become visible marks in their own cells; another file is read in the
encoding that fits it best.
"""

import codecs
import re
from typing import NamedTuple

from charset_normalizer import from_bytes

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What office programs write where they do not write Unicode. Where several fit equally well the
# first is taken.
_LIKELY = (
    "cp1252",
    "cp1250",
    "cp1251",
    "cp1256",
    "cp1254",
    "cp1253",
    "mac_roman",
    "cp850",
    "cp437",
)
# Letters and marks of the texts we meet, in Windows-1252: of few such characters no statistics can
# tell anything.
_WESTERN = frozenset("ÀÂÄÁÇÉÈÊËÍÎÏÑÓÔÖÙÛÜÚŒÆàâäáçéèêëíîïñóôöùûüúœæßåÅøØ¿¡€£§°«»‘’“”–—…•·×\u00a0")
_BEYOND_ASCII = re.compile("[\u0080-\U0010ffff]")
_LOOKED_AT = 200_000


class Decoded(NamedTuple):
    """A text; `guessed` names the encoding where nothing in the file says which it is."""

    text: str
    guessed: str = ""


def decode(content: bytes) -> Decoded:
    """The text of the bytes. A byte that no character of the encoding has is a lone surrogate in
    it.
    """
    for mark, name in _MARKS:
        if content.startswith(mark):
            return Decoded(_by(content[len(mark) :], name))
    if wide := _without_mark(content):
        return Decoded(_by(content, wide), wide)
    text = content.decode("utf-8", "surrogateescape")
    n_bad = sum("\udc80" <= letter <= "\udcff" for letter in _BEYOND_ASCII.findall(text))
    n_sound = len(_BEYOND_ASCII.findall(text)) - n_bad
    if n_bad <= n_sound:
        return Decoded(text)
    name = _likeliest(content)
    return Decoded(content.decode(name, "replace"), name) if name else Decoded(text)


def _by(content: bytes, name: str) -> str:
    """The text in a form of Unicode; what is damaged as characters that no document can hold."""
    if name == "utf-8":
        return content.decode(name, "surrogateescape")
    return content.decode(name, "replace").replace("\ufffd", "\ufffe")


def _without_mark(content: bytes) -> str:
    """UTF-16 that says nothing of itself: of plain letters every second byte is nothing."""
    if len(content) % 2 or len(content) < 4:  # noqa: PLR2004 - two characters of two bytes
        return ""
    half = len(content) // 2
    for name, first in (("utf-16-le", 1), ("utf-16-be", 0)):
        if content[first::2].count(0) * 2 > half and content[1 - first :: 2].count(0) * 10 < half:
            return name
    return ""


def _likeliest(content: bytes) -> str:
    """Windows-1252 where it gives letters we expect, else the encoding with the fewest odd letters;
    empty for none.
    """
    if _fits(content, "cp1252") and _WESTERN.issuperset(
        _BEYOND_ASCII.findall(content.decode("cp1252"))
    ):
        return "cp1252"
    lines = [line for line in content.splitlines(keepends=True) if not line.isascii()]
    matches = list(from_bytes(b"".join(lines)[:_LOOKED_AT], cp_isolation=list(_LIKELY)))
    if not matches:
        return ""
    least = min(match.chaos for match in matches)
    least_odd = [match for match in matches if match.chaos == least]
    best = {name for match in least_odd for name in (match.encoding, *match.could_be_from_charset)}
    fitting = [name for name in _LIKELY if name in best and _fits(content, name)]
    return fitting[0] if fitting else ""


def _fits(content: bytes, name: str) -> bool:
    try:
        content.decode(name)
    except UnicodeDecodeError:
        return False
    return True
