"""What a task tells of a meeting: plain values, stored so that a run with nothing to do can tell
them again.

In: status, papers, findings as they may be shown. Out: RunSummary. It imports nothing heavy.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from pipeline.aggregate.gate import Gate
from pipeline.refresh.round_trip import Refreshed
from pipeline.style.faults import count_words, texts_of
from pipeline.tasks.redact import Redactor

if TYPE_CHECKING:
    from pipeline.build import Built

Shown = dict[str, Any]
# Why a paper was left unchanged.
OPEN, ISSUED = "open in Word", "issued"
# The status of a meeting that was only looked at.
CHECKED = "checked"


class RunSummary(NamedTuple):
    """What became of one meeting: status, run, papers, findings, rows by fate; of a check,
    deadlines too.

    `by_hand` are internal files that a person had changed, or that are made no more, and where they
    are kept.
    """

    meeting: str
    status: str
    run: str
    papers: list[Shown]
    findings: list[Shown]
    conservation: dict[str, int]
    review: Shown = {}
    deadlines: list[Shown] = []
    by_hand: list[Shown] = []
    copies: list[Shown] = []

    @property
    def n_blockers(self) -> int:
        """How many findings put a record out."""
        return sum(finding["severity"] == "blocker" for finding in self.findings)

    def as_dict(self) -> Shown:
        """For `--json` and for the next run."""
        return self._asdict()


def summarise(
    status: str,
    built: "Built",
    files: dict[str, tuple[str, str]],
    review: Shown | None = None,
) -> RunSummary:
    """What to tell of a built meeting; `files` are the file of each paper and why it stands beside
    the editors'.

    `review` says how many readings wait for a person, and why review.xlsx was not extended where it
    was not.
    """
    ledger, redactor = built.ledger, Redactor.of_gate(built.gate)
    papers: list[Shown] = []
    for paper in ledger.papers:
        file, why = files.get(paper.paper, ("", ""))
        words = count_words(texts_of(paper))
        papers.append(
            {
                "paper": paper.paper,
                "file": file,
                "beside": why,
                "words": words.total,
                "words_in_headings": words.headings,
                "words_in_notes": words.notes,
                "word_limit": built.settings.limit_of(paper.paper) or None,
                "open_brackets": sum(p.paper == paper.paper for p in ledger.placeholders),
            }
        )
    findings = [redactor.finding(finding) for finding in ledger.findings]
    return RunSummary(
        ledger.meeting, status, ledger.run, papers, findings, ledger.conservation, review or {}
    )


def with_edits(answer: RunSummary, gate: Gate, refreshed: Mapping[str, Refreshed]) -> RunSummary:
    """What was told, and for each paper that editors worked on the ids met by kind: no words."""
    papers = []
    for paper in answer.papers:
        done = refreshed.get(paper["paper"])
        papers.append({**paper, "edits": edits_of(done, gate) if done else {}})
    return answer._replace(papers=papers)


def edits_of(done: Refreshed, gate: Gate) -> dict[str, list[str]]:
    """The ids met by a refresh, by what became of them."""
    edits: dict[str, list[str]] = {}
    redactor = Redactor.of_gate(gate)
    for event in done.events:
        name = redactor.label(event.name)
        if name not in edits.setdefault(event.what, []):
            edits[event.what].append(name)
    return edits
