"""The rows behind the cells of a ledger, numbered for the page: sheet, row, column, header and
fate.

In: ledger and sheets as read. Out: where a cell lies, and the rows as compact lists. A cell of a
file that has no rows (a plan, a whole document) lies nowhere: it is shown by its place and words.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from itertools import compress
from typing import Any, NamedTuple

from pipeline.audit.paper_views import visible
from pipeline.model import place as places
from pipeline.model.ledger import OF_ANOTHER_YEAR, Fate, Ledger
from pipeline.model.source import RawRow, Ref, RowKey, Sheet, SheetKind

Json = Any
HEADER = "header"
_NOT_COUNTED = "pinned"
# places of a line that has one cell
_SINGLE = frozenset({"paragraph", "note", "page", "field"})


class TextNumbers:
    """Every text once, made visible; a text is known by its number, the empty one by 0."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {"": 0}
        self.listed: list[str] = [""]

    def __call__(self, text: str) -> int:
        """The number of a text."""
        if text not in self._numbers:
            self._numbers[text] = len(self.listed)
            self.listed.append(visible(text))
        return self._numbers[text]


class CellPosition(NamedTuple):
    """Where a cell lies: number of its sheet (-1 for none), of its row, and of its column (0 for
    the whole row).
    """

    sheet: int
    row: int
    column: int


