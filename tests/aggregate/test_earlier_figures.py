"""Numbers of unnamed States in two editions, by the tables or by what was handed on: the difference
tells of nobody.
"""

import json
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from pipeline.files import Disk
from pipeline.load import Folders
from pipeline.model.dates_and_money import Dated
from pipeline.model.record import FollowUp
from pipeline.tasks.report import report
from pipeline.tasks.submit import small_differences, submit
from tests.makers.counted_meeting import activity, both, count, follow_up, line, previous

RECEIVED = both("XAA", line("XAA", "received"))
ASKED = ("XAA", "XAB", "XAC", "XAD", "XAE", "XAF")


def requests(*states: str) -> tuple[FollowUp, ...]:
    """Requests to the Coordinators of States that are not named."""
    return tuple(
        follow_up(n, state, "request", confidentiality="no_attribution")
        for n, state in enumerate(states, start=1)
    )


@pytest.mark.parametrize(
    ("n_now", "earlier", "form"),
    [
        (3, 3, ""),
        (4, 3, "few"),
        (5, 3, "few"),
        (6, 3, ""),
        (3, 5, "few"),
        (3, 4, "few"),
        (2, 5, "few"),
        (3, 6, ""),
    ],
)
def test_a_number_of_unnamed_states_is_not_told_beside_one_that_differs_by_one_or_two(
    n_now: int, earlier: int, form: str
) -> None:
    """Two editions together tell of no fewer than three States; the number that was published is
    among the sources.
    """
    counted = count(*requests(*ASKED[:n_now]), previous("requests_received", earlier, 6))

    public = counted.value.facts.figures["requests_received"]

    assert counted.told("requests_received") == (n_now, "exactly", form)
    assert public.value == (None if form else n_now)
    assert public.states == ()
    assert "test/previous.csv" in {ref.source for ref in counted.figure("requests_received").basis}
    assert counted.codes == (["differs-by-few"] if form and n_now > 2 else [])
    assert ("test/previous.csv", "", 2) in counted.value.public_rows


def test_exchanges_with_unnamed_states_are_guarded_alike_and_named_ones_are_not() -> None:
    """The guard is for every figure that names no State, and for no other."""
    held = tuple(
        activity(n, "c", asked=(code,), confidentiality="no_attribution")
        for n, code in enumerate(ASKED[:4])
    )
    counted = count(*held, previous("item_c_states", 3, 6))
    assert counted.told("item_c_states") == (4, "exactly", "few")
    assert count(*held).told("item_c_states") == (4, "exactly", "")
    assert count(*RECEIVED, previous("received", 1)).told("received")[2] == ""


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"value": 7}, "value-above-of"),
        ({"as_of": Dated(first=date(2025, 6, 30))}, "previous-not-earlier"),
        ({"weak": frozenset({"value"})}, ""),
    ],
)
def test_an_earlier_number_that_cannot_be_one_guards_nothing_and_is_said(
    fields: dict[str, object], code: str
) -> None:
    """The row is set aside with its reason."""
    counted = count(
        *requests(*ASKED[:4]),
        previous("requests_received", **{"value": 3, "of": 6, **fields}),  # type: ignore[arg-type]
    )
    assert counted.told("requests_received") == (4, "exactly", "")
    assert counted.codes == ([code] if code else [])
    assert counted.fate("previous", 2)[0] == "excluded"


def test_another_basis_of_membership_guards_all_the_same() -> None:
    """Who reads two editions does not ask on which basis they were counted."""
    counted = count(*requests(*ASKED[:4]), previous("requests_received", 3, 6, basis="deposited"))
    assert counted.told("requests_received")[2] == "few"


def ledger(value: int | None, form: str = "", paper: str = "a") -> dict[str, object]:
    """A ledger in which a paper prints a number of unnamed States and one of named ones."""
    spans = [
        {"kind": "figure", "name": "asked", "text": "x"},
        {"kind": "figure", "name": "named", "text": "x"},
    ]
    figures = [
        {"name": "asked", "value": value, "form": form, "regime": "unattributed"},
        {"name": "named", "value": value, "form": "", "regime": "public"},
    ]
    return {"figures": figures, "blocks": [{"paper": paper, "spans": spans}]}


@pytest.mark.parametrize(
    ("now", "earlier", "told"),
    [
        (ledger(4), ledger(3), ["asked"]),
        (ledger(3), ledger(3), []),
        (ledger(6), ledger(3), []),
        (ledger(4, "few"), ledger(3), []),
        (ledger(4), ledger(3, "few"), []),
        (ledger(None), ledger(3), []),
        (ledger(4), {}, []),
        (ledger(4), ledger(3, paper="b"), ["asked"]),
    ],
)
def test_an_edition_handed_on_is_held_against_the_numbers_printed_now(
    now: dict[str, object], earlier: dict[str, object], told: list[str]
) -> None:
    """Numbers of named States and those told without a number tell of nobody."""
    assert small_differences(now, "a", (earlier,)) == told


def test_submit_says_when_a_number_beside_one_handed_on_would_tell_of_a_state(
    project: Folders,
) -> None:
    """Once the number handed on stands in Previous, the paper is without it and nothing is said."""
    report(project, "demo", Disk())
    first = submit(project, "demo", "ica-section", Disk())
    audit = json.loads(
        (project.outputs / "demo" / "internal" / "audit.json").read_text(encoding="utf-8")
    )
    number = next(
        figure["value"] for figure in audit["figures"] if figure["name"] == "requests_received"
    )
    _ask(project.inputs / "demo" / "follow-up.csv", "Bétaville")
    report(project, "demo", Disk())
    second = submit(project, "demo", "ica-section", Disk())
    told = [kind for kind in second.blocks if kind.startswith("numbers of unnamed States")]

    assert [kind for kind in first.blocks if kind.startswith("numbers of unnamed States")] == []
    assert [second.blocks[kind] for kind in told] == [1]

    path = project.inputs / "demo" / "meeting.xlsx"
    book = openpyxl.load_workbook(path)
    book["Previous"].append(
        ["requests_received", number, 13, "in_force", "2025-05-01", "DEMO/1", "4"]
    )
    book.save(path)
    report(project, "demo", Disk())
    third = submit(project, "demo", "ica-section", Disk())

    assert number > 2
    assert not set(told) & set(third.blocks)


def _ask(table: Path, *states: str) -> None:
    """Requests of States that are not named, added to the register."""
    lines = table.read_text(encoding="utf-8").splitlines()
    header = next(text for text in lines if text.startswith("follow_up_id")).split(",")
    fields = {
        "kind": "request",
        "status": "open",
        "submitted_on": "2025-03-03",
        "confidentiality": "no_attribution",
    }
    for state in states:
        values = {**fields, "follow_up_id": f"ASK-{state}", "state": state}
        lines.append(",".join(values.get(name, "") for name in header))
    table.write_text("\n".join(lines) + "\n", encoding="utf-8")
