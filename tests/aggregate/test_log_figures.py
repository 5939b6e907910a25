"""What the log says of each item of the work plan, who asked, and what may be printed of a row."""

from datetime import date

import pytest

from pipeline.compose.wording_views import FORMS, form_of
from pipeline.model.dates_and_money import Dated, Precision
from tests.makers.counted_meeting import COMPLETE, LATER, PARTIES, SETTINGS, activity, count, out

Q2 = Dated(first=date(2025, 4, 1), precision=Precision.QUARTER)
UNDECLARED = tuple(source for source in COMPLETE if source != "activities")


def on(year: int, month: int, day: int) -> Dated:
    """A day."""
    return Dated(first=date(year, month, day))


def test_a_held_activity_makes_its_item_held() -> None:
    """Held, exactly once, on the cells of the row."""
    counted = count(activity(1))
    assert counted.told("item_a") == (1, "exactly", "held")
    assert {ref.row_key for ref in counted.figure("item_a").counts} == {
        ("test/activities.csv", "", 2)
    }


@pytest.mark.parametrize(
    ("start", "form"),
    [
        (on(2025, 3, 31), "held"),
        (on(2025, 4, 1), "moved"),
        (Q2, "moved"),
        (on(2024, 12, 1), "held"),
    ],
)
def test_held_after_the_time_of_the_plan_is_moved(start: Dated, form: str) -> None:
    """The plan says the first quarter: the last day of it is in time, the day after is not."""
    assert count(activity(1, start=start)).told("item_a")[2] == form


def test_one_activity_in_time_is_enough() -> None:
    """An item is moved where all of it came later."""
    counted = count(activity(1, start=on(2025, 3, 1)), activity(2, start=on(2025, 5, 1)))
    assert counted.told("item_a") == (2, "exactly", "held")


@pytest.mark.parametrize("status", ["planned", "postponed", "cancelled", "requested"])
def test_a_status_that_is_not_held_is_the_form(status: str) -> None:
    """What is not held is not counted, and its status chooses the words."""
    assert count(activity(1, status=status, start=None)).told("item_a") == (0, "exactly", status)


def test_held_stands_before_every_other_status() -> None:
    """A planned row beside a held one changes nothing."""
    assert count(activity(1), activity(2, status="planned")).told("item_a") == (
        1,
        "exactly",
        "held",
    )


def test_no_request_comes_from_an_explicit_row_alone() -> None:
    """Silence of the log is not the statement that nobody asked."""
    assert (
        count(activity(1, "c", "no_request_received", start=None)).told("item_c")[2] == "no_request"
    )
    assert count().told("item_c")[2] == "none"


@pytest.mark.parametrize("status", ["held", "requested"])
def test_no_request_beside_a_request_is_a_conflict(status: str) -> None:
    """Two rows contradict each other: unknown, and a decision at the row that says nobody asked."""
    counted = count(
        activity(1, "c", "no_request_received"), activity(2, "c", status, asked=("XAB",))
    )
    assert counted.told("item_c")[2] == "unknown"
    assert [(f.code, f.ref.place) for f in counted.findings] == [
        ("request-and-none", 'row 2 "status"')
    ]
    assert {
        ref.row_key[2] for ref in counted.figure("item_c").refs if "activities" in ref.source
    } == {2, 3}


@pytest.mark.parametrize("status", ["held", "requested"])
def test_no_request_is_not_said_where_an_internal_row_knows_of_one(status: str) -> None:
    """What may not be printed still keeps the contrary from being printed."""
    internal = activity(2, "c", status, asked=("XAB",), confidentiality="internal")
    counted = count(activity(1, "c", "no_request_received"), internal)
    assert counted.told("item_c")[2] == "unknown"
    assert counted.codes == ["request-and-none"]


