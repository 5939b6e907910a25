"""The words of a language that no sentence holds: numbers, months, joints, terms of law.

In: templates/text/words.<language>.yaml. Out: numbers in words, dates, lists. Every word comes from
the file.
"""

import re

from pipeline.model.base import Frozen
from pipeline.model.dates import Dated, Precision
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
    shares: tuple[str, ...]

    def for_actions(self, numbers: tuple[int, ...]) -> "LanguageWords":
        """These words with a term of law for each action of a plan, made by the one pattern."""
        terms = {f"action_{number}": self.action.format(number=number) for number in numbers}
        return self.model_copy(update={"law": {**self.law, **terms}})

    def roman(self, number: int) -> str:
        """A Roman number, as United Nations documents have it on annexes and figures; in figures
        behind the last.
        """
        return self.roman_numbers[number - 1] if number <= len(self.roman_numbers) else str(number)

    def annex(self, number: int, n_annexes: int) -> str:
        """The label of an annex: with a number where there is more than one."""
        return (
            self.annex_alone
            if n_annexes == 1
            else self.annex_label.format(number=self.roman(number))
        )

    def annex_in_text(self, number: int, n_annexes: int) -> str:
        """An annex as a sentence refers to it."""
        alone = self.annex_reference_alone
        return alone if n_annexes == 1 else self.annex_reference.format(number=self.roman(number))

    def in_words(self, number: int) -> str:
        """A number from 0 to 999 in words; digits above.

        UN Editorial Manual: words below 10 and at the start of a sentence.
        """
        if number < _TWENTY:
            return self.units[number]
        if number < _HUNDRED:
            tens, rest = divmod(number, _TEN)
            return self.tens[tens] + (self.hyphen + self.units[rest] if rest else "")
        if number >= _THOUSAND:
            return str(number)
        hundreds, rest = divmod(number, _HUNDRED)
        head = self.units[hundreds] + self.hundred
        return head + (self.hundred_and + self.in_words(rest) if rest else "")

    def in_text(self, number: int, series: tuple[int, ...] = ()) -> str:
        """A number within a sentence: words below 10, figures for a whole series once one of it
        needs them.
        """
        return str(number) if max((number, *series)) >= _TEN else self.in_words(number)

    def document(self, symbol: str, place: str) -> str:
        """A document as it is cited: its symbol, and the paragraph or paragraphs where they are
        given as numbers.
        """
        is_number, is_range = _NUMBER.fullmatch(place), _RANGE.fullmatch(place)
        kind = (
            "bare"
            if not place
            else "paragraph"
            if is_number
            else "paragraphs"
            if is_range
            else "as_written"
        )
        return self.documents[kind].format(symbol=symbol, place=place)

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
        return self._format(
            span, "days" if _kind(span) in {"two_days", "same_month"} else _kind(span)
        )

    def at_date(self, span: DateSpan) -> str:
        """The date with its preposition: on 7 April 2025, from 14 to 16 January 2025, in the first
        quarter of 2025.
        """
        return self.at[_kind(span)].format(date=self._format(span, _kind(span)))

    def _format(self, span: DateSpan, kind: str) -> str:
        first, last = span.first, span.last or span.first
        if kind == first.precision.value:
            return self.date(first)
        parts = {
            "day": first.first.day,
            "month": self.months[first.first.month - 1],
            "year": first.first.year,
        }
        if kind == "through":
            is_short = first.precision is Precision.DAY and first.first.year == last.first.year
            start = self.dates["day_month"].format(**parts) if is_short else self.date(first)
            return self.dates["through"].format(first=start, last=self.date(last))
        return self.dates[kind].format(**parts, last=last.first.day)


def _kind(span: DateSpan) -> str:
    """Which wording a span of dates takes: its precision, or two_days, same_month, through."""
    first, last = span.first, span.last
    if last is None or last.last <= first.last:
        return first.precision.value
    if first.precision is not Precision.DAY or last.precision is not Precision.DAY:
        return "through"
    if (last.first - first.first).days == 1 and last.first.month == first.first.month:
        return "two_days"
    same = (first.first.year, first.first.month) == (last.first.year, last.first.month)
    return "same_month" if same else "through"


def capital(text: str) -> str:
    """The text with its first letter a capital."""
    return text[:1].upper() + text[1:]
