"""The grammar of amounts: one number, a range, help in kind, or an absence, with the currency where
the cell names it.

In: the cell, its column and the currency beside it. Out: Money or Absence, a plain number for
columns that want one, or why it is not read. What has two readings is not read; nothing is added,
divided or converted.
"""

import re
from decimal import Decimal
from typing import NamedTuple

from pipeline.language import clean_text, name_key, plain_text
from pipeline.model.money import Absence, Money
from pipeline.model.source import CellKind
from pipeline.normalise.date_spans import THROUGH
from pipeline.normalise.decimal_marks import NUMBER, number, with_cents
from pipeline.normalise.reading import (
    CellContext,
    Fault,
    Lists,
    Reading,
    absence_of,
    meanings,
    points_elsewhere,
    refused,
)

NUM, MAGNITUDE, CURRENCY, ABOUT = "number", "magnitude", "currency", "approximation"
JOINT, OPENING, YEARS = "joint", "opening", "years"


class Item(NamedTuple):
    """A part of an amount: what it is, its words, and what they may mean."""

    kind: str
    words: str
    meanings: tuple[str, ...] = ()


_NEGATIVE = re.compile(r"[-−–]\s*[0-9].*|\([^()]*[0-9][^()]*\)|.*[0-9]\s*-")
_LONGEST = 200
# Numbers on two lines are two numbers: the blank that a line break is read as would part thousands.
_ON_TWO_LINES = re.compile(r"[0-9]\s*[\t\n\v\f\r\x85\u2028\u2029]\s*[0-9]")
_STORED = re.compile(r"[0-9]{1,15}(?:\.[0-9]+)?")


def read_amount(context: CellContext) -> Reading:
    """The money of a cell; a plain number where the column wants nothing else."""
    reading = _read(context)
    return _plain(reading) if context.column.is_plain and reading.value is not None else reading


def _read(context: CellContext) -> Reading:
    if absence := absence_of(context.text, context.lists):
        return Reading(
            absence, (Fault("absence-read", {"meaning": str(absence).replace("_", " ")}),)
        )
    if points_elsewhere(context.text, context.lists):
        return refused("points-elsewhere")
    text = plain_text(context.text)
    if _NEGATIVE.fullmatch(text):
        return refused("negative-amount")
    if context.kind is CellKind.NUMBER:
        return (
            Reading(Money(amount=Decimal(text)))
            if _STORED.fullmatch(text)
            else refused("bad-amount")
        )
    return _in_words(text, context)


def _in_words(text: str, context: CellContext) -> Reading:
    if len(text) > _LONGEST:
        return refused("bad-amount")
    if kinds := kinds_in(context.raw, context.lists):
        return Reading(Money(kinds=kinds), (Fault("amount-in-kind"),))
    items = items_of(context.raw, context.lists)
    return _of_items(items, context) if items else refused("bad-amount")


def items_of(raw: str, lists: Lists) -> list[Item] | None:
    """The items of a cell as it stands; nothing where it holds anything else, or numbers on two
    lines.
    """
    return None if _ON_TWO_LINES.search(raw) else money_items(with_cents(plain_text(raw)), lists)


def _of_items(items: list[Item], context: CellContext) -> Reading:
    currency = _currency([item for item in items if item.kind == CURRENCY], context)
    money = _numbers([item for item in items if item.kind in {NUM, MAGNITUDE, JOINT, OPENING}])
    years = [item for item in items if item.kind == YEARS]
    is_about = any(item.kind == ABOUT for item in items)
    problems = (*money.faults, *currency.faults)
    if not isinstance(money.value, Money) or currency.value is None:
        return Reading(None, tuple(fault for fault in problems if fault.code in _REFUSALS))
    span = (int(years[0].meanings[0]), int(years[0].meanings[1])) if years else None
    notes = (*problems, *_notes(is_about, span))
    value = money.value.model_copy(
        update={"currency": str(currency.value), "is_approximate": is_about, "years": span}
    )
    return Reading(value, notes)


_REFUSALS = frozenset(
    {"ambiguous-amount", "bad-amount", "ambiguous-currency", "currency-disagrees"}
)


def _notes(is_about: bool, years: tuple[int, int] | None) -> list[Fault]:
    notes = [Fault("amount-approximate")] if is_about else []
    return [*notes, Fault("amount-years")] if years else notes


def _currency(items: list[Item], context: CellContext) -> Reading:
    """The currency the cell names, empty for none; a sign of several is settled by the column
    beside it alone.
    """
    if not items:
        return Reading("")
    named = [code for code in items[0].meanings if all(code in item.meanings for item in items)]
    beside = context.partner if context.partner in context.lists.currencies else ""
    if not named or (beside and beside not in named):
        return refused("currency-disagrees")
    if beside or len(named) == 1:
        return Reading(beside or named[0])
    return refused("ambiguous-currency", ", ".join(named))


def _numbers(items: list[Item]) -> Reading:
    """One number, or the two ends of a range, with the magnitudes behind them."""
    promised = items[0].meanings if items and items[0].kind == OPENING else ()
    items = items[1:] if promised else items
    joints = [at for at, item in enumerate(items) if item.kind == JOINT]
    if not joints:
        return refused("bad-amount") if promised else _one(items)
    at = joints[0]
    if len(joints) > 1 or not set(items[at].meanings) & set(promised or (THROUGH,)):
        return refused("bad-amount")
    return _range(items[:at], items[at + 1 :])


