"""The list of papers: name, wording, clock, edition.

In: nothing. Out: PAPERS. A new paper is a line here, a template and a pair of wording files.
"""

from typing import NamedTuple


class Paper(NamedTuple):
    """A paper: its name, the wording it is made of, the clock it goes by, who may see it.

    One that is pasted elsewhere holds no fields: its references are plain text.
    """

    name: str
    wording: str
    clock: str
    edition: str
    has_fields: bool = True


PAPERS = (
    Paper("ica-section", "ica-section", "period", "public", has_fields=False),
    Paper("progress-report", "progress-report", "period", "public"),
)
