"""What a task tells of a meeting: plain values, stored so that a run with nothing to do can tell
them again.

In: status, papers, findings as they may be shown. Out: RunSummary. It imports nothing heavy.
"""

import re
import unicodedata
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from pipeline.aggregate.gate import Gate, names_withheld
from pipeline.language import name_key
from pipeline.model.finding import Finding
from pipeline.refresh.round_trip import Refreshed
from pipeline.style.faults import count_words, texts_of

if TYPE_CHECKING:
    from pipeline.build import Built

Shown = dict[str, Any]
MASK = "[name withheld]"
# Why a paper was left as it is.
OPEN, ISSUED = "open in Word", "issued"
_JOINTS = re.compile(r"[-_.!]+")


def masked(text: str, withheld: re.Pattern[str] | None) -> str:
    """The text, each part of it between slashes masked where it names a withheld State."""
    if withheld is None:
        return text
    parts = text.split("/")
    return "/".join(
        MASK if withheld.search(name_key(_JOINTS.sub(" ", part))) else part for part in parts
    )


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

    @property
    def n_blockers(self) -> int:
        """How many findings put a record out."""
        return sum(finding["severity"] == "blocker" for finding in self.findings)

    def as_dict(self) -> Shown:
        """For `--json` and for the next run."""
        return self._asdict()


_WORD_JOINTS = re.compile(r"[-_.!]+|(?<=[^\W\d])(?=\d)|(?<=\d)(?=[^\W\d])|(?<=[a-z])(?=[A-Z])")


def _safe(part: str, gate: Gate) -> str:
    """The part of a path, masked where it names a withheld State by any name, by code, or run
    together.
    """
    words = _WORD_JOINTS.sub(" ", part)
    codes = {code.casefold() for code in gate.withheld}
    is_telling = (
        names_withheld(gate, words)
        or bool(codes & set(words.casefold().split()))
        or any(_letters(gate.states[code].name) in _letters(part) for code in gate.withheld)
    )
    return MASK if is_telling else part


def _letters(text: str) -> str:
    """The letters alone, without case and accents."""
    return "".join(
        letter for letter in unicodedata.normalize("NFD", text.casefold()) if letter.isalpha()
    )


def safe_path(path: str, gate: Gate) -> str:
    """The path, any part of it that names a withheld State masked."""
    return "/".join(_safe(part, gate) for part in path.split("/"))


def safe_finding(finding: Finding, gate: Gate) -> Shown:
    """A finding as it may be shown: no words found, no hint."""
    return {
        "id": finding.id,
        "code": finding.code,
        "severity": finding.severity.value,
        "file": safe_path(finding.ref.source, gate),
        "place": _safe(finding.ref.place, gate),
        "message": finding.message,
        "cure": finding.cure,
    }


def safe_deadlines(built: "Built") -> list[Shown]:
    """The deadlines of a meeting as they may be shown: places, no words of any cell."""
    return [
        {
            "date": due.name,
            "on": due.on.isoformat(),
            "days": due.days,
            "meaning": due.meaning,
            "file": safe_path(due.ref.source, built.gate),
            "place": _safe(due.ref.place, built.gate),
            "source": due.source,
            "mark": due.mark,
            "is_hint": due.is_hint,
        }
        for due in built.deadlines
    ]


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
    ledger = built.ledger
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
    findings = [safe_finding(finding, built.gate) for finding in ledger.findings]
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
    for event in done.events:
        name = _safe(event.name, gate)
        if name not in edits.setdefault(event.what, []):
            edits[event.what].append(name)
    return edits
