"""Sheets and files whose header is that of a table and whose name is not."""

import pytest

from pipeline.model.finding import USAGE, Refused
from tests.makers.small_meeting import LINE, Content, codes, log, normalised, register, report, rows

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
