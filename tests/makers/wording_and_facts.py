"""Wording and public facts for the tests of composing: the words of the repository, invented
figures.

In: names, numbers and names of invented States. Out: facts as the gate would give them.
"""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from pipeline.collect.yaml_file import read_yaml
from pipeline.compose.filters import filters
from pipeline.compose.language_words import LanguageWords
from pipeline.compose.section_plans import PlanShape
from pipeline.compose.text_folder import TextFolder, load_words
from pipeline.compose.wording import Wording, WordingRules
from pipeline.compose.wording_views import (
    Figures,
    LawView,
    PrintState,
    RecordView,
    ReferenceView,
    RowView,
    Seen,
    SettingsView,
)
from pipeline.language import name_pattern
from pipeline.model.block import text_of
from pipeline.model.dates_and_money import Dated
from pipeline.model.public import PublicFacts, PublicFigure, PublicName, PublicRecord
from pipeline.normalise.plans import read_plan

TEXT = Path(__file__).resolve().parents[2] / "templates" / "text"
_STARTS = ("Alpha", "Beta", "Delta", "Eta", "Iota", "Kappa", "Lambda", "Omega", "Phi", "Psi", "Tau")
STATES = tuple(f"{start}land" for start in _STARTS)
UP_TO = 6
CITED = ("CCM/MSP/2024/9", "34")
SETTINGS: dict[str, str | int | date | None] = {
    "as_of": date(2025, 6, 30),
    "cut_off": date(2025, 6, 30),
    "activities_until": date(2025, 9, 5),
    "period_from": date(2024, 7, 1),
    "period_to": date(2025, 6, 30),
    "meeting_from": date(2025, 9, 16),
    "meeting_to": date(2025, 9, 19),
    "date_of_submission": None,
    "article7_year": 2024,
    "meeting_number": 15,
    "meeting_kind": "MSP",
    "meeting_place": "Port Alpha",
    "symbol": "CCM/MSP/2025/9",
    "job_number": "",
    "agenda_item": "9",
    "agenda_title": "Cooperation and assistance",
    "page_mark": "DEMO",
    "plan_title": "Invented Action Plan",
}


@cache
def read_texts() -> dict[str, dict[str, Any]]:
    """The files of templates/text/, read."""
    return {
        path.name: dict(read_yaml(path.name, path.read_bytes(), 4))
        for path in sorted(TEXT.glob("*.yaml"))
    }


@cache
def shape(name: str = "lausanne-2021-2026") -> PlanShape:
    """The shape of a plan that ships, with the figures that its indicators give."""
    path = TEXT.parent.parent / "inputs" / "reference" / "plans" / f"{name}.yaml"
    plan = read_plan(path.name, dict(read_yaml(path.name, path.read_bytes(), 2)))
    counted = {i.id for i in plan.indicators} | {
        f"{i.id}_unchanged" for i in plan.indicators if not i.among
    }
    return PlanShape.of(plan, frozenset(counted), "ica-2024-2025")


@cache
def english() -> LanguageWords:
    """The words of English."""
    return load_words(TextFolder(read_texts(), "en", shape())).for_actions((1, 2))


@cache
def environment(up_to: int = UP_TO) -> Wording:
    """The wording environment with all filters."""
    return Wording(filters(english(), up_to))


def rules(*figures: str) -> WordingRules:
    """What a wording may hold: these figures, all settings, no name of an invented State."""
    known = frozenset(SETTINGS)
    return WordingRules(
        english(), name_pattern((*STATES, "Côte d'Epsilon", "Mu (the)")), frozenset(figures), known
    )


def name(running: str, is_state: bool = True) -> PublicName:
    """A printed name; its code is made of its capitals and first letters."""
    code = "".join(word[:2].upper() for word in running.split())
    listed = running.removeprefix("the ")
    return PublicName(
        code=code, running=running, listed=listed, sort_key=listed.casefold(), is_state=is_state
    )


def figure(
    key: str,
    value: int | None,
    certainty: str = "exactly",
    form: str = "",
    states: tuple[str, ...] | None = None,
    years: tuple[int, ...] = (),
) -> PublicFigure:
    """A figure with as many States as its value, unless others are given."""
    running = states if states is not None else STATES[: value or 0]
    return PublicFigure(
        name=key,
        value=value,
        certainty=certainty,
        form=form,
        states=tuple(name(state) for state in running),
        years=years,
        cited=((CITED,) if key.startswith(("previous", "extension")) else ()),
        on=Dated(first=date(2024, 6, 30)) if key.startswith("previous") else None,
    )


def facts(*figures: PublicFigure, **lists: tuple[PublicRecord, ...]) -> PublicFacts:
    """Public facts: these figures, lists of records, and the settings."""
    return PublicFacts(
        figures={item.name: item for item in figures},
        lists=lists,
        settings=SETTINGS,
        names_in_text_up_to=UP_TO,
    )


def context(
    known: PublicFacts,
    record: PublicRecord | None = None,
    seen: Seen | None = None,
    figure: str = "",
) -> dict[str, Any]:
    """The names a wording may use, over these facts."""
    looked = seen or Seen()
    names: dict[str, Any] = {
        "f": Figures(known, looked),
        "s": SettingsView(known, looked),
        "law": LawView(english().law),
        "ref": ReferenceView(lambda _: PrintState(is_printed=True), looked),
    }
    if figure:
        names["row"] = RowView(known, figure, looked)
    return {**names, "item": RecordView(record, known, looked)} if record else names


def said(
    text: str, known: PublicFacts, record: PublicRecord | None = None, figure: str = ""
) -> str:
    """The words of a wording with plain spaces, its notes in angle brackets behind it."""
    spans = environment().spans(text, context(known, record, figure=figure))
    notes = "".join(f"⟨{text_of(span.inner)}⟩" for span in spans if span.kind == "note")
    tables = (span._replace(text="table 1") if span.kind == "reference" else span for span in spans)
    return (text_of(tuple(tables)) + notes).replace("\u00a0", " ")
