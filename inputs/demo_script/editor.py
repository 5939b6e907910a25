"""What the Coordinators of the demo wrote for the chapter: a Word file with a highlight and an
outlook.

In: nothing. Out: the bytes of editor-paragraphs.docx. Each page is marked as invented in its
header, so that no paragraph of the text says so.
"""

import io

from docx import Document

from demo_script.write import CREATED, DEMO_MARK, stored

PARAGRAPHS = (
    (
        "Highlights",
        (
            "The Coordinators welcome that several States Parties with obligations under article 4"
            " met possible partners, and that 2 of them have since shared a costed plan."
        ),
    ),
    (
        "Outlook",
        (
            "The Coordinators intend to continue the dialogue on country coalitions and to present"
            " their mapping [date to be agreed with the President]."
        ),
    ),
)


def editor_paragraphs() -> bytes:
    """The file: a heading and a paragraph a slot; one slot is left out."""
    document = Document()
    document.sections[0].header.paragraphs[0].text = DEMO_MARK
    for heading, text in PARAGRAPHS:
        document.add_heading(heading, level=1)
        document.add_paragraph(text)
    about = document.core_properties
    about.title, about.author, about.comments = DEMO_MARK, "", ""
    about.created = about.modified = CREATED
    written = io.BytesIO()
    document.save(written)
    return stored(written.getvalue())
