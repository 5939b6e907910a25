"""The column row_is: what was carried over waits for a person, a confirmed row counts, and another
word keeps the row out.
"""

import pytest

from pipeline.model.figure import Certainty
from pipeline.model.finding import Refused
from tests.makers.small_meeting import (
    COALITION,
    Content,
    codes,
    normalised,
    rows,
    settled,
)

COMPLETE = [["source", "through", "declared_by"], ["coalitions", "2025-06-30", "ISU"]]


def register(row_is: str) -> dict[str, Content]:
    """A register of two coalitions, declared complete, the second with a word in row_is."""
    two = {**COALITION, "coalition_id": "CC-2", "affected_state": "Sigmaland", "row_is": row_is}
    return {"coalitions.csv": rows({"row_is": "", **COALITION}, two), "complete.csv": COMPLETE}


def ids(row_is: str) -> list[str]:
    """The coalitions that were read."""
    return [coalition.id for coalition in normalised(register(row_is)).value.coalitions]


def counted(row_is: str) -> tuple[int | None, Certainty]:
    """The number of coalitions, and how certain it is."""
    figure = next(f for f in settled(register(row_is)).counted.figures if f.name == "coalitions")
    return figure.value, figure.certainty


@pytest.mark.parametrize("word", ["carried_over", "carried over", "Reporté"])
def test_what_was_carried_over_is_kept_out_and_limits_its_table(word: str) -> None:
    """A question at the row; the number is at least what the other rows give."""
    assert ids(word) == ["CC-1"]
    assert codes(register(word)) == {("carried-over", "m/coalitions.csv", "row 3")}
    assert counted(word) == (1, Certainty.AT_LEAST)


@pytest.mark.parametrize("word", ["", "confirmed", "Confirmé", "verificado"])
def test_a_confirmed_row_is_read_like_any_other(word: str) -> None:
    """It counts, and nothing is said."""
    assert ids(word) == ["CC-1", "CC-2"]
    assert codes(register(word)) == set()
    assert counted(word) == (2, Certainty.EXACTLY)


def test_a_word_that_is_none_keeps_the_row_out() -> None:
    """A slip in a word must not bring the row into a count."""
    assert ids("exampel") == ["CC-1"]
    assert codes(register("exampel")) == {("row-is-unclear", "m/coalitions.csv", "row 3")}
    assert counted("exampel") == (1, Certainty.AT_LEAST)


@pytest.mark.parametrize("word", ["carried_over", "exampel"])
def test_a_withheld_state_in_doubt_stops_the_run(word: str) -> None:
    """What must not be printed might be: nobody may leave a row of Withheld undecided."""
    with pytest.raises(Refused) as refused:
        normalised({"withheld.csv": rows({"row_is": word, "state": "Deltaland"})})
    assert refused.value.exit_code == 2
