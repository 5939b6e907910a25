"""review.xlsx: what a machine read from reports, a row a reading, for a person to confirm;
extended, never cut.

In: the workbook as it stands, the readings of this run. Out: the workbook with rows for new
readings, or None where nothing is to be added. Rows with a person's mark or note stay, with their
looks; the others follow the reading.
"""

import io
import re
from collections.abc import Container, Iterator, Mapping, Sequence
from copy import copy
from datetime import date, datetime
from typing import Any, NamedTuple

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.language import clean_text, shortened
from pipeline.model.forms import COVER, LINE, SINCE_FIELD, STATUS_FIELD, TEXT, Proposal
from pipeline.model.tables import RESOURCE_LINES, REVIEW
from pipeline.model.tables.registers import CONFIRM, LONGEST_WORDS
from pipeline.ooxml import openable, read_package, write_package

TITLE = (
    "INTERNAL. What the program read from Word and PDF reports. In confirm, write yes, no or"
    " corrected (after correcting the cells of the row); in by, write your role. Until a line is"
    ' confirmed, counts that depend on it are given as "at least".'
)
MARKS = ("confirm", "by", "on")
# The order in which a person works: the answer, the words, and the reading beside them.
ORDER = (
    *(
        "confirm",
        "by",
        "on",
        "what",
        "words",
        "section",
        "counterpart",
        "channel",
        "kind",
        "amount",
        "currency",
    ),
    *(
        "state",
        "article7_year",
        STATUS_FIELD,
        SINCE_FIELD,
        "obligation",
        "modality",
        "period_from",
        "period_to",
    ),
    *("question", "file", "place", "sha256"),
)
_WIDTHS = {
    "words": 60,
    "counterpart": 24,
    "channel": 20,
    "file": 34,
    "place": 24,
    "question": 44,
    "sha256": 12,
}
_STATUSES = ("changed", "unchanged", "not_applicable")
_HEAD_ROW, _SEARCHED = 2, 10
_KINDS = (COVER, LINE, TEXT)
_MODIFIED = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
_LINE_HEIGHT, _MOST_LINES = 15, 8
Values = dict[str, object]


class LostMark(Exception):
    """A person's mark would not be in the review as written: a bug, never delivered."""


class _Line(NamedTuple):
    """A row by the titles of its columns, unknown titles too, and its cells as they stand in the
    old workbook.
    """

    values: Values
    cells: tuple[Any, ...] = ()


class _Table(NamedTuple):
    """The rows of a workbook below their titles; `heads` are the cells of the titles as they
    stand.
    """

    columns: tuple[str, ...]
    rows: tuple[_Line, ...]
    heads: tuple[Any, ...] = ()


def extended(old: bytes | None, proposals: Sequence[Proposal], on: date) -> bytes | None:
    """The workbook with a row for each reading; None where it says so already, or there is none to
    make.

    ValueError where the old workbook has no row of titles at its top: nothing can be kept of it for
    certain. LostMark where a person's mark would not stand in the new one.
    """
    if old is None:
        book, table = Workbook(), _Table(ORDER, ())
    else:
        book = load_workbook(io.BytesIO(openable(old)))
        table = _read(_sheet(book, is_new=False))
    sheet = _sheet(book, is_new=old is None)
    rows = _joined(table, proposals)
    if _as_set(rows) == _as_set(table.rows):
        return None  # in whatever order a person sorted them; or there are none to write
    columns = (*table.columns, *(name for name in ORDER if name not in table.columns))
    _write(sheet, _Table(columns, tuple(rows), table.heads))
    new = restored(book, on)
    refuse_lost_marks(_marks(table), new)
    return new


def _sheet(book: Workbook, is_new: bool) -> Worksheet:
    named = [sheet for sheet in book.worksheets if sheet.title.casefold() == REVIEW.name]
    sheet: Worksheet = [*named, book.worksheets[0]][0]
    if is_new:
        sheet.title = REVIEW.name
    return sheet


def _read(sheet: Worksheet) -> _Table:
    above: tuple[object, ...] = ()
    for number, heads in enumerate(sheet.iter_rows(max_row=_SEARCHED), start=1):
        if sum(cell is not None for cell in above) > 1:
            break  # sorting moved the titles: whatever is above them would be lost
        above = tuple(cell.value for cell in heads)
        titles = tuple(clean_text(str(cell or "")).casefold().replace(" ", "_") for cell in above)
        if {"file", "place", "what", "sha256"} <= set(titles):
            # a repeated or missing title: each column is still one of its own
            named = tuple(_own_name(titles, n) for n in range(len(titles)))
            return _Table(named, tuple(_lines(sheet, number + 1, named)), heads)
    raise ValueError("no row of titles")


def _own_name(titles: tuple[str, ...], n: int) -> str:
    if titles[n] in {"", *titles[:n]}:
        return f"{titles[n]} column {n}"
    return titles[n]


