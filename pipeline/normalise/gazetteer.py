"""The gazetteer: which State, body or area a name stands for, exactly or not at all.

In: the reference tables. Out: codes. A similar name is only ever a hint for a person. ISO 3166
codes are not names, because many are words ("No", "Be", "PER"): two-letter codes never count,
three-letter ones only in capitals, as a whole item, in our own tables.
"""

import difflib
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from pipeline.language import name_key, name_pattern, without_article
from pipeline.model.finding import USAGE, Refused

_WORDS = re.compile(r"[\w']+")


class Gazetteer(NamedTuple):
    """Codes by normalised name; States, other actors and areas share one set of names.

    `typos` are known misspellings: they lead to their code, with a note. `parts` are names
    contained in the name of another: Guinea, Congo, Sudan. `iso3` are the codes that a cell of our
    own tables may contain; `iso_names` say whose a two- or three-letter code is. `pattern` finds
    names in running text; short forms that are words there ("US") are not in it.
    """

    codes: Mapping[str, str]
    states: frozenset[str]
    areas: frozenset[str]
    typos: frozenset[str] = frozenset()
    parts: frozenset[str] = frozenset()
    iso3: frozenset[str] = frozenset()
    iso_names: Mapping[str, str] = {}
    pattern: re.Pattern[str] | None = None

    def states_in(self, text: str) -> frozenset[str]:
        """The States whose names stand in a text; a name inside a longer one is not one of them."""
        if self.pattern is None:
            return frozenset()
        found = (self.codes[name] for name in self.pattern.findall(name_key(text)))
        return frozenset(found) & self.states

    def is_typo(self, name: str) -> bool:
        """Whether the name is a known misspelling."""
        return name_key(name) in self.typos

    def code(self, name: str) -> str | None:
        """The code that a name stands for, matched exactly after normalising, with or without a
        leading article.
        """
        key = name_key(name)
        return self.codes.get(key) or self.codes.get(without_article(key))

    def code_in_table(self, item: str) -> str | None:
        """The code that an item of our own tables stands for: a name, or a code of three
        capitals.
        """
        return item if item in self.iso3 else self.code(item)

    def is_part(self, name: str) -> bool:
        """Whether the name is contained in the name of another, which a word beside it may make of
        it.
        """
        return without_article(name_key(name)) in self.parts

    def nearest(self, name: str) -> str:
        """The most similar known name, or the name behind an ISO 3166 code: a hint for internal
        files; empty if none is similar.
        """
        if owner := self.iso_names.get(name.strip().upper()):
            return owner
        near = difflib.get_close_matches(name_key(name), self.codes, n=1, cutoff=0.8)
        return near[0] if near else ""


def gazetteer(  # noqa: PLR0913 - the lists of the reference folder
    names: list[tuple[str, str]],
    states: frozenset[str],
    areas: frozenset[str],
    typos: frozenset[str] = frozenset(),
    iso3: frozenset[str] = frozenset(),
    iso_names: Mapping[str, str] | None = None,
    short: frozenset[str] = frozenset(),
) -> Gazetteer:
    """The gazetteer of (name, code) pairs, which contain no ISO 3166 codes; `short` are names that
    stand alone in a cell only.

    Refused (exit 2) if one name stands for two codes: the reference folder is wrong.
    """
    codes: dict[str, str] = {}
    for name, code in names:
        key = name_key(name)
        if codes.setdefault(key, code) != code:
            raise Refused(
                USAGE,
                f"The reference folder gives the same name to {codes[key]} and to {code}.",
                "Delete one of the two lines in aliases.csv or actor-aliases.csv.",
            )
    parts = frozenset(_parts(codes))
    # every name, so that a State inside the name of another body is not found
    pattern = name_pattern(codes.keys() - short)
    return Gazetteer(codes, states, areas, typos, parts, iso3, iso_names or {}, pattern)


def _parts(codes: Mapping[str, str]) -> Iterator[str]:
    """The names whose words are contained in a longer name of another State or body."""
    for key, code in codes.items():
        words = _WORDS.findall(key)
        for first in range(len(words)):
            for last in range(first + 1, len(words) + 1):
                inner = " ".join(words[first:last])
                if codes.get(inner, code) != code:
                    yield inner
