"""The cells of a found line as the values of Form I, and as a person is shown them.

In: a found line and the closed lists. Out: values by column, codes of what was wrong, and texts for
review.xlsx. Words of other languages stand for closed values by the reference alone; an unknown one
leaves its value empty.
"""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from pipeline.language import name_key
from pipeline.model.dates import Dated
from pipeline.model.finding import Severity
from pipeline.model.forms import FormLabels, Phrase
from pipeline.model.money import Money
from pipeline.model.record import FormLine
from pipeline.model.source import Row, RowKey
from pipeline.model.tables import FORM_I, Column, Kind
from pipeline.normalise.amounts import candidates
from pipeline.normalise.cell_values import EMPTY, Value, pair_columns, read_cell
from pipeline.normalise.forms.match import leading
from pipeline.normalise.forms.sections import FoundLine
from pipeline.normalise.forms.vocabulary import label_key
from pipeline.normalise.reading import Lists
from pipeline.normalise.table import ReadRow

_CODE = re.compile(r"(?<![A-Z])[A-Z]{3}(?![A-Z])")
_WORDS = re.compile(r"[^\W\d_]+")
_NOUGHTS = re.compile(r"(?<![0-9])1?[ ,.'’]?000(?![0-9])|10 ?\^? ?[0-9⁰-⁹³⁶]")
_CODE_LENGTH = 3
_SHORTEST_STEM = 5  # "thousand" begins "thousands", and "mil" begins other words than thousands
_ENDS = ("counterpart", "channel")  # a line whose other end nobody knows is no line yet
_CLOSED = ("kind", "obligation", "modality", "amount_basis", "ccm_share", "also_reported_under")


class LineValues(NamedTuple):
    """A row with its values; `question` are the fields that are not clear, `is_out` that the row
    gives no line.
    """

    read: ReadRow
    question: str
    is_out: bool

    def asking(self, question: str, **values: Value) -> "LineValues":
        """The same with one more question, and other values."""
        asked = "; ".join((self.question, question) if self.question else (question,))
        return self._replace(
            read=ReadRow(self.read.row, {**self.read.values, **values}), question=asked
        )


def merged_amount_rows(rows: Sequence[Row]) -> frozenset[RowKey]:
    """The rows over which one cell of an amount is merged: whether it is one sum or one each, it
    does not say.
    """
    steps = [step for row in rows for step in row.cell("amount").steps if step.kind == "merged"]
    if not steps:
        return frozenset()
    firsts = {step.ref.place for step in steps}
    repeated = {row.key for row in rows if any(step in steps for step in row.cell("amount").steps)}
    return frozenset(repeated | {row.key for row in rows if row.ref("amount").place in firsts})


def empty_values() -> dict[str, Value]:
    """The value of each column of Form I that nothing fills."""
    return {column.name: EMPTY.get(column.kind) for column in FORM_I.columns}


def line_values(
    line: FoundLine, row: Row, obligation: str, labels: FormLabels, lists: Lists
) -> LineValues:
    """The values of a found line; `row` are its cells as the columns of the report settle them.

    `obligation` is the one of its form, where its cells name none.
    """
    values = {**empty_values(), "section": line.section}
    questions = [line.question] if line.question else []
    is_out = False
    for column in FORM_I.columns:
        if column.name not in line.columns.index or column.name == "section":
            continue
        values[column.name], code, is_blocker = _value(row, column, labels, lists)
        questions += [f"{column.name}: {code}"] if code else []
        is_out = is_out or is_blocker
    values["obligation"] = values["obligation"] or ((obligation,) if obligation else ())
    values, faults = pair_columns(values, FORM_I.columns, row.ref)
    questions += [f"{fault.code}" for fault in faults]
    values["currency"] = values["currency"] or _currency_of_title(row, lists)
    for place, words in (
        ("title", _title_of_amounts(row)),
        ("currency", row.cell("currency").text),
    ):
        if isinstance(values["amount"], Money) and has_magnitude(words, lists):
            values["amount"] = None  # "in thousands": what the cell says is not the sum
            questions.append(f"amount: magnitude-in-{place}")
    if isinstance(values["amount"], Money) and has_unknown_words(
        _title_of_amounts(row), labels, lists
    ):
        questions.append("amount: words-in-title")
    if (
        isinstance(values["amount"], Money)
        and values["amount"].amount is not None
        and not values["currency"]
    ):
        questions.append("currency: missing")
    return LineValues(ReadRow(row, values), "; ".join(questions), is_out)


