"""Parsed reports as values that can be kept, so that no report is parsed twice.

In: the sheets of a document, the vocabulary, what is kept. Out: what `parse_report` gives of them.
The key holds every word of the sheets and of the vocabulary, and the code that reads them.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from pipeline.cache import ResultCache, code_version, key_of
from pipeline.model.forms import FormLabels, Particular
from pipeline.model.source import Columns, Sheet
from pipeline.normalise.date_spans import Period
from pipeline.normalise.forms.cover import Labelled, Marked
from pipeline.normalise.forms.lines import DocumentLine, items
from pipeline.normalise.forms.parse import ParsedReport, parse_report
from pipeline.normalise.forms.sections import FoundLine, FoundText
from pipeline.normalise.forms.statuses import Status

KIND = "draft"
_CODE = ("cache.py", "language.py", "model/**/*.py", "normalise/**/*.py", "ooxml/*.py")
_Table = Mapping[str, Any]


def draft_version() -> str:
    """The version of the code that takes reports apart."""
    return code_version(_CODE)


@lru_cache(maxsize=4)  # one set of labels a reference folder
def key_of_labels(labels: FormLabels) -> str:
    """A key that holds every title and label, in the order in which they are asked."""
    return key_of([json.dumps(labels._asdict(), default=sorted)])


class Drafts:
    """`parse_report`, but what was kept is not made again, and what a run asked for is at hand when
    it asks again.
    """

    def __init__(self, kept: ResultCache, before: "Drafts | None" = None) -> None:
        self._kept = kept
        self._made: dict[tuple[int, ...], tuple[tuple[Sheet, ...], ParsedReport]] = (
            before._made if before else {}
        )

    def __call__(self, sheets: tuple[Sheet, ...], labels: FormLabels) -> ParsedReport:
        """The draft of a document."""
        same = (id(labels), *map(id, sheets))
        if same not in self._made:
            self._made[same] = (
                sheets,
                self._kept_or_made(sheets, labels),
            )  # the sheets stay, so that their ids do
        return self._made[same][1]

    def _kept_or_made(self, sheets: tuple[Sheet, ...], labels: FormLabels) -> ParsedReport:
        key = _key(sheets, labels)
        value = self._kept.get(key)
        if value is not None:
            return _unpacked(value, sheets)
        draft = parse_report(sheets, labels)
        self._kept.put(key, _packed(draft))
        return draft


def _key(sheets: Iterable[Sheet], labels: FormLabels) -> str:
    """A key that holds all that the labels say and every row of the document with its cells."""
    rows = [(sheet.kind, sheet.name, sheet.follows, sheet.within, sheet.rows) for sheet in sheets]
    return key_of(
        (key_of_labels(labels), json.dumps(rows, check_circular=False))
    )  # tuples hold no circle


class _Numbers:
    """Items by their number in the order of the document, and numbers by item."""

    def __init__(self, rows: tuple[DocumentLine, ...]) -> None:
        self._by_id = {id(item.raw): number for number, item in enumerate(rows)}

    def __call__(self, found: Iterable[DocumentLine]) -> list[int]:
        return [self._by_id[id(item.raw)] for item in found]


def _packed(draft: ParsedReport) -> _Table:
    """The draft with numbers of items for items; the items themselves are those of the sheets."""
    of = _Numbers(draft.items)
    heads: dict[int, Columns] = {id(line.columns): line.columns for line, _ in draft.lines}
    number = {head: n for n, head in enumerate(heads)}
    return {
        "language": draft.language,
        "labels": {
            name: [[answer.words, of(answer.items), answer.language] for answer in answers]
            for name, answers in draft.labels.items()
        },
        "period": [day.isoformat() for day in draft.period] if draft.period else None,
        "period_items": of(draft.period_items),
        "dated": draft.dated.isoformat() if draft.dated else None,
        "status": [draft.status.status, of(draft.status.items)] if draft.status else None,
        "heads": [[head.index, head.headers] for head in heads.values()],
        "lines": [
            [*of([line.item]), line.section, number[id(line.columns)], line.question, obligation]
            for line, obligation in draft.lines
        ],
        "texts": [[*of([text.item]), text.section, text.question] for text in draft.texts],
        "frame": of(draft.frame),
        "particulars": [_packed_particular(one, draft.items) for one in draft.particulars],
        "strange_letters": of(draft.strange_letters),
        "rest": list(zip(*draft.rest, strict=True)),
    }


def _packed_particular(one: Particular, rows: Sequence[DocumentLine]) -> tuple[object, ...]:
    at = next(at for at, item in enumerate(rows) if item.key == one.key and item.ref == one.ref)
    day = one.day.isoformat() if one.day else None
    return (
        one.kind,
        one.obligation,
        at,
        day,
        str(one.square_metres) if one.square_metres is not None else None,
    )


def _unpacked(value: _Table, sheets: tuple[Sheet, ...]) -> ParsedReport:
    rows = items(sheets)
    heads = [Columns(index, tuple(headers)) for index, headers in value["heads"]]

    def of(numbers: Iterable[int]) -> tuple[DocumentLine, ...]:
        return tuple([rows[number] for number in numbers])

    return ParsedReport(
        file=sheets[0].source,
        sha256=sheets[0].sha256,
        language=value["language"],
        items=rows,
        labels={
            name: tuple(Labelled(words, of(at), language) for words, at, language in answers)
            for name, answers in value["labels"].items()
        },
        period=Period(*map(date.fromisoformat, value["period"])) if value["period"] else None,
        period_items=of(value["period_items"]),
        dated=date.fromisoformat(value["dated"]) if value["dated"] else None,
        status=Marked(Status(*value["status"][0]), of(value["status"][1]))
        if value["status"]
        else None,
        lines=tuple(
            (FoundLine(rows[at], section, heads[head], question), obligation)
            for at, section, head, question, obligation in value["lines"]
        ),
        texts=tuple(
            FoundText(rows[at], section, question) for at, section, question in value["texts"]
        ),
        frame=of(value["frame"]),
        particulars=tuple(
            Particular(
                kind,
                obligation,
                rows[at].ref,
                rows[at].key,
                date.fromisoformat(day) if day else None,
                Decimal(area) if area else None,
            )
            for kind, obligation, at, day, area in value["particulars"]
        ),
        strange_letters=of(value["strange_letters"]),
        rest=tuple(zip(*value["rest"], strict=True)),
    )
