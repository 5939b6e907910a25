"""What stands beside the counts: other donors, withdrawals and newcomers, amended reports,
trends.
"""

from datetime import date

import pytest

from pipeline.model.dates_and_money import Absence, Dated
from pipeline.model.record import Previous
from tests.makers.counted_meeting import (
    ELSEWHERE,
    FUND,
    GONE,
    LATER,
    PARTIES,
    SETTINGS,
    UNION,
    Counted,
    both,
    count,
    line,
    previous,
    registered,
    report,
)

DONORS = ("donors_not_party", "donors_organizations", "donors_regional")


def donors(*counterparts: str, **more: object) -> tuple[int | None, ...]:
    """How many other donors are told for lines on assistance received from these."""
    lines = [
        line("XAD", "received", n, counterpart=text) for n, text in enumerate(counterparts, start=1)
    ]
    counted = count(*both("XAD", *lines), **more)  # type: ignore[arg-type]
    return tuple(counted.told(name)[0] for name in DONORS)


@pytest.mark.parametrize(
    ("counterparts", "told"),
    [
        (("XAA",), (0, 0, 0)),
        ((ELSEWHERE,), (1, 0, 0)),
        ((LATER, GONE), (2, 0, 0)),
        ((UNION, UNION), (0, 1, 1)),
        ((f"XAA {ELSEWHERE}", f"{UNION} {FUND}"), (1, 2, 1)),
    ],
    ids=[
        "a Party",
        "a State not party",
        "a signatory and one that withdrew",
        "a union",
        "with others",
    ],
)
def test_other_donors_are_told_apart(counterparts: tuple[str, ...], told: tuple[int, ...]) -> None:
    """A union is one body and never its members; a State not party is no State Party, whoever
    stands beside it.
    """
    assert donors(*counterparts) == told


def test_other_donors_are_never_named() -> None:
    """Nor the recipients that say so."""
    counted = count(*both("XAD", line("XAD", "received", counterpart=ELSEWHERE)))
    assert [counted.value.facts.figures[name].states for name in DONORS] == [()] * 3


def test_other_donors_count_for_no_rule_on_states_parties() -> None:
    """The recipient has received, nobody has given."""
    counted = count(*both("XAD", line("XAD", "received", counterpart=ELSEWHERE)))
    assert (counted.told("received")[0], counted.told("provided")[0]) == (1, 0)


def test_other_donors_are_as_certain_as_the_reports_that_tell_of_them() -> None:
    """At least, where a report could not be read; unknown where none tells."""
    records = (
        *both("XAD", line("XAD", "received", counterpart=ELSEWHERE)),
        *both("XAE", form_i="unknown"),
    )
    counted = count(*records)
    assert counted.told("donors_not_party") == (1, "at least", "")
    assert counted.told("donors_organizations") == (None, "unknown", "")


def test_a_line_that_says_nothing_tells_of_no_donor() -> None:
    """A State not party beside a plain none has not given."""
    silent = line("XAD", "received", 2, counterpart=ELSEWHERE).model_copy(
        update={"absence": Absence.NONE}
    )
    counted = count(*both("XAD", line("XAD", "received", counterpart="XAA"), silent))
    assert counted.told("donors_not_party")[0] == 0


def test_other_donors_told_by_a_withheld_state_are_unknown() -> None:
    """The sentence would point at it."""
    assert donors(ELSEWHERE, withheld=("XAD",))[0] is None


def notes(counted: Counted, name: str) -> list[tuple[str, date]]:
    """The notes on reports of a list: State and day."""
    records = counted.value.facts.lists[name]
    return [(r.values["state"].names[0].code, r.values["date"].span.first.first) for r in records]  # type: ignore[union-attr]


def gone(
    *lines: object, received_on: date = date(2025, 2, 20), public: str = "yes"
) -> tuple[object, ...]:
    """The report of the State that withdrew, and its row of the register."""
    return report(GONE, *lines), registered(GONE, received_on=received_on, public=public)  # type: ignore[arg-type]


