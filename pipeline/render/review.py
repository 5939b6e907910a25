"""review.xlsx: what a machine read from reports, a row a reading, for a person to confirm; extended, never cut.

In: the workbook as it stands, the readings of this run. Out: the workbook with rows for new readings, or None where
nothing is to be added. Rows with a person's mark stay; the other rows are the program's and follow its reading.
"""

import io
import re
from collections.abc import Mapping, Sequence
from copy import copy
from datetime import date, datetime
from typing import NamedTuple

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.language import clean_text
from pipeline.model.forms import COVER, LINE, TEXT, Proposal
from pipeline.model.tables import FORM_I, REVIEW
from pipeline.model.tables.review import CONFIRM
from pipeline.ooxml import read_package, write_package

TITLE = (
    "INTERNAL. What a machine read from Word and PDF reports. Write yes, no or corrected in confirm (corrected: after "
    "mending the cells of the row), and in by who says so, as a role. Unconfirmed lines count as at least."
)
MARKS = ("confirm", "by", "on")
# The order in which a person works: the yes, the words, the reading beside them.
ORDER = (
    *("confirm", "by", "on", "what", "words", "section", "counterpart", "channel", "kind", "amount", "currency"),
    *("state", "article7_year", "form_i", "form_i_since", "obligation", "modality", "period_from", "period_to"),
    *("question", "file", "place", "sha256"),
)
_WIDTHS = {"words": 60, "counterpart": 24, "channel": 20, "file": 34, "place": 24, "question": 24, "sha256": 12}
_HEAD_ROW, _SEARCHED = 2, 10
_KINDS = (COVER, LINE, TEXT)
_MODIFIED = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
LONGEST_WORDS = 1_000
_LINE_HEIGHT, _MOST_LINES = 15, 8
Values = dict[str, object]


class LostMark(Exception):
    """A person's mark would not be in the review as written: a bug, never delivered."""


class _Table(NamedTuple):
    """The rows of a workbook by the titles of their columns, unknown titles too."""

    columns: tuple[str, ...]
    rows: tuple[Values, ...]


def extended(old: bytes | None, proposals: Sequence[Proposal], on: date) -> bytes | None:
    """The workbook with a row for each reading; None where it says so already, or there is none to make.

    ValueError where the old workbook has no row of titles at its top: nothing can be kept of it for certain. LostMark
    where a person's mark would not stand in the new one.
    """
    book = load_workbook(io.BytesIO(old)) if old is not None else Workbook()
    sheet = _sheet(book, is_new=old is None)
    table = _read(sheet) if old is not None else _Table(ORDER, ())
    rows = _joined(table, proposals)
    if not proposals and old is None:
        return None
    if old is not None and _as_set(rows) == _as_set(table.rows):
        return None  # in whatever order a person sorted them
    _write(sheet, _Table((*table.columns, *(name for name in ORDER if name not in table.columns)), tuple(rows)))
    new = restored(book, on)
    refuse_lost_marks(_marks(table), new)
    return new


def _sheet(book: Workbook, is_new: bool) -> Worksheet:
    named = [sheet for sheet in book.worksheets if sheet.title.casefold() == REVIEW.name]
    sheet = named[0] if named else book.worksheets[0]
    if is_new:
        sheet.title = REVIEW.name
    return sheet


def _read(sheet: Worksheet) -> _Table:
    above: tuple[object, ...] = ()
    for number, cells in enumerate(sheet.iter_rows(max_row=_SEARCHED, values_only=True), start=1):
        if sum(cell is not None for cell in above) > 1:
            break  # a sort took the titles along: what stands above them would be lost
        above = cells
        titles = tuple(clean_text(str(cell or "")).casefold().replace(" ", "_") for cell in cells)
        if {"file", "place", "what", "sha256"} <= set(titles):
            named = tuple(title or f"column {n}" for n, title in enumerate(titles, start=1))
            below = sheet.iter_rows(min_row=number + 1, values_only=True)
            filled = (row for row in below if any(cell is not None for cell in row))
            rows: tuple[Values, ...] = tuple({n: v for n, v in zip(named, row, strict=False)} for row in filled)  # noqa: C416
            return _Table(named, rows)
    raise ValueError("no row of titles")


def _key(row: Mapping[str, object]) -> tuple[str, str, str]:
    return tuple(clean_text(str(row.get(name) or "")) for name in ("sha256", "place", "what"))  # type: ignore[return-value]


def _plain(row: Mapping[str, object]) -> dict[str, str]:
    return {name: str(value) for name, value in row.items() if value not in (None, "")}


def _as_set(rows: Sequence[Mapping[str, object]]) -> list[list[tuple[str, str]]]:
    return sorted(sorted(_plain(row).items()) for row in rows)


def _is_marked(row: Mapping[str, object]) -> bool:
    return any(clean_text(str(row.get(name) or "")) for name in MARKS)


