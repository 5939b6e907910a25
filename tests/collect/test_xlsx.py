"""xlsx workbooks: values, dates, formulas and errors of cells, and bytes that are no workbook."""

import io
import re
import warnings
import zipfile
from datetime import date, datetime, time
from decimal import Decimal

import openpyxl
import pytest
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.collect.cells import value_cell
from pipeline.collect.xlsx_file import read_xlsx
from pipeline.model.source import Cell, CellKind, Sheet
from pipeline.ooxml import NotAPackage, UnsafePackage, read_package, write_package
from tests.makers.tables import edited, with_part, workbook


def _sheet(content: bytes) -> Sheet:
    return read_xlsx("a.xlsx", content)[0]


def _cells(*values: object) -> list[Cell]:
    return list(_sheet(workbook({"S": [values]})).rows[0].cells)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("words", "words"),
        (12, "12"),
        (12.0, "12"),
        (0.1, "0.1"),
        (1e-7, "0.0000001"),
        (1234567.89, "1234567.89"),
        (True, "TRUE"),
        (False, "FALSE"),
        (date(2025, 4, 7), "2025-04-07"),
        (datetime(2025, 4, 7, 9, 30), "2025-04-07 09:30:00"),
        (time(9, 30), "09:30:00"),
    ],
)
def test_a_value_is_read_as_plain_text(value: object, text: str) -> None:
    """Dates come in ISO form, whole numbers without a point, no number in exponents."""
    assert _cells("id", value)[1][:2] == (text, "")


@pytest.mark.parametrize(
    ("shown", "text"),
    [
        ("mmm-yy", "2025-10"),
        ("[$-409]mmm\\-yy;@", "2025-10"),
        ("[$-40C]mmmm\\ yyyy", "2025-10"),
        ("[$-407]mm/yyyy", "2025-10"),
        ('[$-804]yyyy"年"m"月";@', "2025-10"),
        ("[$-107041E]mmm\\ bbbb", "2025-10"),
        ("yyyy", "2025"),
        ("[$-1030411]ge\\年", "2025"),
        ('"due d/m" yyyy', "2025"),
        ("d-mmm", "--10-25"),
        ('[$-C0A]d\\ "de"\\ mmmm', "--10-25"),
        ("dd/mm", "--10-25"),
        ("m月d日", "--10-25"),
        ("mmmm", "--10-25"),
        ("dddd\\, mmmm", "--10-25"),
        ("h:mm", "--10-25"),
        ("dd/mm/yyyy", "2025-10-25"),
        ("d.m.yy", "2025-10-25"),
        ("[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", "2025-10-25"),
        ('yyyy"年"m"月"d"日"', "2025-10-25"),
    ],
)
def test_a_date_is_as_precise_as_its_cell_shows(shown: str, text: str) -> None:
    """Excel keeps a month as its first day, and a day typed without a year as one of this year."""

    def edit(sheet: Worksheet) -> None:
        sheet["A1"].number_format = shown

    cell = _sheet(edited([[date(2025, 10, 25)]], edit, "S")).rows[0].cells[0]
    assert cell == Cell(text, kind=CellKind.DATE)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (b"17", "2025-10"),
        (b"16", "--10-25"),
        (b"14", "2025-10-25"),
        (b"31", "2025-10-25"),
        (b"57", "2025-10"),
        (b"58", "--10-25"),
        (b"28", "--10-25"),
    ],
)
def test_a_format_that_no_file_writes_out_shows_what_it_shows_in_every_language(
    number: bytes, text: str
) -> None:
    """Excel in Chinese, Japanese and Korean gives their formats by number only."""
    content = workbook({"S": [[date(2025, 10, 25)]]})
    styles = read_package(content)["xl/styles.xml"]
    (written,) = set(re.findall(rb'numFmtId="(16[0-9])" fontId', styles))
    content = with_part(
        content,
        "xl/styles.xml",
        b'numFmtId="' + written + b'" fontId',
        b'numFmtId="' + number + b'" fontId',
    )
    assert _sheet(content).rows[0].cells[0] == Cell(text, kind=CellKind.DATE)