GIVEN = line(GONE, "provided", counterpart="XAA")


def test_a_state_that_withdrew_is_in_a_note_and_in_no_count() -> None:
    """Its public report tells of assistance provided before."""
    counted = count(*gone(GIVEN))  # type: ignore[arg-type]
    assert notes(counted, "withdrawals") == [(GONE, date(2025, 3, 6))]
    assert counted.told("provided") == (0, "exactly", "")
    assert counted.told("states_parties")[0] == len(PARTIES)
    assert counted.codes == []


@pytest.mark.parametrize(
    "records",
    [
        gone(line(GONE, "received", counterpart="XAA")),
        gone(GIVEN.model_copy(update={"period_from": Dated(first=date(2025, 3, 6))})),
        gone(GIVEN, public="no"),
        gone(GIVEN, received_on=date(2025, 3, 6)),
        (registered(GONE, received_on=date(2025, 2, 20)),),
    ],
    ids=["nothing given", "given after", "not public", "received after", "no report here"],
)
def test_without_a_public_report_of_help_before_it_there_is_no_note(
    records: tuple[object, ...],
) -> None:
    """A State is named only for what it reported itself."""
    counted = count(*records)  # type: ignore[arg-type]
    assert notes(counted, "withdrawals") == []
    assert counted.told("provided") == (0, "exactly", "")


def test_a_report_received_after_the_withdrawal_is_a_question() -> None:
    """And neither counted nor told."""
    counted = count(*gone(GIVEN, received_on=date(2025, 4, 2)))  # type: ignore[arg-type]
    assert counted.codes == ["received-after-withdrawal"]


def test_a_withdrawal_after_the_period_leaves_the_state_a_party() -> None:
    """The day of the report decides."""
    before = SETTINGS.model_copy(update={"as_of": date(2025, 3, 5), "cut_off": date(2025, 3, 5)})
    counted = count(*gone(GIVEN), settings=before)  # type: ignore[arg-type]
    assert (counted.told("provided")[0], notes(counted, "withdrawals")) == (1, [])


def test_a_state_whose_initial_report_is_not_due_yet_is_not_due() -> None:
    """Deposited but not in force: not even counted; in force for less than 180 days: counted and
    not due.
    """
    assert count().figure("states_parties").value == len(PARTIES)
    later = SETTINGS.model_copy(update={"as_of": date(2025, 7, 2), "cut_off": date(2025, 7, 2)})
    figure = count(settings=later, through=date(2025, 7, 2)).figure("reports_received")
    assert (figure.denominator.value if figure.denominator else 0, figure.due) == (
        len(PARTIES) + 1,
        len(PARTIES),
    )


def amended(file: int = 2, public: str = "yes", received_on: date = date(2025, 6, 12)) -> Counted:
    """A report whose second version is in the register."""
    own = report("XAF", line("XAF", "provided", counterpart="XAA")).model_copy(
        update={"version": file}
    )
    return count(own, registered("XAF", version=2, public=public, received_on=received_on))


def test_an_amended_report_is_in_a_note() -> None:
    """With the day on which it came."""
    assert notes(amended(), "amended_reports") == [("XAF", date(2025, 6, 12))]
    assert notes(count(*both("XAF")), "amended_reports") == []


@pytest.mark.parametrize(
    ("counted", "codes"),
    [
        (amended(file=1), ["versions-disagree"]),
        (amended(public="no"), ["report-not-public"]),
        (amended(received_on=date(2025, 7, 1)), ["received-after-cut-off"]),
    ],
    ids=["only the first is here", "not public", "too late"],
)
def test_an_amended_report_that_is_not_read_is_in_no_note(
    counted: Counted, codes: list[str]
) -> None:
    """The paper reflects what it says it reflects."""
    assert (notes(counted, "amended_reports"), counted.codes) == ([], codes)


def test_a_withheld_state_is_in_no_note() -> None:
    """The note says that something is to be confirmed."""
    own = report("XAB").model_copy(update={"version": 2})
    records = count(own, registered("XAB", version=2), withheld=("XAB",)).value.facts.lists[
        "amended_reports"
    ]
    assert [(record.form, record.values) for record in records] == [("withheld", {})]


