"""Documents that are one report: identical files, the same words in two files, two languages, an
amended version.

In: documents as reports. Out: the ones that count, the others set aside, what differs between an
earlier and a later version. Two versions of which nothing shows the later are left to the rule for
two reports of one version.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from operator import itemgetter
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


def without_same_bytes(documents: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Of files with their hashes, those that are identical to an earlier file, with that file."""
    first: dict[str, str] = {}
    for path, sha256 in documents:
        first.setdefault(sha256, path)
    return {path: first[sha256] for path, sha256 in documents if first[sha256] != path}


class Deduplicated(NamedTuple):
    """The documents that remain, and the findings on the others."""

    documents: tuple[Confirmed, ...]
    rest: TableRows


class _Copy(NamedTuple):
    """A document that says the same as another, with that other one."""

    document: Confirmed
    of: Confirmed

    @property
    def code(self) -> str:
        """Why it is set aside."""
        if self.document.parsed.language == self.of.parsed.language:
            return "same-report-other-file"
        return "same-report-other-language"

    def finding(self) -> Finding:
        """The finding on it."""
        ref = self.document.parsed.lines[0].ref._replace(words="")
        return found(self.code, ref, hint=self.of.parsed.file)

    def drops(self) -> Iterator[Drop]:
        """All its rows."""
        return (Drop(line.key, DUPLICATE, self.code) for line in self.document.parsed.every_line)


def deduplicate(documents: Iterable[Confirmed], form: str) -> Deduplicated:
    """The documents without those that say the same as another, and with later versions numbered
    after earlier ones; `form` names the form whose status a cover gives.
    """
    groups: dict[tuple[str, int, int], list[Confirmed]] = defaultdict(list)
    left: list[Confirmed] = []
    for document in documents:
        report = document.report
        if report is None:
            left.append(document)
        else:
            groups[report.state, report.year, report.version].append(document)
    copies: list[_Copy] = []
    for group in groups.values():
        alone, of_group = _without_copies(group)
        left += _numbered(alone)
        copies += of_group
    findings = [copy.finding() for copy in copies]
    findings += _amendments([one.report for one in left if one.report], form)
    drops = tuple(drop for copy in copies for drop in copy.drops())
    return Deduplicated(tuple(left), TableRows((), (), drops, tuple(findings)))


def _without_copies(group: list[Confirmed]) -> tuple[list[Confirmed], list[_Copy]]:
    """The group without documents that say the same as another; of two, the one with fewer open
    readings stays.
    """
    alone: list[Confirmed] = []
    copies: list[_Copy] = []
    for document in sorted(group, key=lambda d: (len(d.rest.quarantined), d.parsed.file)):
        same = next((other for other in alone if _says_the_same(document, other)), None)
        if same is None:
            alone.append(document)
        else:
            copies.append(_Copy(document, same))
    return alone, copies


def _says_the_same(one: Confirmed, other: Confirmed) -> bool:
    """Whether two documents say the same: within one language in all their words, otherwise in
    everything that was read of them.
    """
    if one.report is None or other.report is None:
        return False
    is_one_language = one.report.language == other.report.language
    stated = {(report.form_status, report.since) for report in (one.report, other.report)}
    # a copy that has lost its boxes does not contradict the one that has them
    n_known = len({state for state in stated if state[0] not in _OPEN})
    if is_one_language and n_known <= 1 and _is_same_text(one, other):
        return True
    if len(stated) > 1 or _facts(one.report) != _facts(other.report):
        return False
    if is_one_language:
        return _texts(one) == _texts(other) and one.report.dated == other.report.dated
    # across languages words cannot be compared, but their number can
    return _n_texts(one) == _n_texts(other)


def _facts(report: Report) -> Counter[tuple[object, ...]]:
    """What the lines of a report say, each as often as it is said, in whatever language they are
    written.
    """
    return Counter(map(_fact, report.lines))


