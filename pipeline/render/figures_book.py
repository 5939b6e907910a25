"""internal/figures.xlsx: States by indicator, assistance line by line, deadlines and areas, figures
and their limits.

In: answers, figures, lines of assistance, reports. Out: bytes, the same for the same values. States
stand in English alphabetical order: nothing is ranked and nothing is added up.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import PurePosixPath
from typing import NamedTuple

from pipeline.model.figure import Answer, Figure, Reply
from pipeline.model.internal_books import Assistance
from pipeline.model.public import PublicName
from pipeline.model.record import Activity, FormLine, Report
from pipeline.render.workbook import BookSheet, Cell, write_book

_STATES = (("State", 30),)
_INDICATOR_WIDTH = 24
_MOST_NAMED = 3
_ASSISTANCE = (
    *(
        ("State", 28),
        ("Report for", 10),
        ("Section", 11),
        ("Counterpart", 24),
        ("Channel", 18),
        ("Kind", 12),
    ),
    *(
        ("Amount as found", 14),
        ("Amount", 15),
        ("Currency", 11),
        ("Basis", 13),
        ("Share", 22),
        ("Period", 19),
    ),
    *(("File", 30), ("Place", 13)),
)
_NOTE = (("Note", 44),)
_OBLIGATIONS = (
    *(
        ("State", 28),
        ("Report for", 10),
        ("Obligation", 16),
        ("What", 10),
        ("Read as", 18),
        ("Words found", 60),
    ),
    *(("File", 30), ("Place", 18)),
)
_COST_FIELDS = (
    "activity_id",
    "title",
    "date_start",
    "status",
    "work_plan_items",
    "cost",
    "currency",
    "cost_bearer",
)
_COSTS = (
    *(
        ("Activity", 16),
        ("Title", 44),
        ("First day", 13),
        ("Status", 12),
        ("Items of the plan", 18),
    ),
    *(("Amount as found", 15), ("Currency", 11), ("Borne by", 18), ("File", 30), ("Place", 13)),
)
_UNREAD = "not read"
_FIGURES = (
    *(("Figure", 34), ("Value", 8), ("Certainty", 12), ("Received", 11), ("Due", 7), ("Unread", 9)),
    *(("States Parties", 10), ("As at", 14), ("Basis", 13), ("Sources searched", 90)),
)


Columns = tuple[tuple[str, int], ...]


class FiguresInput(NamedTuple):
    """What the workbook tells of a meeting: `convert_to` names the currency of the converted
    amounts, if any.
    """

    answers: tuple[Answer, ...]
    figures: tuple[Figure, ...]
    assistance: tuple[Assistance, ...]
    convert_to: str
    on: date
    reports: tuple[Report, ...] = ()
    activities: tuple[Activity, ...] = ()


def figures_book(told: FiguresInput, name: Callable[[str], PublicName]) -> bytes:
    """The workbook; `name` gives the name of a State by its code."""
    of_reports = (_states(told.answers, name), _assistance(told), _obligations(told.reports, name))
    return write_book(
        "figures", (*of_reports, _costs(told.activities), _figures(told.figures)), told.on
    )


def _states(answers: tuple[Answer, ...], name: Callable[[str], PublicName]) -> BookSheet:
    """State × indicator: what each State's report says."""
    indicators = tuple(dict.fromkeys(answer.indicator for answer in answers))
    titles = ((indicator.replace("_", " "), _INDICATOR_WIDTH) for indicator in indicators)
    columns = (*_STATES, *titles)
    if not answers:
        return BookSheet("States", columns, ())
    states = dict.fromkeys(answer.state for answer in answers)
    codes = sorted(states, key=lambda code: name(code).sort_key)
    return BookSheet("States", columns, _crossed(answers, codes, indicators, name))


def _crossed(
    answers: tuple[Answer, ...],
    codes: list[str],
    indicators: tuple[str, ...],
    name: Callable[[str], PublicName],
) -> Iterator[tuple[Cell, ...]]:
    import pandas as pd  # slow to import, and needed only here

    said = pd.DataFrame(
        {
            "state": [answer.state for answer in answers],
            "indicator": [answer.indicator for answer in answers],
            "words": [_words(answer) for answer in answers],
        }
    )
    table = pd.crosstab(said["state"], said["indicator"], values=said["words"], aggfunc="first")
    table = table.reindex(index=codes, columns=list(indicators))
    for code, row in zip(codes, table.itertuples(index=False, name=None), strict=True):
        yield name(code).listed, *(str(words) for words in row)


