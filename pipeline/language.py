"""Names, texts and letters, treated alike in every stage.

In: text. Out: keys for exact comparison, text cleaned for print, and whether letters of two
alphabets are mixed. No word is ever repaired and no similar name looked for: that is left to a
person.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

INVISIBLE = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
# Apostrophes, and the marks of dates and numbers as Chinese and Arabic print them.
_ONE_SIGN = str.maketrans(
    {**dict.fromkeys("‘’ʼ`´′", "'"), **dict(zip("～〜－／．٫٬", "~~-/..,", strict=True))}
)
_OTHER_DIGIT = re.compile(r"(?![0-9])\d")
_ARTICLES = re.compile(r"(?:the|le|la|les|el|los|las) |l'")
_BRACKET = re.compile(r"\[[^\[\]]*\]")
_SCRIPTS = ("LATIN", "CYRILLIC", "GREEK")


def clean_text(text: str) -> str:
    """Text as it may be printed: NFC, no invisible characters, no line breaks, single spaces."""
    if not text.isascii():  # most texts are ASCII, and have nothing to normalise
        text = unicodedata.normalize("NFC", INVISIBLE.sub("", text))
    return " ".join(text.split())


def shortened(text: str, most: int) -> str:
    """Cleaned text of at most so many characters; if it was longer, it ends in a sign that shows
    this.

    >>> shortened("one two", 4)
    'one…'
    """
    cleaned = clean_text(text)
    return cleaned if len(cleaned) <= most else cleaned[: most - 1] + "…"


def plain_text(text: str) -> str:
    """Cleaned text with uniform apostrophes and digits, from which dates and numbers are read.

    >>> plain_text("٧ أبريل ٢٠٢٥")
    '7 أبريل 2025'
    """
    plain = clean_text(text).translate(_ONE_SIGN)
    if plain.isascii():
        return plain
    return _OTHER_DIGIT.sub(lambda digit: str(unicodedata.decimal(digit[0])), plain)


@lru_cache(maxsize=16_384)  # a meeting has few names and words, and asks for them again and again
def name_key(text: str) -> str:
    """What two spellings of one name have in common: NFC, case, apostrophes and spaces made
    uniform.

    >>> name_key("Côte d’Ivoire") == name_key("CÔTE  D'IVOIRE")
    True
    """
    return unicodedata.normalize("NFC", plain_text(text).casefold())


def without_article(key: str) -> str:
    """The key without a leading English, French or Spanish article."""
    return _ARTICLES.sub("", key, count=1) if _ARTICLES.match(key) else key


def has_mixed_letters(text: str) -> bool:
    """Whether a word contains look-alike letters of two alphabets."""
    if text.isascii():
        return False
    for word in re.findall(r"[^\W\d_]+", text):
        names = [unicodedata.name(letter, "") for letter in word]
        if sum(any(name.startswith(script) for name in names) for script in _SCRIPTS) > 1:
            return True
    return False


def name_pattern(names: Iterable[str]) -> re.Pattern[str] | None:
    """A pattern that finds any of the names as whole words in a `name_key`; None if there are no
    names.
    """
    keys = sorted(
        {name_key(name) for name in names if name.strip()}, key=lambda key: (-len(key), key)
    )
    if not keys:
        return None
    return re.compile(r"(?<!\w)(?:" + "|".join(re.escape(key) for key in keys) + r")(?!\w)")


def brackets(text: str) -> tuple[str, ...]:
    """The innermost brackets of a text: what is still open in a paper."""
    return tuple(_BRACKET.findall(text))


def plural(count: int, noun: str) -> str:
    """A count with its noun.

    >>> plural(1, "row"), plural(2, "row")
    ('1 row', '2 rows')
    """
    if count == 1:
        return f"1 {noun}"
    return f"{count} {noun}s"