def _range(first: list[Item], last: list[Item]) -> Reading:
    is_shared = len(first) == 1 and len(last) > 1
    low, high = _one(first + last[1:] if is_shared else first), _one(last)
    faults = (*low.faults, *high.faults)
    if not isinstance(low.value, Money) or not isinstance(high.value, Money):
        bad = [fault for fault in faults if fault.code in _REFUSALS]
        return refused(bad[0].code, " – ".join(fault.hint for fault in bad if fault.hint))
    ends = low.value.amount, high.value.amount
    if ends[0] is None or ends[1] is None or ends[0] >= ends[1]:
        return refused("bad-amount")
    return Reading(Money(low=ends[0], high=ends[1]), (*faults[:1], Fault("amount-range")))


def _one(items: list[Item]) -> Reading:
    """A number and its magnitude."""
    if [item.kind for item in items] not in ([NUM], [NUM, MAGNITUDE]):
        return refused("bad-amount")
    found = number(items[0].words)
    if found is None:
        return refused("bad-amount")
    times = [Decimal(meaning) for meaning in (items[1].meanings if len(items) > 1 else ("1",))]
    values = list(
        dict.fromkeys(_times(value, factor) for value in found.values for factor in times)
    )
    if len(values) > 1:
        return refused("ambiguous-amount", " or ".join(_shown(value) for value in values))
    notes = (Fault("amount-magnitude", {}, _shown(values[0])),) if len(items) > 1 else ()
    return Reading(Money(amount=values[0]), notes)


def _times(value: Decimal, factor: Decimal) -> Decimal:
    """The product without the noughts behind a point that only the multiplying left."""
    return value if factor == 1 else Decimal(_shown(value * factor))


def _shown(value: Decimal) -> str:
    return format(value.normalize(), "f")


def _plain(reading: Reading) -> Reading:
    """The number of an amount that is one exact number."""
    money = reading.value
    if money is Absence.NONE:
        return Reading(Decimal(0), reading.faults)
    if isinstance(money, Absence):
        return Reading(None, reading.faults)
    if (
        isinstance(money, Money)
        and money.amount is not None
        and not money.is_approximate
        and not money.years
    ):
        return Reading(money.amount, reading.faults)
    return refused("bad-amount")


def candidates(text: str, lists: Lists) -> tuple[str, ...]:
    """The currencies a text may stand for: its code, or those of its sign."""
    if text in lists.currencies:
        return (text,)
    return lists.signs.get(name_key(text), ())


def read_currency(context: CellContext) -> Reading:
    """The currency of a cell of its own."""
    found = candidates(context.text, context.lists)
    if len(found) > 1:
        return refused("ambiguous-currency", ", ".join(found))
    return Reading(found[0]) if found else refused("bad-currency")


_ROLES = (MAGNITUDE, ABOUT, JOINT, OPENING, "article")
_BEFORE_NUMBER = (OPENING, ABOUT, "article")
_YEARS = re.compile(r"\(((?:19|20)[0-9]{2}) ?[–—-] ?((?:19|20)[0-9]{2})\)$")
_WORD = re.compile(r"[^\W\d_]+\.?|\S")
_LONGEST_PHRASE = 4


def _phrases(text: str, start: int) -> list[str]:
    """The texts from a place on of one to four words, longest first, each with and without a last
    point.
    """
    ends = []
    at = start
    for _ in range(_LONGEST_PHRASE):
        found = _WORD.match(text, at)
        if found is None:
            break
        ends.append(found.end())
        at = found.end() + (text[found.end() : found.end() + 1] == " ")
    phrases = [text[start:end] for end in reversed(ends)]
    return [spelling for phrase in phrases for spelling in (phrase, phrase.rstrip(".")) if spelling]


def _word_item(text: str, start: int, has_number: bool, lists: Lists) -> Item | None:
    for phrase in _phrases(text, start):
        if found := candidates(phrase, lists):
            return Item(CURRENCY, phrase, found)
        for role in _ROLES if has_number else _BEFORE_NUMBER:
            if found := meanings(lists.words, role, phrase):
                return Item(role, phrase, found)
    return None


def money_items(text: str, lists: Lists) -> list[Item] | None:
    """The items of a text, articles left out; nothing where it holds anything else."""
    items = []
    if years := _YEARS.search(text):
        items.append(Item(YEARS, years[0], (years[1], years[2])))
        text = text[: years.start()]
    at = 0
    found: list[Item] = []
    while at < len(text):
        if text[at] == " ":
            at += 1
            continue
        number = NUMBER.match(text, at)
        has_number = any(item.kind == NUM for item in found)
        item = Item(NUM, number[0]) if number else _word_item(text, at, has_number, lists)
        if item is None:
            return None
        found.append(item)
        at += len(item.words)
    return [*(item for item in found if item.kind != "article"), *items]


_PART = re.compile(r"(?:([0-9]{1,6}) )?([^0-9]+)")
_BREAK = re.compile(r"[,;\r\n]")


def kinds_in(text: str, lists: Lists) -> tuple[str, ...]:
    """The kinds that a list of help in kind names: material, technical, in_kind."""
    pieces = [clean_text(piece) for piece in _BREAK.split(text)]
    parts = [part for piece in pieces if piece for part in _joined(piece, lists)]
    kinds = [_kind(part, lists) for part in parts]
    return tuple(dict.fromkeys(kinds)) if kinds and all(kinds) else ()


def _joined(piece: str, lists: Lists) -> list[str]:
    words = piece.split(" ")
    parts: list[list[str]] = [[]]
    for word in words:
        if meanings(lists.words, "list_joint", word):
            parts.append([])
        else:
            parts[-1].append(word)
    return [" ".join(part) for part in parts if part]


def _kind(part: str, lists: Lists) -> str:
    found = _PART.fullmatch(part)
    kinds = meanings(lists.words, "in_kind", found[2]) if found else ()
    return kinds[0] if len(kinds) == 1 else ""