def _lines(sheet: Worksheet, first: int, named: tuple[str, ...]) -> Iterator[_Line]:
    for cells in sheet.iter_rows(min_row=first):
        values = [cell.value for cell in cells]
        if any(value is not None for value in values):
            yield _Line(dict(zip(named, values, strict=False)), cells)


def _key(row: Mapping[str, object]) -> tuple[str, str, str]:
    return tuple(_text(row, name) for name in ("sha256", "place", "what"))  # type: ignore[return-value]


def _text(row: Mapping[str, object], name: str) -> str:
    """The text of a cell as it is compared."""
    return clean_text(_words(row, name))


def _words(row: Mapping[str, object], name: str) -> str:
    return str(row.get(name) or "")


def _plain(row: Mapping[str, object]) -> dict[str, str]:
    return {name: str(value) for name, value in row.items() if value not in (None, "")}


def _as_set(rows: Sequence[_Line]) -> list[list[tuple[str, str]]]:
    return sorted(sorted(_plain(row.values).items()) for row in rows)


def _is_marked(row: Mapping[str, object]) -> bool:
    return any(_text(row, name) for name in MARKS)


def _is_noted(row: _Line, own: Container[str]) -> bool:
    """Whether a person wrote into a column of their own, a comment, or a row that is no
    reading's.
    """
    if not any(_key(row.values)) or any(cell.comment for cell in row.cells):
        return True
    return any(name in own for name in _plain(row.values))


def _joined(table: _Table, proposals: Sequence[Proposal]) -> list[_Line]:
    """The rows that stand there with marks, and one for each reading that has none, same kinds
    together.

    A row that no reading asks for any more stays too where a person left a note in it.
    """
    before = {_key(row.values): row for row in table.rows}
    rows = [row for row in table.rows if _is_marked(row.values)]
    kept = {_key(row.values) for row in rows}
    own = set(table.columns) - set(ORDER)
    for proposal in proposals:
        row = _row(proposal)
        if _key(row) not in kept and not proposal.is_settled:
            known = before.get(_key(row), _Line({}))
            mine = {name: value for name, value in known.values.items() if name in own}
            rows.append(_Line({**mine, **row}, known.cells))
            kept.add(_key(row))
    rows += [row for row in table.rows if _key(row.values) not in kept and _is_noted(row, own)]
    return sorted(rows, key=lambda row: _order(row.values))


def _row(proposal: Proposal) -> Values:
    return {
        "what": proposal.what,
        "file": proposal.file,
        "place": proposal.ref.place,
        "words": shortened(proposal.ref.words, LONGEST_WORDS),
        "question": " ".join(doubt.sentence for doubt in proposal.doubts),
        "sha256": proposal.sha256,
        **proposal.reading,
    }


def _order(row: Mapping[str, object]) -> tuple[object, ...]:
    """Covers first, then lines by section and kind, then texts; inside a kind by file and place."""
    what = _text(row, "what").casefold()
    place = tuple(_sortable(part) for part in _words(row, "place").split())
    rank = [*_KINDS, what].index(what)
    same = tuple(_words(row, name) for name in ("section", "kind", "file"))
    return (rank, *same, place, _words(row, "sha256"))


def _sortable(part: str) -> str:
    """A part of a place; numbers sort by their value."""
    return part.zfill(6) if part.isdigit() else part


def _write(sheet: Worksheet, table: _Table) -> None:
    """The table below the title. What persons did to rows, columns and titles stays; every row is
    shown again.
    """
    free_rows(sheet, _HEAD_ROW)
    sheet.delete_rows(1, sheet.max_row)
    sheet.data_validations.dataValidation = []
    sheet.cell(1, 1, TITLE).font = Font(bold=True)
    wrapped = sheet.cell(_HEAD_ROW + 1, 1)
    wrapped.alignment = Alignment(wrap_text=True, vertical="top")
    plain = copy(wrapped._style)  # type: ignore[union-attr]
    for column, name in enumerate(table.columns, start=1):
        letter = get_column_letter(column)
        _head(sheet, column, name, table.heads)
        for number, row in enumerate(table.rows, start=_HEAD_ROW + 1):
            cell, old = sheet.cell(number, column), row.cells[column - 1 : column]
            # as openpyxl's own copier does it, and before the value, which gives a date its format
            cell._style = copy(old[0]._style if old else plain)  # type: ignore[union-attr]
            _put(cell, row.values.get(name))
            keep_notes(cell, old)
        _drop_down(sheet, name, letter, len(table.rows))
    for number, row in enumerate(table.rows, start=_HEAD_ROW + 1):
        sheet.row_dimensions[number].height = _LINE_HEIGHT * _n_lines(row.values)
    sheet.freeze_panes = f"D{_HEAD_ROW + 1}"
    whole = (
        f"A{_HEAD_ROW}:{get_column_letter(len(table.columns))}{_HEAD_ROW + max(len(table.rows), 1)}"
    )
    one_filter(sheet, whole, len(table.columns))


