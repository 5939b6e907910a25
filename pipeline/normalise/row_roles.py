"""What each row of a sheet is to a table: a title, a header, a row of data, a total, or part of
another table.

In: a sheet, the headers it may have, the words for a total. Out: one role per row, and findings on
the structure. Rows of another table are kept out; no value is looked at except the first of a row.
"""

import re
from enum import StrEnum
from typing import NamedTuple

from pipeline.language import name_key
from pipeline.model.finding import Finding, found
from pipeline.model.record import Quarantined
from pipeline.model.source import Cell, Columns, RawRow, Ref, Row, Sheet
from pipeline.model.tables import CARRIED_OVER, CONFIRMED, EXAMPLE, ROW_IS, Column, Kind
from pipeline.normalise.headers import Header, Known, find_header
from pipeline.normalise.reading import Words, closed_value, value_key

# What may follow a word for a total: a year, a currency in brackets, a colon.
_BEHIND = re.compile(r"[\s:;.,=\d–-]*(?:\([^)]*\)|\[[^\]]*\])?[\s:;.,=\d–-]*")


class Role(StrEnum):
    """What a row is. All roles but data serve as the reasons under which rows are dropped; `ABOVE`
    is recognised by values, not here.
    """

    TITLE = "title"
    HEADER = "header"
    DATA = "data"
    TOTAL = "totals-row"
    HEADING = "heading-row"
    NOTE = "note-row"
    ABOVE = "row-above-header"
    STRUCK = "struck-row"
    SHIFTED = "shifted-row"
    OTHER = "second-table"
    EXAMPLE = "example-row"
    CARRIED = "carried-over"
    UNCLEAR = "row-is-unclear"
    CHANGED = "example-changed"


# What the words of the column row_is make of a row; a confirmed one is data.
_SAID = {EXAMPLE: Role.EXAMPLE, CARRIED_OVER: Role.CARRIED, CONFIRMED: None}
_AN_EXAMPLE = {value_key(EXAMPLE): EXAMPLE}
# What a spreadsheet may show between the digits of a number.
_GROUPS = str.maketrans("", "", ", \u00a0\u202f")
# Rows that need no finding: the reader knows what they are.
_SILENT = (Role.DATA, Role.EXAMPLE)


class Placed(NamedTuple):
    """A row with its role and the columns that apply to it."""

    raw: RawRow
    role: Role
    columns: Columns


class Structure(NamedTuple):
    """The rows of a sheet with their roles, what is kept out with the table it belongs to, and
    findings.
    """

    rows: tuple[Placed, ...]
    quarantined: tuple[Quarantined, ...]
    findings: tuple[Finding, ...]


def structure_of(sheet: Sheet, known: Known, words: Words) -> Structure | None:
    """The structure of a sheet by the first header found; None where there is none."""
    header = find_header(sheet, known)
    if header is None:
        return None
    return _Reader(sheet, known, words, header).structure()


