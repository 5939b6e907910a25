"""Comments in a copy of a paper: at each bookmarked paragraph the lines that belong to it.

In: a document's bytes, lines by bookmark, who signs, a date. Out: another document's bytes, the
same for the same inputs; its first line is the mark. The document that was given is not changed.
"""

import io
from collections.abc import Mapping
from datetime import date

import docx
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from pipeline.ooxml import read_package, write_package


def with_comments(
    content: bytes, lines: Mapping[str, tuple[str, ...]], mark: str, author: str, on: date
) -> bytes:
    """The copy.

    UnsafePackage or NotAPackage where the bytes are no document that one may open.
    """
    read_package(content)
    document = docx.Document(io.BytesIO(content))
    body = document.element.body
    wanted = []
    for start in body.iter(qn("w:bookmarkStart")):
        paragraph = next(start.iterancestors(qn("w:p")), None)
        if paragraph is not None and start.get(qn("w:name")) in lines:
            wanted.append((Paragraph(paragraph, document._body), lines[start.get(qn("w:name"))]))
    for paragraph, told in wanted:
        if paragraph.runs:
            comment = document.add_comment(
                paragraph.runs, "\n".join(told), author=author, initials=""
            )
            comment._comment_elm.set(qn("w:date"), f"{on.isoformat()}T00:00:00Z")
    first = document.add_paragraph(mark)._p
    body.insert(0, first)
    target = io.BytesIO()
    document.save(target)
    return write_package(read_package(target.getvalue()))