@pytest.mark.parametrize("shown", ["General", "0.00E+00", "#,##0.00 [$EGP]", '0 "mmm"', "[Red]0"])
def test_a_number_is_no_date_for_the_letters_of_its_format(shown: str) -> None:
    """A unit, an exponent, a colour or a currency is no sign of a date."""

    def edit(sheet: Worksheet) -> None:
        sheet["A1"].number_format = shown

    assert _sheet(edited([[45955]], edit, "S")).rows[0].cells[0] == Cell(
        "45955", kind=CellKind.NUMBER
    )


def test_a_decimal_keeps_its_digits() -> None:
    """A number is not rounded on the way."""
    assert value_cell(Decimal("1200.50")).text == "1200.50"


def test_an_empty_cell_between_others_keeps_its_place() -> None:
    """Columns do not move up over an empty cell."""
    assert [cell.text for cell in _cells("a", None, "c")] == ["a", "", "c"]


def test_an_error_value_is_a_fault() -> None:
    """#REF! is never text."""
    assert _cells("id", "#REF!")[1] == Cell("#REF!", "error-value")


def test_a_formula_without_a_stored_value_is_a_fault() -> None:
    """A result that was never stored is not an empty cell."""
    assert _cells("id", "=A1&1")[1] == Cell("=A1&1", "formula-without-value")


def test_an_array_formula_without_a_stored_value_is_a_fault() -> None:
    """A formula over several cells counts as a formula."""
    book = openpyxl.Workbook()
    book.worksheets[0]["B2"] = ArrayFormula("B2:B2", "=SUM(A1:A1)")
    target = io.BytesIO()
    book.save(target)
    cells = _sheet(target.getvalue()).rows[0].cells
    assert cells[1].fault == "formula-without-value"


def test_a_formula_with_a_stored_value_is_its_value() -> None:
    """What Excel computed last is what stands in the cell."""
    content = with_part(
        workbook({"S": [["id", "=1+1"]]}),
        "xl/worksheets/sheet1.xml",
        b"<f>1+1</f><v></v>",
        b"<f>1+1</f><v>2</v>",
    )
    assert _sheet(content).rows[0].cells[1] == Cell("2", kind=CellKind.NUMBER)


def test_an_error_of_a_formula_stays_an_error() -> None:
    """A formula whose stored result is an error keeps the fault of the error."""
    sheet = workbook({"S": [["id", "=1/0"]]})
    content = with_part(
        sheet,
        "xl/worksheets/sheet1.xml",
        b'<c r="B1"><f>1/0</f><v></v>',
        b'<c r="B1" t="e"><f>1/0</f><v>#DIV/0!</v>',
    )
    assert _sheet(content).rows[0].cells[1] == Cell("#DIV/0!", "error-value")


def test_a_formula_in_a_row_of_its_own_is_not_lost() -> None:
    """A row that holds one formula without a value and nothing else is a row."""
    rows = _sheet(workbook({"S": [["id"], [None], ["=A1"]]})).rows
    assert [(row.number, row.cells[0].fault) for row in rows] == [
        (1, ""),
        (3, "formula-without-value"),
    ]


def test_text_that_begins_like_a_formula_is_text() -> None:
    """A stored string with a leading equals sign is its own value."""
    book = openpyxl.Workbook()
    cell = book.worksheets[0]["A1"]
    cell.value, cell.data_type = "=1+1", "s"
    book.worksheets[0]["A2"] = "=A1"
    target = io.BytesIO()
    book.save(target)
    assert _sheet(target.getvalue()).rows[0].cells[0] == Cell("=1+1")


def test_each_worksheet_is_a_sheet_in_order() -> None:
    """Two worksheets give two sheets, an empty one without rows."""
    sheets = read_xlsx("a.xlsx", workbook({"Cover": [["field"]], "Form I": []}))
    assert [(sheet.name, len(sheet.rows)) for sheet in sheets] == [("Cover", 1), ("Form I", 0)]


def test_empty_rows_keep_the_numbers_of_the_others() -> None:
    """A row is known by the number Excel shows."""
    rows = _sheet(workbook({"S": [["a"], [], ["", "  "], ["b"]]})).rows
    assert [row.number for row in rows] == [1, 4]


def test_what_openpyxl_leaves_out_is_no_warning() -> None:
    """Drop-down lists of newer Excel make openpyxl warn; a person at the screen does not read
    that.
    """
    extension = (
        b'<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}" '
        b'xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"/></extLst></worksheet>'
    )
    content = with_part(
        workbook({"S": [["a"]]}), "xl/worksheets/sheet1.xml", b"</worksheet>", extension
    )
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        assert _sheet(content).rows[0].cells == (Cell("a"),)
    assert said == []


