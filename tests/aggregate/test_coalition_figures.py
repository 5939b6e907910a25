"""Which rows of the register are country coalitions, how many, and which are in question."""

from datetime import date

import pytest

from tests.makers.counted_meeting import COMPLETE, LATER, coalition, count, out

UNDECLARED = tuple(source for source in COMPLETE if source != "coalitions")


@pytest.mark.parametrize(
    ("fields", "reason", "is_in_question"),
    [
        ({}, "no-table", False),
        ({"called_by": "convention_document"}, "no-table", False),
        ({"weak": ("partners",)}, "no-table", False),
        ({"status": "concluded"}, "no-table", False),
        ({"called_by": "other"}, "called-so-by-others", False),
        ({"called_by": "unknown"}, "caller-unknown", True),
        ({"status": "unknown"}, "caller-unknown", True),
        ({"status": "proposed"}, "coalition-proposed", False),
        ({"obligation": ""}, "obligation-missing", True),
        ({"obligation": "unknown"}, "obligation-missing", True),
        ({"span": (None, date(2025, 3, 1))}, "coalition-dates", True),
        (
            {"status": "concluded", "span": (date(2024, 5, 1), date(2023, 5, 1))},
            "coalition-dates",
            True,
        ),
        ({"status": "concluded", "span": (None, date(2025, 7, 1))}, "coalition-dates", True),
        ({"span": (date(2025, 7, 1), None)}, "coalition-dates", True),
        ({"status": "concluded", "span": (date(2023, 5, 1), date(2023, 5, 1))}, "no-table", False),
        ({"span": (None, date(2025, 3, 1)), "weak": ("ended",)}, "no-table", False),
        ({"weak": ("status",)}, "weak-cell", True),
        ({"state": LATER}, "affected-not-party", False),
    ],
)
def test_a_row_is_a_coalition_only_where_those_concerned_say_so(
    fields: dict[str, object], reason: str, is_in_question: bool
) -> None:
    """Called so by the affected State Party or a document of the Convention, standing, sound, with
    an obligation.
    """
    counted = count(coalition(1, **fields))  # type: ignore[arg-type]
    is_printed = reason == "no-table"
    assert counted.told("coalitions")[0] == (None if is_in_question else int(is_printed))
    assert len(counted.value.facts.lists["coalitions"]) == int(is_printed)
    assert counted.told("coalitions_in_question") == (int(is_in_question), "exactly", "")
    assert counted.fate("coalitions", 2) == ("not-printed", reason)


def test_coalitions_are_counted_by_status() -> None:
    """The two parts and the whole, each on its own rows."""
    rows = [coalition(1), coalition(2, "XAB", "concluded"), coalition(3, "XAC", "concluded")]
    counted = count(*rows)
    names = ("coalitions", "coalitions_continuing", "coalitions_concluded")
    assert [counted.told(name)[0] for name in names] == [3, 1, 2]
    assert [{ref.row_key[2] for ref in counted.figure(name).counts} for name in names] == [
        {2, 3, 4},
        {2},
        {3, 4},
    ]


def test_the_table_is_in_english_alphabetical_order_of_the_affected_states() -> None:
    """Betaville, Deltaland, Gamma."""
    rows = [coalition(1, "XAC"), coalition(2, "XAD"), coalition(3, "XAB")]
    assert [r.id for r in count(*rows).value.facts.lists["coalitions"]] == ["CC-3", "CC-2", "CC-1"]


def test_without_a_declaration_the_number_is_at_least_and_zero_unknown() -> None:
    """Only a register declared complete gives a number, and a zero."""
    assert count(coalition(1), declared=UNDECLARED).told("coalitions") == (1, "at least", "")
    assert count(declared=UNDECLARED).told("coalitions") == (None, "unknown", "")
    assert count().told("coalitions") == (0, "exactly", "")


def test_a_row_out_of_the_register_limits_the_number() -> None:
    """A quarantined row might be one more."""
    assert count(coalition(1), out("coalitions")).told("coalitions") == (1, "at least", "")


def test_an_affected_state_that_is_no_party_is_a_finding_at_its_cell() -> None:
    """The row is kept out and a person is told where."""
    counted = count(coalition(1, LATER))
    assert [(f.code, f.ref.place) for f in counted.findings] == [
        ("affected-not-party", 'row 2 "affected_state"')
    ]


@pytest.mark.parametrize(
    ("span", "place"),
    [
        ((date(2020, 1, 1), date(2021, 1, 1)), 'row 2 "ended"'),
        ((date(2025, 9, 1), None), 'row 2 "established"'),
    ],
)
def test_a_date_that_contradicts_the_row_is_a_finding_at_its_cell(
    span: tuple[date, date | None], place: str
) -> None:
    """A coalition that continues and has ended, or that will begin."""
    counted = count(coalition(1, span=span))
    assert [(f.code, f.ref.place) for f in counted.findings] == [("coalition-dates", place)]


def test_weak_partners_leave_the_coalition_and_lose_the_partners() -> None:
    """A partner known from a weak source alone is not printed."""
    counted = count(coalition(1, weak=("partners",)))
    assert set(counted.value.facts.lists["coalitions"][0].values) == {
        "affected",
        "obligation",
        "status",
        "called_by",
    }
