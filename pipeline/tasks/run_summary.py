"""What a task reports on a meeting: plain values, stored so that a run with nothing to do can
report them again.

In: status, papers, and findings as they may be shown. Out: RunSummary. It imports nothing heavy.
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
    """What became of one meeting: status, run, papers, findings, and the number of rows by fate
    (`conservation`).

    `deadlines` are those that `check` shows; `by_hand` are internal files that a person changed or
    that are no longer made, with where they are kept; `copies` are Word files beside the papers.
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
        """The number of findings that keep a record out."""
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
    """The summary of a built meeting; `files` gives for each paper its file, and why that is not
    the editors' (empty if it is).

    `review` says how many readings wait for a person, and why review.xlsx was not extended.
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
    """The summary with the ids of each paper that was refreshed, by what became of their texts."""
    papers = []
    for paper in answer.papers:
        done = refreshed.get(paper["paper"])
        papers.append({**paper, "edits": edits_of(done, gate) if done else {}})
    return answer._replace(papers=papers)


def edits_of(done: Refreshed, gate: Gate) -> dict[str, list[str]]:
    """The ids that a refresh met, by what became of their texts: each once, masked where it names a
    withheld State, and without words of the text.
    """
    edits: dict[str, dict[str, None]] = {}
    redactor = Redactor.of_gate(gate)
    for event in done.events:
        edits.setdefault(event.what, {})[redactor.label(event.name)] = None
    return {what: list(names) for what, names in edits.items()}
