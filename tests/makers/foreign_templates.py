"""Word templates that nobody prepared for the program, made by python-docx and by hand.

In: nothing. Out: bytes of a house template with other style names, one with content controls,
footers and a page that lies across, one with a password.
"""

import io

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

# The names that a person gives in Settings for the house template, role by role.
HOUSE_STYLES = {
    "paragraph": "List Number",
    "unnumbered": "Body Text",
    "heading-1": "Heading 1",
    "heading-2": "Heading 2",
    "caption-title": "Caption",
    "table": "Table Grid",
    "table-header": "House Cell Head",
    "table-body": "House Cell",
    "note": "House Note",
    "note-reference": "House Note Mark",
}


def house_template(*, is_fielded: bool = True) -> bytes:
    """The template that python-docx starts from, with a few styles of its own and a letterhead."""
    document = Document()
    for name in ("House Cell Head", "House Cell", "House Note"):
        document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    document.styles.add_style("House Note Mark", WD_STYLE_TYPE.CHARACTER)
    document.sections[0].header.paragraphs[0].text = "Letterhead of a house"
    document.sections[0].footer.paragraphs[0].text = "Street and city"
    document.add_heading("{{ title }}" if is_fielded else "Progress report", level=0)
    for anchor in ("[[body]]", "[[annexes]]"):
        document.add_paragraph(anchor)
    return saved(document)


def controlled_template(*, has_anchor_inside: bool) -> bytes:
    """A letter with a content control, a footer on every page and a last section that lies
    across.
    """
    document = Document(io.BytesIO(house_template()))
    body = document.element.body
    anchor = next(p for p in document.paragraphs if p.text == "[[body]]")
    inside = "[[body]]" if has_anchor_inside else "Reference of the house"
    control = parse_xml(
        f"<w:sdt {nsdecls('w')}><w:sdtPr><w:alias w:val='Reference'/><w:tag"
        " w:val='reference'/></w:sdtPr>"
        f"<w:sdtContent><w:p><w:r><w:t>{inside}</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    )
    anchor._p.addprevious(control)
    if has_anchor_inside:
        body.remove(anchor._p)
    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    section.footer.is_linked_to_previous = False
    section.footer.paragraphs[0].text = "Footer of the page that lies across"
    return saved(document)


def locked_template() -> bytes:
    """The container that Word writes for a file with a password: its first bytes and the name of
    its stream.
    """
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(504)
        + "EncryptedPackage".encode("utf-16-le")
        + bytes(512)
    )


def saved(document: "Document") -> bytes:  # type: ignore[valid-type]
    """The bytes of a document."""
    target = io.BytesIO()
    document.save(target)  # type: ignore[attr-defined]
    return target.getvalue()
