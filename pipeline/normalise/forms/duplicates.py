"""Documents that are one report: the same bytes twice, the same words in two files, two languages,
an amended version.

In: documents as reports. Out: the ones that count, the others set aside, what differs between an
earlier and a later version. Two versions with nothing to tell which is later are left to the rule
for twins of one version.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from pipeline.model.figure import Drop
from pipeline.model.finding import Finding, found
from pipeline.model.forms import TEXT
from pipeline.model.record import FormLine, Report
from pipeline.model.source import SheetKind
from pipeline.normalise.forms.lines import DocumentLine
from pipeline.normalise.forms.resolve_lines import Confirmed
from pipeline.normalise.forms.statuses import UNCLEAR
from pipeline.normalise.forms.vocabulary import label_key
from pipeline.normalise.table import TableRows
from pipeline.ooxml.inline import CHECKED, UNCHECKED

DUPLICATE = "duplicate"
_SHOWN = 3
_OPEN = frozenset({"unknown", UNCLEAR})
_MARKED = re.compile(rf"[{CHECKED}{UNCHECKED}]\s*\w*")


def without_same_bytes(documents: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Of files with their hashes, those whose bytes an earlier file has, with that file."""
    first: dict[str, str] = {}
    twins = {}
    for path, sha256 in documents:
        if sha256 in first:
            twins[path] = first[sha256]
        else:
            first[sha256] = path
    return twins


class Deduplicated(NamedTuple):
    """The documents that are left, and what is to be said of the others."""

    documents: tuple[Confirmed, ...]
    rest: TableRows


def _facts(report: Report) -> Counter[tuple[object, ...]]:
    """What the lines of a report say, each as often as it is said, whatever language they are
    written in.
    """
    return Counter(_fact(line) for line in report.lines)


def _fact(line: FormLine) -> tuple[object, ...]:
    money = line.money.amount if line.money else None
    return (
        *(
            line.section,
            line.counterparts,
            line.channels,
            line.modality,
            line.obligation,
            line.kind,
        ),
        *(money, line.currency, line.period_from, line.period_to, line.absence),
    )


def deduplicate(documents: Iterable[Confirmed]) -> Deduplicated:
    """The documents with those that say the same set aside and later versions numbered after
    earlier ones.
    """
    groups: dict[tuple[str, int, int], list[Confirmed]] = defaultdict(list)
    kept: list[Confirmed] = []
    drops: list[Drop] = []
    findings: list[Finding] = []
    for document in documents:
        if document.report is None:
            kept.append(document)
        else:
            groups[document.report.state, document.report.year, document.report.version].append(
                document
            )
    for group in groups.values():
        alone = _without_copies(group, drops, findings)
        kept += _numbered(alone)
    findings += _amendments([d.report for d in kept if d.report])
    return Deduplicated(tuple(kept), TableRows((), (), tuple(drops), tuple(findings)))


def _without_copies(
    group: list[Confirmed], drops: list[Drop], findings: list[Finding]
) -> list[Confirmed]:
    """The group without documents that say what another says; those with fewer open readings
    stay.
    """
    ordered = sorted(group, key=lambda d: (len(d.rest.quarantined), d.draft.file))
    alone: list[Confirmed] = []
    for document in ordered:
        twin = next((other for other in alone if _says_the_same(document, other)), None)
        if twin is None:
            alone.append(document)
            continue
        is_one_language = document.draft.language == twin.draft.language
        code = "same-report-other-file" if is_one_language else "same-report-other-language"
        findings.append(
            found(code, document.draft.items[0].ref._replace(words=""), hint=twin.draft.file)
        )
        drops += [Drop(key=item.key, fate=DUPLICATE, reason=code) for item in document.draft.items]
    return alone