def test_a_date_out_of_range_is_an_error_value() -> None:
    """A number too great for a date, shown as one, is a fault and no guess."""
    content = with_part(
        workbook({"S": [[date(2025, 4, 7)]]}),
        "xl/worksheets/sheet1.xml",
        b"<v>45754</v>",
        b"<v>99999999</v>",
    )
    assert _sheet(content).rows[0].cells[0].fault == "error-value"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html><table><tr><td>a</td></tr></table></html>",
        workbook({"S": [["a"]]})[:-200],
        b"PK\x03\x04 broken",
    ],
    ids=["nothing", "html", "cut off", "broken"],
)
def test_bytes_that_are_no_zip_are_no_workbook(content: bytes) -> None:
    """A web page saved as .xlsx, a file cut off and an empty one are refused."""
    with pytest.raises(NotAPackage):
        read_xlsx("a.xlsx", content)


def test_a_zip_of_something_else_is_no_workbook() -> None:
    """A package without a workbook inside is refused."""
    with pytest.raises(NotAPackage, match="no workbook"):
        read_xlsx("a.xlsx", write_package({"word/document.xml": b"<w/>"}))


@pytest.mark.parametrize("broken", [b"<workbook", b"<a/>", b""])
def test_a_workbook_with_broken_parts_is_refused(broken: bytes) -> None:
    """XML that nobody can make sense of is a fault of the file, not of the program."""
    parts = read_package(workbook({"S": [["a"]]}))
    with pytest.raises(ValueError, match="damaged"):
        read_xlsx("a.xlsx", write_package({**parts, "xl/workbook.xml": broken}))


def test_a_worksheet_that_is_missing_is_refused() -> None:
    """A workbook that points at a part it does not hold cannot be read."""
    parts = read_package(workbook({"S": [["a"]]}))
    del parts["xl/worksheets/sheet1.xml"]
    with pytest.raises(ValueError, match="damaged"):
        read_xlsx("a.xlsx", write_package(parts))


def test_a_document_type_is_unsafe() -> None:
    """No office program writes one; entities grow without end."""
    parts = read_package(workbook({"S": [["a"]]}))
    evil = b'<!DOCTYPE lolz [<!ENTITY lol "lol">]>' + parts["xl/workbook.xml"]
    with pytest.raises(UnsafePackage, match="document type"):
        read_xlsx("a.xlsx", write_package({**parts, "xl/workbook.xml": evil}))


def test_a_zip_bomb_is_unsafe() -> None:
    """A package that unpacks to more than a hundred times its size is not opened."""
    parts = read_package(workbook({"S": [["a"]]}))
    with pytest.raises(UnsafePackage, match="larger"):
        read_xlsx("a.xlsx", write_package({**parts, "xl/media/image1.bin": b"\0" * 20_000_000}))


@pytest.mark.parametrize(
    "name", ["../evil.xml", "/../evil.xml", "C:/evil.xml", "xl/../../evil.xml"]
)
def test_a_part_outside_the_package_is_unsafe(name: str) -> None:
    """A name that leads out of the package is refused."""
    with pytest.raises(UnsafePackage, match="outside"):
        read_package(write_package({"a.xml": b"<a/>", name: b"<a/>"}))


def test_too_many_parts_are_unsafe() -> None:
    """No table has two thousand parts."""
    with pytest.raises(UnsafePackage, match="too many"):
        read_package(write_package({f"part{n}.xml": b"<a/>" for n in range(2_001)}))


def test_a_part_that_stands_twice_is_unsafe() -> None:
    """Two parts of one name say different things to different programs."""
    target = io.BytesIO()
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(target, "w") as archive:
        archive.writestr("a.xml", "<a/>")
        archive.writestr("a.xml", "<b/>")
    with pytest.raises(UnsafePackage, match="twice"):
        read_package(target.getvalue())


def test_a_damaged_part_is_no_package() -> None:
    """A part whose packed bytes were changed is found out."""
    content = bytearray(
        write_package({"a.xml": b"some words to pack, some words to pack, some words"})
    )
    for position in range(40, 50):
        content[position] ^= 0xFF
    with pytest.raises(NotAPackage):
        read_package(bytes(content))