class _Reader:
    """Goes down the rows of one sheet; the columns are those of the last header passed."""

    def __init__(self, sheet: Sheet, known: Known, words: Words, header: Header) -> None:
        self.sheet, self.known, self.first = sheet, known, header
        self.totals, self.row_is = words.get("total", {}), words.get(ROW_IS.name, {})
        self.rows: list[Placed] = []
        self.out: list[Quarantined] = []
        self.findings: list[Finding] = []
        self.other = ""

    def structure(self) -> Structure:
        """Every row with its role."""
        self._turn_to(self.first)
        for raw in self.sheet.rows:
            if raw.number < self.first.row.number:
                self.rows.append(Placed(raw, self._above(raw), self.columns))
            elif raw.number == self.first.row.number:
                self.other = ""
                self.rows.append(Placed(raw, Role.HEADER, self.columns))
            else:
                self.rows.append(self._placed(raw))
        return Structure(tuple(self.rows), tuple(self.out), tuple(self.findings))

    def _turn_to(self, header: Header) -> None:
        """From here on, the columns are those of this header; a table beside it is kept out."""
        self.header, self.other = header, ""
        self.columns, findings = _columns(self.sheet, header)
        self.required = [
            self.columns.index[name]
            for name in self.known.table.required
            if name in self.columns.index
        ]
        self.findings += findings
        for other in header.adjacent:
            ref = _plain(self.sheet, header.row).ref(str(other.left))
            self.findings.append(found("second-table", ref, table=other.table))
            self.out.append(Quarantined(ref=ref, table=other.table))

    def _above(self, raw: RawRow) -> Role:
        """The role of a row above the header: a title, unless there is another table."""
        other = self._other_table(raw)
        if other:
            return self._begin(raw, other)
        if not self.other:
            return Role.TITLE
        self.out.append(Quarantined(ref=self.sheet.ref(raw), table=self.other))
        return Role.OTHER

    def _other_table(self, raw: RawRow) -> str:
        """The table of which a row is the header; empty for none."""
        return self.known.table_of(raw.cells) if self.known.may_be_header(raw) else ""

    def _begin(self, raw: RawRow, other: str) -> Role:
        """Another table begins in this row."""
        self.other = other
        self.findings.append(found("second-table", self.sheet.ref(raw), table=other))
        self.out.append(Quarantined(ref=self.sheet.ref(raw), table=other))
        return Role.OTHER

    def _placed(self, raw: RawRow) -> Placed:
        role = self._as_header(raw)
        if role is not None:
            return Placed(raw, role, self.columns)
        role = self._role(raw)
        if role is Role.OTHER:
            tables = [self.other] if self.other else [one.table for one in self.header.adjacent]
            self.out += [Quarantined(ref=self.sheet.ref(raw), table=table) for table in tables]
        elif role not in _SILENT and not self._is_said(role):
            self.findings.append(found(role, self._place(raw, role)))
        return Placed(raw, role, self.columns)

    def _place(self, raw: RawRow, role: Role) -> Ref:
        """The row; for an example that was typed over, the cell that an answer may settle."""
        if role is Role.CHANGED:
            return Row(self.sheet, raw, self.columns).ref(ROW_IS.name)
        return self.sheet.ref(raw)

    def _is_said(self, role: Role) -> bool:
        """Whether the row above was carried over too: rows that await a person are reported once
        per stretch.
        """
        return role is Role.CARRIED and self.rows[-1].role is role

    def _as_header(self, raw: RawRow) -> Role | None:
        """The role of a row that repeats the header, or is that of another table; None if it is
        neither.
        """
        if not self.known.may_be_header(raw):
            return None
        if header := self.known.header(raw):
            self._turn_to(header)
            self.findings.append(found("second-header", self.sheet.ref(raw)))
            return Role.HEADER
        other = self.known.table_of(raw.cells)
        return self._begin(raw, other) if other else None

    def _role(self, raw: RawRow) -> Role:
        filled = [at for at, cell in enumerate(raw.cells) if _is_filled(cell)]
        if self._is_of_other(raw, filled):
            return Role.OTHER
        if not filled:
            return self._said(raw) or self._looks(raw, filled)
        if self.sheet.is_csv and filled[-1] >= len(self.header.row.cells):
            return Role.SHIFTED
        if all(raw.cells[at].fault == "struck-through" for at in filled):
            return Role.STRUCK
        return self._said(raw) or self._looks(raw, filled)

    def _is_of_other(self, raw: RawRow, filled: list[int]) -> bool:
        """Whether a row is in another table, below this one or next to it."""
        if self.other:
            return True
        return bool(self.header.adjacent) and not self._is_ours(raw, filled)

    def _looks(self, raw: RawRow, filled: list[int]) -> Role:
        if self._is_total(raw, filled):
            return Role.TOTAL
        if len(filled) != 1:
            return Role.DATA
        if self.known.table.is_ours and filled[0] not in self.required:
            return Role.NOTE
        return Role.HEADING if self._is_covered(raw.cells, filled[0]) else Role.DATA

    def _said(self, raw: RawRow) -> Role | None:
        """What the column row_is makes of a row; None if it is read like any other."""
        cell = _cell(raw.cells, self.columns.index.get(ROW_IS.name, len(raw.cells)))
        if not cell.text.strip():
            return None
        others = {value_key(other): value for other, value in self.row_is.items()}
        role = _SAID.get(closed_value(cell.text, ROW_IS, others | _AN_EXAMPLE) or "", Role.UNCLEAR)
        # a row that a person has answered about is not a leftover of the program
        if role is Role.EXAMPLE and not cell.steps and not self._is_untouched(raw):
            return Role.CHANGED
        return role

    def _is_untouched(self, raw: RawRow) -> bool:
        """Whether an example row holds what an earlier version wrote into it, or nothing at all."""
        at = {n: name for name, n in self.columns.index.items() if name != ROW_IS.name}
        cells = {at[n]: cell for n, cell in enumerate(raw.cells) if n in at}
        if not any(cell.text.strip() or cell.fault for cell in cells.values()):
            return True
        return all(
            _is_example(cells.get(c.name, Cell()), c)
            for c in self.known.table.columns
            if c.name in self.columns.index
        )

    def _is_ours(self, raw: RawRow, filled: list[int]) -> bool:
        """Whether a row has any content, or a fault, under this table's own columns."""
        own = set(self.columns.index.values())
        return any(at in own for at in filled) or any(_cell(raw.cells, at).fault for at in own)

    def _is_total(self, raw: RawRow, filled: list[int]) -> bool:
        """Whether the first filled cell is a word for a total, and a required column beside it is
        empty.
        """
        others = {at for at in self.required if at not in filled[:1]}
        if not filled or (others and others <= set(filled)):
            return False
        key = name_key(raw.cells[filled[0]].text)
        rests = [key[len(word) :] for word in self.totals if key.startswith(word)]
        return any(_BEHIND.fullmatch(rest) for rest in rests)

    def _is_covered(self, cells: tuple[Cell, ...], first: int) -> bool:
        """Whether one merged cell covers every required column except its own."""
        others = [at for at in self.required if at != first]
        return bool(others) and all(_is_merged_across(_cell(cells, at)) for at in others)


