"""The numbers of paragraphs, as a word processor counts them in the document as it stands, tracked
changes accepted.

In: a document. Out: a label a numbered paragraph. A paragraph that is deleted does not count; one
whose mark is deleted is the next one's. A format of numbers that is not known gives no label.
"""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from lxml import etree

from pipeline.ooxml import W
from pipeline.refresh.package import Document, is_a, next_of, value_of
from pipeline.render.word_styles import starts_of

Element = etree._Element

_P, _TR = f"{W}p", f"{W}tr"
_GONE = (f"{W}del", f"{W}moveFrom")
_ALPHABET = 26
_LEVEL = re.compile(r"%(\d)")
_ROMAN = {
    "M": 1000, "CM": 900, "D": 500, "CD": 400, "C": 100, "XC": 90, "L": 50, "XL": 40,
    "X": 10, "IX": 9, "V": 5, "IV": 4, "I": 1,
}  # fmt: skip


class ListLabel(NamedTuple):
    """The number of a paragraph without the point behind it, and its level in the list, 0 the
    highest.
    """

    text: str
    level: int


class _Level(NamedTuple):
    start: int
    format: str
    text: str
    restarts: bool
    is_legal: bool


class _List(NamedTuple):
    """A list: what it counts with (lists of one kind count on), its levels, and where it begins
    anew.
    """

    kind: str
    levels: dict[int, _Level]
    begins: dict[int, int]


_NO_LIST = _List("", {}, {})


def in_format(number: int, name: str) -> str | None:
    """A number in a format of Word; None for one that is not known.

    >>> in_format(4, "lowerRoman"), in_format(28, "upperLetter"), in_format(4, "ordinal")
    ('iv', 'BB', None)
    """
    if name == "decimal":
        return str(number)
    if name == "decimalZero":
        return f"{number:02d}"
    in_letters = _IN_LETTERS.get(name)
    if number < 1 or in_letters is None:
        return None
    return in_letters(number)


def _letters(number: int) -> str:
    """A to Z, then AA to ZZ, AAA to ZZZ: so Word counts."""
    turns, place = divmod(number - 1, _ALPHABET)
    return chr(ord("A") + place) * (turns + 1)


