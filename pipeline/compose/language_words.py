"""The words of a language that no sentence holds: numbers, months, joints, terms of law.

In: templates/text/words.<language>.yaml. Out: numbers in words, dates, lists. Every word comes from
the file.
"""

import re

from pipeline.model.base import Frozen
from pipeline.model.dates_and_money import Dated, Precision
from pipeline.model.public import DateSpan

_NUMBER, _RANGE = re.compile("[0-9]+"), re.compile("[0-9]+(?: ?(?:[–-]|,|and) ?[0-9]+)+")
_TEN, _TWENTY, _HUNDRED, _THOUSAND = 10, 20, 100, 1_000


class LanguageWords(Frozen):
    """One language's words; keys as in the file."""

    units: tuple[str, ...]
    tens: tuple[str, ...]
    hundred: str
    hundred_and: str
    hyphen: str
    ordinals: tuple[str, ...]
    months: tuple[str, ...]
    quarters: tuple[str, ...]
    dates: dict[str, str]
    at: dict[str, str]
    joints: dict[str, str]
    law: dict[str, str]
    action: str
    terms: dict[str, dict[str, str]]
    documents: dict[str, str]
    table_label: str
    annex_label: str
    annex_alone: str
    roman_numbers: tuple[str, ...]
    table_reference: str
    annex_reference: str
    annex_reference_alone: str
    figure_label: str
    figure_reference: str
    paragraph_reference: str
    allowed_words: tuple[str, ...]
    banned_words: tuple[str, ...]
    counting_words: tuple[str, ...]
    articles: tuple[str, ...]
    none_words: tuple[str, ...]
    quantity_words: tuple[str, ...]
    negations: tuple[str, ...]
    shares: tuple[str, ...]

    def for_actions(self, numbers: tuple[int, ...]) -> "LanguageWords":
        """These words with a term of law for each action of a plan, made by the one pattern."""
        terms = {f"action_{number}": self.action.format(number=number) for number in numbers}
        return self.model_copy(update={"law": {**self.law, **terms}})

    def term(self, name: str, value: str) -> str:
        """A closed value in words. LookupError where the language has none for it."""
        # names without any terms are refused before any data
        known = self.terms[name]
        if value not in known:
            raise LookupError(f"no {name}, {value} among the terms in words.<language>.yaml")
        return known[value]

    def roman(self, number: int) -> str:
        """A Roman number, as United Nations documents have it on annexes and figures; in figures
        behind the last.
        """
        if number > len(self.roman_numbers):
            return str(number)
        return self.roman_numbers[number - 1]

    def annex(self, number: int, n_annexes: int) -> str:
        """The label of an annex: with a number where there is more than one."""
        if n_annexes == 1:
            return self.annex_alone
        return self.annex_label.format(number=self.roman(number))

    def annex_in_text(self, number: int, n_annexes: int) -> str:
        """An annex as a sentence refers to it."""
        if n_annexes == 1:
            return self.annex_reference_alone
        return self.annex_reference.format(number=self.roman(number))

    def in_words(self, number: int) -> str:
        """A number from 0 to 999 in words; digits above.

        UN Editorial Manual: words below 10 and at the start of a sentence.
        """
        if number < _TWENTY:
            return self.units[number]
        if number < _HUNDRED:
            tens, rest = divmod(number, _TEN)
            return self._with_rest(self.tens[tens], self.hyphen, rest)
        if number >= _THOUSAND:
            return str(number)
        hundreds, rest = divmod(number, _HUNDRED)
        return self._with_rest(self.units[hundreds] + self.hundred, self.hundred_and, rest)

    def _with_rest(self, head: str, joint: str, rest: int) -> str:
        """Tens or hundreds with what is left of a number; nothing for nought."""
        if not rest:
            return head
        return head + joint + self.in_words(rest)

    def in_text(self, number: int, series: tuple[int, ...] = ()) -> str:
        """A number within a sentence: words below 10, figures for a whole series once one of it
        needs them.
        """
        if max((number, *series)) >= _TEN:
            return str(number)
        return self.in_words(number)

    def document(self, symbol: str, place: str) -> str:
        """A document as it is cited: its symbol, and the paragraph or paragraphs where they are
        given as numbers.
        """
        return self.documents[_kind_of_place(place)].format(symbol=symbol, place=place)

    def date(self, dated: Dated) -> str:
        """A date as precise as it is known: 7 April 2025, April 2025, first quarter of 2025,
        2025.
        """
        day, month, year = dated.first.day, self.months[dated.first.month - 1], dated.first.year
        quarter = self.quarters[dated.quarter - 1]
        return self.dates[dated.precision].format(day=day, month=month, year=year, quarter=quarter)

    def span(self, span: DateSpan) -> str:
        """A day, or a span of days that says month and year once, for a line of its own: 16–19
        September 2025.
        """
        kind = _kind(span)
        if kind in {"two_days", "same_month"}:
            kind = "days"
        return self._format(span, kind)

    def at_date(self, span: DateSpan) -> str:
        """The date with its preposition: on 7 April 2025, from 14 to 16 January 2025, in the first
        quarter of 2025.
        """
        return self.at[_kind(span)].format(date=self._format(span, _kind(span)))

    def _format(self, span: DateSpan, kind: str) -> str:
        first, last = span.first, span.last or span.first
        if kind == first.precision.value:
            return self.date(first)
        if kind == "through":
            start = self._start(first, last)
            return self.dates["through"].format(first=start, last=self.date(last))
        return self.dates[kind].format(**self._parts(first), last=last.first.day)

    def _start(self, first: Dated, last: Dated) -> str:
        """The beginning of a span from one month to another: a day says its year only where the end
        has another.
        """
        is_short = first.precision is Precision.DAY and first.first.year == last.first.year
        if not is_short:
            return self.date(first)
        return self.dates["day_month"].format(**self._parts(first))

    def _parts(self, dated: Dated) -> dict[str, str | int]:
        day = dated.first
        return {"day": day.day, "month": self.months[day.month - 1], "year": day.year}


def _kind_of_place(place: str) -> str:
    """How the place in a document is cited: not at all, as one paragraph, as several, or as it is
    written.
    """
    if not place:
        return "bare"
    if _NUMBER.fullmatch(place):
        return "paragraph"
    return "paragraphs" if _RANGE.fullmatch(place) else "as_written"


def _kind(span: DateSpan) -> str:
    """Which wording a span of dates takes: its precision, or two_days, same_month, through."""
    first, last = span.first, span.last
    if last is None or last.last <= first.last:
        return first.precision.value
    if {first.precision, last.precision} != {Precision.DAY}:
        return "through"
    if (first.first.year, first.first.month) != (last.first.year, last.first.month):
        return "through"
    return "two_days" if (last.first - first.first).days == 1 else "same_month"


def capital(text: str) -> str:
    """The text with its first letter a capital."""
    return text[:1].upper() + text[1:]
