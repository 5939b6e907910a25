"""The column row_is: an example is never read, what was carried over waits for a person, a
confirmed row counts.
"""

import pytest

from pipeline.model.figure import Certainty
from pipeline.model.finding import Refused
from tests.makers.small_meeting import (
    ACTIVITY,
    COALITION,
    Content,
    codes,
    findings,
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


@pytest.mark.parametrize("word", ["example", "Example", "exemple", "EJEMPLO"])
def test_an_example_is_counted_in_silence_as_not_about_this_report(word: str) -> None:
    """No record, no finding, no doubt on any number; its row has its reason."""
    assert ids(word) == ["CC-1"]
    assert codes(register(word)) == set()
    assert counted(word) == (1, Certainty.EXACTLY)
    drops = {(d.fate, d.reason) for d in normalised(register(word)).value.drops if d.key[2] == 3}
    assert drops == {("not-about-this-report", "example-row")}


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
    """A slip in the word example must not bring the example into a count."""
    assert ids("exampel") == ["CC-1"]
    assert codes(register("exampel")) == {("row-is-unclear", "m/coalitions.csv", "row 3")}
    assert counted("exampel") == (1, Certainty.AT_LEAST)


def test_an_example_that_could_not_be_read_is_no_fault() -> None:
    """Nothing in it is looked at: not its names, not its dates."""
    example = {"row_is": "example", **ACTIVITY, "organizers": "Nowhere", "date_start": "soon"}
    assert findings({"activities.csv": rows(example)}) == ()


@pytest.mark.parametrize("word", ["carried_over", "exampel"])
def test_a_withheld_state_in_doubt_stops_the_run(word: str) -> None:
    """What must not be printed might be: nobody may leave a row of Withheld undecided."""
    with pytest.raises(Refused) as refused:
        normalised({"withheld.csv": rows({"row_is": word, "state": "Deltaland"})})
    assert refused.value.exit_code == 2


def test_an_example_in_withheld_withholds_nobody() -> None:
    """The example of the entry workbook is no declaration."""
    assert (
        normalised(
            {"withheld.csv": rows({"row_is": "example", "state": "Deltaland"})}
        ).value.withheld
        == ()
    )