def _says_the_same(one: Confirmed, other: Confirmed) -> bool:
    """Whether two documents say one thing: in one language in all their words, or in all that was
    read of them.
    """
    if one.report is None or other.report is None:
        return False
    is_one_language = one.report.language == other.report.language
    stated = {(d.report.form_i, d.report.since) for d in (one, other) if d.report}
    if (
        is_one_language
        and len({state for state in stated if state[0] not in _OPEN}) <= 1
        and _is_same_text(one, other)
    ):
        return True
    if len(stated) > 1:
        return False
    if is_one_language:
        is_same = _texts(one) == _texts(other) and one.report.dated == other.report.dated
    else:
        is_same = _n_texts(one) == _n_texts(
            other
        )  # their words cannot be compared, their number can
    return is_same and _facts(one.report) == _facts(other.report)


def _is_same_text(one: Confirmed, other: Confirmed) -> bool:
    """Whether two documents hold the same words, each as often, in whatever lines; marks too, if
    none lost them.
    """
    (words, marks), (others, other_marks) = _words_of(one), _words_of(other)
    return words == others and (marks == other_marks or not marks or not other_marks)


def _words_of(document: Confirmed) -> tuple[Counter[str], Counter[str]]:
    """The words of a document but the numbers of its pages, and its check marks with what follows
    each.
    """
    texts = [
        text for item in document.draft.items if not _is_page_number(item) for text in item.texts
    ]
    words = Counter(word for text in texts for word in label_key(text).split())
    return words, Counter(marked for text in texts for marked in _MARKED.findall(text))


def _is_page_number(item: DocumentLine) -> bool:
    """Whether a row is the first or last of its page, and its number."""
    rows = item.sheet.rows
    is_at_edge = item.sheet.kind is SheetKind.PAGE and item.raw.number in (
        rows[0].number,
        rows[-1].number,
    )
    return is_at_edge and label_key(item.only_text).split(" ")[0] == item.sheet.name


def _n_texts(document: Confirmed) -> int:
    """How many texts wait for a person or were read by one."""
    return sum(proposal.what == TEXT for proposal in document.proposals)


def _texts(document: Confirmed) -> str:
    """The words of those texts, however lines and pages part them."""
    return " ".join(label_key(p.ref.words) for p in document.proposals if p.what == TEXT)


def _numbered(group: list[Confirmed]) -> list[Confirmed]:
    """The documents of one version, numbered by the day they print where each prints another."""
    days = [d.report.dated for d in group if d.report and d.report.dated]
    if len(group) == 1 or len(set(days)) != len(group):
        return group
    ordered = sorted(group, key=lambda d: str(d.report.dated if d.report else ""))
    return [
        d._replace(
            report=(
                d.report.model_copy(update={"version": d.report.version + n}) if d.report else None
            )
        )
        for n, d in enumerate(ordered)
    ]


def _amendments(reports: list[Report]) -> Iterable[Finding]:
    """What a later version changed, as a note on it."""
    by_year: dict[tuple[str, int], list[Report]] = defaultdict(list)
    for report in reports:
        by_year[report.state, report.year].append(report)
    for versions in by_year.values():
        ordered = sorted(versions, key=lambda report: report.version)
        for before, after in pairwise(ordered):
            if before.version < after.version:
                yield found(
                    "report-amended",
                    after.row.ref("value")._replace(words=""),
                    hint=_difference(before, after),
                )


def _difference(before: Report, after: Report) -> str:
    """Lines of the later report that the earlier has not, and the other way round, in their
    words.
    """
    old, new = (
        {line.row.sheet.ref(line.row.raw): _words(line) for line in r.lines}
        for r in (before, after)
    )
    gone = [words for words in old.values() if words not in new.values()]
    come = [words for words in new.values() if words not in old.values()]
    parts = [
        f"{len(come)} new or changed",
        *come[:_SHOWN],
        f"{len(gone)} gone or changed",
        *gone[:_SHOWN],
    ]
    if before.form_i != after.form_i:
        parts.append(f"Form I {before.form_i}, now {after.form_i}")
    return " · ".join(parts)


def _words(line: FormLine) -> str:
    return " | ".join(
        " ".join(cell.text.split()) for cell in line.row.raw.cells if cell.text.strip()
    )