def _value(row: Row, column: Column, labels: FormLabels, lists: Lists) -> tuple[Value, str, bool]:
    key = label_key(row.cell(column.name).text)
    known: Mapping[str, Phrase] = labels.values.get(column.name, {})
    if column.kind is Kind.CHOICES:
        parts = [label_key(part) for part in row.cell(column.name).text.split(";") if part.strip()]
        if parts and all(part in known for part in parts):
            return tuple(dict.fromkeys(known[part].meaning for part in parts)), "", False
    elif key in known:
        return known[key].meaning, "", False
    value, findings = read_cell(row, column.name, column, lists)
    code = ", ".join(dict.fromkeys(finding.code for finding in findings))
    worst = {finding.severity for finding in findings}
    is_out = Severity.BLOCKER in worst or (Severity.DECISION in worst and column.name in _ENDS)
    return value, code, is_out and column.name not in _CLOSED


def _currency_of_title(row: Row, lists: Lists) -> str:
    """The one currency that the title of the column of amounts names."""
    if not row.cell("amount").text.strip():
        return ""
    codes = set(_CODE.findall(_title_of_amounts(row))) & lists.currencies
    return codes.pop() if len(codes) == 1 else ""


def _title_of_amounts(row: Row) -> str:
    position = row.columns.index.get("amount")
    return row.columns.headers[position] if position is not None else ""


def has_magnitude(title: str, lists: Lists) -> bool:
    """Whether a title says that the numbers below it are to be multiplied: in thousands, million
    USD, '000, x 1 000.
    """
    found = _WORDS.findall(title)
    words = {
        name_key(word)
        for word in (*found, *(rest for word in found for rest in _beside_code(word, lists)))
    }
    known = lists.words.get("magnitude", {})
    is_joined = any(
        word in title for word in known if not word.isascii()
    )  # scripts that write words together
    is_plural = any(
        word.startswith(one) for word in words for one in known if len(one) >= _SHORTEST_STEM
    )
    return bool(words & known.keys()) or is_plural or is_joined or bool(_NOUGHTS.search(title))


def _beside_code(word: str, lists: Lists) -> tuple[str, ...]:
    """What is written together with the code of a currency: the k of kUSD, the m of EURm."""
    parts = (
        (word[:_CODE_LENGTH], word[_CODE_LENGTH:]),
        (word[-_CODE_LENGTH:], word[:-_CODE_LENGTH]),
    )
    return tuple(rest for code, rest in parts if rest and code in lists.currencies)


def has_unknown_words(title: str, labels: FormLabels, lists: Lists) -> bool:
    """Whether a title of amounts holds words that are neither its own nor a currency, a year or an
    article.
    """
    found = leading(title.replace("\n", " "), labels.columns)
    rest = found.rest if found else title
    if candidates(rest.strip(" ()[]（）:：;,"), lists):
        return False
    words = [
        word for word in label_key(rest).split() if word not in labels.beside and not word.isdigit()
    ]
    return not candidates(" ".join(words), lists) and not all(
        candidates(word.upper(), lists) for word in words
    )


def shown(line: FormLine, names: Mapping[str, str]) -> dict[str, str]:
    """The fields of a line as a person is shown them, and could have typed them."""
    money = line.money
    amount = format(money.amount, "f") if money is not None and money.amount is not None else ""
    if not amount and line.row.cell("amount").text.strip():
        amount = " ".join(line.row.cell("amount").text.split())
    return {
        "section": line.section,
        "counterpart": "; ".join(names.get(code, code) for code in line.counterparts),
        "channel": "; ".join(names.get(code, code) for code in line.channels),
        "modality": line.modality,
        "obligation": "; ".join(line.obligation),
        "kind": line.kind,
        "amount": amount,
        "currency": line.currency,
        "period_from": _day(line.period_from),
        "period_to": _day(line.period_to),
    }


def _day(day: Dated | None) -> str:
    if day is None:
        return ""
    known = {"day": 10, "month": 7, "year": 4}
    if day.precision.value in known:
        return day.first.isoformat()[: known[day.precision.value]]
    return f"{day.first.year}-Q{day.quarter}"
