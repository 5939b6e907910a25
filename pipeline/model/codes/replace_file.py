"""Findings that a person settles by replacing, renaming or splitting a file or sheet.

In: nothing. Out: code → severity, message, cure.
"""

from pipeline.model.base import BLOCKER, DECISION, Codes

# fmt: off
REPLACE_FILE: Codes = {
    "unreadable-file": (BLOCKER,
        "The file cannot be read as {kind}.",
        "Open it, save it as .xlsx or .csv, and use that file instead."),
    "unsafe-file": (BLOCKER,
        "The file exceeds the limits on size, compression or number of cells, or declares a "
        "document type.",
        "Save a fresh copy from Excel or Word; ask the sender if that does not help."),
    "unknown-file": (DECISION,
        "The file is not a table that the program knows.",
        "Name it after a table ({values}), or remove it from the folder."),
    "unknown-sheet": (DECISION,
        "The sheet is not a table that the program knows.",
        "Name it after a table ({values}), or delete the sheet."),
    "no-header": (BLOCKER,
        "None of the first twenty rows contains the columns {columns}.",
        "Put the column names in one row at the top of the table."),
    "repeated-column": (BLOCKER,
        "Two titles in the header stand for {column}.",
        "Rename or delete one of them."),
    "misnamed-table": (BLOCKER,
        "The header is that of {table}, but the name is not; the table is not used.",
        "Name it {table}, or move its rows to that table; delete it if it is a copy."),
    "near-table": (BLOCKER,
        "The name resembles that of the table {table} but is not the same; nothing here is used.",
        "Name it {table}; if it is another list, give it another name or remove it."),
    "repeated-table": (BLOCKER,
        "The folder contains the table {table} twice; this one is not used.",
        "Keep one of the two."),
    "empty-file": (BLOCKER,
        "The file is empty.",
        "Save it again from its original program, or remove it from the folder."),
    "web-page": (BLOCKER,
        "The file is a web page or XML file that Excel can open, not a workbook or csv file.",
        "Open it in Excel, save it as an Excel workbook (.xlsx), and use that file instead."),
    "pdf-document": (BLOCKER,
        "This file is a PDF despite its extension.",
        "Ask for the original workbook, or enter its rows in a table."),
    "old-workbook": (BLOCKER,
        "This file is an Excel 97–2003 workbook (.xls) despite its extension.",
        "Open it in Excel, save it as an Excel workbook (.xlsx), and use that file instead."),
    "locked-workbook": (BLOCKER,
        "The file is protected by a password.",
        "Open it in Excel, remove the password (File, Info, Protect Workbook), and save it."),
    "binary-workbook": (BLOCKER,
        "This file is a binary workbook (.xlsb) despite its extension.",
        "Open it in Excel, save it as an Excel workbook (.xlsx), and use that file instead."),
    "opendocument-file": (BLOCKER,
        "This file is an OpenDocument spreadsheet (.ods) despite its extension.",
        "Open it, save it as an Excel workbook (.xlsx), and use that file instead."),
    "other-document": (BLOCKER,
        "The file is neither a workbook nor a csv file.",
        "Put its rows into a workbook or csv file, or remove it from the folder."),
    "text-not-workbook": (BLOCKER,
        "This file is plain text, not a workbook.",
        "If it is a csv table, change its extension to .csv; otherwise open it in Excel and "
        "save it as .xlsx."),
    "workbook-not-csv": (BLOCKER,
        "This file is a workbook, not a csv table.",
        "Change its extension to .xlsx."),
    "shifted-row": (BLOCKER,
        "The row has more fields than the header, so its values may be in the wrong columns.",
        "Put quotation marks around any field that contains the separator."),
    "second-table": (BLOCKER,
        "A second table starts here; it is ignored.",
        "Move it to a sheet of its own, named {table}."),
    "row-above-header": (BLOCKER,
        "The row looks like data but is above the header; it is not used.",
        "Move the header above it; sorting may have moved the header down."),
    "another-report-inside": (DECISION,
        "Further down, the document names another State or another period, so it may contain "
        "two reports. Lines after the other State's name are not counted.",
        "Split it into one file per report. If it is a single report, write corrected in "
        "review.xlsx beside those of its rows that count."),
    "no-report-format": (DECISION,
        "Files of this kind (a picture, a message, an archive) are not read as reports; the "
        "content is unknown, and counts of reports are given as \"at least\".",
        "Take the report out of the message or archive and save it here as .docx or .pdf; copy "
        "a picture into the workbook in internal/transcribe by hand; or remove the file from "
        "the folder."),
    "not-a-pdf": (BLOCKER,
        "This file is not a PDF despite its extension.",
        "Open it, find out what it is, and give it the right extension."),
    "pdf-not-word": (BLOCKER,
        "This file is a PDF with the extension of a Word document.",
        "Change the extension to .pdf."),
    "old-document": (BLOCKER,
        "This file is a Word 97–2003 document (.doc). It could not be converted: LibreOffice is "
        "not installed, or failed.",
        "Open it in Word, save it as a Word document (.docx), and use that file instead."),
    "rich-text": (BLOCKER,
        "This file is rich text (.rtf). It could not be converted: LibreOffice is not "
        "installed, or failed.",
        "Open it in Word, save it as a Word document (.docx), and use that file instead."),
    "opendocument-text": (BLOCKER,
        "This file is an OpenDocument text (.odt). It could not be converted: LibreOffice is "
        "not installed, or failed.",
        "Open it, save it as a Word document (.docx), and use that file instead."),
    "workbook-not-document": (BLOCKER,
        "This file is a workbook with the extension of a document.",
        "Change the extension to .xlsx."),
    "text-not-document": (BLOCKER,
        "This file is not a readable document.",
        "Open it in Word, save it as a Word document (.docx), and use that file instead."),
    "locked-document": (BLOCKER,
        "The file is protected by a password.",
        "Remove the password and save it; or copy the report into the workbook in "
        "internal/transcribe by hand."),
    "document-with-macros": (BLOCKER,
        "The document contains macros; it is not read.",
        "Open it with macros disabled, save it as a Word document (.docx), and use that file; or "
        "ask the sender for one."),
    "pdf-without-text": (BLOCKER,
        "The PDF consists of scanned pages without text, which the program does not read.",
        "Copy the report into the workbook in internal/transcribe by hand, or ask the State for "
        "the original document."),
    "document-without-text": (BLOCKER,
        "The document contains no text; it may consist of scanned pages, which the program "
        "does not read.",
        "Copy the report into the workbook in internal/transcribe by hand, or ask the State for "
        "the original document."),
    "document-of-pictures": (BLOCKER,
        "The document consists of pictures with hardly any text; they may be scanned pages, "
        "which the program does not read.",
        "Copy the report into the workbook in internal/transcribe by hand, or ask the State for "
        "the original document."),
    "pictures-in-document": (DECISION,
        "The document contains page-size pictures, embedded objects or other files; their "
        "content is unknown, and counts that depend on the report are given as \"at least\".",
        "Look at them; if they contain text, copy the report into the workbook in "
        "internal/transcribe by hand; it is then used instead."),
    "pdf-right-to-left": (BLOCKER,
        "The PDF is in a right-to-left script, so the order of its letters is uncertain.",
        "Ask the State for the Word document, or copy the report into the workbook in "
        "internal/transcribe by hand."),
    "pages-without-text": (DECISION,
        "Some pages of the PDF contain no text; their content is unknown, and counts that "
        "depend on the report are given as \"at least\".",
        "Look at the pages listed in internal/to-do.xlsx, and copy the report into the workbook "
        "in internal/transcribe by hand; it is then used instead."),
    "damaged-document": (BLOCKER,
        "The document cannot be read: it is damaged, crashed its reader, or took too long to "
        "read.",
        "Open the file, save or print it again, and use that file instead."),
}
# fmt: on
