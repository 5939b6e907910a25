"""Text as it is compared: what Word changes by itself is no edit.

In: text of a paragraph, with atoms for notes, fields and pictures. Out: normal forms, tokens, text
to read.
"""

import re
import unicodedata
from functools import lru_cache

from pipeline.language import INVISIBLE

# An atom is one thing in a text, between two of its marks: ￼note￼, ￻field and what it shows￻,
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
    even = (
        text
        if text.isascii()
        else unicodedata.normalize("NFC", INVISIBLE.sub("", _SHOWN.sub("", text)))
    )
    return " ".join(even.translate(_TYPED).replace("--", "-").split())


def is_same(one: str, other: str) -> bool:
    """Whether no person changed one into the other."""
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
    if token.isspace():
        return (
            "\xa0" if "\xa0" in token else " "
        )  # a date keeps together: which blank stands is house style
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
    return atom[0][1:-1].partition(_SHOWS)[2] if atom[0][0] == FIELD else ""


def atoms(text: str, mark: str) -> tuple[str, ...]:
    """The names of the atoms of a kind in a text."""
    return tuple(atom[1:-1] for atom in _ATOMS.findall(text) if atom[0] == mark)
