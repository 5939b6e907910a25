"""The grammar of amounts: a number, a range, assistance in kind, or an absence, with the currency
if the cell names it.

In: the cell, its column and the currency beside it. Out: Money or Absence, a plain number for
columns that require one, or why it is not read. Anything with two readings is not read; nothing is
added, divided or converted.
"""

import re
from decimal import Decimal
from typing import NamedTuple

from pipeline.language import clean_text, name_key, plain_text
from pipeline.model.dates_and_money import Absence, Money
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
_ARTICLE = "article"
_BEFORE_NUMBER = (OPENING, ABOUT, _ARTICLE)
_ROLES = (MAGNITUDE, ABOUT, JOINT, OPENING, _ARTICLE)
_NUMERIC = frozenset({NUM, MAGNITUDE, JOINT, OPENING})
_REFUSALS = frozenset(
    {"ambiguous-amount", "bad-amount", "ambiguous-currency", "currency-disagrees"}
)
_NEGATIVE = re.compile(r"[-−–]\s*[0-9].*|\([^()]*[0-9][^()]*\)|.*[0-9]\s*-")
_LONGEST = 200
# Numbers on two lines are two numbers: a line break is otherwise read as a space, which would
# separate thousands.
_ON_TWO_LINES = re.compile(r"[0-9]\s*[\t\n\v\f\r\x85\u2028\u2029]\s*[0-9]")
_STORED = re.compile(r"[0-9]{1,15}(?:\.[0-9]+)?")
_YEARS = re.compile(r"\(((?:19|20)[0-9]{2}) ?[–—-] ?((?:19|20)[0-9]{2})\)$")
_WORD = re.compile(r"[^\W\d_]+\.?|\S")
_LONGEST_PHRASE = 4
_PART = re.compile(r"(?:([0-9]{1,6}) )?([^0-9]+)")
_BREAK = re.compile(r"[,;\r\n]")


class Item(NamedTuple):
    """A part of an amount: what it is, its words, and what they may mean."""

    kind: str
    words: str
    meanings: tuple[str, ...] = ()


def read_amount(context: CellContext) -> Reading:
    """The money of a cell, or the plain number that the column requires."""
    reading = _read(context)
    if context.column.is_plain and reading.value is not None:
        return _plain(reading)
    return reading


def _read(context: CellContext) -> Reading:
    if absence := absence_of(context.text, context.lists):
        meaning = str(absence).replace("_", " ")
        return Reading(absence, (Fault("absence-read", {"meaning": meaning}),))
    if points_elsewhere(context.text, context.lists):
        return refused("points-elsewhere")
    text = plain_text(context.text)
    if _NEGATIVE.fullmatch(text):
        return refused("negative-amount")
    if context.kind is not CellKind.NUMBER:
        return _in_words(text, context)
    if not _STORED.fullmatch(text):
        return refused("bad-amount")
    return Reading(Money(amount=Decimal(text)))


def _in_words(text: str, context: CellContext) -> Reading:
    if len(text) > _LONGEST:
        return refused("bad-amount")
    if kinds := kinds_in(context.raw, context.lists):
        return Reading(Money(kinds=kinds), (Fault("amount-in-kind"),))
    if items := items_of(context.raw, context.lists):
        return _of_items(items, context)
    return refused("bad-amount")


def items_of(raw: str, lists: Lists) -> list[Item] | None:
    """The items of a cell as written; none if it contains anything else, or numbers on two
    lines.
    """
    if _ON_TWO_LINES.search(raw):
        return None
    return money_items(with_cents(plain_text(raw)), lists)


def _of_items(items: list[Item], context: CellContext) -> Reading:
    currency = _currency([item for item in items if item.kind == CURRENCY], context)
    money = _numbers([item for item in items if item.kind in _NUMERIC])
    problems = (*money.faults, *currency.faults)
    if not isinstance(money.value, Money) or currency.value is None:
        return Reading(None, tuple(fault for fault in problems if fault.code in _REFUSALS))
    notes = list(problems)
    noted: dict[str, object] = {}
    if any(item.kind == ABOUT for item in items):
        noted["is_approximate"] = True
        notes.append(Fault("amount-approximate"))
    for item in items:
        if item.kind == YEARS:
            noted["years"] = (int(item.meanings[0]), int(item.meanings[1]))
            notes.append(Fault("amount-years"))
    value = money.value.model_copy(update={"currency": str(currency.value), **noted})
    return Reading(value, tuple(notes))


def _currency(items: list[Item], context: CellContext) -> Reading:
    """The currency that the cell names, empty for none; a sign shared by several is settled only by
    the currency column.
    """
    if not items:
        return Reading("")
    named = [code for code in items[0].meanings if all(code in item.meanings for item in items)]
    # "$ 500" beside USD in the currency column: the column settles which dollar is meant
    if context.partner in context.lists.currencies:
        named = [code for code in named if code == context.partner]
    if not named:
        return refused("currency-disagrees")
    if len(named) == 1:
        return Reading(named[0])
    return refused("ambiguous-currency", ", ".join(named))


