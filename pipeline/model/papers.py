"""The list of papers: name, wording, clock, edition.

In: nothing. Out: PAPERS. A new paper is a line here, a template and a pair of wording files.
"""

from typing import NamedTuple


class Paper(NamedTuple):
    """A paper: its name, the wording it is made of, the clock it goes by, and who may see it."""

    name: str
    wording: str
    clock: str
    edition: str


PAPERS = (
    Paper("ica-section", "ica-section", "period", "public"),
    Paper("progress-report", "progress-report", "period", "public"),
)