@pytest.mark.parametrize(
    ("last", "form"), [(on(2025, 6, 30), "no_request"), (on(2025, 6, 29), "unknown")]
)
def test_no_request_is_said_up_to_the_day_for_which_the_row_says_it(last: Dated, form: str) -> None:
    """A row on a time that ended before the day of the paper says nothing of the days after."""
    row = activity(1, "c", "no_request_received", start=on(2024, 7, 1)).model_copy(
        update={"date_end": last}
    )
    assert count(row).told("item_c")[2] == form


@pytest.mark.parametrize("status", ["postponed", "cancelled"])
def test_what_did_not_take_place_is_not_said_of_an_item_with_a_row_that_may_say_the_contrary(
    status: str,
) -> None:
    """A row that could not be read, or an internal one that was held."""
    told, held = activity(1, status=status), activity(2, confidentiality="internal")
    assert count(told).told("item_a")[2] == status
    assert count(told, out("activities", scope=("a",))).told("item_a")[2] == "unknown"
    assert count(told, held).told("item_a")[2] == "unknown"


def test_an_empty_log_is_none_where_it_is_declared_complete() -> None:
    """Not recorded, and the log is complete: none. Not declared: unknown, and never zero."""
    assert count().told("item_a") == (0, "exactly", "none")
    assert count(declared=UNDECLARED).told("item_a") == (None, "unknown", "unknown")


@pytest.mark.parametrize(
    ("scope", "form"), [((), "unknown"), (("a", "b"), "unknown"), (("b",), "none")]
)
def test_a_row_that_is_out_limits_the_items_it_may_belong_to(
    scope: tuple[str, ...], form: str
) -> None:
    """A row out whose items are known limits those items alone."""
    assert count(out("activities", scope=scope)).told("item_a")[2] == form


@pytest.mark.parametrize("fields", [{"confidentiality": "internal"}, {"weak": ("status",)}])
def test_rows_that_may_not_be_told_make_an_item_unknown_and_not_none(
    fields: dict[str, object],
) -> None:
    """The log is not silent on the item, so that print may not say that it is."""
    figure = count(activity(1, **fields)).figure("item_a")  # type: ignore[arg-type]
    assert (figure.value, figure.certainty, figure.form) == (None, "unknown", "unknown")
    assert {ref.row_key[2] for ref in figure.limits} == {2}


def test_an_activity_held_after_the_date_of_the_report_is_not_counted() -> None:
    """It limits the item instead of making it held."""
    settings = SETTINGS.model_copy(update={"as_of": date(2025, 5, 31)})
    figure = count(activity(1, start=on(2025, 6, 1)), settings=settings).figure("item_a")
    assert (figure.value, figure.form) == (None, "unknown")
    assert [ref.place for ref in figure.limits] == ['row 2 "date_start"']


@pytest.mark.parametrize(("start", "is_in"), [(on(2024, 7, 1), True), (on(2024, 6, 30), False)])
def test_an_activity_outside_the_period_is_not_about_this_report(start: Dated, is_in: bool) -> None:
    """The first day of the period is in, the day before is out."""
    counted = count(activity(1, start=start))
    assert (counted.told("item_a")[2] == "held") is is_in
    assert (
        counted.fate("activities", 2) == ("not-about-this-report", "outside-period")
    ) is not is_in


def coarse(first: date, precision: Precision) -> Dated:
    """A month, quarter or year."""
    return Dated(first=first, precision=precision)


@pytest.mark.parametrize(
    ("start", "period"),
    [
        (coarse(date(2024, 1, 1), Precision.YEAR), {}),
        (coarse(date(2025, 1, 1), Precision.YEAR), {}),
        (Q2, {"period_to": date(2025, 5, 15)}),
        (coarse(date(2025, 5, 1), Precision.MONTH), {"period_to": date(2025, 5, 15)}),
        (Q2, {"period_from": date(2025, 4, 2)}),
    ],
)
def test_an_activity_that_may_lie_outside_of_the_period_is_not_counted(
    start: Dated, period: dict[str, date]
) -> None:
    """It is neither in nor out: the count beside it is at least, and it is not printed."""
    settings, sure = SETTINGS.model_copy(update=period), activity(2, start=on(2025, 4, 7))
    counted = count(activity(1, start=start), sure, settings=settings)
    assert counted.told("item_a")[:2] == (1, "at least")
    assert [a.id for a in counted.value.facts.lists["held_a"]] == ["ACT-2"]
    assert counted.fate("activities", 2) == ("not-printed", "date-across-period")
    assert count(activity(1, start=start), settings=settings).told("item_a") == (
        None,
        "unknown",
        "unknown",
    )


