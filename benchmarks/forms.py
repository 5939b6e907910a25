"""A report as a State might send it, made by python-docx: the form that reports are measured with.

In: a number. Out: bytes. It holds no words of any real report.
"""

import io

import docx

TITLE = "Form I: National resources and international cooperation and assistance"


def form(number: int) -> bytes:
    """A form of ten tables of nine rows and five columns, and seventy paragraphs."""
    document = docx.Document()
    document.add_paragraph("Name of State [Party]: Alphaland")
    document.add_paragraph(
        f"Reporting period: 01/01/{1990 + number % 34} to 31/12/{1990 + number % 34}"
    )
    for n in range(10):
        for k in range(6):
            document.add_paragraph(
                f"Form {'ABCDEFGHIJ'[n]}, words {k} of report {number} on what was done in the"
                " year."
            )
        document.add_paragraph(TITLE if n == 8 else f"Part {n}")
        table = document.add_table(9, 5)
        for row, cells in enumerate(table.rows):
            for column, cell in enumerate(cells.cells):
                cell.text = f"{number} {n} {row} {column}"
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()
