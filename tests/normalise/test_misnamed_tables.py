"""Sheets and files whose header is that of a table and whose name is not."""

import pytest

from pipeline.model.finding import USAGE, Refused
from tests.makers.small_meeting import (
    LINE,
    Content,
    codes,
    findings,
    log,
    normalised,
    register,
    report,
    rows,
)

WITHHELD = [["state", "reason", "role"], ["Deltaland", "asked for it", "Coordinators"]]


@pytest.mark.parametrize(
    ("files", "table"),
    [
        ({"log.xlsx": {"activities": log(), "2024": log(activity_id="ACT-2")}}, "activities"),
        ({"activities.csv": log(), "activities (1).csv": log(activity_id="ACT-2")}, "activities"),
        (
            {
                "reports-received.csv": register(),
                "national-reports/a.xlsx": {
                    **report(),
                    "Form I (2)": rows({**LINE, "amount": "5", "currency": "XTS"}),
                },
            },
            "Form I",
        ),
    ],
)
def test_rows_under_another_name_limit_their_table(files: dict[str, Content], table: str) -> None:
    """What stands there may be more of the same: no number of that table is exact."""
    assert table in {out.table for out in normalised(files).value.quarantined}


def test_states_withheld_under_another_name_stop_the_run() -> None:
    """A paper printed without that list would name a State that it must not."""
    with pytest.raises(Refused) as refused:
        normalised(
            {
                "activities.csv": log(),
                "book.xlsx": {"States not to name": WITHHELD, "Other": [["x"]]},
            }
        )
    assert refused.value.exit_code == USAGE


def test_a_list_of_contacts_is_no_table() -> None:
    """Two words that a table also has make no table of it."""
    contacts = [["state", "role", "name"], ["Deltaland", "focal point", "somebody"]]
    files: dict[str, Content] = {"book.xlsx": {"activities": log(), "Contacts": contacts}}
    assert ("unknown-sheet", "m/book.xlsx", "Contacts!A1:C1") in codes(files)


@pytest.mark.parametrize(
    ("files", "table"),
    [
        ({"meeting.xlsx": {"Complet": [["table", "until"], ["activities", "2025"]]}}, "Complete"),
        ({"activites.csv": [["number", "when"], ["1", "2025-04-07"]]}, "activities"),
        ({"book.xlsx": {"activities": log(), "Correctons": [["where", "what"]]}}, "Corrections"),
        ({"book.xlsx": {"activities": log(), "Folow-up": [["who", "what"]]}}, "follow-up"),
        ({"statement.csv": [["who", "what"], ["Deltaland", "a need"]]}, "statements"),
    ],
)
def test_a_near_name_is_told_the_table_it_is_near_to(files: dict[str, Content], table: str) -> None:
    """Whatever its header: what stands there may be of that table, which is not complete then."""
    near = [finding for finding in findings(files) if finding.code == "near-table"]
    assert [table in finding.cure for finding in near] == [True]
    assert table in {out.table for out in normalised(files).value.quarantined}


@pytest.mark.parametrize("name", ["Witheld", "With-held", "mark", "Withhold"])
def test_a_near_name_of_what_must_not_be_printed_stops_the_run(name: str) -> None:
    """With another header too, it may say what must not be printed."""
    book: Content = {name: [["a"], ["b"]], "Other": [["x"]]}
    with pytest.raises(Refused) as refused:
        normalised({"activities.csv": log(), "book.xlsx": book})
    assert refused.value.exit_code == USAGE
