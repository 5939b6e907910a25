"""The follow-up tracker: a row an obligation, the register of coalitions, needs that no coalition
serves.
"""

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from typing import cast

import openpyxl
import pytest

from pipeline.build import Built, build
from pipeline.cli.screen import lines
from pipeline.files import Disk
from pipeline.load import Folders, Loaded, load
from pipeline.model.internal_books import Tracking
from pipeline.model.public import PublicName
from pipeline.render.tracker_book import NONE, tracker_book
from pipeline.tasks.internal_files import TRACKER
from pipeline.tasks.report import report
from tests.makers.small_meeting import coalition, rows, settled

HOSTILE = (
    "=cmd|' /C calc'!A0",
    "+1",
    "-1",
    "@SUM(1)",
    "http://example.org",
    "{{ x }}",
    "<b>&",
    "1e9",
)
Rows = list[dict[str, object]]
FOLLOW: dict[str, object] = {
    "follow_up_id": "FU-1",
    "state": "Deltaland",
    "kind": "obligation",
    "obligation": "art4_clearance",
}


def book_of(built: Built) -> openpyxl.Workbook:
    """The tracker of a meeting, read by another program."""
    assert built.tracking is not None
    return openpyxl.load_workbook(
        io.BytesIO(tracker_book(built.tracking, built.gate.name, built.settings.as_of))
    )


def sheet(book: openpyxl.Workbook, name: str) -> Rows:
    """The rows of a sheet by the heads of its columns."""
    _, head, *body = list(book[name].iter_rows(values_only=True))
    return [dict(zip(map(str, head), row, strict=True)) for row in body]


def small(
    *follow_up: dict[str, object], coalitions: list[list[object]] | None = None
) -> openpyxl.Workbook:
    """The tracker of a register written out in a test."""
    made = settled({"follow-up.csv": rows(*follow_up), "coalitions.csv": coalitions or coalition()})
    counted = made.counted
    return openpyxl.load_workbook(
        io.BytesIO(tracker_book(counted.tracking, counted.gate.name, date(2025, 6, 30)))
    )


@pytest.fixture(scope="module")
def book(demo: Loaded) -> openpyxl.Workbook:
    """The tracker of the demo."""
    return book_of(build(demo, renders=False))


def test_a_row_tells_all_that_is_known_of_an_obligation(book: openpyxl.Workbook) -> None:
    """Deadline, extension request, needs and where, contacts, coalition, next step, and each cell
    it stands on.
    """
    row = next(row for row in sheet(book, "Tracker") if row["State Party"] == "Deltaland")

    assert row["Article"] == "article 4"
    assert row["Deadline"] == datetime(2026, 3, 1)
    assert (row["Deadline is"], row["Decision it rests on"]) == ("within a year", NONE)
    assert (row["Extension request"], row["Symbol"]) == (
        "submitted, Meeting 15",
        "DEMO/MSP/2025/EXT.1",
    )
    assert (row["Submitted on"], row["Resources in it"]) == (
        datetime(2025, 3, 28),
        "set out: 12–18",
    )
    assert "report for 2024 (demo/national-reports/deltaland-2024.xlsx › Form I!A8)" in str(
        row["Needs expressed, and where"]
    )
    assert (row["Contact requested"], str(row["Outcome"]).splitlines()[0]) == (
        "2025-02-03",
        "Needs were set out.",
    )
    assert "2025-02-20" in str(row["Contact made"])
    assert "ACT-2025-005" in str(row["Contact made"])
    assert "ACT-2025-014" in str(row["With the Coordinators on survey and clearance"])
    assert row["Coalition"] == "CC-001, continuing: Kappaland; Open Path Aid"
    assert (row["Next step"], row["Next step is"], row["Owner"]) == (
        "Send the draft of the mapping.",
        "overdue",
        "ISU",
    )
    assert 'demo/follow-up.csv › row 15 "state"' in str(row["Sources"]).splitlines()


def test_states_stand_in_alphabetical_order_with_every_extension_request(
    book: openpyxl.Workbook,
) -> None:
    """Omegaland and Rhoville have a request and no row on the obligation: what nobody recorded is
    said to be so.
    """
    told = sheet(book, "Tracker")

    assert [row["State Party"] for row in told] == [
        *("Bétaville", "Deltaland", "Gamma (Federated Islands of)", "Omegaland", "Rhoville"),
    ]
    assert (told[3]["Deadline"], told[3]["Deadline is"]) == (NONE, "not recorded")
    assert told[3]["Next step"] == "Call the mission."
    assert told[4]["Contact requested"] == "2025-04-09 (request)"


