"""The cells of a row of a form as values of its table, and as they are shown to a person.

In: a candidate row and the closed lists. Out: values by column, doubts, and texts for review.xlsx.
Only the reference says which words of other languages stand for closed values; an unknown one
leaves its value empty.
"""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from pipeline.language import name_key
from pipeline.model.dates_and_money import Dated, Money
from pipeline.model.doubts import Doubt, DoubtKind
from pipeline.model.finding import Finding, Severity
from pipeline.model.forms import FormLabels, Phrase, ReportForm
from pipeline.model.record import FormLine
from pipeline.model.source import Row, RowKey
from pipeline.model.tables import LINE_TABLES, Column, InputTable, Kind
from pipeline.normalise.amounts import candidates
from pipeline.normalise.cell_values import pair_columns, read_cell
from pipeline.normalise.forms.candidate import Candidate, FormRow, the_one
from pipeline.normalise.forms.match import leading
from pipeline.normalise.forms.vocabulary import label_key
from pipeline.normalise.reading import EMPTY, Lists, Value
from pipeline.normalise.table import ReadRow

_CODE = re.compile(r"(?<![A-Z])[A-Z]{3}(?![A-Z])")
_WORDS = re.compile(r"[^\W\d_]+")
_ZEROS = re.compile(r"(?<![0-9])1?[ ,.'’]?000(?![0-9])|10 ?\^? ?[0-9⁰-⁹³⁶]")
_CODE_LENGTH = 3
_SHORTEST_STEM = 5  # "thousand" begins "thousands", and "mil" begins other words than thousands
_ENDS = ("counterpart", "channel")  # a line whose other end nobody knows is no line yet
_CLOSED = ("kind", "obligation", "modality", "amount_basis", "ccm_share", "also_reported_under")
_SHOWN_DAYS = {"day": 10, "month": 7, "year": 4}  # letters of an ISO date


class LineValues(NamedTuple):
    """A row with its values; `doubts` are what is unclear, and `is_out` means that the row gives no
    line.
    """

    read: ReadRow
    doubts: tuple[Doubt, ...]
    is_out: bool

    def doubting(self, kind: DoubtKind, field: str = "", **values: Value) -> "LineValues":
        """The same with one more doubt, and other values."""
        read = ReadRow(self.read.row, {**self.read.values, **values})
        return self._replace(read=read, doubts=(*self.doubts, Doubt(kind, field)))


def merged_amount_rows(rows: Sequence[Row]) -> frozenset[RowKey]:
    """The rows over which one amount cell is merged: whether that is their total or the amount of
    each, it does not say.
    """
    repeated: set[RowKey] = set()
    firsts: set[str] = set()
    for row in rows:
        places = {step.ref.place for step in row.cell("amount").steps if step.kind == "merged"}
        if places:
            repeated.add(row.key)
            firsts |= places
    if firsts:
        repeated.update(row.key for row in rows if row.ref("amount").place in firsts)
    return frozenset(repeated)


def table_of(form: ReportForm) -> InputTable:
    """The table whose columns the lines of a form have."""
    return next(table for table in LINE_TABLES if table.name == form.table)


def empty_values(table: InputTable) -> dict[str, Value]:
    """The value of each column of a table that nothing fills."""
    return {column.name: EMPTY.get(column.kind) for column in table.columns}


def line_values(
    candidate: Candidate[FormRow], row: Row, form: ReportForm, labels: FormLabels, lists: Lists
) -> LineValues:
    """The values of a row; `row` are its cells as settled by the columns of the report."""
    table = table_of(form)
    values = {**empty_values(table), "section": candidate.value.section}
    doubts = list(candidate.doubts)
    is_out = False
    for column in table.columns:
        if column.name not in row.columns.index.keys() - {"section"}:
            continue
        values[column.name], faults = _value(row, column, labels, lists)
        doubts += _of_cell(faults, column.name)
        is_out |= _gives_no_line(faults, column.name)
    # the obligation that a form is about (article 3, 4 or 5) applies to a need that names none
    # itself
    if not values["obligation"]:
        values["obligation"] = tuple(filter(None, (form.obligation,)))
    values, faults = pair_columns(values, table.columns, row.ref)
    doubts += _of_cell(faults)
    if not values["currency"]:
        values["currency"] = _currency_of_title(row, lists)
    return _of_amount(LineValues(ReadRow(row, values), tuple(doubts), is_out), labels, lists)


def _of_cell(faults: Sequence[Finding], field: str = "") -> list[Doubt]:
    codes = {fault.code: fault.message for fault in faults}
    return [Doubt(DoubtKind.CELL, field, code, message) for code, message in codes.items()]


