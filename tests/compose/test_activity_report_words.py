"""The words of the Coordinators' report on a log written out here: what is withheld, what is open,
who is counted.
"""

from collections.abc import Sequence

from pipeline.model.block import Block, Composed, Paragraph, Span, Table, text_of
from tests.makers.small_meeting import composed, settled

COLUMNS = (
    *(
        "activity_id",
        "date_start",
        "date_end",
        "status",
        "kind",
        "work_plan_items",
        "title",
        "organizers",
    ),
    *(
        "participants_states",
        "requested_by",
        "confidentiality",
        "outcome_public",
        "subjects",
        "agreed_public",
    ),
    *("agreed_document", "source", "recorded_by", "recorded_on"),
)
COMPLETE = (("source", "through", "declared_by"), ("activities", "2025-09-05", "ISU"))
WITHHELD = (("state", "reason", "role"), ("Deltaland", "asked for it", "ISU"))
REQUESTS = (
    (
        "follow_up_id",
        "state",
        "kind",
        "obligation",
        "status",
        "submitted_on",
        "confidentiality",
        "source",
    ),
    *(
        (
            f"FU-{n}",
            f"{name}land",
            "request",
            "art7",
            "open",
            "2025-04-09",
            "no_attribution",
            "letter",
        )
        for n, name in enumerate(("Sigma", "Theta", "Omega"))
    ),
)
FIXED = ("a", "b1", "b2", "e", "isu_priorities", "report_back")


def held(name: str, item: str, **changes: str) -> dict[str, str]:
    """A public exchange of the Coordinators that was held under an item."""
    row = {
        "activity_id": name,
        "date_start": "2025-05-06",
        "status": "held",
        "kind": "bilateral",
        "title": f"On {name}",
    }
    own = {
        "work_plan_items": item,
        "organizers": "XAA; XAE",
        "confidentiality": "public",
        "source": "log",
    }
    return {**row, **own, "recorded_by": "ISU", "recorded_on": "2025-06-01", **changes}


def paper(
    name: str, *log: dict[str, str], withheld: bool = False, requests: bool = False
) -> Composed:
    """A paper on this log, which is complete; `requests` came by the register of follow-up."""
    rows: list[Sequence[str]] = [
        COLUMNS,
        *([row.get(column, "") for column in COLUMNS] for row in log),
    ]
    files = {"activities.csv": rows, "complete.csv": COMPLETE}
    files |= {"withheld.csv": WITHHELD} if withheld else {}
    files |= {"follow-up.csv": REQUESTS} if requests else {}
    return next(made for made in composed(settled(files)) if made.paper == name)


def block(made: Composed, block_id: str) -> Block:
    """A block by its id."""
    return next(one for one in made.blocks if one.id == block_id)


def said(spans: Sequence[Span]) -> str:
    """Their text with plain spaces."""
    return text_of(tuple(spans)).replace("\u00a0", " ")


def words(made: Composed, block_id: str) -> str:
    """The words of a paragraph."""
    one = block(made, block_id)
    assert isinstance(one, Paragraph)
    return said(one.spans)


def cells(made: Composed, block_id: str) -> list[list[str]]:
    """The words of a table, row by row."""
    one = block(made, block_id)
    assert isinstance(one, Table)
    return [[said(cell) for cell in row.cells] for row in one.rows]


def test_a_withheld_state_leaves_no_empty_place_in_a_table() -> None:
    """Dates, evidence and titles of its activities stand in brackets beside those of the others."""
    log = (
        held("ACT-1", "a"),
        held("ACT-2", "a", participants_states="Deltaland"),
        held("ACT-3", "a", participants_states="Deltaland", status="postponed"),
        held("ACT-4", "a", confidentiality="no_attribution", status="postponed"),
    )
    made = paper("activity-report", *log, withheld=True)

    timeline = {foreseen: told for _, foreseen, told in cells(made, "timeline-table")}
    assert (
        timeline["“Meeting with the counterpart committee.”"]
        == "Held later than foreseen: 6 May 2025; [To be confirmed]"
    )
    assert [row[2] for row in cells(made, "outputs-table")][
        1
    ] == "On ACT-1 (6 May 2025); [To be confirmed]"
    remaining = cells(made, "remaining-table")
    assert ["[To be confirmed]", "[To be confirmed]", "Postponed"] in remaining
    assert ["An activity", "6 May 2025", "Postponed"] in remaining
    assert all(
        cell
        for name in ("timeline-table", "outputs-table")
        for row in cells(made, name)
        for cell in row
    )


