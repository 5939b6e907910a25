"""A report on the form as printed to PDF.

In: nothing. Out: its bytes, the cells of its cover; rows of sheets with their places.
"""

from pipeline.model.source import Sheet
from tests.makers.pdf_files import page, pdf
from tests.makers.report_forms import ENGLISH, choice

MARKS = {True: "[x]", False: "[ ]"}
LINES = [
    ["Recipient", "Channel", "Amount", "Currency", "Type"],
    ["Rhoville", "", "25000", "XTS", "financial"],
]


def cover_cells() -> list[list[str]]:
    """The cover's ten forms in two columns; the title of Form I goes over two lines."""
    titles = [
        title.replace(" and international cooperation", " and international\ncooperation")
        for title in ENGLISH.titles
    ]
    made = [f"{title}\n{choice(ENGLISH, 'changed', '', MARKS)}" for title in titles]
    made[2] = made[2].replace(" of each type produced/owned or possessed", "")
    return [[made[n], made[n + 5]] for n in range(5)]


def printed(state: str = "Alphaland", lines: list[list[str]] = LINES) -> bytes:
    """A report printed to PDF."""
    head = ("Convention on Cluster Munitions", f"Name of State [Party]: {state}")
    title = ("Form I: National resources and international cooperation and", "assistance")
    return pdf(
        page(*head, "Reporting period: 01/01/2024 to 31/12/2024", cover_cells()),
        page(*title, "Assistance provided", lines, ENGLISH.titles[9]),
    )


def placed_rows(sheets: tuple[Sheet, ...]) -> list[tuple[str, list[str]]]:
    """Place and cells of every row."""
    return [
        (sheet.row_place(row), [cell.text for cell in row.cells])
        for sheet in sheets
        for row in sheet.rows
    ]
