"""The list of papers, and the styles they are written in.

In: nothing. Out: PAPERS, and STYLES: for each role, the name of its style in the templates that
ship. A new paper is a line here, a template and a pair of wording files; a template whose styles
have other names is used by naming them in Settings (`style.<role>`).
"""

from typing import NamedTuple


class Paper(NamedTuple):
    """A paper: its name, the wording it is made from, the period it goes by, and who may see it.

    A paper that is pasted elsewhere has no fields: its references are plain text. `n_words` is the
    number of words it may have if Settings name no other limit; 0 means no limit.
    """

    name: str
    wording: str
    clock: str
    edition: str
    has_fields: bool = True
    n_words: int = 0


# A draft for a State about its own report: internal, on no list of papers, and only ever sent by a
# person.
NOTE = Paper("clarification-note", "clarification-note", "as-of", "internal", has_fields=False)

PAPERS = (
    Paper("ica-section", "ica-section", "period", "public", has_fields=False),
    Paper("progress-report", "progress-report", "period", "public"),
    Paper("activity-report", "activity-report", "cut-off", "public", n_words=3_300),
    Paper("coalition-mapping", "coalition-mapping", "as-of", "public"),
    Paper("speaking-notes", "speaking-notes", "cut-off", "public", n_words=400),
)


STYLES = {
    "paragraph": "_ Single Txt_G",
    "unnumbered": "_ Single Txt unnumbered_G",
    "heading-1": "_ H _Ch_G",
    "heading-2": "_ H_1_G",
    "heading-3": "_ H_2/3_G",
    "heading-annex": "Annex_G",
    "heading-annex-title": "_ H _Ch unnumbered_G",
    "heading-annex-part": "_ H_1 unnumbered_G",
    "caption-number": "Table Caption Number_G",
    "caption-title": "Table Caption Title_G",
    "table": "UN Table_G",
    "table-header": "Table Header_G",
    "table-header-number": "Table Header Number_G",
    "table-body": "Table Body_G",
    "table-number": "Table Number_G",
    "table-note": "Table Note_G",
    "table-end": "Table End_G",
    "picture": "Picture_G",
    "note": "footnote text",
    "note-reference": "footnote reference",
}

# Roles whose style is not a paragraph style.
STYLE_KINDS = {"table": "table", "note-reference": "character"}

# What a template may do without: the role whose style is used instead.
STAND_INS = {
    "heading-3": "heading-2",
    "heading-annex": "heading-1",
    "heading-annex-title": "heading-1",
    "heading-annex-part": "heading-2",
    "caption-number": "caption-title",
    "table-header-number": "table-header",
    "table-number": "table-body",
    "table-note": "unnumbered",
    "table-end": "unnumbered",
    "picture": "unnumbered",
}
