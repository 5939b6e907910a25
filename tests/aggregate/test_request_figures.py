"""The register follow-up: extension requests, what they set out, and requests to the
Coordinators.
"""

from datetime import date

import pytest

from pipeline.model.dates_and_money import Dated, Precision
from tests.makers.counted_meeting import COMPLETE, LATER, activity, count, follow_up, out

WITHOUT = tuple(source for source in COMPLETE if source != "follow-up")


def test_extension_requests_are_counted_by_state_and_article() -> None:
    """A State with two requests under one article counts once; the two articles are apart."""
    counted = count(
        follow_up(1, "XAD"),
        follow_up(2, "XAD", obligation="art4_risk_education"),
        follow_up(3, "XAE", status="considered"),
        follow_up(4, "XAF", obligation="art3"),
    )
    assert counted.told("extension_requests_art4") == (2, "exactly", "")
    assert [e.iso3 for e in counted.figure("extension_requests_art3").states] == ["XAF"]


@pytest.mark.parametrize(
    ("declared", "told"), [(COMPLETE, (0, "exactly", "")), (WITHOUT, (None, "unknown", ""))]
)
def test_no_request_is_zero_once_declared(
    declared: tuple[str, ...], told: tuple[int | None, str, str]
) -> None:
    """Silence alone is unknown."""
    assert count(declared=declared).told("extension_requests_art4") == told


@pytest.mark.parametrize(
    ("fields", "fate"),
    [
        ({"status": "withdrawn"}, ("not-printed", "withdrawn")),
        ({"status": "open"}, ("not-printed", "not-submitted")),
        ({"status": "closed"}, ("not-printed", "not-submitted")),
    ],
)
def test_what_is_no_request_to_this_meeting_changes_no_number(
    fields: dict[str, object], fate: tuple[str, str]
) -> None:
    """It is set aside with its reason, and zero stays zero."""
    counted = count(follow_up(1, "XAD", "extension_request", **fields))
    assert counted.told("extension_requests_art4") == (0, "exactly", "")
    assert counted.fate("follow-up", 2) == fate


@pytest.mark.parametrize(
    ("fields", "fate"),
    [
        ({"meeting_number": None}, ("excluded", "meeting-number-missing")),
        ({"status": "unknown"}, ("excluded", "status-unknown")),
        ({"obligation": "art7"}, ("excluded", "not-an-extension")),
        ({"weak": frozenset({"status"})}, ("excluded", "weak-cell")),
        ({"unread": frozenset({"submitted_on"})}, ("excluded", "unread-cell")),
        ({"confidentiality": "internal"}, ("not-printed", "internal")),
        ({"confidentiality": "no_attribution"}, ("not-printed", "no-attribution")),
    ],
)
def test_what_may_be_one_keeps_the_number_open(
    fields: dict[str, object], fate: tuple[str, str]
) -> None:
    """The State is not named and the number beside it is not exact."""
    counted = count(follow_up(1, "XAD"), follow_up(2, "XAF", "extension_request", **fields))
    assert counted.told("extension_requests_art4") == (1, "at least", "")
    assert "XAF" not in counted.value.facts.model_dump_json()
    assert counted.fate("follow-up", 3) == fate


def test_an_open_question_on_one_article_leaves_the_other_exact() -> None:
    """Only a row that names no article limits both."""
    counted = count(follow_up(1, obligation="art3", status="unknown"))
    assert counted.told("extension_requests_art4") == (0, "exactly", "")
    assert count(follow_up(1, obligation="")).told("extension_requests_art3") == (
        None,
        "unknown",
        "",
    )


def test_a_state_that_is_no_party_is_not_counted() -> None:
    """Deposited but not in force."""
    counted = count(follow_up(1, LATER))
    assert (counted.told("extension_requests_art4"), counted.codes) == (
        (0, "exactly", ""),
        ["not-a-party"],
    )


def test_requests_that_set_out_resources_are_cited() -> None:
    """Symbol and paragraphs of each that does; one that does not is neither cited nor told."""
    counted = count(follow_up(1, "XAD"), follow_up(2, "XAE", resources="no"))
    public = counted.value.facts.figures["extension_requests_with_resources"]
    assert (public.value, public.certainty, public.cited) == (1, "exactly", (("DEMO/1", "12"),))
    assert counted.told("extension_requests_unread") == (0, "exactly", "")


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"resources": ""}, "resources-not-read"),
        ({"resources": "unknown"}, "resources-not-read"),
        ({"symbol": ""}, "symbol-missing"),
    ],
)
def test_a_request_nobody_has_read_is_said_to_be_reviewed(
    fields: dict[str, str], code: str
) -> None:
    """The number of those that set out resources is then at least what is known."""
    counted = count(follow_up(1, "XAD"), follow_up(2, "XAE", **fields))
    assert counted.told("extension_requests_with_resources") == (1, "at least", "")
    assert counted.told("extension_requests_unread") == (1, "exactly", "")
    assert counted.codes == [code]