@pytest.mark.parametrize(
    "start",
    [Q2, coarse(date(2025, 6, 1), Precision.MONTH), coarse(date(2024, 7, 1), Precision.QUARTER)],
)
def test_a_month_or_quarter_inside_the_period_is_counted(start: Dated) -> None:
    """Whatever its day was, it was in the period."""
    assert count(activity(1, start=start)).told("item_a")[:2] == (1, "exactly")


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (on(2024, 6, 28), on(2024, 7, 2)),
        (on(2025, 6, 28), on(2025, 7, 2)),
        (on(2024, 6, 1), on(2025, 7, 31)),
        (on(2025, 6, 28), coarse(date(2025, 7, 1), Precision.MONTH)),
        (coarse(date(2025, 1, 1), Precision.YEAR), on(2025, 6, 15)),
        (on(2024, 7, 2), coarse(date(2024, 1, 1), Precision.YEAR)),
    ],
)
def test_an_activity_whose_days_go_over_an_end_of_the_period_is_counted_and_keeps_its_days(
    start: Dated, end: Dated
) -> None:
    """A part of it lies in the period for certain; what is printed is when it was."""
    counted = count(activity(1, start=start).model_copy(update={"date_end": end}))
    assert counted.told("item_a")[:2] == (1, "exactly")
    spans = [a.values["date"].span for a in counted.value.facts.lists["held_a"]]
    assert [(span.first, span.last) for span in spans if span] == [(start, end)]


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({}, "other-rows-tell-it"),
        ({"confidentiality": "internal"}, "internal"),
        ({"status": "planned"}, "not-held"),
        ({"weak": ("place",)}, "weak-cell"),
        ({"organizers": ("XAB",)}, "organized-by-others"),
    ],
)
def test_every_row_has_the_reason_for_which_no_block_may_reach_it(
    fields: dict[str, object], reason: str
) -> None:
    """The reason is known before anybody looks for the row."""
    assert count(activity(1, **fields)).fate("activities", 2) == ("not-printed", reason)  # type: ignore[arg-type]


def asked(*states: str, confidentiality: str, start: int = 1) -> list[object]:
    """Exchanges upon request, one a State."""
    return [
        activity(start + n, "c", confidentiality=confidentiality, asked=(s,))
        for n, s in enumerate(states)
    ]


def test_public_requests_are_counted_by_name() -> None:
    """Named once each, however often they asked."""
    counted = count(*asked("XAB", "XAC", "XAB", confidentiality="public"))  # type: ignore[arg-type]
    assert counted.told("item_c_named") == (2, "exactly", "")
    assert [n.code for n in counted.value.facts.figures["item_c_named"].states] == ["XAB", "XAC"]


@pytest.mark.parametrize(
    ("number", "form", "value"),
    [(1, "few", None), (2, "few", None), (3, "many", 3), (4, "many", 4)],
)
def test_unattributed_requests_are_counted_from_three_up_and_never_named(
    number: int, form: str, value: int | None
) -> None:
    """One or two are interested States Parties; three are a number; nobody is ever named."""
    counted = count(*asked(*PARTIES[:number], confidentiality="no_attribution"))  # type: ignore[arg-type]
    public = counted.value.facts.figures["item_c_states"]
    assert (form_of((public,)), public.value, public.states) == (form, value, ())
    assert counted.figure("item_c_states").regime == "unattributed"