def test_neither_the_id_nor_the_place_of_a_note_tells_who_is_withheld() -> None:
    """Ids stand in the public audit, and a place in the alphabet would tell a name."""
    records: list[object] = [*gone(GIVEN)]
    for code in ("XAA", "XAB", "XAF"):
        records += [report(code).model_copy(update={"version": 2}), registered(code, version=2)]
    lists = count(*records, withheld=("XAB", GONE)).value.facts.lists  # type: ignore[arg-type]
    assert [record.form for record in lists["amended_reports"]] == ["told", "told", "withheld"]
    ids = [record.id for name in ("amended_reports", "withdrawals") for record in lists[name]]
    assert len(set(ids)) == len(ids)
    assert not any(code.casefold() in key.casefold() for key in ids for code in ("XAB", GONE))


def trend(
    *records: object, **more: object
) -> tuple[tuple[int | None, str, str], tuple[int | None, str, str]]:
    """The earlier value of help received and its denominator."""
    counted = count(*records, **more)  # type: ignore[arg-type]
    return counted.told("previous_received"), counted.told("previous_received_of")


RECEIVED = both("XAD", line("XAD", "received", counterpart="XAA"))
UNTOLD = (None, "unknown", "")


def test_an_earlier_figure_stands_beside_an_exact_one() -> None:
    """Value and denominator, with the document and the day."""
    assert trend(*RECEIVED, previous("received")) == ((2, "exactly", ""), (5, "exactly", ""))
    public = count(*RECEIVED, previous("received")).value.facts.figures["previous_received"]
    assert (public.cited, public.on) == ((("DEMO/9", "3"),), Dated(first=date(2024, 6, 30)))


def test_every_figure_of_states_has_an_earlier_one_unknown_without_a_row() -> None:
    """So that a wording may name it."""
    counted = count()
    names = ("reports_received", "provided", "received", "needed", "national_plan", "exchange")
    assert {counted.told(f"previous_{name}{end}") for name in names for end in ("", "_of")} == {
        UNTOLD
    }


@pytest.mark.parametrize(
    ("row", "codes"),
    [
        (previous("received", basis="deposited"), ["other-basis"]),
        (previous("received", value=6), ["value-above-of"]),
        (previous("received", value=0, of=0), ["value-above-of"]),
        (previous("received", as_of=Dated(first=date(2025, 6, 30))), ["previous-not-earlier"]),
        (previous("got"), ["unknown-figure"]),
        (previous("received", weak=frozenset({"value"})), []),
    ],
)
def test_an_earlier_figure_that_cannot_be_compared_is_not_told(
    row: Previous, codes: list[str]
) -> None:
    """It is set aside and said so."""
    counted = count(*RECEIVED, row)
    assert (counted.told("previous_received"), counted.codes) == (UNTOLD, codes)
    assert counted.fate("previous", 2)[0] == "excluded"


def test_an_earlier_figure_is_not_told_beside_one_that_is_not_exact() -> None:
    """At least is not compared."""
    assert trend(*RECEIVED, *both("XAE", form_i="unknown"), previous("received")) == (
        UNTOLD,
        UNTOLD,
    )


def test_an_earlier_figure_is_not_told_beside_a_withheld_state() -> None:
    """The number beside it is unknown."""
    assert trend(*RECEIVED, previous("received"), withheld=("XAD",)) == (UNTOLD, UNTOLD)


def test_a_share_is_never_compared() -> None:
    """Most of them is no number."""
    records = (
        *both("XAD", line("XAD", "needed"), line("XAD", "national_plan", 2)),
        previous("national_plan"),
    )
    counted = count(*records)
    assert counted.told("national_plan") == (1, "exactly", "all")
    assert counted.told("previous_national_plan") == UNTOLD
    assert counted.fate("previous", 2) == ("not-printed", "not-compared")
