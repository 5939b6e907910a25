"""Names of States: the form, the article, the letters, the order of a list and its "and".

In: text and rules with the names of the reference. Out: places of faults. It knows no State by
itself.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from pipeline.language import name_key
from pipeline.style.rules import StateName, StyleRules

_SHORTEST = 4
_STRAIGHT = re.compile(r"(?<=\w)'(?=\w)|(?<=s)'(?= )")


class _Found(NamedTuple):
    start: int
    end: int
    words: str
    state: StateName


class _Patterns(NamedTuple):
    printed: re.Pattern[str] | None
    anyhow: re.Pattern[str] | None
    others: re.Pattern[str] | None
    by_name: dict[str, StateName]


def _one_of(names: Iterable[str], flags: int = 0) -> re.Pattern[str] | None:
    longest_first = sorted({name for name in names if name}, key=lambda name: (-len(name), name))
    if not longest_first:
        return None
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(_loosely, longest_first))})(?!\w)", flags)


def _loosely(name: str) -> str:
    """The name as a pattern: either apostrophe, either space."""
    return re.sub(r"['’]", "['’]", re.escape(name)).replace("\\ ", "[ \u00a0]")


def _bare(name: str, articles: tuple[str, ...]) -> str:
    for article in articles:
        name = name.removeprefix(f"{article} ")
    return name


@lru_cache(maxsize=8)
def _patterns(states: tuple[StateName, ...], articles: tuple[str, ...]) -> _Patterns:
    by_name: dict[str, StateName] = {}
    printed: list[str] = []
    for state in states:
        forms = (_bare(state.running, articles), state.listed)
        printed += forms
        by_name |= {name_key(form): state for form in forms}
    with_article = (f"{article} {form}" for form in printed for article in articles)
    known = {name_key(form) for form in (*printed, *with_article)}
    others = [name for state in states for name in state.others]
    unknown = [name for name in others if _is_word(name) and name_key(name) not in known]
    anyhow = _one_of(printed, re.IGNORECASE)
    return _Patterns(_one_of(printed), anyhow, _one_of([*printed, *unknown]), by_name)


def _is_word(name: str) -> bool:
    """Whether a name is long enough to be found in a text, and in Latin letters."""
    return len(name) >= _SHORTEST and re.match("[A-Za-zÀ-ž]", name) is not None


def _found(text: str, rules: StyleRules) -> list[_Found]:
    """The States named in the text in a form that may be printed somewhere."""
    patterns = _patterns(rules.states, rules.articles)
    return [
        _Found(m.start(), m.end(), m[0], patterns.by_name[name_key(m[0])])
        for m in _matches(patterns.printed, text)
    ]


def _matches(pattern: re.Pattern[str] | None, text: str) -> Iterator[re.Match[str]]:
    """Where a pattern of names is found; nowhere where there are no names."""
    if pattern is not None:
        yield from pattern.finditer(text)


def form_text(text: str, rules: StyleRules) -> Iterator[tuple[int, int]]:
    """List forms in running text."""
    for name in _found(text, rules):
        running = _bare(name.state.running, rules.articles)
        if name_key(name.words) == name_key(name.state.listed) != name_key(running):
            yield name.start, name.end


def form_cell(text: str, rules: StyleRules) -> Iterator[tuple[int, int]]:
    """Running forms in a table."""
    for name in _found(text, rules):
        article = _article_before(text, name, rules)
        if name_key(name.words) != name_key(name.state.listed) or article:
            yield name.start - len(article), name.end


def _article_before(text: str, name: _Found, rules: StyleRules) -> str:
    """The article that stands before a name, with its space; empty where there is none."""
    for article in rules.articles:
        before = text[: name.start]
        if re.search(rf"(?i)(?<!\w){article}[ \u00a0]\Z", before):
            return before[-len(article) - 1 :]
    return ""


def article(text: str, rules: StyleRules) -> Iterator[tuple[int, int]]:
    """Names that take an article and stand without one."""
    for name in _found(text, rules):
        needs = name.state.running != _bare(name.state.running, rules.articles)
        if needs and not _article_before(text, name, rules) and "(" not in name.words:
            yield name.start, name.end


def other_name(text: str, rules: StyleRules) -> Iterator[tuple[int, int]]:
    """Names that are neither the list nor the running form."""
    patterns = _patterns(rules.states, rules.articles)
    for found in _matches(patterns.others, text):
        if name_key(found[0]) not in patterns.by_name:
            yield found.span()


def letters(text: str, rules: StyleRules) -> Iterator[tuple[int, int]]:
    """Names in other letters than the reference has."""
    patterns = _patterns(rules.states, rules.articles)
    for found in _matches(patterns.anyhow, text):
        state = patterns.by_name[name_key(found[0])]
        forms = {_plain(form) for form in (state.listed, _bare(state.running, rules.articles))}
        if _plain(found[0]) not in forms:
            yield found.span()


def _plain(name: str) -> str:
    return name.replace("’", "'").replace("\u00a0", " ")


def apostrophe_straight(text: str, rules: StyleRules) -> Iterator[tuple[int, int]]:
    """Straight apostrophes outside the names of States, which are printed as the reference has
    them.
    """
    taken = [(name.start, name.end) for name in _found(text, rules)]
    for found in _STRAIGHT.finditer(text):
        if not any(start <= found.start() < end for start, end in taken):
            yield found.span()


class _List(NamedTuple):
    """States that follow one another, and what stands between them."""

    names: tuple[_Found, ...]
    joints: tuple[str, ...]


def _lists(text: str, rules: StyleRules) -> list[_List]:
    """The lists of two States and more, joined by commas and the last "and"."""
    article = rf"(?:(?:{'|'.join(rules.articles)})[ \u00a0])?"
    joint = re.compile(rf"(,[ \u00a0]|,?[ \u00a0]{rules.list_joint}[ \u00a0]){article}")
    lists: list[_List] = []
    names: list[_Found] = []
    joints: list[str] = []
    for name in _found(text, rules):
        between = joint.fullmatch(text, names[-1].end, name.start) if names else None
        if between:
            joints.append(between[1])
        else:
            lists.append(_List(tuple(names), tuple(joints)))
            names, joints = [], []
        names.append(name)
    lists.append(_List(tuple(names), tuple(joints)))
    return [found for found in lists if len(found.names) > 1]


def order(text: str, rules: StyleRules) -> Iterator[tuple[int, int]]:
    """States of a list that stand after one that follows them in the alphabet."""
    for found in _lists(text, rules):
        for before, name in zip(found.names, found.names[1:], strict=False):
            if name.state.sort_key < before.state.sort_key:
                yield name.start, name.end


def twice(text: str, rules: StyleRules) -> Iterator[tuple[int, int]]:
    """States that a list names a second time."""
    for found in _lists(text, rules):
        seen: set[str] = set()
        for name in found.names:
            if name.state.listed in seen:
                yield name.start, name.end
            seen.add(name.state.listed)


def without_and(text: str, rules: StyleRules) -> Iterator[tuple[int, int]]:
    """Lists whose last State follows a comma alone."""
    for found in _lists(text, rules):
        last = found.joints[-1]
        rest = text[found.names[-1].end :]
        goes_on = re.match(rf",[ \u00a0]\w|[ \u00a0]{rules.list_joint}[ \u00a0]", rest)
        if rules.list_joint not in last and not goes_on:
            yield found.names[-1].start, found.names[-1].end


def and_and(text: str, rules: StyleRules) -> Iterator[tuple[int, int]]:
    """Lists with "and" before a State that is not the last."""
    for found in _lists(text, rules):
        for name, joint in zip(found.names[1:-1], found.joints[:-1], strict=False):
            if rules.list_joint in joint:
                yield name.start, name.end
