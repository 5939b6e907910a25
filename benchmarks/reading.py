"""Reading workbooks beside pandas, and rows to records beside plain pydantic models of the same
values.

In: nothing. Out: lines on the screen: medians in milliseconds, ratios pair by pair, and how the
time grows with rows.
"""

import io
import statistics
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Annotated, Any

import pandas as pd
import xlsxwriter
from pydantic import BeforeValidator, create_model

from benchmarks.clock import ratio, side_by_side
from pipeline.collect.xlsx_file import read_xlsx
from pipeline.language import clean_text
from pipeline.model.base import Frozen
from pipeline.model.source import Sheet
from pipeline.model.tables import ACTIVITIES, RESOURCE_LINES, Column, InputTable, Kind
from pipeline.normalise.cell_values import read
from pipeline.normalise.gazetteer import gazetteer
from pipeline.normalise.reading import CellContext, Lists
from pipeline.normalise.table import ReadRow, read_table

N_ACTIVITIES, N_LINES, ROUNDS = 10_000, 2_000, 5
STATES = [f"State {number}" for number in range(110)]
LISTS = Lists(
    gazetteer([(name, f"X{n:02}") for n, name in enumerate(STATES)], frozenset(), frozenset()),
    frozenset({"XTS"}),
)
WORDS = {"work_plan_items": "a; b1", "lap_actions": "39; 42", "currency": "XTS"}
VALUES: dict[Kind, Callable[[int], object]] = {
    Kind.ID: lambda number: f"ID-{number}",
    Kind.DATE: lambda number: date(2024, 7, 1) + timedelta(days=number % 365),
    Kind.STATE: lambda number: STATES[number % len(STATES)],
    Kind.ACTOR: lambda number: STATES[number % len(STATES)],
    Kind.ACTORS: lambda number: "; ".join(
        STATES[(number + step) % len(STATES)] for step in range(3)
    ),
    Kind.AMOUNT: lambda number: number * 7 % 100_000,
    Kind.NUMBER: lambda number: number * 7 % 100_000,
}


def _value(number: int, column: Column) -> object:
    """A value a person might have typed into the column in row `number`."""
    if column.name in WORDS:
        return WORDS[column.name]
    if column.values:
        return column.values[number % len(column.values)]
    return VALUES.get(column.kind, _words)(number)


def _words(number: int) -> str:
    return f"Some words on row {number}, as an office writes them in a cell"


def workbook(table: InputTable, n_rows: int) -> bytes:
    """A workbook of one table, every column filled in every row."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet(table.name)
    for at, column in enumerate(table.columns):
        sheet.write_string(0, at, column.name)
        for number in range(1, n_rows + 1):
            value = _value(number, column)
            if isinstance(value, date):
                sheet.write_datetime(number, at, value, day)
            else:
                sheet.write(number, at, value)
    book.close()
    return target.getvalue()


def by_pandas(content: bytes) -> object:
    """The workbook as pandas reads it, every cell a text."""
    return pd.read_excel(io.BytesIO(content), engine="openpyxl", dtype=str, keep_default_na=False)


def reading() -> None:
    """Bytes to rows: both files one after the other, as a meeting has them."""
    books = (workbook(ACTIVITIES, N_ACTIVITIES), workbook(RESOURCE_LINES, N_LINES))
    acts: dict[str, Callable[[], object]] = {
        "ours": lambda: [read_xlsx("bench.xlsx", book) for book in books],
        "pandas": lambda: [by_pandas(book) for book in books],
    }
    times = side_by_side(acts, ROUNDS)
    middle = {name: statistics.median(values) * 1000 for name, values in times.items()}
    print(
        f"reading {N_ACTIVITIES:,} activities and {N_LINES:,} lines: ours {middle['ours']:.0f} ms,"
        f" pandas {middle['pandas']:.0f} ms; ours/pandas {1 / ratio(times, 'pandas'):.2f}"
    )
    small, large = workbook(ACTIVITIES, N_ACTIVITIES // 10), books[0]
    grown = side_by_side(
        {
            "ours": lambda: read_xlsx("bench.xlsx", small),
            "large": lambda: read_xlsx("bench.xlsx", large),
        },
        ROUNDS,
    )
    print(f"reading, ten times the rows: {ratio(grown, 'large'):.1f} × the time")


def plain(table: InputTable) -> type[Frozen]:
    """A pydantic model that reads the table's texts by the same grammars, and knows no place and no
    finding.
    """
    fields: dict[str, Any] = {
        column.name: (Annotated[Any, BeforeValidator(partial(_by_grammar, column))], ...)
        for column in table.columns
    }
    return create_model(f"Plain{table.name}", __base__=Frozen, **fields)


def _by_grammar(column: Column, text: str) -> object:
    reading = read(CellContext(clean_text(text), column, LISTS, text))
    assert not reading.faults
    return reading.value


def normalising() -> None:
    """Rows to values with places, beside pydantic validation of the same values."""
    for table, n_rows in ((ACTIVITIES, N_ACTIVITIES), (RESOURCE_LINES, N_LINES)):
        print(_normalising(table, n_rows))


def _normalising(table: InputTable, n_rows: int) -> str:
    sheet: Sheet = read_xlsx("bench.xlsx", workbook(table, n_rows))[0]
    rows: tuple[ReadRow, ...] = read_table(sheet, table, {}, LISTS).rows
    assert len(rows) == n_rows
    model = plain(table)
    values = [
        {column.name: row.row.cell(column.name).text for column in table.columns} for row in rows
    ]
    acts: dict[str, Callable[[], object]] = {
        "ours": lambda: read_table(sheet, table, {}, LISTS),
        "pydantic": lambda: [model.model_validate(row) for row in values],
    }
    times = side_by_side(acts, ROUNDS)
    middle = {name: statistics.median(spent) * 1000 for name, spent in times.items()}
    return (
        f"normalising {n_rows:,} rows of {table.name}: ours {middle['ours']:.0f} ms, plain models"
        f" {middle['pydantic']:.0f} ms; ours/plain {1 / ratio(times, 'pydantic'):.2f}"
    )


def read_and_normalise() -> None:
    """The two measurements."""
    reading()
    normalising()