def _fact(line: FormLine) -> tuple[object, ...]:
    money = None
    if line.money is not None:
        money = line.money.amount
    partners = (line.section, line.counterparts, line.channels, line.modality, line.obligation)
    return (
        *partners,
        line.kind,
        money,
        line.currency,
        line.period_from,
        line.period_to,
        line.absence,
    )


def _is_same_text(one: Confirmed, other: Confirmed) -> bool:
    """Whether two documents contain the same words, each as often, however they are broken into
    lines; and the same marks, unless one has lost them.
    """
    (words, marks), (other_words, other_marks) = _words_of(one), _words_of(other)
    if words != other_words:
        return False
    return marks == other_marks or Counter() in (marks, other_marks)


def _words_of(document: Confirmed) -> tuple[Counter[str], Counter[str]]:
    """The words of a document without its page numbers, and its check marks with what
    follows each.
    """
    words: Counter[str] = Counter()
    marks: Counter[str] = Counter()
    for line in document.parsed.lines:
        if not _is_page_number(line):
            for text in line.texts:
                words.update(label_key(text).split())
                marks.update(_MARKED.findall(text))
    return words, marks


def _is_page_number(line: DocumentLine) -> bool:
    """Whether a row is the first or last of its page, and is its number."""
    if line.sheet.kind is not SheetKind.PAGE:
        return False
    edges = {line.sheet.rows[0].number, line.sheet.rows[-1].number}
    return line.raw.number in edges and label_key(line.only_text).split(" ")[0] == line.sheet.name


def _n_texts(document: Confirmed) -> int:
    """How many texts await a person, or were read by one."""
    return sum(proposal.what == TEXT for proposal in document.proposals)


def _texts(document: Confirmed) -> str:
    """The words of those texts, however they are broken into lines and pages."""
    return " ".join(label_key(p.ref.words) for p in document.proposals if p.what == TEXT)


def _numbered(group: list[Confirmed]) -> list[Confirmed]:
    """The documents of one version, numbered by the day printed on each if these days differ."""
    days = {d.report.dated: d for d in group if d.report and d.report.dated}
    if len(group) == 1 or len(days) != len(group):
        return group
    numbered = enumerate(document for _, document in sorted(days.items(), key=itemgetter(0)))
    return [document._replace(report=_raised(document.report, by)) for by, document in numbered]


def _raised(report: Report | None, by: int) -> Report | None:
    if report is None:
        return None
    return report.model_copy(update={"version": report.version + by})


def _amendments(reports: Sequence[Report], form: str) -> Iterator[Finding]:
    """What a later version changed, as a note on it."""
    by_year: dict[tuple[str, int], list[Report]] = defaultdict(list)
    for report in reports:
        by_year[report.state, report.year].append(report)
    for versions in by_year.values():
        for before, after in pairwise(sorted(versions, key=lambda report: report.version)):
            if before.version < after.version:
                ref = after.row.ref("value")._replace(words="")
                yield found("report-amended", ref, hint=_difference(before, after, form))


def _difference(before: Report, after: Report, form: str) -> str:
    """Lines of the later report that the earlier one lacks, and the other way round, in their own
    words.
    """
    old, new = _lines_of(before), _lines_of(after)
    gone = [words for words in old if words not in new]
    come = [words for words in new if words not in old]
    parts = [f"{len(come)} new or changed", *come[:_SHOWN]]
    parts += [f"{len(gone)} gone or changed", *gone[:_SHOWN]]
    if before.form_status != after.form_status:
        parts.append(f"{form} {before.form_status}, now {after.form_status}")
    return " · ".join(parts)


def _lines_of(report: Report) -> list[str]:
    """The words of each row from which a line was made, once per row."""
    rows = {line.row.sheet.ref(line.row.raw): line for line in report.lines}
    return list(map(_words, rows.values()))


def _words(line: FormLine) -> str:
    texts = (" ".join(cell.text.split()) for cell in line.row.raw.cells)
    return " | ".join(filter(None, texts))
