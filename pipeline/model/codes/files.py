"""Findings about files, sheets and headers.

In: nothing. Out: code → severity, message, cure.
"""

from pipeline.model.codes.severities import BLOCKER, DECISION, NOTE

# fmt: off
FILES = {
    "unreadable-file": (BLOCKER, "The file cannot be read as {kind}.",
        "Open it, save it as .xlsx or .csv, and put that file here."),
    "unsafe-file": (BLOCKER, "The file is larger or more packed than any of a meeting, holds more cells, or declares a document type.",
        "Save a fresh copy from Excel or Word; ask the sender if it still fails."),
    "unknown-file": (DECISION, "The file is no table the program knows.",
        "Name it after a table ({values}) or take it out of the folder."),
    "unknown-sheet": (DECISION, "The sheet is no table the program knows.",
        "Name it after a table ({values}) or delete the sheet."),
    "no-header": (BLOCKER, "None of the first twenty rows holds the columns {columns}.",
        "Put the column names in one row at the top of the table."),
    "repeated-column": (BLOCKER, "Two columns of the header stand for {column}.",
        "Rename or delete one of the two columns."),
    "extra-column": (NOTE, "The column is not one the program uses; its cells are not read.",
        "Nothing, or rename the column (docs/inputs.md)."),
    "misnamed-table": (BLOCKER, "The header is that of {table}, and the name is not; it is kept out.",
        "Name it {table}, or move its rows to that table; a mere copy is to be deleted."),
    "repeated-table": (BLOCKER, "The table {table} stands in the folder twice; this one is kept out.",
        "Keep one of the two."),
}
# fmt: on
