"""What a task tells of a meeting: plain values, stored so that a run with nothing to do can tell them again.

In: status, papers, findings as they may be shown. Out: Told. It imports nothing heavy.
"""

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from pipeline.build import Built
    from pipeline.model.ledger import Ledger

Shown = dict[str, Any]


class Told(NamedTuple):
    """What became of one meeting: status, run, papers, findings, rows by fate."""

    meeting: str
    status: str
    run: str
    papers: list[Shown]
    findings: list[Shown]
    conservation: dict[str, int]

    @property
    def n_blockers(self) -> int:
        """How many findings put a record out."""
        return sum(finding["severity"] == "blocker" for finding in self.findings)

    def as_dict(self) -> Shown:
        """For `--json` and for the next run."""
        return self._asdict()


def told(status: str, ledger: "Ledger", built: "Built", files: dict[str, tuple[str, str]]) -> Told:
    """What to tell of a built meeting; `files` are the file of each paper and why it stands beside the editors'."""
    from pipeline.tasks.outcome import safe_finding

    limits = built.settings.word_limit
    papers: list[Shown] = []
    for paper in ledger.papers:
        file, why = files.get(paper.paper, ("", ""))
        papers.append(
            {
                "paper": paper.paper,
                "file": file,
                "beside": why,
                "words": sum(len(block.text.split()) for block in paper.blocks),
                "word_limit": limits.get(paper.paper),
                "open_brackets": sum(p.paper == paper.paper for p in ledger.placeholders),
            }
        )
    findings = [safe_finding(finding, built.gate) for finding in ledger.findings]
    return Told(ledger.meeting, status, ledger.run, papers, findings, ledger.conservation)
