"""The styles that papers are written in: a role each, and the name it has in the templates that
ship.

In: nothing. Out: STYLES, and the roles that another may stand in for. A template with other names
is used by naming them in Settings (`style.<role>`).
"""

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

# Roles whose style is none of paragraphs.
STYLE_KINDS = {"table": "table", "note-reference": "character"}

# What a template may do without: the role whose style is taken in its place.
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