def test_a_withheld_state_makes_all_that_is_said_of_requests_unknown() -> None:
    """Also the documents, which may be its own."""
    counted = count(follow_up(1, "XAD"), follow_up(2, "XAB"), withheld=("XAB",))
    names = ("art4", "with_resources", "unread")
    assert {counted.told(f"extension_requests_{name}")[1] for name in names} == {"unknown"}
    assert "DEMO/" not in counted.value.facts.model_dump_json()


def test_a_document_that_names_a_withheld_state_is_not_cited() -> None:
    """The number it stands for is unknown, and a person is asked at the cell."""
    counted = count(follow_up(1, "XAD", symbol="Betaville/1"), withheld=("XAB",))
    assert counted.value.facts.figures["extension_requests_with_resources"].cited == ()
    assert ("withheld-in-text", 'row 2 "symbol"') in {
        (f.code, f.ref.place) for f in counted.findings
    }
    assert counted.value.public_rows == frozenset()


def requests(n: int, confidentiality: str, first: int = 1) -> list[object]:
    """Requests of the first n States Parties."""
    codes = ("XAA", "XAB", "XAC", "XAD", "XAE")[:n]
    return [
        follow_up(first + i, code, "request", confidentiality=confidentiality, status="open")
        for i, code in enumerate(codes)
    ]


@pytest.mark.parametrize(
    ("n", "told"), [(0, (0, "exactly", "")), (2, (2, "exactly", "few")), (3, (3, "exactly", ""))]
)
def test_unattributed_requests_are_numbers_from_three_up(
    n: int, told: tuple[int, str, str]
) -> None:
    """And name nobody, in no case."""
    counted = count(*requests(n, "no_attribution"))  # type: ignore[arg-type]
    assert counted.told("requests_received") == told
    public = counted.value.facts.figures["requests_received"]
    assert (public.states, public.value) == ((), n if n != 2 else None)


def test_internal_requests_count_where_three_or_more_are_counted_together() -> None:
    """Below, they are not printed and not counted."""
    assert count(*requests(3, "internal")).told("requests_received")[0] == 3  # type: ignore[arg-type]
    counted = count(*requests(2, "internal"))  # type: ignore[arg-type]
    assert counted.told("requests_received") == (0, "exactly", "")
    assert counted.fate("follow-up", 2) == ("not-printed", "fewer-than-three")


def test_public_requests_are_a_figure_of_their_own() -> None:
    """Two regimes never meet in one figure."""
    counted = count(*requests(3, "no_attribution"), *requests(1, "public", first=7))  # type: ignore[arg-type]
    assert (counted.told("requests_received")[0], counted.told("requests_received_named")[0]) == (
        3,
        1,
    )


def test_a_request_beside_a_log_that_says_none_came_is_a_question() -> None:
    """Unless the log tells of an exchange that was held."""
    asked, none = requests(1, "no_attribution"), activity(1, "c", status="no_request_received")
    assert "request-against-log" in count(*asked, none).codes  # type: ignore[arg-type]
    assert "request-against-log" not in count(*asked, none, activity(2, "c")).codes  # type: ignore[arg-type]


def test_obligations_stay_internal() -> None:
    """They feed no figure."""
    counted = count(follow_up(1, kind="obligation", confidentiality="public"))
    assert counted.fate("follow-up", 2) == ("not-printed", "internal-register")
    assert counted.value.public_rows == frozenset()


def test_a_row_that_is_out_limits_every_figure_of_the_register() -> None:
    """Nobody knows what it was about."""
    counted = count(out("follow-up"))
    names = ("extension_requests_art4", "extension_requests_art3", "requests_received", "needed")
    assert {counted.told(name)[1] for name in names} == {"unknown"}


@pytest.mark.parametrize(
    ("kind", "figure"),
    [("extension_request", "extension_requests_art4"), ("request", "requests_received_named")],
)
@pytest.mark.parametrize(("month", "certainty"), [(6, "exactly"), (None, "unknown")])
def test_a_submission_that_may_lie_after_the_cut_off_keeps_the_count_open(
    kind: str, figure: str, month: int | None, certainty: str
) -> None:
    """The month of the cut-off ends with it; the year does not."""
    day = Dated(
        first=date(2025, month or 1, 1), precision=Precision.MONTH if month else Precision.YEAR
    )
    counted = count(follow_up(1, kind=kind).model_copy(update={"submitted_on": day}))
    assert counted.told(figure)[1] == certainty
    assert ("submitted-date-coarse" in counted.codes) is (month is None)


def test_a_coarse_submission_to_another_meeting_keeps_no_count_open() -> None:
    """It is no request to this one, whenever it was submitted."""
    day = Dated(first=date(2025, 1, 1), precision=Precision.YEAR)
    other = follow_up(1, meeting_number=14).model_copy(update={"submitted_on": day})
    counted = count(other, follow_up(2, "XAE"))
    assert counted.told("extension_requests_art4") == (1, "exactly", "")
    assert "submitted-date-coarse" not in counted.codes