def _roman(number: int) -> str:
    words = ""
    for letters, value in _ROMAN.items():
        words += letters * (number // value)
        number %= value
    return words


_IN_LETTERS: dict[str, Callable[[int], str]] = {
    "upperLetter": _letters,
    "lowerLetter": lambda number: _letters(number).lower(),
    "upperRoman": _roman,
    "lowerRoman": lambda number: _roman(number).lower(),
}


def labels(document: Document) -> dict[Element, ListLabel]:
    """The label of each numbered paragraph of the body; joined paragraphs have the label of the one
    they join.
    """
    lists, styled = _lists(document), _styled(document)
    counters: dict[str, dict[int, int]] = {}
    begun: set[str] = set()
    found: dict[Element, ListLabel] = {}
    joining: list[Element] = []
    for paragraph in _counted(document.body):
        joining.append(paragraph)
        # A paragraph whose mark is deleted is the beginning of the next one: they share a number.
        if is_joined(paragraph):
            continue
        list_id, level = _list_of(paragraph, styled)
        known = lists.get(list_id, _NO_LIST)
        if level in known.levels:
            label = _count(known, list_id, level, counters.setdefault(known.kind, {}), begun)
            if label is not None:
                found |= dict.fromkeys(joining, ListLabel(label, level))
        joining = []
    return found


def _counted(body: Element) -> Iterator[Element]:
    """The paragraphs that count: none in a row that is deleted, none in a box of text."""
    aside = {row for row in body.iter(_TR) if row.find(f"{W}trPr/{W}del") is not None}
    aside.update(body.iter(f"{W}txbxContent"))
    for paragraph in body.iter(_P):
        if not aside or aside.isdisjoint(paragraph.iterancestors()):
            yield paragraph


def is_joined(paragraph: Element) -> bool:
    """Whether the mark of a paragraph is deleted, so that it joins the next one."""
    look = paragraph.find(f"{W}pPr/{W}rPr")
    if look is None or all(look.find(mark) is None for mark in _GONE):
        return False
    return is_a(next_of(paragraph), _P)


def _count(
    known: _List, list_id: str, level: int, counter: dict[int, int], begun: set[str]
) -> str | None:
    # A list with starting numbers of its own begins afresh the first time it is met (ECMA-376 part
    # 1, 17.9.26).
    if list_id not in begun:
        begun.add(list_id)
        for begins in known.begins:
            counter.pop(begins, None)
    start = known.begins.get(level, known.levels[level].start)
    counter[level] = counter.get(level, start - 1) + 1
    for deeper, own in known.levels.items():
        if deeper > level and own.restarts:
            counter.pop(deeper, None)
    return _label(known, level, counter)


def _label(known: _List, level: int, counter: dict[int, int]) -> str | None:
    """The text of a level with its numbers in, without the point at its end; None for what is no
    number.
    """
    own = known.levels[level]
    if own.format == "bullet" or "%" not in own.text:
        return None
    text = own.text
    for place in set(_LEVEL.findall(text)):
        number = _number_at(known, int(place) - 1, counter, own.is_legal)
        if number is None:
            return None
        text = text.replace(f"%{place}", number)
    return text.rstrip(".")


def _number_at(known: _List, level: int, counter: dict[int, int], is_legal: bool) -> str | None:
    """The number of a level as it stands; empty for a level the list has not, None for no number.

    Legal numbering counts in decimals throughout, whatever the levels above are written in.
    """
    other = known.levels.get(level)
    if other is None:
        return ""
    value = counter.get(level, known.begins.get(level, other.start))
    if is_legal:
        return str(value)
    return in_format(value, other.format)


# --- which list


def _list_of(paragraph: Element, styled: dict[str, tuple[str, int]]) -> tuple[str, int]:
    """The list and level of a paragraph: its own, else its style's; no list for none."""
    list_id, level = styled.get(value_of(paragraph, "pPr/pStyle"), ("", 0))
    own = paragraph.find(f"{W}pPr/{W}numPr")
    if own is None:
        return list_id, level
    given, at = value_of(own, "numId", list_id), value_of(own, "ilvl")
    if given == list_id and not at.isdigit():
        return given, level
    return given, _level(at)


def _level(text: str) -> int:
    """A level as the file has it; the highest where it says none."""
    return int(text) if text.isdigit() else 0


def _styled(document: Document) -> dict[str, tuple[str, int]]:
    """The list and level that each style of paragraphs gives, by itself or by what it is based on;
    "" is no style.
    """
    entries = [entry for entry in document.entries("styles") if entry.tag == f"{W}style"]
    styles = {entry.get(f"{W}styleId", ""): entry for entry in entries}
    found = {
        style: _of_style(style, styles)
        for style, node in styles.items()
        if node.get(f"{W}type") == "paragraph"
    }
    defaults = [style for style in found if styles[style].get(f"{W}default") in {"1", "true"}]
    if not defaults:
        return {**found, "": ("", 0)}
    return {**found, "": found[defaults[0]]}


def _of_style(style: str, styles: dict[str, Element]) -> tuple[str, int]:
    level = ""
    left = dict(styles)  # a style that is based on itself, directly or indirectly, is visited once
    while style in left:
        node = left.pop(style)
        level = level or value_of(node, "pPr/numPr/ilvl")
        list_id = value_of(node, "pPr/numPr/numId")
        if list_id:
            return list_id, _level(level)
        style = value_of(node, "basedOn")
    return "", 0


def _lists(document: Document) -> dict[str, _List]:
    root = document.part_tree("numbering")
    if root is None:
        return {}
    kinds = {
        kind.get(f"{W}abstractNumId", ""): _levels(kind) for kind in root.iter(f"{W}abstractNum")
    }
    found: dict[str, _List] = {}
    for instance in root.iter(f"{W}num"):
        kind = value_of(instance, "abstractNumId")
        levels = dict(kinds.get(kind, {}))
        begins: dict[int, int] = {}
        for override in instance.iter(f"{W}lvlOverride"):
            levels |= _levels(override)
            start = value_of(override, "startOverride")
            if start.isdigit():
                begins[int(override.get(f"{W}ilvl", "0"))] = int(start)
        found[instance.get(f"{W}numId", "")] = _List(kind, levels, begins)
    return found


def _levels(kind: Element) -> dict[int, _Level]:
    return {
        int(level.get(f"{W}ilvl", "0")): _Level(
            int(value_of(level, "start", "1")),
            value_of(level, "numFmt", "decimal"),
            value_of(level, "lvlText"),
            value_of(level, "lvlRestart") != "0",
            level.find(f"{W}isLgl") is not None,
        )
        for level in kind.iter(f"{W}lvl")
    }


def starts_of_styles(document: Document) -> dict[str, int]:
    """The number that the list of each numbered style begins with."""
    lists, starts = _lists(document), {}
    for style, (list_id, level) in _styled(document).items():
        known = lists.get(list_id, _NO_LIST)
        own = known.levels.get(level)
        if own is not None and own.format != "bullet":
            starts[style] = known.begins.get(level, own.start)
    starts.pop("", None)  # paragraphs without a style cannot be identified by a style name
    return starts


def set_start(document: Document, style: str, first: int) -> None:
    """The list of a style begins with this number: its kind, and its own word, which Word puts
    first.
    """
    root = document.part_tree("numbering")
    if root is None:
        return
    list_id, level = _styled(document).get(style, ("", 0))
    for start in starts_of(root, list_id, str(level)):
        start.set(f"{W}val", str(first))