def test_coalitions_that_no_paper_tells_of_stand_in_the_register_with_the_reason(
    book: openpyxl.Workbook,
) -> None:
    """Proposed and uncertain ones are internal."""
    printed = {row["Coalition"]: row["In papers"] for row in sheet(book, "Coalitions")}

    assert printed == {
        **dict.fromkeys(("CC-001", "CC-002", "CC-003"), "printed"),
        "CC-004": "not in papers: coalition proposed",
        "CC-005": "not in papers: caller unknown",
    }


def test_needs_of_states_without_a_coalition_are_listed_where_they_were_expressed(
    book: openpyxl.Workbook,
) -> None:
    """Deltaland has a coalition; of Omegaland's nobody has confirmed that it is one."""
    alone = {str(row["State Party"]) for row in sheet(book, "Needs, no coalition")}

    assert "Deltaland" not in alone
    assert {"Omegaland", "Mu", "Zetaville", "Bétaville"} <= alone


@pytest.mark.parametrize(
    ("deadline", "words"),
    [
        ("2025-06-29", "before the date of the report"),
        ("2026-06-30", "within a year"),
        ("2026-07-01", "in more than a year"),
    ],
)
def test_a_deadline_is_told_in_words_beside_its_colour(deadline: str, words: str) -> None:
    """Red, amber and green say nothing that the words do not."""
    made = small({**FOLLOW, "deadline": deadline})
    cell = next(cell for cell in made["Tracker"][3] if cell.value == words)

    assert cell.fill.fgColor.rgb != "00000000"
    assert any(row["Words"] == words for row in sheet(made, "Legend"))


def test_a_deadline_known_by_its_month_is_no_day() -> None:
    """It is written as it is known."""
    assert (
        sheet(small({**FOLLOW, "deadline": "2026-03"}), "Tracker")[0]["Deadline"]
        == "2026-03 (month)"
    )


@pytest.mark.parametrize("status", ["closed", "withdrawn"])
def test_the_deadline_of_an_obligation_that_is_over_alarms_nobody(status: str) -> None:
    """Its day lies behind, and the row says that it is closed; an open row beside it counts
    alone.
    """
    over = {**FOLLOW, "deadline": "2024-06-30", "status": status}
    told = sheet(small(over), "Tracker")[0]
    assert (told["Deadline"], told["Deadline is"]) == (datetime(2024, 6, 30), "closed")
    open_one = {**FOLLOW, "follow_up_id": "FU-2", "deadline": "2025-12-01", "status": "open"}
    told = sheet(small({**over, "deadline": "2028-06-30"}, open_one), "Tracker")[0]
    assert (told["Deadline"], told["Deadline is"]) == (datetime(2025, 12, 1), "within a year")


def test_the_deadline_in_the_row_of_a_request_is_not_lost() -> None:
    """It is that of the obligation where no row on the obligation has one; else it stands with the
    request.
    """
    asked = {**FOLLOW, "follow_up_id": "FU-2", "kind": "extension_request", "status": "submitted"}
    told = sheet(small({**asked, "deadline": "2026-03-01"}), "Tracker")[0]
    assert (told["Deadline"], told["Deadline is"]) == (datetime(2026, 3, 1), "within a year")
    told = sheet(
        small({**FOLLOW, "deadline": "2026-03-01"}, {**asked, "deadline": "2031-03-01"}), "Tracker"
    )[0]
    assert told["Deadline"] == datetime(2026, 3, 1)
    assert told["Extension request"] == "submitted, deadline in its row: 2031-03-01"


def test_rows_that_are_kept_out_are_not_said_to_be_missing() -> None:
    """Two rows under one id, and one carried over, are in no row of the tracker: it says how many,
    and where.
    """
    waits = {**FOLLOW, "follow_up_id": "FU-2", "row_is": "carried_over"}
    made = small({**FOLLOW, "row_is": ""}, {**FOLLOW, "state": "Rhoville", "row_is": ""}, waits)
    (told,) = sheet(made, "Tracker")
    assert told["State Party"] == "not used, see to-do.xlsx: 3"
    assert len(str(told["Sources"]).splitlines()) == 3
    assert "kept out" not in str(sheet(made, "Coalitions"))
    assert sheet(made, "Needs, no coalition")[-1]["State Party"] == "not used, see to-do.xlsx: 3"


@pytest.mark.parametrize("state", ["Iotaland", "Upsiland"])
def test_a_state_that_is_no_party_is_never_called_one(state: str) -> None:
    """A signatory, or a State that withdrew, whose row somebody keeps stands under a column of
    States Parties.
    """
    told = sheet(small({**FOLLOW, "state": state}, {**FOLLOW, "follow_up_id": "FU-2"}), "Tracker")
    names = ["Deltaland", f"{state} (not a State Party on the date of the report)"]
    assert [row["State Party"] for row in told] == names


