"""The rows of review.xlsx: what a person said of a reading, found again by file and place, or by the same words.

In: the table as read. Out: for a proposal, the row that settles it, or why none does. A yes holds for the reading that
was shown; another reading asks again.
"""

from collections.abc import Mapping
from typing import NamedTuple

from pipeline.language import clean_text
from pipeline.model.figure import Drop
from pipeline.model.finding import Finding, found
from pipeline.model.forms import COVER, Proposal
from pipeline.model.source import Ref, RowKey
from pipeline.normalise.table import NOT_ABOUT, Read, TableRows

LONGEST_WORDS = 1_000
YES, NO, CORRECTED = "yes", "no", "corrected"
COVER_READING = ("state", "article7_year", "form_i", "form_i_since")
LINE_READING = (
    *("section", "counterpart", "channel", "modality", "obligation"),
    *("kind", "amount", "currency", "period_from", "period_to"),
)
NOT_PRINTED = "not-printed"


def shown_words(words: str) -> str:
    """The words of a place as review.xlsx shows them."""
    cleaned = clean_text(words)
    return cleaned if len(cleaned) <= LONGEST_WORDS else cleaned[: LONGEST_WORDS - 1] + "…"


class Said(NamedTuple):
    """What a person said of a proposal; `confirm` is empty where nothing settles it."""

    confirm: str = ""
    row: Read | None = None

    @property
    def refs(self) -> tuple[Ref, ...]:
        """The cells in which it stands."""
        return (self.row.row.ref("confirm"), self.row.row.ref("by")) if self.row else ()


class Review:
    """The rows of review.xlsx, and which of them were met."""

    def __init__(self, table: TableRows) -> None:
        self._rows = table.rows
        self._by_place: dict[tuple[str, str, str], Read] = {}
        self._by_words: dict[tuple[str, ...], Read] = {}
        self._met: set[RowKey] = set()
        self.findings: list[Finding] = []
        for read in table.rows:
            values = read.values
            self._by_place[_text(read, "sha256"), _text(read, "place"), str(values["what"])] = read
            if values["confirm"] and _text(read, "by"):
                self._by_words.setdefault(_words(read), read)

    def said(self, proposal: Proposal) -> Said:
        """What settles a proposal: the row of its own place, else one that confirmed the same words and reading."""
        own = self._by_place.get((proposal.sha256, proposal.ref.place, proposal.what))
        if own is not None:
            self._met.add(own.row.key)
            if own.values["confirm"]:
                return self._own(own, proposal)
        reading = proposal.reading
        key = (
            proposal.what,
            reading.get("state", ""),
            reading.get("article7_year", ""),
            shown_words(proposal.ref.words),
        )
        other = self._by_words.get(key)
        if other is None or (other.values["confirm"] == YES and not _is_same(other, reading, proposal.what)):
            return Said()
        self._met.add(other.row.key)
        return Said(str(other.values["confirm"]), other)

    def _own(self, row: Read, proposal: Proposal) -> Said:
        if not _text(row, "by"):
            self.findings.append(found("review-without-name", row.row.ref("by")))
            return Said()
        if row.values["confirm"] == YES and not _is_same(row, proposal.reading, proposal.what):
            self.findings.append(found("review-changed", row.row.ref("confirm")))
            return Said()
        return Said(str(row.values["confirm"]), row)

    def rest(self) -> TableRows:
        """What is to be said of the rows: those that confirmed what no report has, and why a row may not be used."""
        drops, findings = [], list(self.findings)
        for read in self._rows:
            is_met = read.row.key in self._met
            if read.values["confirm"] and not is_met:
                findings.append(found("review-unmatched", read.row.ref("place")))
            fate = (NOT_PRINTED, "confirms-what-is-not-printed") if is_met else (NOT_ABOUT, "review-unmatched")
            drops.append(Drop(key=read.row.key, fate=fate[0], reason=fate[1]))
        return TableRows((), (), tuple(drops), tuple(findings))


def _text(read: Read, field: str) -> str:
    return clean_text(read.row.cell(field).text)


def _words(read: Read) -> tuple[str, ...]:
    return (
        str(read.values["what"]),
        _text(read, "state"),
        _text(read, "article7_year"),
        shown_words(read.row.cell("words").text),
    )


def _is_same(read: Read, reading: Mapping[str, str], what: str) -> bool:
    """Whether a row still shows what is read now."""
    fields = COVER_READING if what == COVER else LINE_READING
    return all(_text(read, field) == clean_text(reading.get(field, "")) for field in fields)
