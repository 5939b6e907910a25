"""What a file is, told by its bytes: each with a finding that says what to save it as, never a
parser's name.
"""

import re

import pytest

from pipeline.collect.folder import File, collect
from pipeline.collect.formats import foreign_to_csv, foreign_to_workbooks
from tests.makers.small_meeting import log
from tests.makers.tables import csv_bytes, workbook
from tests.whole.cases.workbooks import OLE, strict, zipped

PAGES = (
    b"<html><table></table></html>",
    b"  \r\n<!DOCTYPE HTML PUBLIC>",
    b'\xef\xbb\xbf<?xml version="1.0"?>\n<html xmlns="http://www.w3.org/1999/xhtml">',
    b"<TABLE border=1><tr>",
    b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
)


@pytest.mark.parametrize("content", PAGES)
def test_a_page_or_xml_that_excel_opens_is_told_under_any_name(content: bytes) -> None:
    """Web sites call their pages .xls; a browser saves one as .csv."""
    assert (foreign_to_workbooks(content), foreign_to_csv(content)) == ("web-page", "web-page")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty-file"),
        (b" \n", "empty-file"),
        (b"%PDF-1.4", "pdf-document"),
        (b"\n%PDF-1.4", "pdf-document"),
        (OLE + b"\x00" * 99 + "Workbook".encode("utf-16-le"), "old-workbook"),
        (OLE + b"\x00" * 99 + "WordDocument".encode("utf-16-le"), "other-document"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "locked-workbook"),
        (zipped(xl__workbook_bin="x"), "binary-workbook"),
        (zipped(content_xml="x"), "opendocument-file"),
        (zipped(word__document_xml="x"), "other-document"),
        (zipped(ppt__presentation_xml="x"), "other-document"),
        (zipped(readme_txt="x"), "other-document"),
        (strict(), ""),
        (b"state;year\nAlphaland;2024\n", "text-not-workbook"),
        (workbook({"S": [["a"]]}), ""),
        (workbook({"S": [["a"]]})[:-100], ""),
        (b"\x00\x01\x02", ""),
    ],
)
def test_a_file_that_was_to_be_a_workbook_is_told_by_its_bytes(content: bytes, code: str) -> None:
    """Only what may be a workbook is left to the reader, which says what is broken in it."""
    assert foreign_to_workbooks(content) == code


def test_an_old_name_does_not_hide_a_sound_workbook() -> None:
    """A workbook of today that is called .xls is read."""
    read = collect((File("m/activities.xls", workbook({"activities": log()})),))
    assert ([s.name for s in read.value.sheets], read.findings) == (["activities"], ())


def test_a_table_of_tabs_has_a_name_of_its_own() -> None:
    """A file whose name ends in .tsv is read as csv files are."""
    assert (
        len(collect((File("m/activities.tsv", b"a\tb\n1\t2\n"),)).value.sheets[0].rows[0].cells)
        == 2
    )


@pytest.mark.parametrize(
    "content",
    [
        workbook({"S": [["a"]]})[:-200],
        b"PK\x03\x04 broken",
        zipped(xl__workbook_xml="<a/>"),
        b"\x00binary",
    ],
    ids=["cut off", "broken", "no workbook", "bytes"],
)
def test_nobody_reads_the_name_of_a_parser(content: bytes) -> None:
    """What cannot be read is said in words of the office, in message, cure and hint."""
    finding = collect((File("m/activities.xlsx", content),)).findings[0]
    assert finding.code == "unreadable-file"
    assert not re.search(
        r"openpyxl|lxml|zip|Error|Exception|XML", f"{finding.message} {finding.cure} {finding.hint}"
    ), finding.hint


@pytest.mark.parametrize("content", [b'a,b\n"never closed,x\n', b'a;b\n"x"y;z\n', b"x" * 1_000_001])
def test_a_csv_that_cannot_be_read_says_why_in_plain_words(content: bytes) -> None:
    """The hint names quotation marks or the length of a field, and the row it was found at."""
    finding = collect((File("m/activities.csv", content),)).findings[0]
    assert finding.code == "unreadable-file"
    assert re.fullmatch(r"row \d+: (?:a quotation mark|a field)[\w ]*", finding.hint), finding.hint


def test_a_csv_of_a_workbook_is_no_guess_at_letters() -> None:
    """A workbook that is called .csv is said to be one."""
    assert foreign_to_csv(workbook({"S": [["a"]]})) == "workbook-not-csv"
    assert foreign_to_csv(csv_bytes(log())) == ""