def test_a_deadline_that_could_not_be_read_is_not_said_to_be_missing() -> None:
    """Words stand in the table, and they are no date."""
    told = sheet(small({**FOLLOW, "deadline": "after the rains"}), "Tracker")[0]
    assert (told["Deadline"], told["Deadline is"]) == (NONE, "not read")


def test_two_requests_on_one_obligation_share_its_row() -> None:
    """And an obligation under another article has a row of its own."""
    asked = {**FOLLOW, "kind": "extension_request", "status": "submitted", "meeting_number": "15"}
    told = sheet(
        small(
            FOLLOW,
            {**asked, "follow_up_id": "FU-2", "symbol": "A/1", "submitted_on": "2025-01-02"},
            {
                **asked,
                "follow_up_id": "FU-3",
                "symbol": "A/2",
                "submitted_on": "2025-02-03",
                "resources": "no",
            },
            {**FOLLOW, "follow_up_id": "FU-4", "obligation": "art3"},
        ),
        "Tracker",
    )

    assert [row["Article"] for row in told] == ["article 3", "article 4"]
    assert (told[1]["Symbol"], told[1]["Submitted on"]) == ("A/1\nA/2", "2025-01-02\n2025-02-03")
    assert told[1]["Resources in it"] == "not read\nnot set out"


@pytest.mark.parametrize("words", HOSTILE)
def test_text_of_an_input_is_text_whatever_it_begins_with(words: str) -> None:
    """No formula, no link, no number: the cell holds the string."""
    hostile: dict[str, object] = {
        **FOLLOW,
        "next_step": words,
        "outcome": words,
        "owner": words,
        "decision": words,
        "due": "2025-08-01",
    }
    made = small(hostile, coalitions=coalition(note=words, result=words, forum=words))
    cells = [cell for name in made.sheetnames for row in made[name].iter_rows() for cell in row]

    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    assert not [cell for cell in cells if cell.hyperlink]
    assert sum(cell.value == words for cell in cells) == 7


def test_every_sheet_says_internal_has_filters_and_a_header_that_stays(
    book: openpyxl.Workbook,
) -> None:
    """So that a person can work in it, and nobody passes it on."""
    for name in book.sheetnames:
        assert str(book[name]["A1"].value).startswith("INTERNAL")
        assert book[name].freeze_panes == "B3"
        assert book[name].auto_filter.ref


def test_a_sheet_without_rows_says_that_nothing_is_recorded() -> None:
    """An empty register is no register without obligations."""
    nobody = cast("Callable[[str], PublicName]", lambda code: None)
    book = tracker_book(Tracking(), nobody, date(2025, 6, 30))
    made = openpyxl.load_workbook(io.BytesIO(book))

    assert [made[name]["A3"].value for name in made.sheetnames[:3]] == [NONE] * 3


def test_a_withheld_state_is_marked(project: Folders) -> None:
    """The tracker is internal and names it; it says that no paper does."""
    meeting = openpyxl.load_workbook(project.inputs / "demo" / "meeting.xlsx")
    meeting["Withheld"].append(["Deltaland", "asked for it", "Coordinators"])
    meeting.save(project.inputs / "demo" / "meeting.xlsx")

    told = sheet(book_of(build(load(project, "demo"), renders=False)), "Tracker")

    assert {row["State Party"] for row in told if row["In papers"] == "WITHHELD"} == {"Deltaland"}


def test_the_same_inputs_give_the_same_bytes_and_a_version_changed_by_hand_is_kept(
    project: Folders,
) -> None:
    """The zip has no clock; what a person wrote is in the history, told, and told once."""
    report(project, "demo", Disk())
    path = project.outputs / "demo" / TRACKER
    first = path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    by_hand = openpyxl.load_workbook(path)
    by_hand["Tracker"]["Q3"] = "Called on Monday."
    by_hand.save(path)
    typed = path.read_bytes()
    register = project.inputs / "demo" / "follow-up.csv"
    register.write_text(
        register.read_text(encoding="utf-8").replace("Offer a call.", "Write again."),
        encoding="utf-8",
    )

    told = report(project, "demo", Disk())

    kept = project.outputs / "demo" / "internal" / "history" / "follow-up-tracker.1.xlsx"
    assert kept.read_bytes() == typed
    assert path.read_bytes() != first
    assert told.by_hand == [
        {
            "what": "changed",
            "file": TRACKER,
            "kept": "internal/history/follow-up-tracker.1.xlsx",
            "n": 1,
        }
    ]
    where = kept.parents[2].as_posix()
    said = f"{where}/{TRACKER} had been changed by hand: that version is kept as {kept.as_posix()}"
    assert said in "\n".join(lines(told, where))
    assert report(project, "demo", Disk()).by_hand == []