def _head(sheet: Worksheet, column: int, name: str, heads: tuple[Any, ...]) -> None:
    """The title of a column: one that stood there as it stood, a new one with its width."""
    cell: Any = sheet.cell(_HEAD_ROW, column, name)
    if column > len(heads):
        cell.font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(column)].width = _WIDTHS.get(name, 14)
        return
    cell.value = heads[column - 1].value
    cell._style = copy(heads[column - 1]._style)
    keep_notes(cell, heads[column - 1 : column])


def _n_lines(row: Mapping[str, object]) -> int:
    """Lines that the longest cell of a row takes: programs do not all make a row as high as its
    words need.
    """
    lines = (
        -(-len(_words(row, name)) // width) for name, width in _WIDTHS.items() if name != "sha256"
    )
    return min(max(1, *lines), _MOST_LINES)


def _put(cell: object, value: object) -> None:
    cell.value = value  # type: ignore[attr-defined]
    if isinstance(value, str) and value.startswith("="):
        cell.data_type = "s"  # type: ignore[attr-defined]  # text stays text, never a formula


def _lists() -> dict[str, tuple[str, ...]]:
    of_form = {column.name: column.values for column in RESOURCE_LINES.columns if column.values}
    return {**of_form, STATUS_FIELD: _STATUSES, "confirm": CONFIRM}


def _drop_down(sheet: Worksheet, name: str, letter: str, n_rows: int) -> None:
    values = _lists().get(name, ())
    if not values or not n_rows:
        return
    # a list of several obligations may be typed: the drop-down suggests, it does not restrict
    listed = '"' + ",".join(values) + '"'
    rule = DataValidation(
        type="list", formula1=listed, allow_blank=True, showErrorMessage=name == "confirm"
    )
    rule.add(f"{letter}{_HEAD_ROW + 1}:{letter}{_HEAD_ROW + n_rows}")
    sheet.add_data_validation(rule)


def restored(book: Workbook, on: date) -> bytes:
    """The workbook as bytes, dated like everything we write."""
    target = io.BytesIO()
    book.save(target)
    parts = read_package(target.getvalue())
    stamp = datetime(on.year, on.month, on.day).isoformat().encode() + b"Z"
    core = "docProps/core.xml"
    if core in parts:
        parts[core] = _MODIFIED.sub(rb"\g<1>" + stamp, parts[core])
    return write_package(parts)


def _marks(table: _Table) -> list[dict[str, str]]:
    """The rows that hold a person's mark, as plain texts."""
    return [_plain(row.values) for row in table.rows if _is_marked(row.values)]


def refuse_lost_marks(marked: Sequence[Mapping[str, str]], content: bytes) -> None:
    """LostMark where a row with a person's mark does not stand in the workbook as it was
    written.
    """
    if not marked:
        return
    book = load_workbook(io.BytesIO(openable(content)), read_only=True)
    there = {frozenset(row.items()) for row in _marks(_read(_sheet(book, is_new=False)))}
    if any(frozenset(row.items()) not in there for row in marked):
        raise LostMark(REVIEW.name)


def free_rows(sheet: Worksheet, first: int) -> None:
    """Take off what was made for rows by their number, from the first on: other rows will stand
    there.

    Merged cells would hide words, a filter would hide rows.
    """
    for merged in [cells for cells in sheet.merged_cells.ranges if cells.max_row >= first]:
        sheet.unmerge_cells(str(merged))
    for dimension in sheet.row_dimensions.values():
        dimension.hidden = False
    sheet.auto_filter.filterColumn = []


def keep_notes(cell: Any, old: Sequence[Any]) -> None:
    """The comment and the link of a cell as they stood in the old one, where there is one."""
    for before in old:
        if before.comment:
            cell.comment = copy(before.comment)
        if before.hyperlink and before.hyperlink.target:
            look = copy(cell._style)
            cell.hyperlink = before.hyperlink.target
            cell._style = look


def one_filter(sheet: Worksheet, whole: str, n_columns: int) -> None:
    """One filter over the whole: that of the table that a person made of the rows, else the sheet's
    own.

    Two over the same cells are a damaged workbook to Excel. A table that cannot hold the columns
    goes, its rows stay.
    """
    for table in list(sheet.tables.values()):
        begins_there = table.ref.partition(":")[0] == whole.partition(":")[0]
        if begins_there and len(table.tableColumns) == n_columns:
            table.ref, table.sortState = whole, None
            if table.autoFilter:
                table.autoFilter.ref, table.autoFilter.filterColumn = whole, []
        else:
            del sheet.tables[table.displayName]
    sheet.auto_filter.ref = whole
    if sheet.tables:
        sheet.auto_filter.ref = None