def _words(answer: Answer) -> str:
    if answer.reply is Reply.UNCHANGED:
        return f"unchanged since {answer.since}"
    return answer.label


def _assistance(told: FiguresInput) -> BookSheet:
    columns: Columns = (*_ASSISTANCE, *_NOTE)
    row = _line
    if told.convert_to:
        converted = ((f"In {told.convert_to}", 15), ("Rate used", 26))
        columns, row = (*_ASSISTANCE, *converted, *_NOTE), _line_converted
    return BookSheet("Assistance", columns, (row(line) for line in told.assistance))


def _line(told: Assistance) -> tuple[Cell, ...]:
    return (*_as_reported(told), told.note)


def _line_converted(told: Assistance) -> tuple[Cell, ...]:
    return (*_as_reported(told), *_converted(told), told.note)


def _as_reported(told: Assistance) -> tuple[Cell, ...]:
    line, ref = told.line, told.amount
    amount, currency = _money(line)
    return (
        *(told.state, line.year, line.section, told.counterpart, told.channel, line.kind),
        *(ref.words, amount, currency),
        *(line.amount_basis, told.share, _period(line), ref.source, ref.place),
    )


def _money(line: FormLine) -> tuple[Cell, str]:
    """The amount of a line and its currency: that of the line before that of the amount."""
    if line.money is None:
        return None, line.currency
    return line.money.amount, line.currency or line.money.currency


def _period(line: FormLine) -> str:
    words = (line.row.cell(field).text.strip() for field in ("period_from", "period_to"))
    return " to ".join(word for word in words if word)


def _converted(told: Assistance) -> tuple[Cell, Cell]:
    if told.converted is None:
        return None, ""
    rate = told.converted.rate
    if rate is None:
        return told.converted.amount, "same currency"
    ref = rate.ref("rate")
    return told.converted.amount, f"{ref.words} ({PurePosixPath(ref.source).name} › {ref.place})"


def _obligations(reports: tuple[Report, ...], name: Callable[[str], PublicName]) -> BookSheet:
    """Deadlines and areas as reports tell them in Forms B and F: for a person, never printed from
    here.
    """
    ordered = sorted(reports, key=lambda report: (name(report.state).sort_key, report.year))
    rows = (
        (
            *(name(report.state).listed, report.year, told.obligation.replace("_", " "), told.kind),
            *(told.reading or _UNREAD, told.ref.words, told.ref.source, told.ref.place),
        )
        for report in ordered
        for told in report.particulars
    )
    return BookSheet("Obligations", _OBLIGATIONS, rows)


def _costs(activities: tuple[Activity, ...]) -> BookSheet:
    """What stands behind the one sentence on costs: each cost of the log as written, nothing added
    up.
    """
    rows = (
        (
            *(a.row.cell(field).text.strip() for field in _COST_FIELDS),
            a.ref("cost").source,
            a.ref("cost").place,
        )
        for a in activities
        if a.has_cost
    )
    return BookSheet("Costs", _COSTS, rows)


def _figures(figures: Iterable[Figure]) -> BookSheet:
    return BookSheet("Figures", _FIGURES, (_figure(figure) for figure in figures))


def _figure(figure: Figure) -> tuple[Cell, ...]:
    reports: tuple[Cell, ...] = (None, None, None)
    if figure.due:
        reports = (figure.received, figure.due, figure.unread)
    parties: tuple[Cell, ...] = (None, "", "")
    if of := figure.denominator:
        parties = (of.value, of.on.isoformat(), of.basis.value)
    own = (figure.name, figure.value, figure.certainty.value)
    return (*own, *reports, *parties, _searched(figure.searched))


def _searched(sources: tuple[str, ...]) -> str:
    """The files searched; of a folder with many, how many: audit.json lists each."""
    folders = Counter(source.rpartition("/")[0] for source in sources)
    told = []
    for source in sources:
        folder = source.rpartition("/")[0]
        is_many = folders[folder] > _MOST_NAMED
        told.append(f"{folders[folder]} files in {folder}" if is_many else source)
    return "; ".join(dict.fromkeys(told))