@pytest.mark.parametrize(("number", "counted_value"), [(1, 2), (0, 0)])
def test_internal_requests_count_only_together_with_three_or_more(
    number: int, counted_value: int
) -> None:
    """Two internal rows never make a number, nor do they join two of another kind into one that
    tells.
    """
    rows = asked("XAB", "XAC", confidentiality="internal")
    rows += asked(*("XAD",) * number, confidentiality="no_attribution", start=5)
    figure = count(*rows).figure("item_c_states")  # type: ignore[arg-type]
    assert figure.value == (3 if number else counted_value)
    assert figure.form == ""


def test_two_internal_requests_leave_one_unattributed_among_few() -> None:
    """The same State in both makes two, and two are no number."""
    rows = [
        *asked("XAB", "XAC", confidentiality="internal"),
        *asked("XAB", confidentiality="no_attribution", start=5),
    ]
    figure = count(*rows).figure("item_c_states")  # type: ignore[arg-type]
    assert (figure.form, [e.iso3 for e in figure.states]) == ("few", ["XAB"])


def test_a_request_of_a_state_that_is_no_party_is_not_counted() -> None:
    """The figure is of States Parties."""
    assert count(*asked(LATER, confidentiality="public")).told("item_c_named") == (0, "exactly", "")  # type: ignore[arg-type]


def test_an_exchange_without_the_name_of_who_asked_limits_both_numbers() -> None:
    """Who asked is not known, so the number is at least, or unknown."""
    counted = count(*asked("XAB", confidentiality="public"), activity(9, "c"))  # type: ignore[arg-type]
    assert counted.told("item_c_named") == (1, "at least", "")
    assert counted.told("item_c_states") == (None, "unknown", "")


def listed(name: str, *rows: object) -> list[str]:
    """The ids of the activities printed under an item."""
    return [record.id for record in count(*rows).value.facts.lists[name]]  # type: ignore[arg-type]


def test_activities_are_printed_in_the_order_of_their_dates() -> None:
    """By first day, then by id."""
    rows = [
        activity(3, start=on(2025, 2, 1)),
        activity(2, start=on(2025, 2, 1)),
        activity(1, start=on(2025, 3, 1)),
    ]
    assert listed("held_a", *rows) == ["ACT-2", "ACT-3", "ACT-1"]


@pytest.mark.parametrize(
    ("fields", "is_printed"),
    [
        ({}, True),
        ({"confidentiality": "no_attribution"}, True),
        ({"item": "c", "confidentiality": "public"}, True),
        ({"item": "c", "confidentiality": "no_attribution"}, False),
        ({"item": "outside_plan"}, True),
        ({"confidentiality": "internal"}, False),
        ({"status": "planned"}, False),
        ({"organizers": ("XAB",)}, False),
        ({"weak": ("kind",)}, False),
        ({"weak": ("date_start",)}, False),
        ({"start": on(2025, 7, 1)}, False),
        ({"start": on(2024, 1, 1)}, False),
    ],
)
def test_a_row_has_a_sentence_where_it_may_be_told(
    fields: dict[str, object], is_printed: bool
) -> None:
    """Held, sound, the Coordinators' own, in the period, not internal; upon request only if
    public.
    """
    item = str(fields.get("item", "a"))
    assert listed(f"held_{item}", activity(1, **fields)) == (["ACT-1"] if is_printed else [])  # type: ignore[arg-type]


def test_an_activity_of_two_items_is_printed_once() -> None:
    """Under the first of the plan's items that it serves."""
    row = activity(1).model_copy(update={"work_plan_items": ("b", "a")})
    counted = count(row)
    assert [[r.id for r in counted.value.facts.lists[f"held_{item}"]] for item in "ab"] == [
        ["ACT-1"],
        [],
    ]
    assert [counted.told(f"item_{item}")[2] for item in "ab"] == ["held", "held"]


def test_every_form_of_an_item_is_known_to_the_wording() -> None:
    """A condition may name these forms and no other."""
    statuses = ("planned", "postponed", "cancelled", "requested", "no_request_received", "held")
    forms = {count(activity(1, status=status)).told("item_a")[2] for status in statuses}
    assert forms <= FORMS
