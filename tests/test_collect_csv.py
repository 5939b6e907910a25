"""csv files: what a cell holds and what a file may not be."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.collect.cells import VISIBLE
from pipeline.collect.csv_file import read_csv
from pipeline.model.source import Cell

# every character a document can hold
TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"), max_size=30)


def _texts(content: bytes) -> list[tuple[int, list[str]]]:
    return [(row.number, [cell.text for cell in row.cells]) for row in read_csv("a.csv", content)[0].rows]


@given(st.lists(st.lists(TEXTS, min_size=1, max_size=5), max_size=8))
def test_what_is_written_is_read(rows: list[list[str]]) -> None:
    """The cells of every row that is not empty come back to the letter, under its number."""
    target = io.StringIO(newline="")
    csv.writer(target).writerows(rows)
    wanted = [(n, row) for n, row in enumerate(rows, start=1) if any(cell.strip() for cell in row)]
    assert _texts(target.getvalue().encode()) == wanted


def test_a_byte_order_mark_is_no_part_of_the_header() -> None:
    """A file saved by Excel as UTF-8 begins with a mark that is not read."""
    assert _texts(b"\xef\xbb\xbfstate,public\n") == [(1, ["state", "public"])]


def test_a_quoted_line_break_stays_in_its_cell() -> None:
    """Rows are numbered as a spreadsheet shows them, not by lines of the file."""
    assert _texts(b'a,b\n"one\ntwo",x\n\nlast,y\n') == [(1, ["a", "b"]), (2, ["one\ntwo", "x"]), (4, ["last", "y"])]


def test_a_broken_byte_in_utf_8_is_shown_in_its_own_cell() -> None:
    """In a file that is UTF-8 elsewhere such a byte becomes a visible mark; the cells beside it are untouched."""
    cells = read_csv("a.csv", "Gen\u00e8ve,".encode() + b"caf\xe9,plain\n")[0].rows[0].cells
    assert cells == (Cell("Gen\u00e8ve"), Cell(f"caf{VISIBLE}", "control-characters"), Cell("plain"))


@pytest.mark.parametrize("bad", ["\x00", "\x07", "\x1b", "\x7f", "\ufffe", "\uffff"])
def test_characters_no_document_can_hold_are_shown(bad: str) -> None:
    """A control character becomes a visible mark and a fault of its cell."""
    cell = read_csv("a.csv", f"a{bad}b\n".encode())[0].rows[0].cells[0]
    assert cell == Cell(f"a{VISIBLE}b", "control-characters")


@pytest.mark.parametrize("content", [b'a,b\n"never closed,x\nnext,row\n', b'"a"b,c\n'])
def test_a_stray_quotation_mark_is_no_csv(content: bytes) -> None:
    """A mark that nothing closes would swallow the rows below it: the whole file is refused."""
    with pytest.raises(ValueError, match=r"expected|end of data"):
        read_csv("a.csv", content)


def test_a_field_above_a_million_characters_is_no_csv() -> None:
    """A field that long is no cell of a table."""
    with pytest.raises(ValueError, match="field larger"):
        read_csv("a.csv", b"x" * 1_000_001)


@pytest.mark.parametrize("content", [b"", b"\n\n", b" , \n"])
def test_a_file_without_words_is_a_sheet_without_rows(content: bytes) -> None:
    """Nothing but spaces and line breaks gives no row."""
    assert read_csv("a.csv", content)[0].rows == ()
