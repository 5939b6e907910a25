"""What a person reads on the screen: calm lines, findings by file, where the papers are.

In: what a task told. Out: lines of text. At most twenty findings; the rest are counted and stand in the workbook.
"""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from pipeline.tasks.shown import Told

_MOST = 20
_ORDER = ("used", "not-printed", "superseded", "duplicate", "excluded", "quarantined", "not-about-this-report")
Json = dict[str, Any]


def lines(told: Told, outputs: str) -> Iterator[str]:
    """The lines on one meeting; `outputs` is the folder of its papers as it may be named."""
    state = "nothing has changed since the last run" if told.status == "unchanged" else told.status
    yield f"{told.meeting}: {state} (run {told.run})"
    yield from _rows(told.conservation)
    yield from findings(told.findings, outputs)
    yield from _review(told)
    for paper in told.papers:
        yield from _paper(paper, outputs)


_REVIEW = {
    "open": "review.xlsx is open in another program and was not extended; close it and run again.",
    "unreadable": "review.xlsx cannot be read, so nothing was written to it; mend it or put a copy in its place.",
}


def _review(told: Told) -> Iterator[str]:
    if told.review.get("open"):
        yield f"  waiting for a person in inputs/{told.meeting}/review.xlsx: {told.review['open']}"
    if told.review.get("why"):
        yield f"  {_REVIEW[told.review['why']]}"


def _rows(conservation: dict[str, int]) -> Iterator[str]:
    parts = [f"{conservation[fate]} {fate}" for fate in _ORDER if conservation.get(fate)]
    yield f"  {conservation['rows']} rows read = {' + '.join(parts) or '0'}; {conservation['unaccounted']} unaccounted"


def _paper(paper: Json, outputs: str) -> Iterator[str]:
    if not paper["file"]:
        return
    limit = f" of {paper['word_limit']}" if paper["word_limit"] else ""
    apart = f"{paper['words_in_headings']} in headings, {paper['words_in_notes']} in notes"
    words = f"{paper['words']}{limit} words ({apart})"
    yield f"  {outputs}/{paper['file']}: {words}, {paper['open_brackets']} open brackets"
    if paper["beside"]:
        yield f"    {paper['paper']}.docx is {paper['beside']}; it was left as it is and the new text stands beside it."


def _name(finding: Json) -> str:
    """What a finding is called: by its id where the sheet Answers may settle it, else by its code."""
    return str(finding["id"] if finding["severity"] == "decision" else finding["code"])


def findings(found: list[Json], outputs: str) -> Iterator[str]:
    """Findings grouped by file, the numbers of each kind first."""
    counts = {kind: sum(f["severity"] == kind for f in found) for kind in ("blocker", "decision", "note")}
    yield "  " + ", ".join(f"{count} {kind}{'' if count == 1 else 's'}" for kind, count in counts.items())
    for file, group in groupby(sorted(found[:_MOST], key=lambda f: str(f["file"])), key=lambda f: str(f["file"])):
        yield f"  inputs/{file}"
        for finding in group:
            place = f" › {finding['place']}" if finding["place"] else ""
            yield f"    {finding['severity']}{place}: {finding['message']} {finding['cure']} [{_name(finding)}]"
    if len(found) > _MOST:
        yield f"  and {len(found) - _MOST} more in {outputs}/internal/to-do.xlsx"
