"""Lines of Form I that say nothing, and cells that could not be read: a no where none is said, else
an open answer.
"""

from typing import Any

import pytest

from pipeline.aggregate.meeting import Aggregated, aggregate
from pipeline.model.dates_and_money import Absence
from pipeline.model.figure import Answer, Figure
from pipeline.model.finding import Outcome
from tests.makers.small_meeting import (
    ACTIVITY,
    LINE,
    Content,
    demo_world,
    findings,
    normalised,
    register,
    report,
    rows,
)

REPORT = "national-reports/alphaland.xlsx"
COMPLETE = [
    ["source", "through", "declared_by"],
    *(
        [name, "2025-06-30", "ISU"]
        for name in ("activities", "reports-received", "national-reports")
    ),
]
NO_ONE = {**LINE, "section": "received", "counterpart": ""}


def files(*lines: dict[str, Any]) -> dict[str, Content]:
    """A report of Alphaland with these lines, registered, everything declared complete."""
    return {"reports-received.csv": register(), REPORT: report(*lines), "complete.csv": COMPLETE}


def counted(given: dict[str, Content]) -> Outcome[Aggregated]:
    """What aggregate makes of the files."""
    settings, reference, _ = demo_world()
    return aggregate(normalised(given).value, settings, reference)


def answer(*lines: dict[str, Any], indicator: str = "assistance_received") -> Answer:
    """Alphaland's answer."""
    found = counted(files(*lines)).value.answers
    return next(a for a in found if (a.state, a.indicator) == ("XAA", indicator))


def figure(given: dict[str, Content], name: str) -> Figure:
    """A figure of the meeting."""
    return next(f for f in counted(given).value.figures if f.name == name)


def codes(*lines: dict[str, Any]) -> list[str]:
    """The codes of all findings on Form I."""
    return sorted(f.code for f in findings(files(*lines)) if f.ref.place.startswith("Form I"))


@pytest.mark.parametrize(
    "words",
    ["none", "nil", "0", "néant", "ninguna", "нет", "N/A", "not applicable", "no aplicable"],
)
def test_a_line_that_says_none_is_a_no(words: str) -> None:
    """No help was received: the row stands in the basis of the answer, and a note says so."""
    given = answer({**NO_ONE, "amount": words})
    assert (given.reply, given.counts) == ("no", ())
    assert "Form I!D2" in {ref.place for ref in given.basis}
    assert "line-says-none" in codes({**NO_ONE, "amount": words})


@pytest.mark.parametrize(
    "words", ["unchanged", "not available", "confidential", "-", "see Form J", "see last year"]
)
def test_a_line_that_leaves_it_open_is_unknown(words: str) -> None:
    """What a line keeps back, or says elsewhere, is neither a yes nor a no; one decision stands at
    the cell.
    """
    assert answer({**NO_ONE, "amount": words}).reply == "unknown"
    decisions = [code for code in codes({**NO_ONE, "amount": words}) if code != "absence-read"]
    assert decisions == (["points-elsewhere"] if words.startswith("see") else ["line-says-nothing"])


@pytest.mark.parametrize("column", ["amount", "counterpart", "channel", "description"])
def test_a_none_counts_wherever_it_stands(column: str) -> None:
    """none in the column of the other end, of the channel or of the description says the same."""
    assert answer({**NO_ONE, column: "None"}).reply == "no"


def test_a_none_beside_a_description_is_unknown() -> None:
    """Words that no grammar reads may say the contrary: the answer stays open."""
    line = {**NO_ONE, "amount": "N/A", "description": "Detectors from Psiland"}
    assert answer(line).reply == "unknown"


def test_a_dash_beside_a_description_is_a_blank() -> None:
    """A need described, its amount not reported, is a need."""
    line = {
        **NO_ONE,
        "section": "needed",
        "amount": "-",
        "description": "Survey of the outer islands",
    }
    assert answer(line, indicator="assistance_needed").reply == "yes"


