"""Changes that a desk officer makes in the workbooks of a meeting folder.

In: the folder of a meeting, what is changed. Out: the files, saved as Excel would.
"""

from pathlib import Path

import openpyxl


def take_out(meeting: Path, *states: str) -> dict[Path, bytes]:
    """Reports of 2024 taken out of the register and the folder; gives back the files as they
    were.
    """
    register = meeting / "reports-received.xlsx"
    before = {register: register.read_bytes()}
    book = openpyxl.load_workbook(register)
    sheet = book.worksheets[0]
    for row in range(sheet.max_row, 2, -1):
        if sheet.cell(row, 1).value in states and sheet.cell(row, 2).value == 2024:
            sheet.delete_rows(row)
    book.save(register)
    stems = [state.casefold().replace("é", "e") for state in states]
    for path in sorted((meeting / "national-reports").iterdir()):
        if path.stem.removesuffix("-2024") in stems and "2024" in path.stem:
            before[path] = path.read_bytes()
            path.unlink()
    return before


def clear(meeting: Path, *row: str) -> None:
    """A row of Clearances: paper, paragraph, body, day, kind, reason."""
    path = meeting / "meeting.xlsx"
    book = openpyxl.load_workbook(path)
    if "Clearances" not in book.sheetnames:
        book.create_sheet("Clearances")
    sheet = book["Clearances"]
    if sheet.max_row < 2:
        sheet.delete_rows(1, sheet.max_row)
        sheet.append(["paper", "paragraph", "body", "cleared_on", "kind", "reason"])
    sheet.append(list(row))
    book.save(path)


def set_setting(meeting: Path, key: str, value: str) -> None:
    """Another value of a setting; a new key where there is none of that name."""
    path = meeting / "meeting.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = book["Settings"]
    rows = [row for row in sheet.iter_rows() if row[0].value == key]
    if rows:
        rows[0][1].value = value
    else:
        sheet.append([key, value])
    book.save(path)


def move_a_meeting(meeting: Path) -> None:
    """Another place of a joint meeting: new text in both papers."""
    path = meeting / "activities.xlsx"
    book = openpyxl.load_workbook(path)
    for row in book.worksheets[0].iter_rows():
        for cell in row:
            if cell.value == "Port Alpha":
                cell.value = "Port Beta"
    book.save(path)