def test_nothing_is_said_to_be_carried_out_while_a_follow_up_stands_open() -> None:
    """The sentence goes with the table below it, and leaves aside what is upon request."""
    done = [held(f"ACT-{item}", item) for item in FIXED]
    none = words(paper("activity-report", *done), "remaining")
    some = words(
        paper("activity-report", *done, held("ACT-9", "a", status="postponed")), "remaining"
    )

    assert (
        none == "As at 5 September 2025, all activities that the work plan foresaw, other than upon"
        " request, had been carried out."
    )
    assert "all activities" not in some


def test_unnamed_exchanges_are_not_counted_as_if_public_ones_were_none() -> None:
    """Three States unnamed, and one that is named: the number says which exchanges it is about."""
    unnamed = [
        held(f"ACT-{n}", "c", requested_by=state, confidentiality="no_attribution")
        for n, state in enumerate(("Deltaland", "Omegaland", "Rhoville"))
    ]
    named = held("ACT-8", "c", requested_by="Thetaland")
    alone, both = (paper("activity-report", *log) for log in (unnamed, [*unnamed, named]))

    told = "Three States Parties made use of that possibility"
    assert f"{told}. In view" in words(alone, "item-on-request-c")
    assert f"{told} in exchanges that were not made public. In view" in words(
        both, "item-on-request-c"
    )
    notes = words(paper("speaking-notes", *unnamed, named), "notes-item-c")
    assert "Upon request, further exchanges were held with three States Parties." in notes
    chapter = words(paper("ica-section", *unnamed, named), "coordinators-follow-up")
    assert (
        f"An exchange was held with Thetaland, upon request. {told} in exchanges that were not made"
        " public." in chapter
    )


def test_no_request_is_said_in_no_paper_while_the_register_of_follow_up_knows_of_some() -> None:
    """Report, its timeline and the speaking notes say the same."""
    row = held("ACT-1", "c", status="no_request_received", date_start="2024-07-01") | {
        "date_end": "2025-09-05"
    }
    said_so = "o requests had been received"

    assert said_so in words(paper("activity-report", row), "item-on-request-c")
    assert said_so in words(paper("speaking-notes", row), "notes-item-c")
    report, notes = (
        paper(name, row, requests=True) for name in ("activity-report", "speaking-notes")
    )
    assert "[Requests: the log and the register of follow-up differ" in words(
        report, "item-on-request-c"
    )
    assert "[Requests: the log and the register of follow-up differ" in words(notes, "notes-item-c")
    assert "No request received" not in [told for _, _, told in cells(report, "timeline-table")]


def test_words_of_cells_end_where_the_sentence_does() -> None:
    """A full stop that is missing is set, and one inside a sentence is taken away; words that end
    are left alone.
    """
    joint = {
        "kind": "joint_meeting",
        "subjects": "a common calendar.",
        "agreed_document": "DEMO/2025/1.",
    }
    log = (
        held("ACT-1", "a", **joint, agreed_public="Both committees agreed to publish"),
        held("ACT-2", "b1", outcome_public="Needs were discussed"),
        held("ACT-3", "b2", outcome_public="It was asked: “Who comes?”"),
    )
    made = paper("activity-report", *log)

    assert (
        "views on a common calendar. Both committees agreed to publish. That is set out in"
        " DEMO/2025/1. [To" in words(made, "activity-ACT-1")
    )
    assert words(made, "activity-ACT-2").endswith(". Needs were discussed.")
    assert words(made, "activity-ACT-3").endswith(". It was asked: “Who comes?”")
