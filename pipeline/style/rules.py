"""The rules of house style of a language, compiled.

In: the mapping of templates/text/style.<language>.yaml, the words of the language, names of States,
rules switched off. Out: StyleRules, or Refused (exit 4) naming the rule that cannot be used. It
reads no file and looks at no text.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from pydantic import ValidationError

from pipeline.model.base import Frozen
from pipeline.model.finding import TEMPLATE, USAGE, Refused

# The checks that no pattern can express, by name; `whole` are those of a document as a whole.
CHECKS = frozenset(
    (
        *(
            "number_below_ten",
            "number_series",
            "heading_capitals",
            "heading_acronym",
            "acronym",
            "banned",
            "brackets",
        ),
        *(
            "symbol_in_text",
            "apostrophe_straight",
            "state_form_text",
            "state_form_cell",
            "state_article",
        ),
        *(
            "state_other_name",
            "state_letters",
            "state_order",
            "state_twice",
            "state_without_and",
            "state_and_and",
        ),
        "whole",
    )
)
# Text that is printed as somebody wrote it: no rule looks at it.
WRITTEN = "written"
KINDS = ("text", "note", "heading", "caption", "cell")
_JOINT = "[ \u00a0]"
_TEN = 10


class StyleSource(Frozen):
    """Where a rule comes from, and how sure that is: SEEN, INFERRED or UNVERIFIED."""

    title: str
    mark: str


class StyleRule(Frozen):
    """A rule as the file has it: a pattern or the name of a check, the kinds of text it looks at,
    its cure.

    A `grave` fault keeps an edited paper back until a person has looked.
    """

    id: str
    source: str
    find: str = ""
    check: str = ""
    unless: str = ""
    on: tuple[str, ...] | str = ("text", "note")
    grave: bool = False
    cure: str


class _File(Frozen):
    sources: dict[str, StyleSource]
    rules: tuple[StyleRule, ...]
    known_acronyms: tuple[str, ...]
    known_capitals: tuple[str, ...]
    after_reference: tuple[str, ...]
    before_unit: tuple[str, ...]
    list_joint: str
    share_joint: str
    range_joint: str
    articles: tuple[str, ...]


class StyleWords(NamedTuple):
    """Words of the language that rules are made of: numbers from zero up, tens, months, words that
    are banned.
    """

    units: tuple[str, ...]
    tens: tuple[str, ...]
    months: tuple[str, ...]
    banned: tuple[str, ...]


class StateName(NamedTuple):
    """The names of a State: list form, running form, key it is sorted by, and other ways to write
    it.
    """

    listed: str
    running: str
    sort_key: str
    others: tuple[str, ...] = ()


class Rule(NamedTuple):
    """A rule ready for use."""

    id: str
    check: str
    on: frozenset[str]
    find: re.Pattern[str] | None
    unless: re.Pattern[str] | None
    cure: str
    is_grave: bool = False


class StyleRules(NamedTuple):
    """All rules that are on, and the words and names that their checks need."""

    rules: tuple[Rule, ...]
    words: StyleWords
    states: tuple[StateName, ...]
    acronyms: frozenset[str]
    capitals: frozenset[str]
    after_reference: frozenset[str]
    before_unit: tuple[str, ...]
    list_joint: str
    share_joint: str
    range_joint: str
    articles: tuple[str, ...]


def read_rules(
    name: str,
    content: Mapping[str, Any],
    words: StyleWords,
    states: tuple[StateName, ...] = (),
    off: Iterable[str] = (),
) -> StyleRules:
    """The rules that are on. Refused (exit 4) for a file with faults, (exit 2) for a rule switched
    off that is none.
    """
    try:
        file = _File.model_validate(content)
    except ValidationError as error:
        place = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise _refused(name, place) from None
    if unknown := sorted(set(off) - {rule.id for rule in file.rules}):
        raise Refused(
            USAGE,
            f"There is no rule of house style {unknown[0]!r}.",
            f"templates/text/{name} lists them.",
        )
    return StyleRules(
        rules=tuple(
            _rule(name, file, rule, words) for rule in file.rules if rule.id not in set(off)
        ),
        words=words,
        states=states,
        acronyms=frozenset(file.known_acronyms),
        capitals=frozenset(file.known_capitals),
        after_reference=frozenset(file.after_reference),
        before_unit=file.before_unit,
        list_joint=file.list_joint,
        share_joint=file.share_joint,
        range_joint=file.range_joint,
        articles=file.articles,
    )


def rule_ids(content: Mapping[str, Any]) -> tuple[str, ...]:
    """The ids of all rules of a file, for the switches."""
    return tuple(str(rule["id"]) for rule in content.get("rules", ()))


def _rule(name: str, file: _File, rule: StyleRule, words: StyleWords) -> Rule:
    on = KINDS if rule.on == "all" else rule.on
    is_known = rule.source in file.sources and set(on) <= set(KINDS) and rule.check in {"", *CHECKS}
    if not is_known or bool(rule.find) == bool(rule.check):
        raise _refused(name, rule.id)
    try:
        find, unless = _compiled(rule.find, words), _compiled(rule.unless, words)
    except re.error:
        raise _refused(name, rule.id) from None
    return Rule(rule.id, rule.check, frozenset(on), find, unless, rule.cure, rule.grave)


def _compiled(pattern: str, words: StyleWords) -> re.Pattern[str] | None:
    if not pattern:
        return None
    return re.compile(_filled(pattern, words))


def _filled(pattern: str, words: StyleWords) -> str:
    """The pattern with the words of the language in the place of <month>, <small>, <large>,
    <number>, <joint>.
    """
    tens = "|".join(filter(None, words.tens))
    small, teens = "|".join(words.units[:_TEN]), "|".join(words.units[_TEN:])
    compound = f"(?:{tens})(?:-(?:{small}))?"
    tokens = {
        "<month>": f"(?:{'|'.join(words.months)})",
        "<small>": f"(?:{small})",
        "<large>": f"(?:{compound}|{teens})",
        "<number>": f"(?:{compound}|{teens}|{small})",
        "<joint>": _JOINT,
    }
    for token, meaning in tokens.items():
        pattern = pattern.replace(token, meaning)
    return pattern


def _refused(name: str, place: str) -> Refused:
    return Refused(
        TEMPLATE,
        f"templates/text/{name} › {place}: not a rule of house style.",
        "Correct that rule.",
    )
