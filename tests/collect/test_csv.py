"""csv files: what a cell holds and what a file may not be."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.collect.cells import VISIBLE
from pipeline.collect.csv_file import read_csv
from pipeline.collect.formats import CannotRead
from pipeline.model.source import Cell

# every character a document can hold
TEXTS = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"), max_size=30
)


def _texts(content: bytes) -> list[tuple[int, list[str]]]:
    return [
        (row.number, [cell.text for cell in row.cells])
        for row in read_csv("a.csv", content)[0].rows
    ]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@given(st.lists(st.lists(TEXTS, min_size=3, max_size=3), max_size=8))
def test_what_is_written_is_read(separator: str, encoding: str, below: list[list[str]]) -> None:
    """The cells of every row that is not empty come back to the letter, under its number, whatever
    is in them.
    """
    rows = [["id", "state", "words"], *below]
    target = io.StringIO(newline="")
    csv.writer(target, delimiter=separator).writerows(rows)
    wanted = [(n, row) for n, row in enumerate(rows, start=1) if any(cell.strip() for cell in row)]
    assert _texts(target.getvalue().encode(encoding)) == wanted


def test_a_byte_order_mark_is_no_part_of_the_header() -> None:
    """A file saved by Excel as UTF-8 begins with a mark that is not read."""
    assert _texts(b"\xef\xbb\xbfstate,public\n") == [(1, ["state", "public"])]


def test_a_quoted_line_break_stays_in_its_cell() -> None:
    """Rows are numbered as a spreadsheet shows them, not by lines of the file."""
    assert _texts(b'a,b\n"one\ntwo",x\n\nlast,y\n') == [
        (1, ["a", "b"]),
        (2, ["one\ntwo", "x"]),
        (4, ["last", "y"]),
    ]


def test_a_broken_byte_in_utf_8_is_shown_in_its_own_cell() -> None:
    """In a file that is UTF-8 elsewhere such a byte becomes a visible mark; the cells beside it are
    untouched.
    """
    cells = read_csv("a.csv", "Gen\u00e8ve,".encode() + b"caf\xe9,plain\n")[0].rows[0].cells
    assert cells == (
        Cell("Gen\u00e8ve"),
        Cell(f"caf{VISIBLE}", "control-characters"),
        Cell("plain"),
    )


@pytest.mark.parametrize("bad", ["\x00", "\x07", "\x1b", "\x7f", "\ufffe", "\uffff"])
def test_characters_no_document_can_hold_are_shown(bad: str) -> None:
    """A control character becomes a visible mark and a fault of its cell."""
    cell = read_csv("a.csv", f"a{bad}b\n".encode())[0].rows[0].cells[0]
    assert cell == Cell(f"a{VISIBLE}b", "control-characters")


@pytest.mark.parametrize("content", [b'a,b\n"never closed,x\nnext,row\n', b'"a"b,c\n'])
def test_a_stray_quotation_mark_is_no_csv(content: bytes) -> None:
    """A mark that nothing closes would swallow the rows below it: the whole file is refused."""
    with pytest.raises(ValueError, match=r"row [12]: a quotation mark"):
        read_csv("a.csv", content)


def test_a_field_above_a_million_characters_is_no_csv() -> None:
    """A field that long is no cell of a table."""
    with pytest.raises(ValueError, match="row 1: a field"):
        read_csv("a.csv", b"x" * 1_000_001)


@pytest.mark.parametrize("content", [b"", b"\n\n", b" , \n"])
def test_a_file_without_words_is_a_sheet_without_rows(content: bytes) -> None:
    """Nothing but spaces and line breaks gives no row."""
    assert read_csv("a.csv", content)[0].rows == ()


LOG = "id;état;durée;mots\n1;Côte d’Ivoire;1,5;oui, non\n2;Bétaville;2,5;a, b\n3;Genève;3,5;c, d\n"
ROWS = [line.split(";") for line in LOG.splitlines()]


def _read(content: bytes) -> tuple[list[list[str]], list[str]]:
    sheet = read_csv("a.csv", content)[0]
    return [[cell.text for cell in row.cells] for row in sheet.rows], [
        f"{r.code} {r.hint}" for r in sheet.remarks
    ]


@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        ("utf-8", []),
        ("utf-8-sig", []),
        ("utf-16", []),
        ("utf-32", []),
        ("utf-16-le", ["encoding-found utf-16-le"]),
        ("utf-16-be", ["encoding-found utf-16-be"]),
        ("cp1252", ["encoding-found cp1252"]),
    ],
)
def test_the_encoding_is_read_or_found_and_said(encoding: str, said: list[str]) -> None:
    """A file that says its encoding, or is UTF-8, needs no word; another is found out, and the
    remark names it.
    """
    assert _read(LOG.encode(encoding)) == (ROWS, said)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Příliš žluťoučký kůň úpěl ďábelské ódy", "cp1250"),
        ("Государство провело рабочее совещание", "cp1251"),
        ("مرحبا بالعالم في بيروت", "cp1256"),
        ("it’s “so” – and so", "cp1252"),
        ("état à l’œuvre déjà réuni à Genève", "mac_roman"),
    ],
)
def test_letters_of_other_offices_are_found_out(text: str, encoding: str) -> None:
    """The usual encodings of Windows and the Mac are told apart by their letters."""
    rows, said = _read(f"id;words\n1;{text}\n2;{text}\n".encode(encoding))
    assert (rows[1], said) == (["1", text], [f"encoding-found {encoding}"])


def test_bytes_that_fit_no_encoding_stay_visible_marks() -> None:
    """Too little to go by is no reason to guess."""
    rows, said = _read(b"id;words\n1;\xbf\xf3\xb3\xe6 g\xeac\xb9 ja\x9f\xf1 \x81\x8d\x90\x81\n")
    assert (VISIBLE in rows[1][1], said) == (True, [])


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        ("a;b\n1,5;2,5\n3,5;4,5\n", [["a", "b"], ["1,5", "2,5"], ["3,5", "4,5"]]),
        ("a,b\n1;2,x;y\n3;4,z;w\n", [["a", "b"], ["1;2", "x;y"], ["3;4", "z;w"]]),
        ("a\tb\n1,5\t2;5\n", [["a", "b"], ["1,5", "2;5"]]),
        (
            "A title, with a comma\na;b;c\n1;2;3\n4;5;6\n",
            [["A title, with a comma"], list("abc"), list("123"), list("456")],
        ),
        ("sep=|\r\na|b;c\r\n1|2\r\n", [["a", "b;c"], ["1", "2"]]),
        ("SEP=;\na;b\n", [["a", "b"]]),
        ("state\nAlphaland\nGamma; Delta\n", [["state"], ["Alphaland"], ["Gamma; Delta"]]),
        ("a,b\n", [["a", "b"]]),
        ("a;b\n1;2\n3;4;5\n6;7\n", [["a", "b"], ["1", "2"], ["3", "4", "5"], ["6", "7"]]),
        ("a,b,c\n1,2,x; y,4\n", [["a", "b", "c"], ["1", "2", "x; y", "4"]]),
    ],
)
def test_the_separator_is_decided_over_the_whole_file(content: str, rows: list[list[str]]) -> None:
    """Commas in amounts, lists in cells, titles and rows that are too long do not mislead; `sep=`
    settles it.
    """
    assert _read(content.encode())[0] == rows


def test_the_line_that_declares_the_separator_is_no_row() -> None:
    """A spreadsheet does not show it either: the header is row 1."""
    assert read_csv("a.csv", b"sep=;\na;b\n1;2\n")[0].rows[0].number == 1


@pytest.mark.parametrize(
    "shown",
    ["#REF!", "#N/A", "#DIV/0!", "#VALEUR!", "#¡DIV/0!", "#¿NOMBRE?", "Err:509", " #NAME? "],
)
def test_an_error_that_a_spreadsheet_wrote_as_text_is_a_fault(shown: str) -> None:
    """In a csv file an error is nothing but its name; words that only hold one are words."""
    cells = read_csv("a.csv", f"a,b\n{shown},see {shown}\n".encode())[0].rows[1].cells
    assert cells == (Cell(shown, "error-value"), Cell(f"see {shown}"))


def test_a_table_of_more_cells_than_any_is_unsafe(monkeypatch: pytest.MonkeyPatch) -> None:
    """Millions of short rows would fill the memory: the file is told, not read."""
    monkeypatch.setattr("pipeline.collect.csv_file.MAX_CELLS", 10)
    with pytest.raises(CannotRead) as error:
        read_csv("m/a.csv", b"a,b\n" * 6)
    assert error.value.code == "unsafe-file"
