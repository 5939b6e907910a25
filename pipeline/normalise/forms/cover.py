"""The labels of a cover: the words that answer them, the period, the day of the report, its
language.

In: the lines of a document. Out: candidates, each with the lines it came from. Whatever is not
certain is left out.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from pipeline.model.forms import FormLabels
from pipeline.normalise.date_spans import Period, read_days, read_period
from pipeline.normalise.forms.candidate import (
    DATE_OF_REPORT,
    PERIOD,
    YEAR,
    Candidate,
    Origin,
    the_one,
)
from pipeline.normalise.forms.layout import (
    LabelAnchor,
    LabelAnswer,
    Layout,
    cells,
    first_answer,
    texts_at,
)
from pipeline.normalise.forms.lines import DocumentLine
from pipeline.normalise.forms.match import PhraseMatch, leading, may_begin, title

_LAYOUTS = (Layout.SAME_LINE, Layout.BELOW, Layout.NEXT_CELL, Layout.NEXT_ITEM)
_FILLING = re.compile(r"^[\s:：._…\[\]-]+|[\s._…\[\]*-]+$")
_NOTE = re.compile(r"\s*\([^()]*\)\s*$")
_COLONS = (":", "：")
_TO = re.compile(
    r"(?:to|until|till|through|au|jusqu'au|al|hasta|по|до|至|إلى)(?!\w)", re.IGNORECASE
)


def labelled(
    lines: Sequence[DocumentLine], labels: FormLabels, origin: Origin = Origin.COVER
) -> tuple[Candidate[str], ...]:
    """The words at each label, grouped by field."""
    found = sorted(_labelled(lines, labels, origin), key=lambda one: one.field)
    return tuple(found)


def _labelled(
    lines: Sequence[DocumentLine], labels: FormLabels, origin: Origin
) -> Iterator[Candidate[str]]:
    for at, column, texts in cells(lines):
        for number, text in enumerate(texts):
            label = _label(text, labels, origin)
            if label is None:
                continue
            anchor = LabelAnchor(lines, at, column, label.rest, tuple(texts[number + 1 :]))
            answer = _answer(anchor, label.meaning, labels)
            if answer.words:
                yield Candidate(
                    label.meaning, answer.words, answer.lines, origin, language=label.language
                )


def _label(text: str, labels: FormLabels, origin: Origin) -> PhraseMatch | None:
    """The label with which a text begins; on a cover, one that counts only alone as well: "State:"
    is a label there, and "State the reasons" is none.
    """
    if may_begin(text, labels.labels.starts):
        label = leading(text, labels.labels)
        if label is not None:
            return label
    if origin is not Origin.COVER:
        return None  # further on, such words are titles of columns
    alone = leading(text, labels.labels_alone)
    if alone is None:
        return None
    rest = alone.rest.strip()
    is_alone = not rest or rest.startswith(_COLONS)
    return alone if is_alone or text.removesuffix(alone.rest).endswith(_COLONS) else None


def _answer(anchor: LabelAnchor, field: str, labels: FormLabels) -> LabelAnswer:
    """The words after a label on its line, otherwise below it in its cell, otherwise in the next
    cell, otherwise on the next line.
    """
    if field == PERIOD:
        whole = _whole_period(anchor, labels)
        if whole is not None:
            return whole

    def is_other(text: str) -> bool:
        return any((leading(text, labels.labels), title(text, labels)))

    return first_answer(anchor, _LAYOUTS, filled, is_other)


def _whole_period(anchor: LabelAnchor, labels: FormLabels) -> LabelAnswer | None:
    """A period whose two days are in two cells, or in two rows or paragraphs of which the second
    says "to".
    """
    stretch = (*texts_at(anchor, Layout.SAME_LINE), *texts_at(anchor, Layout.NEXT_CELL))
    first = " ".join(filter(None, map(filled, stretch)))
    if read_period(first, labels.date_words):
        return LabelAnswer(first, (anchor.line,))
    if len(read_days(first, labels.date_words)) != 1:
        return None
    for below in anchor.lines[anchor.at + 1 : anchor.at + 2]:
        second = " ".join(below.texts).strip()
        is_joined = any((_TO.match(second), _TO.search(first.split(" ")[-1])))
        both = f"{first} {second}"
        if not is_joined or leading(second, labels.labels):
            return None
        if read_period(both, labels.date_words):
            return LabelAnswer(both, (anchor.line, below))
    return None


def filled(text: str) -> str:
    """The words of an answer, without the dots and lines printed on the form."""
    return _FILLING.sub("", text).strip()


def bare_name(words: str) -> str:
    """A name without a note in brackets at its end."""
    return _NOTE.sub("", words).strip()


def period_of(answers: Iterable[Candidate[str]], labels: FormLabels) -> Candidate[Period | None]:
    """The one period of the cover; without a value if it cannot be read, or if two labels give two;
    without lines if there is no label.
    """
    of_period = [one for one in answers if one.field == PERIOD]
    periods: dict[Period, tuple[DocumentLine, ...]] = {}
    for one in of_period:
        period = read_period(one.value, labels.date_words)
        if period:
            periods[period] = one.lines
    if len(periods) == 1:
        period, lines = next(iter(periods.items()))
        return Candidate(YEAR, period, lines, Origin.COVER)
    every = tuple(line for one in of_period for line in one.lines)
    return Candidate(YEAR, None, every, Origin.COVER)


def dated(answers: Iterable[Candidate[str]], labels: FormLabels) -> date | None:
    """The day of submission printed on the report, if any."""
    days: set[date] = set()
    for one in answers:
        if one.field == DATE_OF_REPORT:
            days.update(read_days(one.value, labels.date_words))
    return the_one(days, None)


def language_of(spoken: Sequence[str]) -> str:
    """The language of most labels and titles; empty if there are none."""
    return max(sorted(set(spoken)), key=spoken.count, default="")
