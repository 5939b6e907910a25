"""Fill cells of a workbook in LibreOffice Calc, as a person would, and save it there. Run by
LibreOffice's own Python.

`python3 tests/makers/libreoffice_fill.py file.xlsx profile-folder confirm=yes by=ISU …` writes each
value into the column of that title, in every row below the titles that names a place.
"""

import pathlib
import subprocess
import sys
import time
from typing import Any

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException

TITLES, MOST_COLUMNS = 1, 40


def option(name: str, value: object) -> PropertyValue:
    """A property as UNO wants it."""
    made = PropertyValue()
    made.Name, made.Value = name, value
    return made


def context_of(pipe: str) -> Any:
    """The context of the office that listens at the pipe."""
    resolver = uno.getComponentContext().ServiceManager.createInstance(
        "com.sun.star.bridge.UnoUrlResolver"
    )
    for _ in range(120):
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:
            time.sleep(0.5)
    raise SystemExit("the office did not answer")


def service(context: Any, name: str) -> Any:
    """A service of an office, such as its desktop."""
    return context.ServiceManager.createInstanceWithContext(f"com.sun.star.frame.{name}", context)


def main() -> None:
    """Open, fill, save, close."""
    file, profile, *values = sys.argv[1:]
    pipe = f"fill{pathlib.Path(profile).name}"
    office = subprocess.Popen(
        [
            *(
                "soffice",
                "--headless",
                "--norestore",
                f"-env:UserInstallation={pathlib.Path(profile).as_uri()}",
            ),
            f"--accept=pipe,name={pipe};urp;",
        ]
    )
    try:
        document = service(context_of(pipe), "Desktop").loadComponentFromURL(
            pathlib.Path(file).as_uri(), "_blank", 0, (option("Hidden", True),)
        )
        sheet = document.Sheets.getByIndex(0)
        titles = {sheet.getCellByPosition(n, TITLES).String: n for n in range(MOST_COLUMNS)}
        row = TITLES + 1
        while sheet.getCellByPosition(titles["place"], row).String:
            for value in values:
                name, _, text = value.partition("=")
                sheet.getCellByPosition(titles[name], row).String = text
            row += 1
        document.storeToURL(
            pathlib.Path(file).as_uri(), (option("FilterName", "Calc MS Excel 2007 XML"),)
        )
        document.close(True)
    finally:
        office.terminate()
        office.wait(30)


if __name__ == "__main__":
    main()