@pytest.mark.parametrize("section", ["provided", "received"])
def test_a_line_with_another_end_and_no_number_is_a_yes(section: str) -> None:
    """Help to or from somebody, its amount kept back or not applicable, is help."""
    for words in ("confidential", "N/A", "-", "unchanged", ""):
        line = {**LINE, "section": section, "counterpart": "Rhoville", "amount": words}
        assert answer(line, indicator=f"assistance_{section}").reply == "yes"


@pytest.mark.parametrize("words", ["0", "nil"])
def test_a_sum_of_zero_to_somebody_is_unknown(words: str) -> None:
    """Another end and a zero contradict each other, unless the help was in kind."""
    line = {**LINE, "section": "provided", "counterpart": "Rhoville", "amount": words}
    assert answer(line, indicator="assistance_provided").reply == "unknown"
    assert answer({**line, "kind": "technical"}, indicator="assistance_provided").reply == "yes"


def test_a_line_that_says_something_outweighs_one_that_says_none() -> None:
    """A yes is a yes, whatever another line of the section says."""
    assert answer({**NO_ONE, "amount": "nil"}, {**NO_ONE, "counterpart": "Rhoville"}).reply == "yes"


def test_an_open_line_outweighs_one_that_says_none() -> None:
    """One line says none, another keeps it back: unknown."""
    assert (
        answer({**NO_ONE, "amount": "nil"}, {**NO_ONE, "amount": "confidential"}).reply == "unknown"
    )


@pytest.mark.parametrize(
    ("words", "absence"),
    [
        ("nil", Absence.NONE),
        ("0", Absence.NONE),
        ("N/A", Absence.NOT_APPLICABLE),
        ("5", None),
        ("", None),
    ],
)
def test_a_line_carries_its_absence(words: str, absence: Absence | None) -> None:
    """The record says which meaning it was."""
    read = normalised(files({**NO_ONE, "amount": words, "currency": "XTS"}))
    assert read.value.reports[0].lines[0].absence is absence


@pytest.mark.parametrize("channel", ["", "OPA"])
def test_a_provided_line_whose_other_end_is_unread_is_unknown(channel: str) -> None:
    """Who "various donors" are is not known, whoever the channel is; the count is at least what
    others give.
    """
    line = {
        **LINE,
        "counterpart": "various donors",
        "channel": channel,
        "amount": 5,
        "currency": "XTS",
    }
    given = answer(line, indicator="assistance_provided")
    assert (given.reply, codes(line)) == ("unknown", ["unknown-name"])
    assert figure(files(line), "assistance_provided").certainty == "unknown"


def test_a_received_line_of_an_unread_sum_says_what_its_other_end_says() -> None:
    """From Rhoville, an amount nobody can read: help was received. From nobody, it is unknown."""
    assert answer({**NO_ONE, "counterpart": "Rhoville", "amount": "1,500"}).reply == "yes"
    assert answer({**NO_ONE, "amount": "1,500"}).reply == "unknown"
    assert answer({**NO_ONE, "counterpart": "a friend"}).reply == "unknown"


HELD = {**ACTIVITY, "activity_id": "ACT-2", "date_start": "2025-02-18"}


def log(**changes: object) -> dict[str, Content]:
    """A complete log of two joint meetings, one changed."""
    return {"activities.csv": rows(HELD, {**ACTIVITY, **changes}), "complete.csv": COMPLETE}


def test_a_log_that_is_read_whole_is_exact() -> None:
    """Two meetings of item a, exactly."""
    told = figure(log(), "item_a")
    assert (told.value, told.certainty) == (2, "exactly")


@pytest.mark.parametrize(
    ("column", "words"),
    [
        ("date_start", "03/04/2025"),
        ("date_start", "soon"),
        ("date_end", "7 and 9 April 2025"),
        ("date_precision", "roughly"),
        ("confidentiality", "ask the State"),
        ("status", "perhaps"),
    ],
)
def test_a_count_over_an_unread_cell_is_at_least(column: str, words: str) -> None:
    """An activity whose date, status or confidentiality could not be read may or may not count:
    one, at least.
    """
    told = figure(log(**{column: words}), "item_a")
    assert (told.value, told.certainty) == (1, "at least")
    assert ("m/activities.csv", 3) in {(ref.source, ref.row_key[2]) for ref in told.limits}


