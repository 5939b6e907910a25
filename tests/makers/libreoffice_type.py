"""Type into workbooks in LibreOffice Calc, cell by cell, as a person would. Run by LibreOffice's
own Python.

`python3 tests/makers/libreoffice_type.py job.json`: profile, and books, each a file with cells
(sheet, cell, text) and rows to delete (sheet, number, from the bottom up). What is typed is parsed
by Calc as at its keyboard: days become days.
"""

import json
import pathlib
import subprocess
import sys
import uuid
from typing import Any

from libreoffice_fill import (  # type: ignore[import-not-found,unused-ignore]
    context_of,
    option,
    service,
)


def type_book(context: Any, book: dict[str, Any]) -> None:
    """Open, type, delete, save under the same name, close."""
    address = pathlib.Path(book["file"]).as_uri()
    document = service(context, "Desktop").loadComponentFromURL(
        address, "_blank", 0, (option("Hidden", True),)
    )
    dispatcher, frame = service(context, "DispatchHelper"), document.CurrentController.Frame
    for sheet, cell, text in book.get("cells", ()):
        document.CurrentController.setActiveSheet(document.Sheets.getByName(sheet))
        dispatcher.executeDispatch(frame, ".uno:GoToCell", "", 0, (option("ToPoint", cell),))
        dispatcher.executeDispatch(frame, ".uno:EnterString", "", 0, (option("StringName", text),))
    for sheet, number in book.get("delete", ()):
        document.Sheets.getByName(sheet).Rows.removeByIndex(number - 1, 1)
    document.storeToURL(address, (option("FilterName", "Calc MS Excel 2007 XML"),))
    document.close(True)


def main() -> None:
    """Every book of the job, in one office."""
    job = json.loads(pathlib.Path(sys.argv[1]).read_text(encoding="utf-8"))
    pipe = f"type{uuid.uuid4().hex[:8]}"
    profile = f"-env:UserInstallation={pathlib.Path(job['profile']).as_uri()}"
    office = subprocess.Popen(
        ["soffice", "--headless", "--norestore", profile, f"--accept=pipe,name={pipe};urp;"]
    )
    try:
        context = context_of(pipe)
        for book in job["books"]:
            type_book(context, book)
    finally:
        office.terminate()
        office.wait(30)


if __name__ == "__main__":
    main()
