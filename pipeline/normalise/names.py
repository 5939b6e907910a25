"""The gazetteer: which State, body or area a name stands for, exactly or not at all.

In: the reference tables. Out: codes. A near name is only ever a hint for a person.
"""

import difflib
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from pipeline.language import name_key, without_article
from pipeline.model.finding import USAGE, Refused

_WORDS = re.compile(r"[\w']+")


class Gazetteer(NamedTuple):
    """Codes by normalised name; States, other actors and areas share one space of names.

    `typos` are known misspellings: they lead to their code, and a note says so. `parts` are names
    that stand inside the name of another: Guinea, Congo, Sudan.
    """

    codes: Mapping[str, str]
    states: frozenset[str]
    areas: frozenset[str]
    typos: frozenset[str] = frozenset()
    parts: frozenset[str] = frozenset()

    def is_typo(self, name: str) -> bool:
        """Whether the name is a known misspelling."""
        return name_key(name) in self.typos

    def code(self, name: str) -> str | None:
        """The code a name stands for, exact after normalising, with or without a leading
        article.
        """
        key = name_key(name)
        return self.codes.get(key) or self.codes.get(without_article(key))

    def is_part(self, name: str) -> bool:
        """Whether the name stands inside the name of another: a word beside it may make it that
        one.
        """
        return without_article(name_key(name)) in self.parts

    def nearest(self, name: str) -> str:
        """The nearest known name, for a hint in internal files; empty where none is near."""
        near = difflib.get_close_matches(name_key(name), self.codes, n=1, cutoff=0.8)
        return near[0] if near else ""


def gazetteer(
    names: list[tuple[str, str]],
    states: frozenset[str],
    areas: frozenset[str],
    typos: frozenset[str] = frozenset(),
) -> Gazetteer:
    """The gazetteer of (name, code) pairs.

    Refused (exit 2) where one name stands for two codes: the reference folder is wrong.
    """
    codes: dict[str, str] = {}
    for name, code in names:
        key = name_key(name)
        if codes.setdefault(key, code) != code:
            raise Refused(
                USAGE,
                f"The reference folder gives one name to {codes[key]} and to {code}.",
                "Delete one of the two lines in aliases.csv or actor-aliases.csv.",
            )
    return Gazetteer(codes, states, areas, typos, frozenset(_parts(codes)))


def _parts(codes: Mapping[str, str]) -> Iterator[str]:
    """The names whose words stand in a longer name of another State or body."""
    for key, code in codes.items():
        words = _WORDS.findall(key)
        for first in range(len(words)):
            for last in range(first + 1, len(words) + 1):
                inner = " ".join(words[first:last])
                if codes.get(inner, code) != code:
                    yield inner