def _cell(cells: tuple[Cell, ...], at: int) -> Cell:
    """The cell at a position; an empty one beyond the end of the row."""
    return cells[at] if at < len(cells) else Cell()


def _is_merged_across(cell: Cell) -> bool:
    return cell.fault == "merged-across"


def _is_filled(cell: Cell) -> bool:
    """Whether a cell has words of its own, not those of a merged cell that covers it."""
    return bool(cell.text.strip()) and not _is_merged_across(cell)


def _is_example(cell: Cell, column: Column) -> bool:
    """Whether a cell holds the example of its column; a number may be written in another way."""
    text = cell.text.strip()
    if cell.fault or text == column.example:
        return not cell.fault
    return column.kind is Kind.AMOUNT and _digits(text) == _digits(column.example) != ""


def _digits(text: str) -> str:
    """The digits of an amount, without separators between thousands or zeros that say nothing."""
    whole, _, part = text.translate(_GROUPS).partition(".")
    return f"{whole}.{part.rstrip('0')}" if whole else ""


def _plain(sheet: Sheet, row: RawRow) -> Row:
    """A row whose fields are its positions, to anchor findings about a header."""
    words = tuple(cell.text for cell in row.cells)
    return Row(sheet, row, Columns({str(n): n for n in range(len(words))}, words))


def _columns(sheet: Sheet, header: Header) -> tuple[Columns, list[Finding]]:
    """The columns of a header, and the findings on those that are not read."""
    index: dict[str, int] = {}
    findings = []
    plain = _plain(sheet, header.row)
    words = plain.columns.headers
    for position, field in enumerate(header.fields):
        if field and field in index:
            findings.append(found("repeated-column", plain.ref(str(position)), column=field))
        elif field:
            index[field] = position
        elif header.row.cells[position].fault == "struck-through":
            findings.append(
                found("struck-through", plain.ref(str(position)), column=str(position + 1))
            )
        elif words[position].strip() and not header.is_adjacent(position):
            findings.append(found("extra-column", plain.ref(str(position))))
    findings.extend(_nameless(sheet, header, words))
    return Columns(index, words), findings


def _nameless(sheet: Sheet, header: Header, words: tuple[str, ...]) -> list[Finding]:
    """Columns that have content and no header, each reported once, at its first cell.

    A column whose header is covered by that of another raises a question at the covered cell.
    """
    first = _first_nameless(sheet, header, words)
    width = max((*first, len(words) - 1)) + 1
    columns = Columns({str(n): n for n in range(width)}, words + ("",) * (width - len(words)))
    findings = []
    for n, raw in sorted(first.items()):
        if _is_merged_across(_cell(header.row.cells, n)):
            ref = Row(sheet, header.row, columns).ref(str(n))
            findings.append(found("merged-across", ref, column=str(n + 1)))
        else:
            findings.append(found("extra-column", Row(sheet, raw, columns).ref(str(n))))
    return findings


def _first_nameless(sheet: Sheet, header: Header, words: tuple[str, ...]) -> dict[int, RawRow]:
    """The first filled row of each column without a header."""
    named = {position for position, word in enumerate(words) if word.strip()}
    first: dict[int, RawRow] = {}
    for raw in sheet.rows:
        if raw.number <= header.row.number or len(raw.cells) <= len(named) == len(words):
            continue  # most rows: each of their cells has a header
        # fields of a csv row beyond its header are shifted values, not a column
        cells = raw.cells[: len(words)] if sheet.is_csv else raw.cells
        for position, cell in enumerate(cells):
            is_nameless = position not in named and not header.is_adjacent(position)
            if is_nameless and cell.text.strip():
                first.setdefault(position, raw)
    return first
