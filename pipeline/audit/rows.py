"""The rows behind the cells of a ledger, numbered for the page: sheet, row, column, header and fate.

In: ledger and sheets as read. Out: where a cell lies, and the rows as compact lists. A cell of a file that has no
rows (a plan, a whole document) lies nowhere: it is shown by its place and words.
"""

from bisect import bisect_left
from typing import Any, NamedTuple

from pipeline.audit.marks import visible
from pipeline.model import place as places
from pipeline.model.ledger import Fate, Ledger
from pipeline.model.source import RawRow, Ref, RowKey, Sheet

Json = Any
HEADER = "header"
_NOT_COUNTED = "pinned"
# places of a line that has one cell
_SINGLE = frozenset({"paragraph", "note", "page", "field"})


class Strings:
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


class At(NamedTuple):
    """Where a cell lies: number of its sheet (-1 for none), of its row, and of its column (0 for the whole row)."""

    sheet: int
    row: int
    column: int


class Rows:
    """The sheets of a run in the order of their sources."""

    def __init__(self, ledger: Ledger, sheets: tuple[Sheet, ...], strings: Strings) -> None:
        self._strings = strings
        self._fates = {_key(fate): fate for fate in ledger.rows}
        self._own = {source for source, *_ in self._fates} | {s.source for s in sheets if not _is_reference(s)}
        self.sheets = tuple(sorted(sheets, key=lambda sheet: sheet.source))
        self._at = {sheet.key(raw): (n, raw.number) for n, sheet in enumerate(self.sheets) for raw in sheet.rows}
        self._by_row = tuple({raw.number: raw for raw in sheet.rows} for sheet in self.sheets)
        self._headers = tuple(self._headers_of(sheet) for sheet in self.sheets)
        self._cited: set[tuple[int, int]] = set()

    def _headers_of(self, sheet: Sheet) -> tuple[int, ...]:
        """The numbers of the rows that name columns: as told by their fate, else the first of a table with two."""
        told = [r.number for r in sheet.rows if (f := self._fates.get(sheet.key(r))) and f.reason == HEADER]
        filled = (raw.number for raw in sheet.rows if sum(bool(cell.words.strip()) for cell in raw.cells) > 1)
        return tuple(told or ([] if sheet.is_document else list(filled)[:1]))

    def header(self, sheet: int, row: int) -> int:
        """The number of the header row nearest above a row; 0 for none."""
        headers = self._headers[sheet]
        above = bisect_left(headers, row)
        return headers[above - 1] if above else 0

    def at(self, ref: Ref) -> At:
        """Where a cell lies; the row is kept for the page."""
        place = places.parse(ref.place) if ref.place else None
        if place is None or place.kind == "yaml":
            return At(-1, 0, 0)
        found = self._at.get(ref.row_key)
        if found is None:
            return At(-1, 0, 0)
        self._cited.add(found)
        return At(*found, self._column(*found, place))

    def tells(self, at: At, ref: Ref) -> bool:
        """Whether sheet, row and column say place and words of a cell."""
        if at.sheet < 0 or not at.column:
            return False
        sheet = self.sheets[at.sheet]
        cells = self._by_row[at.sheet][at.row].cells
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
        header = self._by_row[sheet].get(self.header(sheet, row))
        words = [cell.words for cell in header.cells] if header else []
        return words.index(place.column) + 1 if place.kind == "csv" and place.column in words else 0

    def listed(self) -> list[Json]:
        """Each sheet: source, name, whether it is a meeting's own, the rows kept, whether it is part of a document."""
        return [self._sheet(number, sheet) for number, sheet in enumerate(self.sheets)]

    def _sheet(self, number: int, sheet: Sheet) -> Json:
        is_whole = sheet.source in self._own
        kept = {row for at, row in self._cited if at == number} if not is_whole else frozenset[int]()
        wanted = kept | {self.header(number, row) for row in kept}
        rows = [self._row(number, sheet, raw) for raw in sheet.rows if is_whole or raw.number in wanted]
        return [visible(sheet.source), visible(_label(sheet)), is_whole, rows, sheet.is_document]

    def _row(self, number: int, sheet: Sheet, raw: RawRow) -> Json:
        """Number, header, fate, reason, record, and the words of each cell up to the last that is filled."""
        fate = self._fates.get(sheet.key(raw))
        text = self._strings
        told = (fate.fate, fate.reason, fate.record) if fate else (_NOT_COUNTED, "", "")
        words = [text(cell.words) for cell in raw.cells]
        while words and not words[-1]:
            words.pop()
        return [raw.number, self.header(number, raw.number), *(text(word) for word in told), words]


def _label(sheet: Sheet) -> str:
    """What a reader calls a sheet: its name; of a document the part it is."""
    if not sheet.is_document:
        return sheet.name
    return sheet.kind.value if sheet.name in ("", sheet.kind.value) else f"{sheet.kind.value} {sheet.name}"


def _is_reference(sheet: Sheet) -> bool:
    """Whether a sheet is a table of the reference folder, of which only what is cited is shown."""
    return "/reference/" in f"/{sheet.source}"


def _key(fate: Fate) -> RowKey:
    return Ref(fate.source, fate.place).row_key