class NumberedRows:
    """The sheets of a run in the order of their sources."""

    def __init__(self, ledger: Ledger, sheets: tuple[Sheet, ...], strings: TextNumbers) -> None:
        self._strings = strings
        documents = {sheet.source for sheet in sheets if sheet.is_document}
        left_out = [_is_left_out(fate) and fate.source in documents for fate in ledger.rows]
        told = [fate for fate, is_left in zip(ledger.rows, left_out, strict=True) if not is_left]
        self._fates = {_key(fate): fate for fate in told}
        self._left_out = frozenset(compress((fate.source for fate in ledger.rows), left_out))
        self._own = {fate.source for fate in ledger.rows} | {
            s.source for s in sheets if not _is_reference(s)
        }
        self.sheets = tuple(sorted(sheets, key=lambda sheet: sheet.source))
        of_fields = [
            (n, sheet) for n, sheet in enumerate(self.sheets) if sheet.kind is SheetKind.FIELD
        ]
        self._fields = {
            sheet.key(raw): (n, raw.number) for n, sheet in of_fields for raw in sheet.rows
        }
        self._named = {
            (s.source, s.name): n
            for n, s in enumerate(self.sheets)
            if s.kind is not SheetKind.FIELD
        }
        self._by_row: dict[int, dict[int, RawRow]] = {}
        self._headers: dict[int, tuple[int, ...]] = {}
        self._cited: dict[int, set[int]] = defaultdict(set)

    def _rows_of(self, sheet: int) -> dict[int, RawRow]:
        """The rows of a sheet by number."""
        if sheet not in self._by_row:
            self._by_row[sheet] = {raw.number: raw for raw in self.sheets[sheet].rows}
        return self._by_row[sheet]

    def _headers_of(self, number: int) -> tuple[int, ...]:
        """The numbers of the rows that name columns: as told by their fate, else the first of a
        table with two.
        """
        if number not in self._headers:
            sheet = self.sheets[number]
            told = [
                r.number
                for r in sheet.rows
                if (f := self._fates.get(sheet.key(r))) and f.reason == HEADER
            ]
            filled = (
                raw.number
                for raw in sheet.rows
                if sum(bool(cell.words.strip()) for cell in raw.cells) > 1
            )
            self._headers[number] = tuple(told or ([] if sheet.is_document else list(filled)[:1]))
        return self._headers[number]

    def header(self, sheet: int, row: int) -> int:
        """The number of the header row nearest above a row; 0 for none."""
        headers = self._headers_of(sheet)
        above = bisect_left(headers, row)
        return headers[above - 1] if above else 0

    def at(self, ref: Ref) -> CellPosition:
        """Where a cell lies; the row is kept for the page."""
        place = places.parse(ref.place) if ref.place else None
        if place is None or place.kind == "yaml":
            return CellPosition(-1, 0, 0)
        found = self._found(ref.row_key)
        if found is None:
            return CellPosition(-1, 0, 0)
        self._cited[found[0]].add(found[1])
        return CellPosition(*found, self._column(*found, place))

    def _found(self, key: RowKey) -> tuple[int, int] | None:
        """The numbers of the sheet and of the row with that key."""
        if key in self._fields:
            return self._fields[key]
        sheet = self._named.get(key[:2])
        return (sheet, key[2]) if sheet is not None and key[2] in self._rows_of(sheet) else None

    def tells(self, at: CellPosition, ref: Ref) -> bool:
        """Whether sheet, row and column say place and words of a cell."""
        if at.sheet < 0 or not at.column:
            return False
        sheet = self.sheets[at.sheet]
        cells = self._rows_of(at.sheet)[at.row].cells
        words = cells[at.column - 1].words if at.column <= len(cells) else ""
        if words != ref.words or sheet.is_document:
            return False
        return sheet.is_csv or ref.place == str(places.cell(sheet.name, at.row, at.column))

    def _column(self, sheet: int, row: int, place: places.Place) -> int:
        if place.kind == "cell":
            return places.column_number(place.column)
        if place.kind == "table" and place.column:
            return int(place.column)
        if place.kind in _SINGLE:
            return 1
        header = self._rows_of(sheet).get(self.header(sheet, row))
        words = [cell.words for cell in header.cells] if header else []
        return words.index(place.column) + 1 if place.kind == "csv" and place.column in words else 0

    def listed(self) -> list[Json]:
        """Each sheet: source, name, whether it is a meeting's own, the rows kept, whether it is
        part of a document.
        """
        return [self._sheet(number, sheet) for number, sheet in enumerate(self.sheets)]

    def left_out(self, listed: list[Json]) -> list[Json]:
        """The documents of which rows are not among those listed: source, fate, reason, and how
        many rows that are.
        """
        counts: Counter[str] = Counter()
        for sheet, told in zip(self.sheets, listed, strict=True):
            counts[sheet.source] += len(sheet.rows) - len(told[3])
        return [
            [visible(source), *OF_ANOTHER_YEAR, counts[source]]
            for source in sorted(self._left_out)
            if counts[source]
        ]

    def _sheet(self, number: int, sheet: Sheet) -> Json:
        is_whole = sheet.source in self._own
        kept = self._cited.get(number, frozenset[int]())
        wanted = kept | {self.header(number, row) for row in kept}
        is_told = is_whole and sheet.source not in self._left_out
        rows = [
            self._row(number, sheet, raw)
            for raw in sheet.rows
            if is_told or raw.number in wanted or (is_whole and sheet.key(raw) in self._fates)
        ]
        return [visible(sheet.source), visible(_label(sheet)), is_whole, rows, sheet.is_document]

    def _row(self, number: int, sheet: Sheet, raw: RawRow) -> Json:
        """Number, header, fate, reason, record, and the words of each cell up to the last that is
        filled.
        """
        fate = self._fates.get(sheet.key(raw))
        text = self._strings
        other = (*OF_ANOTHER_YEAR, "") if sheet.source in self._left_out else (_NOT_COUNTED, "", "")
        told = (fate.fate, fate.reason, fate.record) if fate else other
        words = [text(cell.words) for cell in raw.cells]
        while words and not words[-1]:
            words.pop()
        return [raw.number, self.header(number, raw.number), *(text(word) for word in told), words]


def _label(sheet: Sheet) -> str:
    """What a reader calls a sheet: its name; of a document the part it is."""
    if not sheet.is_document:
        return sheet.name
    return (
        sheet.kind.value
        if sheet.name in ("", sheet.kind.value)
        else f"{sheet.kind.value} {sheet.name}"
    )


def _is_reference(sheet: Sheet) -> bool:
    """Whether a sheet is a table of the reference folder, of which only what is cited is shown."""
    return "/reference/" in f"/{sheet.source}"


def _is_left_out(fate: Fate) -> bool:
    """Whether a row is of a report on which nothing stands: of such documents the page lists what
    is cited.
    """
    return (fate.fate, fate.reason) == OF_ANOTHER_YEAR


def _key(fate: Fate) -> RowKey:
    return Ref(fate.source, fate.place).row_key