def _joined(table: _Table, proposals: Sequence[Proposal]) -> list[Values]:
    """The rows that stand there with marks, and one for each reading that has none, same kinds together."""
    kept = {_key(row): row for row in table.rows if _is_marked(row)}
    others = [row for row in table.rows if _is_marked(row) and kept[_key(row)] is not row]
    rows: list[Values] = [*kept.values(), *others]
    before = {_key(row): row for row in table.rows}
    own = set(table.columns) - set(ORDER)
    for proposal in proposals:
        row = _row(proposal)
        if _key(row) not in kept and not proposal.is_settled:
            known = before.get(_key(row), {})
            rows.append({**{name: known[name] for name in own if name in known}, **row})
    return sorted(rows, key=_order)


def _row(proposal: Proposal) -> Values:
    words = clean_text(proposal.ref.words)
    return {
        "what": proposal.what,
        "file": proposal.file,
        "place": proposal.ref.place,
        "words": words if len(words) <= LONGEST_WORDS else words[: LONGEST_WORDS - 1] + "…",
        "question": proposal.question,
        "sha256": proposal.sha256,
        **proposal.reading,
    }


def _order(row: Mapping[str, object]) -> tuple[object, ...]:
    """Covers first, then lines by section and kind, then texts; inside a kind by file and place."""
    what = clean_text(str(row.get("what") or "")).casefold()
    place = tuple(part.zfill(6) if part.isdigit() else part for part in str(row.get("place") or "").split())
    rank = _KINDS.index(what) if what in _KINDS else len(_KINDS)
    same = tuple(str(row.get(name) or "") for name in ("section", "kind", "file"))
    return (rank, *same, place, str(row.get("sha256") or ""))


def _write(sheet: Worksheet, table: _Table) -> None:
    sheet.delete_rows(1, sheet.max_row)
    sheet.data_validations.dataValidation = []
    bold = Font(bold=True)
    sheet.cell(1, 1, TITLE).font = bold
    wrapped = sheet.cell(_HEAD_ROW + 1, 1)
    wrapped.alignment = Alignment(wrap_text=True, vertical="top")
    for column, name in enumerate(table.columns, start=1):
        head = sheet.cell(_HEAD_ROW, column, name)
        head.font = bold
        letter = get_column_letter(column)
        sheet.column_dimensions[letter].width = _WIDTHS.get(name, 14)
        for number, row in enumerate(table.rows, start=_HEAD_ROW + 1):
            cell = sheet.cell(number, column)
            # as openpyxl's own copier does it; before the value, which gives a date its format
            cell._style = copy(wrapped._style)  # type: ignore[union-attr]
            _put(cell, row.get(name))
        _drop_down(sheet, name, letter, len(table.rows))
    for number, row in enumerate(table.rows, start=_HEAD_ROW + 1):
        sheet.row_dimensions[number].height = _LINE_HEIGHT * _n_lines(row)
    sheet.freeze_panes = f"D{_HEAD_ROW + 1}"
    sheet.auto_filter.ref = f"A{_HEAD_ROW}:{get_column_letter(len(table.columns))}{_HEAD_ROW + max(len(table.rows), 1)}"


def _n_lines(row: Mapping[str, object]) -> int:
    """Lines that the longest cell of a row takes: programs do not all make a row as high as its words need."""
    lines = (-(-len(str(row.get(name) or "")) // width) for name, width in _WIDTHS.items() if name != "sha256")
    return min(max(1, *lines), _MOST_LINES)


def _put(cell: object, value: object) -> None:
    cell.value = value  # type: ignore[attr-defined]
    if isinstance(value, str) and value.startswith("="):
        cell.data_type = "s"  # type: ignore[attr-defined]  # text stays text, never a formula


def _lists() -> dict[str, tuple[str, ...]]:
    of_form = {column.name: column.values for column in FORM_I.columns if column.values}
    return {**of_form, "form_i": ("changed", "unchanged", "not_applicable"), "confirm": CONFIRM}


def _drop_down(sheet: Worksheet, name: str, letter: str, n_rows: int) -> None:
    values = _lists().get(name, ())
    if not values or not n_rows:
        return
    # a list of several obligations may be typed: the drop-down offers, it does not forbid
    listed = '"' + ",".join(values) + '"'
    rule = DataValidation(type="list", formula1=listed, allow_blank=True, showErrorMessage=name == "confirm")
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
    return [_plain(row) for row in table.rows if _is_marked(row)]


def refuse_lost_marks(marked: Sequence[Mapping[str, str]], content: bytes) -> None:
    """LostMark where a row with a person's mark does not stand in the workbook as it was written."""
    if not marked:
        return
    book = load_workbook(io.BytesIO(content), read_only=True)
    there = {frozenset(row.items()) for row in _marks(_read(_sheet(book, is_new=False)))}
    if any(frozenset(row.items()) not in there for row in marked):
        raise LostMark(REVIEW.name)