def test_an_unread_date_is_said_once() -> None:
    """A held activity whose date is a question is not also said to have no date."""
    given = [
        f.code for f in findings(log(date_start="03/04/2025")) if f.ref.source == "m/activities.csv"
    ]
    assert given == ["ambiguous-date"]


@pytest.mark.parametrize("words", ["various donors", "03"])
def test_an_exchange_asked_for_by_nobody_known_limits_who_asked(words: str) -> None:
    """An unread name of who asked makes the number of States that asked at least, or unknown."""
    given = log(work_plan_items="d", requested_by=words)
    assert figure(given, "item_d_named").certainty == "unknown"
    codes = [f.code for f in findings(given) if f.ref.place == 'row 3 "requested_by"']
    assert codes == ["unknown-name"]


def test_an_exchange_without_a_readable_date_limits_who_asked() -> None:
    """Whether it was held in time is not known: who asked is at least those of the others."""
    told = figure(
        log(work_plan_items="d", requested_by="Rhoville", date_start="03/04/2025"), "item_d_named"
    )
    assert told.certainty == "unknown"


@pytest.mark.parametrize(
    ("column", "words"), [("public", "perhaps"), ("received_on", "03/04/2025")]
)
def test_an_unread_cell_of_the_register_leaves_the_answer_open(column: str, words: str) -> None:
    """Whether the report may be used is not known."""
    given = {**files(LINE), "reports-received.csv": register(**{column: words})}
    replies = {
        a.reply
        for a in counted(given).value.answers
        if a.state == "XAA" and a.indicator != "coalitions"
    }
    assert replies == {"unknown"}


def test_a_donor_nobody_could_read_leaves_their_number_open() -> None:
    """Help from somebody known and from somebody unread: one donor, at least."""
    lines = (
        {**NO_ONE, "counterpart": "Psiland"},
        {**NO_ONE, "counterpart": "a friend", "amount": 5, "currency": "XTS"},
    )
    told = [figure(files(*given), "donors_not_party") for given in (lines[:1], lines)]
    assert [f.value for f in told] == [1, 1]
    assert ("Form I!B3" in {ref.place for ref in told[0].limits}, told[1].certainty) == (
        False,
        "at least",
    )
    assert "Form I!B3" in {ref.place for ref in told[1].limits}


def test_a_request_whose_date_is_unread_leaves_the_number_open() -> None:
    """Whether an extension request came in time is not known: none is counted, and none is not
    said.
    """
    row = {
        "follow_up_id": "FU-1",
        "state": "Deltaland",
        "kind": "extension_request",
        "obligation": "art4_clearance",
        "status": "submitted",
        "submitted_on": "03/04/2025",
        "meeting_number": 15,
        "symbol": "CCM/MSP/2025/7",
        "confidentiality": "public",
    }
    declared = [*COMPLETE, ["follow-up", "2025-06-30", "ISU"]]
    told = figure({"follow-up.csv": rows(row), "complete.csv": declared}, "extension_requests_art4")
    known = figure(
        {"follow-up.csv": rows({**row, "submitted_on": ""}), "complete.csv": declared},
        "extension_requests_art4",
    )
    assert (told.value, told.certainty) == (None, "unknown")
    assert (known.value, known.certainty) == (1, "exactly")


def test_an_absence_in_a_column_that_is_no_text_is_empty_and_said() -> None:
    """A note names the meaning at the cell; a required column without a value puts its row out."""
    given = {
        "activities.csv": rows(
            {
                **ACTIVITY,
                "requested_on": "-",
                "lap_actions": "N/A",
                "follow_up_of": "none",
                "place": "-",
            }
        )
    }
    notes = sorted((f.code, f.ref.place) for f in findings(given))
    assert notes == [
        ("absence-read", f'row 2 "{name}"')
        for name in ("follow_up_of", "lap_actions", "requested_on")
    ]
    assert [
        f.code for f in findings({"activities.csv": rows({**ACTIVITY, "organizers": "N/A"})})
    ] == ["missing-value"]
