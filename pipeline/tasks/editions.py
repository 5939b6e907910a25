"""Editions that were handed on: numbers of unnamed States in them, beside those printed now.

In: ledgers. Out: names of figures whose two numbers together tell of one or two States. It prints
no number. The cure is a row of Previous: the next run then prints none (earlier_figures.py).
"""

from collections.abc import Iterable

from pipeline.aggregate.earlier_figures import reveals_few
from pipeline.tasks.history import Json

_UNNAMED = "unattributed"


def handed_on(known: Json) -> tuple[str, ...]:
    """The runs of which a paper was submitted or issued."""
    issued = (kept["run"] for kept in known.get("issued", {}).values())
    return tuple(dict.fromkeys((*known.get("submitted", ()), *issued)))


def small_differences(now: Json, paper: str, earlier: Iterable[Json]) -> list[str]:
    """The figures of unnamed States in a paper of which an earlier edition printed one or two more
    or fewer.
    """
    printed = _numbers(now, paper)
    found: dict[str, None] = {}
    for edition in earlier:
        known = _numbers(edition)
        found |= {
            name: None
            for name, value in printed.items()
            if name in known and reveals_few(value, known[name])
        }
    return list(found)


def _numbers(ledger: Json, paper: str = "") -> dict[str, int]:
    """The numbers of unnamed States that a paper, or any, prints."""
    spans = (
        s for b in ledger.get("blocks", ()) if b["paper"] == paper or not paper for s in b["spans"]
    )
    names = {span["name"] for span in spans if span["kind"] == "figure"}
    return {
        figure["name"]: figure["value"]
        for figure in ledger.get("figures", ())
        if figure["name"] in names
        and figure["regime"] == _UNNAMED
        and not figure["form"]
        and figure["value"] is not None
    }