def _numbers(items: list[Item]) -> Reading:
    """One number, or the two ends of a range, with the magnitudes after them."""
    promised: tuple[str, ...] = ()
    if items and items[0].kind == OPENING:
        promised, items = items[0].meanings, items[1:]
    joints = [at for at, item in enumerate(items) if item.kind == JOINT]
    if not joints and not promised:
        return _one(items)
    if len(joints) != 1:
        return refused("bad-amount")
    at = joints[0]
    if not set(items[at].meanings) & set(promised or (THROUGH,)):
        return refused("bad-amount")
    return _range(items[:at], items[at + 1 :])


def _range(first: list[Item], last: list[Item]) -> Reading:
    if len(first) == 1 and len(last) > 1:
        first = first + last[1:]  # "2 to 3 million": the magnitude applies to both
    low, high = _one(first), _one(last)
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
    values = list(found.values)
    for item in items[1:]:
        factors = [Decimal(meaning) for meaning in item.meanings]
        values = [_times(value, factor) for value in values for factor in factors]
    values = list(dict.fromkeys(values))
    if len(values) > 1:
        return refused("ambiguous-amount", " or ".join(_shown(value) for value in values))
    notes = [Fault("amount-magnitude", {}, _shown(values[0])) for _ in items[1:]]
    return Reading(Money(amount=values[0]), tuple(notes))


def _times(value: Decimal, factor: Decimal) -> Decimal:
    """The product, without the zeros after the decimal point that the multiplication left."""
    if factor == 1:
        return value
    return Decimal(_shown(value * factor))


def _shown(value: Decimal) -> str:
    return format(value.normalize(), "f")


def _plain(reading: Reading) -> Reading:
    """The number of an amount that is a single exact number."""
    money = reading.value
    if money is Absence.NONE:
        return Reading(Decimal(0), reading.faults)
    if isinstance(money, Absence):
        return Reading(None, reading.faults)
    if not isinstance(money, Money) or money.is_approximate or money.years:
        return refused("bad-amount")
    if money.amount is None:
        return refused("bad-amount")
    return Reading(money.amount, reading.faults)


def candidates(text: str, lists: Lists) -> tuple[str, ...]:
    """The currencies that a text may stand for: its code, or those of its sign."""
    if text in lists.currencies:
        return (text,)
    return lists.signs.get(name_key(text), ())


def read_currency(context: CellContext) -> Reading:
    """The currency of a cell that holds nothing else."""
    found = candidates(context.text, context.lists)
    if not found:
        return refused("bad-currency")
    if len(found) > 1:
        return refused("ambiguous-currency", ", ".join(found))
    return Reading(found[0])


def money_items(text: str, lists: Lists) -> list[Item] | None:
    """The items of a text, without articles; none if it contains anything else."""
    of_years = []
    if years := _YEARS.search(text):
        of_years.append(Item(YEARS, years[0], (years[1], years[2])))
        text = text[: years.start()]
    found: list[Item] = []
    roles: tuple[str, ...] = _BEFORE_NUMBER
    at = 0
    while at < len(text):
        if text[at] == " ":
            at += 1
            continue
        item = _item(text, at, roles, lists)
        if item is None:
            return None
        if item.kind == NUM:
            roles = _ROLES
        found.append(item)
        at += len(item.words)
    return [*(item for item in found if item.kind != _ARTICLE), *of_years]


def _item(text: str, start: int, roles: tuple[str, ...], lists: Lists) -> Item | None:
    """The number, currency or word of a role that begins at a place of a text."""
    if number := NUMBER.match(text, start):
        return Item(NUM, number[0])
    for phrase in _phrases(text, start):
        if found := candidates(phrase, lists):
            return Item(CURRENCY, phrase, found)
        for role in roles:
            if found := meanings(lists.words, role, phrase):
                return Item(role, phrase, found)
    return None


def _phrases(text: str, start: int) -> list[str]:
    """The one to four words of a text from a place on, longest first, each with and without a final
    full stop.
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


def kinds_in(text: str, lists: Lists) -> tuple[str, ...]:
    """The kinds that a list of assistance in kind names: material, technical, in_kind."""
    pieces = (clean_text(piece) for piece in _BREAK.split(text))
    kinds = [_kind(part, lists) for piece in pieces for part in _joined(piece, lists)]
    return tuple(dict.fromkeys(kinds)) if all(kinds) else ()


def _joined(piece: str, lists: Lists) -> list[str]:
    """The parts of a text between words for "and"; none of an empty one."""
    parts: list[list[str]] = [[]]
    for word in piece.split():
        if meanings(lists.words, "list_joint", word):
            parts.append([])
        else:
            parts[-1].append(word)
    return [" ".join(part) for part in parts if part]


def _kind(part: str, lists: Lists) -> str:
    found = _PART.fullmatch(part)
    if found is None:
        return ""
    kinds = meanings(lists.words, "in_kind", found[2])
    return kinds[0] if len(kinds) == 1 else ""
