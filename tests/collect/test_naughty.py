"""Hostile strings through both readers: text in is cleaned text out, and no string makes a row, a
cell or a formula.
"""

import csv
import io
import re

import pytest
import xlsxwriter

from pipeline.collect.cells import VISIBLE
from pipeline.collect.csv_file import read_csv
from pipeline.collect.xlsx_file import read_xlsx
from pipeline.model.source import Sheet
from tests.makers.hostile_strings import naughty

STRINGS = naughty(520)
HEADER = ["id", "words", "end"]
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NO_DOCUMENT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


def _as_xlsx(texts: list[str], *, shared: bool) -> bytes:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": shared, "constant_memory": not shared})
    sheet = book.add_worksheet("S")
    for number, row in enumerate([HEADER, *([str(n), text, "."] for n, text in enumerate(texts))]):
        for column, text in enumerate(row):
            sheet.write_string(number, column, text)
    book.close()
    return target.getvalue()


def _as_csv(texts: list[str], separator: str) -> bytes:
    target = io.StringIO(newline="")
    rows = [HEADER, *([str(n), text, "."] for n, text in enumerate(texts))]
    csv.writer(target, delimiter=separator).writerows(rows)
    return target.getvalue().encode("utf-8", "surrogatepass")


def _check(sheet: Sheet, texts: list[str], broken: str = VISIBLE) -> None:
    assert [row.number for row in sheet.rows] == list(range(1, len(texts) + 2))
    assert {len(row.cells) for row in sheet.rows} == {3}
    for number, (row, text) in enumerate(zip(sheet.rows[1:], texts, strict=True)):
        wanted = _NO_DOCUMENT.sub(VISIBLE, text.replace("\ud800", broken))
        fault = "control-characters" if wanted != text else ""
        assert (row.cells[0].text, row.cells[1][:2], row.cells[2].text) == (
            str(number),
            (wanted, fault),
            ".",
        )


@pytest.mark.parametrize("shared", [True, False], ids=["shared strings", "strings in cells"])
def test_a_workbook_gives_back_what_was_written(shared: bool) -> None:
    """Every string that XML can hold comes back to the letter, formulas as text; line ends as XML
    has them.
    """
    texts = [_NO_XML.sub("", text).replace("\r\n", "\n").replace("\r", "\n") for text in STRINGS]
    _check(read_xlsx("a.xlsx", _as_xlsx(texts, shared=shared))[0], texts)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_csv_file_gives_back_what_was_written(separator: str) -> None:
    """Every string comes back to the letter, each illegal character as one mark, three for a lone
    surrogate.
    """
    _check(read_csv("a.csv", _as_csv(STRINGS, separator))[0], STRINGS, VISIBLE * 3)
