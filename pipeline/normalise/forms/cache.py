"""Parsed reports as values that can be cached, so that no report is parsed twice.

In: the sheets of a document, the vocabulary, the cache. Out: what `parse_report` makes of them. The
key covers every word of the sheets and of the vocabulary, and the code that reads them. Without a
cache, an archive of 1,700 reports would be parsed at every run.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from typing import Any

from pipeline.cache import ResultCache, code_version, key_of
from pipeline.model.doubts import Doubt, DoubtKind
from pipeline.model.forms import FormLabels
from pipeline.model.source import Columns, Sheet
from pipeline.normalise.date_spans import Period
from pipeline.normalise.forms.candidate import (
    Candidate,
    FormFact,
    FormRow,
    Origin,
    ParsedReport,
    Status,
)
from pipeline.normalise.forms.lines import DocumentLine, document_lines
from pipeline.normalise.forms.parse import ParseReport, parse_report

KIND = "draft"
_CODE = ("cache.py", "language.py", "model/**/*.py", "normalise/**/*.py", "ooxml/*.py")
_TUPLES: Mapping[str, Any] = {
    kind.__name__: kind for kind in (Candidate, Doubt, FormFact, FormRow, Period, Status)
}
_ENUMS: Mapping[str, type[Enum]] = {kind.__name__: kind for kind in (DoubtKind, Origin)}
_OWN = ("file", "sha256", "lines", "margins")  # those of the sheets themselves


def parser_version() -> str:
    """The version of the code that parses reports."""
    return code_version(_CODE)


@lru_cache(maxsize=4)  # there is one vocabulary per reference folder
def key_of_labels(labels: FormLabels) -> str:
    """A key that holds every title and label, in the order in which they are asked."""
    return key_of([json.dumps(labels._asdict(), default=sorted)])


def remembering(kept: ResultCache) -> ParseReport:
    """`parse_report` with a cache: cached results are not made again, and whatever a run asked for
    is at hand when it asks again.
    """
    # by identity, which is cheap to look up; the sheets are kept, so that their ids stay valid
    made: dict[tuple[int, ...], tuple[tuple[Sheet, ...], ParsedReport]] = {}

    def parse(sheets: tuple[Sheet, ...], labels: FormLabels) -> ParsedReport:
        same = (id(labels), *map(id, sheets))
        if same not in made:
            made[same] = sheets, _kept_or_made(kept, sheets, labels)
        return made[same][1]

    return parse


def _kept_or_made(kept: ResultCache, sheets: tuple[Sheet, ...], labels: FormLabels) -> ParsedReport:
    key = _key(sheets, labels)
    value = kept.get(key)
    if value is not None:
        return _unpacked(value, sheets)
    report = parse_report(sheets, labels)
    kept.put(key, _packed(report))
    return report


def _key(sheets: Iterable[Sheet], labels: FormLabels) -> str:
    """A key that covers everything the labels say and every row of the document with its cells."""
    rows = [(sheet.kind, sheet.name, sheet.follows, sheet.within, sheet.rows) for sheet in sheets]
    # tuples contain no cycles, so the check for them can be skipped
    return key_of((key_of_labels(labels), json.dumps(rows, check_circular=False)))


def _packed_scalar(value: object) -> object:
    if isinstance(value, Enum):
        return {type(value).__name__: value.name}
    if isinstance(value, date | Decimal):
        return {type(value).__name__: str(value)}
    return value


def _packed(report: ParsedReport) -> Mapping[str, Any]:
    """The report as JSON: lines by their number in the document, columns by theirs in a list."""
    number = {id(line.raw): n for n, line in enumerate(report.lines)}
    columns: dict[int, Columns] = {}
    for row in report.rows:
        if row.value.columns is not None:
            columns.setdefault(id(row.value.columns), row.value.columns)
    order = {head: n for n, head in enumerate(columns)}

    def packed(value: object) -> object:
        if isinstance(value, DocumentLine):
            return {"line": number[id(value.raw)]}
        if isinstance(value, Columns):
            return {"columns": order[id(value)]}
        if isinstance(value, tuple):
            inner, name = list(map(packed, value)), type(value).__name__
            return {name: inner} if name in _TUPLES else inner
        return _packed_scalar(value)

    fields = {name: packed(value) for name, value in report._asdict().items() if name not in _OWN}
    heads = [[head.index, head.headers] for head in columns.values()]
    return {"columns": heads, "fields": fields}


def _unpacked(kept: Mapping[str, Any], sheets: tuple[Sheet, ...]) -> ParsedReport:
    lines, margins = document_lines(sheets)
    columns = [Columns(index, tuple(headers)) for index, headers in kept["columns"]]
    readers: dict[str, Callable[[Any], object]] = {
        "line": lines.__getitem__,
        "columns": columns.__getitem__,
        "date": date.fromisoformat,
        "Decimal": Decimal,
        **{name: kind.__getitem__ for name, kind in _ENUMS.items()},
        **{name: kind._make for name, kind in _TUPLES.items()},
    }

    def unpacked(value: Any) -> Any:
        if isinstance(value, list):
            return tuple(map(unpacked, value))
        if not isinstance(value, dict):
            return value
        ((kind, inner),) = value.items()
        return readers[kind](unpacked(inner))

    fields = {name: unpacked(value) for name, value in kept["fields"].items()}
    first = sheets[0]
    return ParsedReport(first.source, first.sha256, lines=lines, margins=margins, **fields)
