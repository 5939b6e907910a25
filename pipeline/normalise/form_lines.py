"""Lines of Form I: rows with values into records.

In: the rows of a table Form I. Out: lines with their ids, what they say or do not say, findings. A
line that says nothing but an absence carries the meaning of that absence: it is assistance to
nobody.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterator

from pipeline.model.dates_and_money import Absence, Money
from pipeline.model.finding import Finding, found
from pipeline.model.record import FormLine
from pipeline.model.tables import RESOURCE_LINES
from pipeline.normalise.cell_values import unread_columns
from pipeline.normalise.reading import (
    Lists,
    absence_of,
    absence_of_name,
    least_certain,
    points_elsewhere,
)
from pipeline.normalise.table import ReadRow, TableRows

_SAYING = (
    "amount",
    "counterpart",
    "channel",
    "modality",
    "obligation",
    "kind",
    "currency",
    "description",
)
# "No" as the whole content of these cells denies that there was assistance.
_ABSENCES = dict.fromkeys(("counterpart", "channel", "description"), absence_of_name)
_SEVERAL_KINDS = "mixed"
_FINANCIAL = ("", "financial")
_EXCHANGE = "exchange"


def form_lines(
    table: TableRows, state: str, year: int, lists: Lists
) -> tuple[tuple[FormLine, ...], list[Finding]]:
    """The lines of a report; a line that repeats another keeps its place, with -2, -3 … in its id
    and a decision.
    """
    seen: dict[str, int] = defaultdict(int)
    lines, findings = [], []
    for read in table.rows:
        line = form_line(read, state, year, lists)
        seen[line.id] += 1
        if seen[line.id] > 1:
            findings.append(found("identical-lines", read.row.ref("section")))
            line = line.model_copy(update={"id": f"{line.id}-{seen[line.id]}"})
        lines.append(line)
        if _lacks_currency(line):
            findings.append(found("currency-missing", read.row.ref("currency")))
    return tuple(lines), findings


def form_line(read: ReadRow, state: str, year: int, lists: Lists) -> FormLine:
    """A row of Form I as a line of a report; its id depends on its words, not on its position."""
    values = read.values
    words = "\0".join(read.row.cell(column.name).text for column in RESOURCE_LINES.columns)
    # by words: a row inserted above must not change the ids of the lines below it
    digest = hashlib.sha256(words.encode("utf-8", "replace")).hexdigest()[:6]
    amount = values["amount"]
    money = amount if isinstance(amount, Money) else None
    absence, says_more = _absence(read, lists)
    return FormLine.model_validate(
        {
            **{name: values[name] for name in FormLine.model_fields if name in values},
            "id": f"{state.lower()}-{year}-{digest}",
            "row": read.row,
            "unread": unread_columns(read.row, values, RESOURCE_LINES.columns, lists),
            "state": state,
            "year": year,
            "counterparts": values["counterpart"],
            "channels": values["channel"],
            "kind": values["kind"] or _kind(money),
            "money": money,
            "absence": absence,
            "says_more": says_more,
        }
    )


def _lacks_currency(line: FormLine) -> bool:
    """Whether a line gives an amount and its currency cell says nothing."""
    if line.money is None or line.currency or "currency" in line.unread:
        return False
    return line.money.amount is not None or line.money.low is not None


def _kind(money: Money | None) -> str:
    """The kind that assistance in kind shows, if the column gives none."""
    if money is None or not money.kinds:
        return ""
    return money.kinds[0] if len(money.kinds) == 1 else _SEVERAL_KINDS


def _is_zero(read: ReadRow) -> bool:
    amount = read.values["amount"]
    return amount is Absence.NONE or (isinstance(amount, Money) and amount.amount == 0)


def _absence(read: ReadRow, lists: Lists) -> tuple[Absence | None, bool]:
    """What a line says that says nothing else, and whether its description adds something
    nevertheless.

    A line with a counterpart says something, unless all it gives is an amount of zero.
    """
    values, is_zero = read.values, _is_zero(read)
    if isinstance(values["amount"], Money) and not is_zero:
        return None, False
    if values["counterpart"] or values["channel"]:
        is_sum = values["kind"] in _FINANCIAL and values["section"] != _EXCHANGE
        return (Absence.NONE if is_zero and is_sum else None), False
    meanings = list(_meanings(read, lists))
    if is_zero:
        meanings.append(Absence.NONE)
    absence = least_certain(meanings)
    says_more = _says_more(read.row.cell("description").text, lists)
    if says_more and absence is Absence.NOT_REPORTED:
        return None, True
    return absence, says_more


def _meanings(read: ReadRow, lists: Lists) -> Iterator[Absence]:
    """What the cells of a line mean that say nothing but an absence."""
    for name in _SAYING:
        meaning_of = _ABSENCES.get(name, absence_of)
        if absence := meaning_of(read.row.cell(name).text, lists):
            yield absence


def _says_more(description: str, lists: Lists) -> bool:
    """Whether a description says more than an absence, in words of its own."""
    if not description.strip() or absence_of_name(description, lists):
        return False
    return not points_elsewhere(description, lists)
