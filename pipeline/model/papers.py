"""The list of papers: name, wording, clock, edition.

In: nothing. Out: PAPERS. A new paper is a line here, a template and a pair of wording files.
"""

from typing import NamedTuple


class Paper(NamedTuple):
    """A paper: its name, the wording it is made of, the clock it goes by, who may see it.

    One that is pasted elsewhere holds no fields: its references are plain text. `n_words` are the
    words it may have where Settings name no other limit; 0 for no limit.
    """

    name: str
    wording: str
    clock: str
    edition: str
    has_fields: bool = True
    n_words: int = 0


# A draft for a State about its own report: internal, in no list of papers, sent by nobody but a
# person.
NOTE = Paper("clarification-note", "clarification-note", "as-of", "internal", has_fields=False)

PAPERS = (
    Paper("ica-section", "ica-section", "period", "public", has_fields=False),
    Paper("progress-report", "progress-report", "period", "public"),
    Paper("activity-report", "activity-report", "cut-off", "public", n_words=3_300),
    Paper("coalition-mapping", "coalition-mapping", "as-of", "public"),
    Paper("speaking-notes", "speaking-notes", "cut-off", "public", n_words=400),
)
