"""What Forms B and F tell of an obligation beside needs: deadlines, and areas that are still to be
cleared or were.

In: the items of one of these forms. Out: particulars, each read or told to be unread. What points
to another form or document is never looked up, and no area is guessed from a number without a unit.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from pipeline.language import plain_text
from pipeline.model.forms import AREA, DEADLINE, FormLabels, Particular, Phrases
from pipeline.normalise.date_spans import read_days
from pipeline.normalise.decimal_marks import NUMBER, number, proofs, settled
from pipeline.normalise.forms.lines import DocumentLine
from pipeline.normalise.forms.match import leading
from pipeline.normalise.forms.sections import says_nothing_of
from pipeline.normalise.forms.vocabulary import label_key

_SHORT = 120  # letters of a text in which the word deadline alone speaks of one
_NEAR = 6  # letters between two numbers of one range: "10 to 20 km2", "10–20 km2"
_SHORTEST_ALONE = 3  # letters of a unit that is one without a number before it: "ha" is also a verb
_RAISED = str.maketrans("²", "2")


class _Said(NamedTuple):
    """A cell that speaks of a deadline or an area, and what it says of it; `unit` is that of its
    column.
    """

    kind: str
    item: DocumentLine
    words: str
    unit: int = 0


class _Column(NamedTuple):
    kind: str
    unit: int


def particulars(
    rows: Sequence[DocumentLine], obligation: str, has_areas: bool, labels: FormLabels
) -> tuple[Particular, ...]:
    """The deadlines and areas of a form, in its order; numbers of its areas prove each other's
    decimal mark.
    """
    said = list(_said(rows, has_areas, labels))
    marks = set().union(*(proofs(s.words) for s in said if s.kind == AREA)) if said else set()
    mark = marks.pop() if len(marks) == 1 else ""
    return tuple(particular for one in said for particular in _read(one, obligation, mark, labels))


def _read(said: _Said, obligation: str, mark: str, labels: FormLabels) -> Iterator[Particular]:
    base = Particular(said.kind, obligation, said.item.ref, said.item.key)
    if said.kind == DEADLINE:
        days = set(read_days(said.words, labels.date_words))
        yield base._replace(day=days.pop()) if len(days) == 1 else base
        return
    for area in _areas(settled(said.words, mark) if mark else said.words, said.unit, labels.units):
        yield base._replace(square_metres=area)


def _said(rows: Sequence[DocumentLine], has_areas: bool, labels: FormLabels) -> Iterator[_Said]:
    columns: dict[int, _Column] = {}
    table = 0
    for at, item in enumerate(rows):
        if item.table != table:
            table, columns = item.table, {}
        titles = _titles(item, has_areas, labels) if item.table else {}
        if titles:
            columns = titles
            continue
        for position, text in enumerate(item.texts):
            if (
                text.strip()
                and (said := _of_cell(rows, at, position, columns, has_areas, labels)) is not None
            ):
                yield said


def _titles(item: DocumentLine, has_areas: bool, labels: FormLabels) -> dict[int, _Column]:
    """The columns of deadlines and areas, where the row is one of titles: no cell of it has a digit
    of its own.
    """
    texts = {n: _plain(text) for n, text in enumerate(item.texts) if text.strip()}
    if len(texts) < 2 or any(  # noqa: PLR2004
        NUMBER.search(_without_units(text, labels.units)) for text in texts.values()
    ):
        return {}
    found: dict[int, _Column] = {}
    for n, text in texts.items():
        unit = _unit_in(text, labels.units)
        if leading(text, labels.deadlines):
            found[n] = _Column(DEADLINE, 0)
        elif has_areas and (unit or leading(text, labels.areas)):
            found[n] = _Column(AREA, unit)
    is_label = (
        len(found) == 1 and 0 in found and not found[0].unit
    )  # "Deadline | as in the request" is no title
    return {} if is_label else found


def _of_cell(  # noqa: PLR0913 - a cell and all that stands around it
    rows: Sequence[DocumentLine],
    at: int,
    position: int,
    columns: Mapping[int, _Column],
    has_areas: bool,
    labels: FormLabels,
) -> _Said | None:
    """What a cell says of a deadline or an area; None where it speaks of neither, or says that
    there is none.
    """
    item, text = rows[at], _plain(rows[at].texts[position])
    column = columns.get(position)
    if column is not None:
        is_name = (
            column.kind == AREA and not column.unit and not any(map(str.isdecimal, text))
        )  # of an area
        return (
            None
            if is_name or says_nothing_of(text, labels)
            else _Said(column.kind, item, text, column.unit)
        )
    if (label := leading(text, labels.deadlines)) is not None:
        words = _answer(rows, at, position, label.rest, labels)
        return None if says_nothing_of(words, labels) else _Said(DEADLINE, item, words)
    if _speaks_of(text, labels.deadlines) and (
        len(text) <= _SHORT or read_days(text, labels.date_words)
    ):
        return _Said(DEADLINE, item, text)
    if not has_areas:
        return None
    area = leading(text, labels.areas)
    if _units_in(text, labels.units) or (area is not None and NUMBER.search(area.rest)):
        return _Said(AREA, item, text)
    return None


def _answer(
    rows: Sequence[DocumentLine], at: int, position: int, rest: str, labels: FormLabels
) -> str:
    """The words beside a label: behind it, in the cells after it, else in the paragraph below."""
    item = rows[at]
    words = " ".join((rest, *item.texts[position + 1 :])).strip(" :：.…_")
    below = rows[at + 1] if at + 1 < len(rows) else None
    if (
        words
        or item.table
        or below is None
        or below.table
        or below.sheet.kind is not item.sheet.kind
    ):
        return words
    return "" if leading(below.only_text, labels.deadlines) else below.only_text


def _plain(text: str) -> str:
    return plain_text(text).translate(_RAISED)


def _speaks_of(text: str, phrases: Phrases) -> bool:
    """Whether a phrase stands anywhere in a text, as the beginning of a word."""
    key = f" {label_key(text)}"
    return any(f" {phrase}" in key if phrase.isascii() else phrase in key for phrase in phrases)


@lru_cache(maxsize=8)
def _pattern(units: tuple[str, ...]) -> re.Pattern[str]:
    listed = "|".join(re.escape(unit) for unit in sorted(units, key=len, reverse=True))
    return re.compile(rf"(?<![^\W\d_])(?:{listed})(?![^\W_])", re.IGNORECASE)


def _found_units(text: str, units: Mapping[str, int]) -> Iterable[re.Match[str]]:
    return _pattern(tuple(units)).finditer(text)


def _units_in(text: str, units: Mapping[str, int]) -> list[re.Match[str]]:
    """The units in a text; a short one only behind a number."""
    return [
        found
        for found in _found_units(text, units)
        if len(found[0]) >= _SHORTEST_ALONE or text[: found.start()].rstrip()[-1:].isdigit()
    ]


def _unit_in(text: str, units: Mapping[str, int]) -> int:
    """The square metres of the one unit of a title; 0 for none or two."""
    sizes = {units[found[0].casefold()] for found in _found_units(text, units)}
    return sizes.pop() if len(sizes) == 1 else 0


def _without_units(text: str, units: Mapping[str, int]) -> str:
    return _pattern(tuple(units)).sub("", text)


def _areas(text: str, unit: int, units: Mapping[str, int]) -> Iterator[Decimal | None]:
    """The areas of a text, None for each that is not one number with a unit."""
    found = _units_in(text, units)
    if not found:
        only = number(text)
        yield only.values[0] * unit if only is not None and unit and len(only.values) == 1 else None
        return
    for match in found:
        yield _area(text[: match.start()], units[match[0].casefold()])


def _area(before: str, unit: int) -> Decimal | None:
    """The number that ends a text, in square metres; None for a range, two readings, or a word
    between.
    """
    numbers = list(NUMBER.finditer(before))
    if not numbers or before[numbers[-1].end() :].strip():
        return None
    if len(numbers) > 1 and numbers[-1].start() - numbers[-2].end() <= _NEAR:
        return None
    read = number(numbers[-1][0])
    return read.values[0] * unit if read is not None and len(read.values) == 1 else None
