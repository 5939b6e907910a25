"""The cover of a report: whose it is, for which period, dated when, and what became of each form.

In: items of a document. Out: words beside labels, and what became of each form, each with the items
it came from. What is not certain is left out, or unclear.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from pipeline.model.forms import FormLabels
from pipeline.model.source import SheetKind
from pipeline.normalise.date_spans import Period, read_days, read_period
from pipeline.normalise.forms.lines import DocumentLine
from pipeline.normalise.forms.match import (
    PhraseMatch,
    Title,
    leading,
    may_begin,
    title,
    wrapped_title,
)
from pipeline.normalise.forms.statuses import UNCLEAR, Status, Token, has_status, status_of, tokens
from pipeline.normalise.forms.vocabulary import label_key

_FILLING = re.compile(r"^[\s:：._…\[\]-]+|[\s._…\[\]*-]+$")
_NOTE = re.compile(r"\s*\([^()]*\)\s*$")
_TO = re.compile(
    r"(?:to|until|till|through|au|jusqu'au|al|hasta|по|до|至|إلى)(?!\w)", re.IGNORECASE
)
_MOST_BELOW = 6


class Labelled(NamedTuple):
    """Words beside a label, and the items in which label and words stand."""

    words: str
    items: tuple[DocumentLine, ...]
    language: str


class Marked(NamedTuple):
    """What became of a form, and the items that say so, the one that ends them too."""

    status: Status
    items: tuple[DocumentLine, ...]


def labelled(items: Sequence[DocumentLine], labels: FormLabels) -> dict[str, tuple[Labelled, ...]]:
    """The words beside each label of the cover."""
    found: dict[str, list[Labelled]] = {}
    starts = labels.labels.starts
    for at, item in enumerate(items):
        for column, text in enumerate(item.texts):
            for line in text.split("\n") if text else ():
                label = leading(line, labels.labels) if may_begin(line, starts) else None
                if label is not None:
                    beside = _beside(items, at, column, label, text, labels)
                    if beside.words:
                        found.setdefault(label.meaning, []).append(beside)
    return {name: tuple(all_found) for name, all_found in found.items()}


def _beside(  # noqa: PLR0913 - a label and all that stands around it
    items: Sequence[DocumentLine],
    at: int,
    column: int,
    label: PhraseMatch,
    text: str,
    labels: FormLabels,
) -> Labelled:
    """The words after a label in its line, else below it in its cell, else in the next cell, else
    in the next item.
    """
    item = items[at]
    words = _filled(label.rest)
    if (
        label.meaning == "period"
        and (whole := _whole_period(items, at, column, words, labels)) is not None
    ):
        return Labelled(whole[0], whole[1], label.language)
    if words:
        return Labelled(words, (item,), label.language)
    for line in text.split("\n")[1:]:
        if _filled(line):
            return Labelled(_filled(line), (item,), label.language)
    later = [_filled(cell) for cell in item.texts[column + 1 :]]
    if any(later):
        return Labelled(next(filter(None, later)), (item,), label.language)
    below = items[at + 1] if at + 1 < len(items) else item
    text = below.only_text
    is_next = (
        below is not item and below.table == item.table and below.sheet.kind is item.sheet.kind
    )
    if is_next and text and not leading(text, labels.labels) and not title(text, labels):
        return Labelled(_filled(text), (item, below), label.language)
    return Labelled("", (item,), label.language)


def _whole_period(
    items: Sequence[DocumentLine], at: int, column: int, words: str, labels: FormLabels
) -> tuple[str, tuple[DocumentLine, ...]] | None:
    """A period whose two days stand in two cells, or in two rows or paragraphs of which the second
    says "to".
    """
    item = items[at]
    first = " ".join(filter(None, (words, *map(_filled, item.texts[column + 1 :]))))
    if read_period(first, labels.date_words):
        return first, (item,)
    below = items[at + 1] if at + 1 < len(items) else item
    second = " ".join(below.texts).strip()
    is_joined = _TO.match(second) or _TO.search(first.split(" ")[-1])
    if (
        below is item
        or not is_joined
        or len(read_days(first, labels.date_words)) != 1
        or leading(second, labels.labels)
    ):
        return None
    both = f"{first} {second}"
    return (both, (item, below)) if read_period(both, labels.date_words) else None


def _filled(text: str) -> str:
    """The words of an answer without the dots and lines of the form."""
    return _FILLING.sub("", text).strip()


def bare_name(words: str) -> str:
    """A name without a note in brackets at its end."""
    return _NOTE.sub("", words).strip()


def period_of(
    found: dict[str, tuple[Labelled, ...]], labels: FormLabels
) -> tuple[Period | None, tuple[DocumentLine, ...]]:
    """The one period of the cover, and its items; none where two labels give two periods."""
    periods = {
        period: answer.items
        for answer in found.get("period", ())
        if (period := read_period(answer.words, labels.date_words))
    }
    if len(periods) == 1:
        return next(iter(periods.items()))
    return None, tuple(item for answer in found.get("period", ()) for item in answer.items)


def dated(found: dict[str, tuple[Labelled, ...]], labels: FormLabels) -> date | None:
    """The day of submission that the report prints, where it prints one."""
    days = {
        day
        for answer in found.get("date_of_report", ())
        for day in read_days(answer.words, labels.date_words)
    }
    return days.pop() if len(days) == 1 else None


def statuses(items: Sequence[DocumentLine], labels: FormLabels) -> dict[str, Marked]:
    """What became of each form whose title has boxes or words for it beside or below."""
    found: dict[str, Marked] = {}
    for at, item in enumerate(items):
        for column, text in enumerate(item.texts):
            for form, marked in _statuses_at(items, at, column, text, labels):
                found[form] = _both(found.get(form), marked)
    return found


def _both(before: Marked | None, now: Marked) -> Marked:
    """Two places that speak of one form: the same, or unclear."""
    if before is None or before.status == now.status:
        return now
    return Marked(Status(UNCLEAR), (*before.items, *now.items))


def _statuses_at(
    items: Sequence[DocumentLine], at: int, column: int, text: str, labels: FormLabels
) -> list[tuple[str, Marked]]:
    lines = text.split("\n") if text else []
    found = []
    for number in range(len(lines)):
        wrapped = wrapped_title(lines[number:], labels)
        if wrapped is None:
            continue
        head, n_lines = wrapped
        second = title(head.rest, labels)  # two columns of a page run into one line
        below = _until_title(lines[number + n_lines :], labels)
        marked = _marked(items, at, column, [head.rest if second is None else "", *below], labels)
        if marked is not None:
            doubled = Marked(Status(UNCLEAR), marked.items)
            found += [
                (t.form, marked if second is None else doubled)
                for t in (head, second)
                if t is not None
            ]
    return found


def _until_title(lines: list[str], labels: FormLabels) -> list[str]:
    for number, line in enumerate(lines):
        if title(line, labels):
            return lines[:number]
    return lines


def _marked(
    items: Sequence[DocumentLine], at: int, column: int, own: list[str], labels: FormLabels
) -> Marked | None:
    """The status in the rest of a title's own cell, else in the cells after it, else in the items
    below it.
    """
    inside = tokens("\n".join(own), labels)
    if has_status(inside):
        status = status_of(inside or [])
        is_one_box = items[at].sheet.kind is SheetKind.FIELD and status.status == UNCLEAR
        return (
            None if is_one_box else Marked(status, (items[at],))
        )  # a box of its own that is not on says nothing
    if inside is None:
        return _unread(items[at], own, labels)
    row = items[at].texts[column + 1 :]
    beside = tokens("\n".join(row), labels)
    if beside is None:
        return _unread(items[at], row, labels)
    if has_status(beside):
        return Marked(status_of(beside or []), (items[at],))
    if beside and items[at].table:
        return _by_columns(items, at, column, labels)
    return _below(items, at, inside, labels) if not any(cell.strip() for cell in row) else None


def _unread(item: DocumentLine, texts: Sequence[str], labels: FormLabels) -> Marked | None:
    """Unclear where a status stands among words that are none of it: "unchanged since the initial
    report".
    """
    key = f" {label_key(' '.join(texts))} "
    is_said = any(f" {phrase} " in key for phrase in labels.statuses)
    return Marked(Status(UNCLEAR), (item,)) if is_said else None


def _below(
    items: Sequence[DocumentLine], at: int, own: list[Token], labels: FormLabels
) -> Marked | None:
    found, used = list(own), [items[at]]
    for item in items[at + 1 : at + 1 + _MOST_BELOW]:
        text = "\n".join(cell for cell in item.texts if cell.strip())
        more = None if title(text, labels) else tokens(text, labels)
        used.append(item)
        if more is None:
            break  # what ends the words beside a title stands behind them too
        found += more
    return Marked(status_of(found), tuple(used)) if has_status(found) else None


def _by_columns(
    items: Sequence[DocumentLine], at: int, column: int, labels: FormLabels
) -> Marked | None:
    """A mark in a column whose title, further up in the table, is a status."""
    titles = _status_columns(items, at, labels)
    if titles is None:
        return None
    head, columns = titles
    marked = []
    for position, text in enumerate(items[at].texts[column + 1 :], start=column + 1):
        found = tokens(text, labels) or []
        if any(token.kind == "on" for token in found):
            year = next((int(token.value) for token in found if token.kind == "year"), None)
            marked.append((columns.get(position, ""), year))
    if len(marked) != 1 or not marked[0][0]:
        return Marked(Status(UNCLEAR), (head, items[at]))
    status, year = marked[0]
    return Marked(Status(status, year if status == "unchanged" else None), (head, items[at]))


def _status_columns(
    items: Sequence[DocumentLine], at: int, labels: FormLabels
) -> tuple[DocumentLine, dict[int, str]] | None:
    """The row of the same table whose cells are titles of statuses, and the status of each of its
    columns.
    """
    for item in items[:at]:
        if item.table == items[at].table:
            columns = {
                position: labels.statuses[key].meaning
                for position, text in enumerate(item.texts)
                if (key := label_key(text)) in labels.statuses
            }
            if len(set(columns.values())) == len(columns) > 1:
                return item, columns
    return None


def language_of(found: Mapping[str, Sequence[Labelled]], titles: Sequence[Title]) -> str:
    """The language most labels and titles are in; empty where there are none."""
    spoken = [answer.language for answers in found.values() for answer in answers] + [
        t.language for t in titles
    ]
    return max(sorted(set(spoken)), key=spoken.count) if spoken else ""