def _of_amount(line: LineValues, labels: FormLabels, lists: Lists) -> LineValues:
    """The line with what its amount leaves open: under "in thousands", the cell is not the
    amount.
    """
    money, row = line.read.values["amount"], line.read.row
    if not isinstance(money, Money):
        return line
    title, currency = _title_of_amounts(row), row.cell("currency").text
    if has_magnitude(title, lists):
        return line.doubting(DoubtKind.MAGNITUDE_IN_TITLE, "amount", amount=None)
    if has_magnitude(currency, lists):
        return line.doubting(DoubtKind.MAGNITUDE_IN_CURRENCY, "amount", amount=None)
    if has_unknown_words(title, labels, lists):
        line = line.doubting(DoubtKind.WORDS_IN_TITLE, "amount")
    if money.amount is not None and not line.read.values["currency"]:
        line = line.doubting(DoubtKind.CURRENCY_MISSING, "currency")
    return line


def _value(
    row: Row, column: Column, labels: FormLabels, lists: Lists
) -> tuple[Value, list[Finding]]:
    """The value of a cell: a closed one by the words of any language, any other by its grammar."""
    known: Mapping[str, Phrase] = labels.values.get(column.name, {})
    text = row.cell(column.name).text
    if column.kind is Kind.CHOICES:
        parts = [label_key(part) for part in text.split(";") if part.strip()]
        if parts and known.keys() >= set(parts):
            return tuple(dict.fromkeys(known[part].meaning for part in parts)), []
    elif label_key(text) in known:
        return known[label_key(text)].meaning, []
    return read_cell(row, column.name, column, lists)


def _gives_no_line(faults: Sequence[Finding], field: str) -> bool:
    """Whether what is wrong with a cell leaves no line."""
    severities = {fault.severity for fault in faults}
    if field in _CLOSED:
        return False
    if field in _ENDS:
        return bool(severities & {Severity.DECISION, Severity.BLOCKER})
    return Severity.BLOCKER in severities


def _currency_of_title(row: Row, lists: Lists) -> str:
    """The one currency that the title of the amount column names."""
    if not row.cell("amount").text.strip():
        return ""
    codes = set(_CODE.findall(_title_of_amounts(row))) & lists.currencies
    return the_one(codes, "")


def _title_of_amounts(row: Row) -> str:
    position = row.columns.index.get("amount")
    if position is None:
        return ""
    return row.columns.headers[position]


def has_magnitude(title: str, lists: Lists) -> bool:
    """Whether a title says that the numbers below it have to be multiplied: in thousands, million
    USD, '000, x 1 000.
    """
    if _ZEROS.search(title):
        return True
    words: set[str] = set()
    for word in _WORDS.findall(title):
        words |= {name_key(part) for part in (word, *_joined_to_code(word, lists))}
    return any(_names_magnitude(one, words, title) for one in lists.words.get("magnitude", {}))


def _names_magnitude(magnitude: str, words: set[str], title: str) -> bool:
    """Whether a title contains a word for thousands or millions, including its plural."""
    if magnitude in words:
        return True
    if not magnitude.isascii() and magnitude in title:
        return True  # scripts that write words without spaces
    return len(magnitude) >= _SHORTEST_STEM and any(word.startswith(magnitude) for word in words)


def _joined_to_code(word: str, lists: Lists) -> tuple[str, ...]:
    """What is written together with the code of a currency: the k of kUSD, the m of EURm."""
    parts = (
        (word[:_CODE_LENGTH], word[_CODE_LENGTH:]),
        (word[-_CODE_LENGTH:], word[:-_CODE_LENGTH]),
    )
    return tuple(rest for code, rest in parts if rest and code in lists.currencies)


def has_unknown_words(title: str, labels: FormLabels, lists: Lists) -> bool:
    """Whether the title of amounts contains words that are neither its own nor a currency, a year
    or an article.
    """
    found = leading(title.replace("\n", " "), labels.columns)
    rest = title
    if found is not None:
        rest = found.rest
    if candidates(rest.strip(" ()[]（）:：;,"), lists):
        return False
    known = labels.heading_words[""]
    words = [word for word in label_key(rest).split() if word not in known and not word.isdigit()]
    if candidates(" ".join(words), lists):
        return False
    return not all(candidates(word.upper(), lists) for word in words)


def shown(line: FormLine, names: Mapping[str, str]) -> dict[str, str]:
    """The fields of a line as shown to a person, who could have typed them."""
    return {
        "section": line.section,
        "counterpart": "; ".join(names.get(code, code) for code in line.counterparts),
        "channel": "; ".join(names.get(code, code) for code in line.channels),
        "modality": line.modality,
        "obligation": "; ".join(line.obligation),
        "kind": line.kind,
        "amount": _amount(line),
        "currency": line.currency,
        "period_from": _day(line.period_from),
        "period_to": _day(line.period_to),
    }


def _amount(line: FormLine) -> str:
    """The amount as read, otherwise the words of its cell."""
    if line.money is not None and line.money.amount is not None:
        return format(line.money.amount, "f")
    return " ".join(line.row.cell("amount").text.split())


def _day(day: Dated | None) -> str:
    if day is None:
        return ""
    n_letters = _SHOWN_DAYS.get(day.precision.value)
    if n_letters is None:
        return f"{day.first.year}-Q{day.quarter}"
    return day.first.isoformat()[:n_letters]
