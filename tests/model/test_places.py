"""Places: printing one and parsing it are inverse, and nothing else is a place."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model import place
from pipeline.model.place import Place, parse
from pipeline.model.source import Columns, RawRow, Ref, Row, Sheet
from tests.makers.tables import sheet

NUMBERS = st.integers(min_value=1, max_value=1_048_576)
COLUMNS = st.integers(min_value=1, max_value=16_384)
NAMES = st.text(max_size=40)
PATHS = st.lists(
    st.text(string.ascii_lowercase + string.digits + "_-", min_size=1), min_size=1
).map(".".join)
# a form field's name is the name of a bookmark: Word allows letters, digits and underscores
FIELDS = st.text(string.ascii_letters + string.digits + "_ ", min_size=1)
PLACES = st.one_of(
    st.builds(place.cell, NAMES, NUMBERS, COLUMNS),
    st.builds(place.sheet_row, NAMES, NUMBERS, COLUMNS),
    st.builds(place.csv_row, NUMBERS, NAMES),
    st.builds(place.table_cell, NUMBERS, NUMBERS, NUMBERS),
    st.builds(place.paragraph, NUMBERS),
    st.builds(place.field, FIELDS),
    st.builds(place.page_line, NUMBERS, NUMBERS),
    st.builds(place.yaml_path, PATHS),
)


@given(PLACES)
def test_a_printed_place_parses_to_itself(where: Place) -> None:
    """Whatever the names of sheets and headers, the printed place gives back kind, sheet, row and
    column.
    """
    assert parse(str(where)) == where


@pytest.mark.parametrize(
    ("where", "text"),
    [
        (place.cell("Form I", 14, 3), "Form I!C14"),
        (place.cell("S", 1, 28), "S!AB1"),
        (place.sheet_row("S", 4, 27), "S!A4:AA4"),
        (place.sheet_row("S", 4, 0), "S!A4:A4"),
        (place.csv_row(14), "row 14"),
        (place.csv_row(14, "outcome"), 'row 14 "outcome"'),
        (place.table_cell(3, 2, 4), "table 3 row 2 column 4"),
        (place.paragraph(17), "paragraph 17"),
        (place.field("casualties"), "field casualties"),
        (place.page_line(4, 12), "page 4 line 12"),
        (place.yaml_path("activities.b.text"), "activities.b.text"),
    ],
)
def test_each_kind_prints_in_its_grammar(where: Place, text: str) -> None:
    """The grammar of places, a line a kind."""
    assert str(where) == text


@pytest.mark.parametrize(
    "text", ["", "row x", "a b", "Sheet!", "!", "Sheet!14", "page 4", "S!A1:B2", "x."]
)
def test_any_other_text_is_no_place(text: str) -> None:
    """A text that is none of the kinds is refused."""
    with pytest.raises(ValueError, match="not a place"):
        parse(text)


def test_a_ref_without_a_place_is_the_whole_file() -> None:
    """A file nobody could read has row 0."""
    assert Ref("m/a.xlsx", "").row_key == ("m/a.xlsx", "", 0)


def test_a_cell_and_its_row_share_one_key() -> None:
    """A cell's place leads to the row it lies in."""
    assert (
        Ref("m/a.xlsx", "Form I!C14").row_key
        == Ref("m/a.xlsx", "Form I!A14:F14").row_key
        == ("m/a.xlsx", "Form I", 14)
    )


def _row(of: Sheet, raw: RawRow) -> Row:
    return Row(of, raw, Columns({"title": 1, "beyond": 7}, ("id", "Title")))


def test_a_field_of_a_csv_row_is_named_by_its_header() -> None:
    """The place of a csv field holds the words of the header row, not the name of the column."""
    table = sheet("", [["id", "Title"], ["1", "Seminar"]], source="m/a.csv", is_csv=True)
    assert _row(table, table.rows[1]).ref("title") == Ref("m/a.csv", 'row 2 "Title"', "Seminar")


def test_a_field_without_a_column_points_at_the_row() -> None:
    """A column that the table does not have has the whole row as its place, and no words."""
    table = sheet("S", [["id", "Title"], ["1", "Seminar"]], source="m/a.xlsx")
    assert _row(table, table.rows[1]).ref("owner") == Ref("m/a.xlsx", "S!A2:B2", "")


def test_a_row_shorter_than_its_header_has_empty_cells() -> None:
    """A column beyond the last cell of a row reads as empty."""
    table = sheet("S", [["id", "Title"], ["1", "Seminar"]], source="m/a.xlsx")
    assert _row(table, table.rows[1]).cell("beyond").text == ""
