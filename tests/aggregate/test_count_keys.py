"""What a figure counts has a key, and equal keys are one figure under one name."""

from collections import defaultdict
from datetime import date
from pathlib import Path

import pytest

from pipeline.aggregate.counting_context import unify
from pipeline.build import build
from pipeline.load import load
from pipeline.model.figure import CountKey, Figure
from pipeline.model.record import Activity
from tests.conftest import ROOT, folders_of
from tests.makers.counted_meeting import SETTINGS, activity, count

LATER = SETTINGS.model_copy(update={"activities_until": date(2025, 9, 5)})


def figures_of(meeting: str, tmp_path: Path) -> tuple[Figure, ...]:
    """Every figure of a meeting."""
    return build(load(folders_of(ROOT, tmp_path), meeting), renders=False).ledger.figures


@pytest.mark.parametrize("meeting", ["demo", "13msp"])
def test_figures_of_one_key_are_equal_in_value(meeting: str, tmp_path: Path) -> None:
    """Two figures that count the same never give two numbers, nor two certainties."""
    by_key: dict[CountKey, set[tuple[int | None, str]]] = defaultdict(set)
    figures = figures_of(meeting, tmp_path)
    for figure in figures:
        by_key[figure.key].add((figure.value, figure.certainty.value))
    assert len(figures) > 50
    assert [key for key, values in by_key.items() if len(values) > 1] == []


@pytest.mark.parametrize("meeting", ["demo", "13msp"])
def test_every_key_says_who_is_counted_by_what_and_when(meeting: str, tmp_path: Path) -> None:
    """Population, fact and evidence are said; an unnamed figure has an unnamed key."""
    for figure in figures_of(meeting, tmp_path):
        key = figure.key
        assert key.population and key.fact and key.evidence, figure.name
        assert not (figure.is_unnamed and key.is_named), figure.name
        assert key.first is None or key.first <= key.last, figure.name


def asked(number: int, state: str) -> Activity:
    """An exchange that a State asked for, told without its name."""
    return activity(number, "c", asked=(state,), confidentiality="no_attribution")


ASKED = [asked(number, state) for number, state in enumerate(("XAA", "XAB", "XAC", "XAD"), start=1)]


def test_equal_populations_are_one_figure_under_one_name() -> None:
    """Where both papers run to one day, those who asked are counted once."""
    counted = count(*ASKED)
    names = [figure.name for figure in counted.value.figures]
    assert "plan_c_states" not in names
    figure = counted.figure("item_c_states")
    assert (figure.value, figure.other_names) == (4, ("plan_c_states",))
    facts = counted.value.facts.figures
    assert facts["plan_c_states"] == facts["item_c_states"]
    line = next(one for one in counted.value.facts.lists["plan_items"] if one.id == "c")
    assert line.figures == {"status": "item_c", "states": "item_c_states"}


def test_populations_of_two_days_are_two_figures() -> None:
    """A report that runs to a later day has figures of its own, told to be of the same people."""
    counted = count(*ASKED, settings=LATER)
    now, later = counted.figure("item_c_states").key, counted.figure("plan_c_states").key
    assert (now.last, later.last) == (date(2025, 6, 30), date(2025, 9, 5))
    assert now.population_and_fact == later.population_and_fact


def test_figures_that_tell_otherwise_keep_their_names() -> None:
    """One key with two forms stays two figures, equal in value."""
    figure = count(*ASKED).figure("item_a")
    other = figure.model_copy(update={"name": "plan_a", "form": "earlier"})
    figures, names = unify((figure, other))
    assert ([one.name for one in figures], names) == (["item_a", "plan_a"], {})
