"""The rows behind the cells of a ledger, numbered for the page: sheet, row, column, header and
fate.

In: ledger and sheets as read. Out: where a cell lies, and the rows as compact lists. A cell of a
file that has no rows (a plan, a whole document) lies nowhere: it is shown by its place and words.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from typing import Any, NamedTuple

from pipeline.audit.paper_views import visible
from pipeline.model import place as places
from pipeline.model.ledger import OF_ANOTHER_YEAR, Fate, Ledger
from pipeline.model.source import RawRow, Ref, RowKey, Sheet, SheetKind, in_reports

Json = Any
HEADER, _USED = "header", "used"
_IN_THE_REPORT = "(in the report alone)"
# Reasons why rows of a report that is a workbook are not read at all.
_NOT_READ = frozenset({"form-not-used", "unknown-cover-field"})
_PINNED = Fate("", "", "pinned", "")  # of a row that is cited and not conserved
# places of a line that has one cell
_SINGLE = frozenset({"paragraph", "note", "comment", "margin", "page", "field"})
# Parts of a document whose name says what they are.
_NAMED = frozenset({SheetKind.NOTES, SheetKind.COMMENTS, SheetKind.MARGIN})


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


_NOWHERE = CellPosition(-1, 0, 0)


class NumberedRows:
    """The sheets of a run in the order of their sources."""

    def __init__(self, ledger: Ledger, sheets: tuple[Sheet, ...], strings: TextNumbers) -> None:
        self._strings = strings
        self._fates: dict[RowKey, Fate] = {}
        self._left_out: set[str] = set()
        self._own = {sheet.source for sheet in sheets if not _is_reference(sheet)}
        self._read_fates(ledger, {sheet.source for sheet in sheets if sheet.is_document})
        self.sheets = tuple(sorted(sheets, key=lambda sheet: sheet.source))
        self._fields: dict[RowKey, tuple[int, int]] = {}
        self._named: dict[tuple[str, str], int] = {}
        self._number_sheets()
        self._by_row: dict[int, dict[int, RawRow]] = {}
        self._headers: dict[int, tuple[int, ...]] = {}
        self._cited: dict[int, set[int]] = defaultdict(set)

    def _number_sheets(self) -> None:
        """The number of each sheet by its name; of fields of forms, by the key of each row."""
        for number, sheet in enumerate(self.sheets):
            if sheet.kind is SheetKind.FIELD:
                self._fields |= {sheet.key(raw): (number, raw.number) for raw in sheet.rows}
            else:
                self._named[sheet.source, sheet.name] = number

    def _read_fates(self, ledger: Ledger, documents: set[str]) -> None:
        """The rows by their fate; of documents on which nothing stands, which these are."""
        for fate in ledger.rows:
            self._own.add(fate.source)
            if fate.source in documents and _is_left_out(fate):
                self._left_out.add(fate.source)
            else:
                self._fates[_key(fate)] = fate

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
            self._headers[number] = self._find_headers(self.sheets[number])
        return self._headers[number]

    def _find_headers(self, sheet: Sheet) -> tuple[int, ...]:
        headers = [raw.number for raw in sheet.rows if self._fate_of(sheet, raw).reason == HEADER]
        if headers or sheet.is_document:
            return tuple(headers)
        for raw in sheet.rows:
            if sum(bool(cell.words.strip()) for cell in raw.cells) > 1:
                return (raw.number,)
        return ()

    def _fate_of(self, sheet: Sheet, raw: RawRow) -> Fate:
        """What became of a row; of one that is not conserved, that it is pinned."""
        return self._fates.get(sheet.key(raw), _PINNED)

    def header(self, sheet: int, row: int) -> int:
        """The number of the header row nearest above a row; 0 for none."""
        headers = self._headers_of(sheet)
        above = bisect_left(headers, row)
        return (0, *headers)[above]

    def at(self, ref: Ref) -> CellPosition:
        """Where a cell lies; the row is kept for the page."""
        if not ref.place:
            return _NOWHERE
        place = places.parse(ref.place)
        if place is None or place.kind == "yaml":
            return _NOWHERE
        found = self._found(ref.row_key)
        if found is None:
            return _NOWHERE
        self._cited[found[0]].add(found[1])
        return CellPosition(*found, self._column(*found, place))

    def _found(self, key: RowKey) -> tuple[int, int] | None:
        """The numbers of the sheet and of the row with that key."""
        if key in self._fields:
            return self._fields[key]
        sheet = self._named.get(key[:2])
        if sheet is None or key[2] not in self._rows_of(sheet):
            return None
        return sheet, key[2]

    def tells(self, at: CellPosition, ref: Ref) -> bool:
        """Whether sheet, row and column say place and words of a cell."""
        if at.sheet < 0 or not at.column:
            return False
        sheet = self.sheets[at.sheet]
        cells = self._rows_of(at.sheet)[at.row].cells
        words = "".join(cell.words for cell in cells[at.column - 1 : at.column])
        if sheet.is_document or words != ref.words:
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
        if place.kind != "csv" or header is None:
            return 0
        words = [cell.words for cell in header.cells]
        if place.column not in words:
            return 0
        return words.index(place.column) + 1

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
        for sheet, (*_, rows, _) in zip(self.sheets, listed, strict=True):
            counts[sheet.source] += len(sheet.rows) - len(rows)
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
        text = self._strings
        fate = self._fate_of(sheet, raw)
        met = (fate.fate, fate.reason, fate.record)
        if fate is _PINNED and sheet.source in self._left_out:
            met = (*OF_ANOTHER_YEAR, "")
        found = [cell.words for cell in raw.cells]
        if self._is_of_report_alone(number, sheet, raw, fate):
            found = [_IN_THE_REPORT]
        words = [text(one) for one in found]
        while words and not words[-1]:
            words.pop()
        return [raw.number, self.header(number, raw.number), *map(text, met), words]

    def _is_of_report_alone(self, number: int, sheet: Sheet, raw: RawRow, fate: Fate) -> bool:
        """Whether a row of a national report feeds nothing: its words stand in the report alone,
        because stories, names and places are told there.
        """
        if fate.reason == HEADER or not in_reports(sheet.source):
            return False
        if sheet.is_document:
            return fate.fate != _USED and raw.number not in self._cited.get(number, ())
        return fate.reason in _NOT_READ


def _label(sheet: Sheet) -> str:
    """What a reader calls a sheet: its name; of a document the part it is."""
    if not sheet.is_document or sheet.kind in _NAMED:
        return sheet.name
    kind = sheet.kind.value
    if sheet.name in ("", kind):
        return kind
    return f"{kind} {sheet.name}"


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
