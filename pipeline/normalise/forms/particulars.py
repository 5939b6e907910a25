"""What a form says about an obligation besides its lines: deadlines, and areas that were cleared or
remain to be.

In: the lines of such a form. Out: particulars, each read or reported as unread. References to
another form or document are never followed, and no area is guessed from a number without a unit.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from pipeline.language import plain_text
from pipeline.model.forms import AREA, DEADLINE, FormLabels, Phrases, ReportForm
from pipeline.normalise.date_spans import read_days
from pipeline.normalise.decimal_marks import NUMBER, number, proofs, settled
from pipeline.normalise.forms.candidate import Candidate, FormFact, Origin, the_one
from pipeline.normalise.forms.layout import ColumnTitles, LabelAnchor, Layout, first_answer
from pipeline.normalise.forms.lines import DocumentLine
from pipeline.normalise.forms.match import leading
from pipeline.normalise.forms.vocabulary import label_key, says_nothing

_SHORT = 120  # letters of the longest text in which the word deadline alone is taken to mention one
_NEAR = 6  # letters between the two numbers of a range: "10 to 20 km2", "10–20 km2"
# letters of the shortest unit that counts without a number before it: "ha" is also a verb
_SHORTEST_ALONE = 3
_FEWEST_TITLES = 2
_RAISED = str.maketrans("²", "2")


class _Mention(NamedTuple):
    """A cell that mentions a deadline or an area, and what it says of it; `unit` is that of its
    column.
    """

    kind: str
    line: DocumentLine
    words: str
    unit: int = 0


class _Column(NamedTuple):
    kind: str
    unit: int


_Columns = Mapping[int, _Column]


def particulars(
    lines: Sequence[DocumentLine], form: ReportForm, labels: FormLabels
) -> tuple[Candidate[FormFact], ...]:
    """The deadlines and areas of a form, in its order; the numbers of its areas prove each other's
    decimal mark.
    """
    if not form.particulars:
        return ()
    told = list(_mentions(lines, AREA in form.particulars, labels))
    marks: set[str] = set()
    for one in told:
        if one.kind == AREA:
            marks |= proofs(one.words)
    mark = the_one(marks, "")
    found: list[Candidate[FormFact]] = []
    for one in told:
        for fact in _read(one, form.obligation, mark, labels):
            found.append(Candidate(one.kind, fact, (one.line,), Origin.BODY))
    return tuple(found)


def _read(told: _Mention, obligation: str, mark: str, labels: FormLabels) -> Iterator[FormFact]:
    if told.kind == DEADLINE:
        days = set(read_days(told.words, labels.date_words))
        yield FormFact(obligation, day=the_one(days, None))
        return
    words = told.words
    if mark:
        words = settled(words, mark)
    for area in _areas(words, told.unit, labels.units):
        yield FormFact(obligation, square_metres=area)


def _mentions(
    lines: Sequence[DocumentLine], has_areas: bool, labels: FormLabels
) -> Iterator[_Mention]:
    heads: ColumnTitles[_Columns] = ColumnTitles()
    for at, line in enumerate(lines):
        titles = _titles(line, has_areas, labels) if line.table else {}
        if titles:
            heads.enter(line, titles)
            continue
        columns = heads.above(line) or {}
        for position, text in enumerate(line.texts):
            if not text.strip():
                continue
            anchor = LabelAnchor(lines, at, position, _plain(text))
            if position in columns:
                told = _under_title(anchor, columns[position])
            else:
                told = _deadline(anchor, labels) or (
                    _area_in(anchor, labels) if has_areas else None
                )
            if told is not None and not says_nothing(told.words, labels):
                yield told


def _titles(line: DocumentLine, has_areas: bool, labels: FormLabels) -> _Columns:
    """The columns of deadlines and areas, if the row is one of titles: none of its cells has a
    digit of its own.
    """
    texts = {n: _plain(text) for n, text in enumerate(line.texts) if text.strip()}
    bare = [_pattern(tuple(labels.units)).sub("", text) for text in texts.values()]
    if len(texts) < _FEWEST_TITLES or any(map(NUMBER.search, bare)):
        return {}
    columns = {n: _column(text, has_areas, labels) for n, text in texts.items()}
    found = {n: column for n, column in columns.items() if column is not None}
    if list(found) == [0] and not found[0].unit:
        return {}  # "Deadline | as in the request" is not a title
    return found


def _column(text: str, has_areas: bool, labels: FormLabels) -> _Column | None:
    """What a column title says about the cells below it."""
    if leading(text, labels.deadlines):
        return _Column(DEADLINE, 0)
    if not has_areas:
        return None
    unit = _unit_in(text, labels.units)
    if unit == 0 and leading(text, labels.areas) is None:
        return None
    return _Column(AREA, unit)


def _under_title(anchor: LabelAnchor, column: _Column) -> _Mention | None:
    text = anchor.rest
    if column == _Column(AREA, 0) and not any(map(str.isdecimal, text)):
        return None  # the name of an area
    return _Mention(column.kind, anchor.line, text, column.unit)


def _deadline(anchor: LabelAnchor, labels: FormLabels) -> _Mention | None:
    """What a cell says about a deadline, at its label or in a sentence; None if it mentions
    none.
    """
    text, line = anchor.rest, anchor.line
    label = leading(text, labels.deadlines)
    if label is not None:
        return _Mention(DEADLINE, line, _answer(anchor._replace(rest=label.rest), labels))
    if not _speaks_of(text, labels.deadlines):
        return None
    if len(text) > _SHORT and not read_days(text, labels.date_words):
        return None
    return _Mention(DEADLINE, line, text)


def _area_in(anchor: LabelAnchor, labels: FormLabels) -> _Mention | None:
    """What a cell says about an area: a unit, or a number after a label."""
    text = anchor.rest
    if not _units_in(text, labels.units):
        area = leading(text, labels.areas)
        if area is None or not NUMBER.search(area.rest):
            return None
    return _Mention(AREA, anchor.line, text)


def _answer(anchor: LabelAnchor, labels: FormLabels) -> str:
    """The words beside a label: after it, in the cells after it, otherwise in the paragraph
    below.
    """
    layouts = [Layout.ROW]
    if not anchor.line.table:
        layouts.append(Layout.NEXT_ITEM)

    def is_other(text: str) -> bool:
        return leading(text, labels.deadlines) is not None

    return first_answer(anchor, layouts, lambda text: text.strip(" :：.…_"), is_other).words


def _plain(text: str) -> str:
    return plain_text(text).translate(_RAISED)


def _speaks_of(text: str, phrases: Phrases) -> bool:
    """Whether a phrase occurs anywhere in a text, at the beginning of a word."""
    key = f" {label_key(text)}"
    return any(_as_word(phrase) in key for phrase in phrases)


def _as_word(phrase: str) -> str:
    """A phrase at the beginning of a word; scripts other than Latin may not separate words."""
    return f" {phrase}" if phrase.isascii() else phrase


@lru_cache(maxsize=8)
def _pattern(units: tuple[str, ...]) -> re.Pattern[str]:
    listed = "|".join(re.escape(unit) for unit in sorted(units, key=len, reverse=True))
    return re.compile(rf"(?<![^\W\d_])(?:{listed})(?![^\W_])", re.IGNORECASE)


def _found_units(text: str, units: Mapping[str, int]) -> Iterable[re.Match[str]]:
    return _pattern(tuple(units)).finditer(text)


def _units_in(text: str, units: Mapping[str, int]) -> list[re.Match[str]]:
    """The units in a text; a short one only after a number."""
    return [
        found
        for found in _found_units(text, units)
        if len(found[0]) >= _SHORTEST_ALONE or text[: found.start()].rstrip()[-1:].isdigit()
    ]


def _unit_in(text: str, units: Mapping[str, int]) -> int:
    """The square metres of the only unit in a title; 0 for none or two."""
    sizes = {units[found[0].casefold()] for found in _found_units(text, units)}
    return the_one(sizes, 0)


def _areas(text: str, unit: int, units: Mapping[str, int]) -> Iterator[Decimal | None]:
    """The areas in a text, with None for each that is not a single number with a unit."""
    found = _units_in(text, units)
    for match in found:
        yield _area(text[: match.start()], units[match[0].casefold()])
    if not found:
        yield _measured(text, unit)


def _measured(text: str, unit: int) -> Decimal | None:
    """A number with one reading and a unit."""
    read = number(text)
    if read is None or not unit or len(read.values) != 1:
        return None
    return read.values[0] * unit


def _area(before: str, unit: int) -> Decimal | None:
    """The number that ends a text, in square metres; None for a range, two readings, or a word in
    between.
    """
    numbers = list(NUMBER.finditer(before))
    if not numbers or before[numbers[-1].end() :].strip():
        return None
    *others, last = numbers
    if others and last.start() - others[-1].end() <= _NEAR:
        return None
    return _measured(last[0], unit)
