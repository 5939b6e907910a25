"""The same tables as LibreOffice saves them: workbook, workbook by way of ods, csv in three
dialects.
"""

import subprocess
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from pipeline.collect.folder import File, collect
from pipeline.model.source import Sheet
from pipeline.model.tables import RESOURCE_LINES
from pipeline.normalise.table import read_table
from tests.makers.small_meeting import demo_world
from tests.makers.tables import workbook

pytestmark = pytest.mark.libreoffice

LINES: list[list[object]] = [
    ["section", "counterpart", "channel", "amount", "currency", "period_from", "description"],
    [
        "provided",
        "Rhoville",
        "ISU",
        1200.5,
        "XTS",
        date(2024, 3, 1),
        "état des lieux; « à suivre », dit-il",
    ],
    [
        "received",
        "Côte d’Epsilon",
        None,
        30,
        "XTS",
        date(2024, 12, 31),
        'a "quoted" word, and\na line break',
    ],
    ["needed", None, None, 1234567.89, "XTS", None, "{{ 7 }} & <b>"],
]
LOCALE = (
    '<?xml version="1.0" encoding="UTF-8"?><oor:items'
    ' xmlns:oor="http://openoffice.org/2001/registry"><item'
    ' oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale"'
    ' oor:op="fuse"><value>{}</value></prop></item></oor:items>'
)
UTF_8, WINDOWS_1252 = 76, 1
COMMA, SEMICOLON, TAB = 44, 59, 9
# Locale, separator and encoding that LibreOffice writes; what stands between whole and part in its
# numbers.
DIALECTS: Mapping[str, tuple[str, int, int, str]] = {
    "English, commas": ("en-GB", COMMA, UTF_8, "."),
    "French, semicolons, Windows-1252": ("fr-FR", SEMICOLON, WINDOWS_1252, ","),
    "Spanish, tabs": ("es-ES", TAB, UTF_8, ","),
}


def converted(soffice: str, folder: Path, source: Path, form: str, locale: str = "en-GB") -> Path:
    """The file in another form, in a folder of its own; LibreOffice runs with a fresh profile of
    that locale.
    """
    user = folder / "profile" / "user"
    user.mkdir(parents=True)
    (user / "registrymodifications.xcu").write_text(LOCALE.format(locale), encoding="utf-8")
    command = [
        soffice,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--convert-to",
        form,
    ]
    subprocess.run(
        [*command, "--outdir", str(folder / "out"), str(source)],
        check=True,
        capture_output=True,
        timeout=180,
    )
    return next((folder / "out").iterdir())


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The lines as our own workbook."""
    path = tmp_path_factory.mktemp("book") / "lines.xlsx"
    path.write_bytes(workbook({"Form I": LINES}))
    return path


def read(path: Path) -> Sheet:
    """The one sheet of a file, read without any finding but that of an encoding."""
    found = collect((File(f"m/{path.name}", path.read_bytes()),))
    assert found.findings == ()
    return found.value.sheets[0]


def values(sheet: Sheet) -> list[tuple[object, ...]]:
    """Section, State, amount, first day and words of each line."""
    _, reference, _ = demo_world()
    table = read_table(sheet, RESOURCE_LINES, reference.headers, reference.lists)
    names = ("section", "counterpart", "amount", "period_from", "description")
    return [tuple(str(row.values[name]) for name in names) for row in table.rows]


def test_a_workbook_saved_again_gives_the_same_lines(
    soffice: str, book: Path, tmp_path: Path
) -> None:
    """What LibreOffice writes as .xlsx is read as what it was made from."""
    again = converted(soffice, tmp_path, book, "xlsx")
    assert values(read(again)) == values(read(book))
    assert len(values(read(again))) == len(LINES) - 1


def test_a_workbook_by_way_of_ods_gives_the_same_lines(
    soffice: str, book: Path, tmp_path: Path
) -> None:
    """An OpenDocument table is asked to be saved as .xlsx; that file holds the same."""
    for name in ("ods", "xlsx"):
        (tmp_path / name).mkdir()
    between = converted(soffice, tmp_path / "ods", book, "ods")
    assert [f.code for f in collect((File("m/lines.ods", between.read_bytes()),)).findings] == [
        "opendocument-file"
    ]
    assert values(read(converted(soffice, tmp_path / "xlsx", between, "xlsx"))) == values(
        read(book)
    )


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_csv_of_any_office_gives_the_same_lines(
    soffice: str, book: Path, tmp_path: Path, dialect: str
) -> None:
    """Separator and encoding are found; a decimal comma stays in its cell, and every other cell is
    the same.
    """
    locale, separator, encoding, mark = DIALECTS[dialect]
    form = f"csv:Text - txt - csv (StarCalc):{separator},34,{encoding},1,,0,false,true,false"
    sheet = read(converted(soffice, tmp_path, book, form, locale))

    texts = [[cell.text for cell in row.cells] for row in sheet.rows]
    wanted = [[cell.text for cell in row.cells] for row in read(book).rows]
    amount = LINES[0].index("amount")
    for row in wanted[1:]:
        row[amount] = row[amount].replace(".", mark)
    assert texts == wanted
    assert [remark.hint for remark in sheet.remarks] == (
        ["cp1252"] if encoding == WINDOWS_1252 else []
    )
