"""The rows of review.xlsx: what a person said about a reading, found again by file and place, or by
the same words.

In: the table as read. Out: for a proposal, the row that settles it, or why none does. A yes applies
to the reading that was shown; a different reading is asked about again.
"""

from collections import defaultdict
from typing import NamedTuple

from pipeline.language import clean_text, shortened
from pipeline.model.figure import Drop
from pipeline.model.finding import Finding, found
from pipeline.model.forms import COVER, Proposal
from pipeline.model.source import Ref, RowKey
from pipeline.model.tables.registers import LONGEST_WORDS
from pipeline.normalise.table import NOT_ABOUT, ReadRow, TableRows

YES, NO, CORRECTED = "yes", "no", "corrected"
LINE_READING = (
    *("section", "counterpart", "channel", "modality", "obligation"),
    *("kind", "amount", "currency", "period_from", "period_to"),
)
NOT_PRINTED = "not-printed"


class ReviewMark(NamedTuple):
    """What a person said about a proposal; `confirm` is empty if nothing settles it."""

    confirm: str = ""
    row: ReadRow | None = None

    @property
    def refs(self) -> tuple[Ref, ...]:
        """The cells that say so."""
        if self.row is None:
            return ()
        return self.row.row.ref("confirm"), self.row.row.ref("by")


class Review:
    """The rows of review.xlsx, and which of them were met; `of_cover` are the fields of a cover."""

    def __init__(self, table: TableRows, of_cover: tuple[str, ...]) -> None:
        self._rows = table.rows
        self._of_cover = of_cover
        self._by_place: dict[tuple[str, str, str], list[ReadRow]] = defaultdict(list)
        self._by_words: dict[tuple[str, ...], list[ReadRow]] = defaultdict(list)
        self._met: set[RowKey] = set()
        self._lent: set[tuple[str, RowKey]] = set()
        self.findings: list[Finding] = []
        if table.rows and "confirm" not in table.rows[0].row.columns.index:
            self.findings.append(found("review-without-confirm", table.rows[0].row.ref("confirm")))
        for read in table.rows:
            place = (_text(read, "sha256"), _text(read, "place"), str(read.values["what"]))
            self._by_place[place].append(read)
            if read.values["confirm"] and _text(read, "by"):
                self._by_words[_words(read)].append(read)

    def mark_on(self, proposal: Proposal) -> ReviewMark:
        """What settles a proposal: the row at its own place, otherwise one on another version that
        settled the same.
        """
        own = self._by_place.get((proposal.sha256, proposal.ref.place, proposal.what), [])
        self._met |= {read.row.key for read in own}
        marked = [read for read in own if read.values["confirm"]]
        if marked:
            return self._own(marked, proposal)
        return self._of_another_version(proposal)

    def _own(self, rows: list[ReadRow], proposal: Proposal) -> ReviewMark:
        named = [read for read in rows if _text(read, "by")]
        if not named:
            return self._refused("review-without-name", rows[0], "by")
        row = named[0]
        if len({self._mark(read, proposal) for read in named}) > 1:
            return self._refused("review-contradicts", named[-1], "confirm")
        if row.values["confirm"] == YES and not self._is_same(row, proposal):
            return self._refused("review-changed", row, "confirm")
        return ReviewMark(str(row.values["confirm"]), row)

    def _refused(self, code: str, read: ReadRow, field: str) -> ReviewMark:
        """A mark that settles nothing, and why."""
        self.findings.append(found(code, read.row.ref(field)))
        return ReviewMark()

    def _of_another_version(self, proposal: Proposal) -> ReviewMark:
        """A mark applies to one reading of a version: if its words occur once more, that reading is
        new.
        """
        if not self._by_words:
            return ReviewMark()
        reading = proposal.reading
        words = shortened(proposal.ref.words, LONGEST_WORDS)
        key = (proposal.what, reading.get("state", ""), reading.get("article7_year", ""), words)
        for other in self._by_words.get(key, ()):
            lent = (proposal.sha256, other.row.key)
            is_own = _text(other, "sha256") == proposal.sha256
            if is_own or lent in self._lent or not self._carries(other, proposal):
                continue
            self._lent.add(lent)
            self._met.add(other.row.key)
            return ReviewMark(str(other.values["confirm"]), other)
        return ReviewMark()

    def _fields(self, what: str) -> tuple[str, ...]:
        return self._of_cover if what == COVER else LINE_READING

    def _mark(self, read: ReadRow, proposal: Proposal) -> tuple[str, ...]:
        """What a row says: its mark, and the reading beside it."""
        shown = (_text(read, field) for field in self._fields(proposal.what))
        return str(read.values["confirm"]), *shown

    def _carries(self, read: ReadRow, proposal: Proposal) -> bool:
        """Whether a mark on one version applies to another: a correction within its section, a no
        to lines only.
        """
        if read.values["confirm"] == CORRECTED:
            return proposal.reading.get("section", "") in {"", _text(read, "section")}
        if (read.values["confirm"], proposal.what) == (NO, COVER):
            return False
        return self._is_same(read, proposal)

    def _is_same(self, read: ReadRow, proposal: Proposal) -> bool:
        """Whether a row still shows what is read now."""
        reading = proposal.reading
        fields = self._fields(proposal.what)
        return all(_text(read, field) == clean_text(reading.get(field, "")) for field in fields)

    def rest(self, not_read: frozenset[str] = frozenset()) -> TableRows:
        """The findings on the rows: those that confirmed something that no report has, and why a
        row cannot be used.

        `not_read` are hashes of files whose lines the meeting does not need: what was said about
        them earlier is not a fault.
        """
        drops, findings = [], list(self.findings)
        for read in self._rows:
            key = read.row.key
            if key in self._met or _text(read, "sha256") in not_read:
                drops.append(Drop(key, NOT_PRINTED, "confirms-what-is-not-printed"))
                continue
            drops.append(Drop(key, NOT_ABOUT, "review-unmatched"))
            if read.values["confirm"]:
                findings.append(found("review-unmatched", read.row.ref("place")))
        return TableRows((), (), tuple(drops), tuple(findings))


def _text(read: ReadRow, field: str) -> str:
    return clean_text(read.row.cell(field).text)


def _words(read: ReadRow) -> tuple[str, ...]:
    return (
        str(read.values["what"]),
        _text(read, "state"),
        _text(read, "article7_year"),
        shortened(read.row.cell("words").text, LONGEST_WORDS),
    )
