"""A small meeting of invented States, written out in a test and taken through the real stages.

In: files as rows (csv), sheets of rows (xlsx) or bytes. Out: records, or every finding from the
bytes to the figures.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from pipeline.apply_answers import Settled, apply_answers
from pipeline.collect.folder import Collected, File, ReaderEnvironment, collect
from pipeline.load import Folders, Loaded, load
from pipeline.model.block import Composed
from pipeline.model.clearance import unmatched
from pipeline.model.finding import Finding, Outcome
from pipeline.model.records import Records
from pipeline.model.settings import Settings
from pipeline.normalise.meeting_records import normalise
from pipeline.normalise.meeting_settings import read_settings
from pipeline.normalise.reference import Reference
from pipeline.stages import (
    compose_papers,
    read_reference_folder,
    read_texts,
    split_reference,
)
from pipeline.style.house_style import house_style, style_notes
from tests.conftest import need
from tests.makers.tables import Rows, csv_bytes, workbook

Content = bytes | Sequence[Sequence[object]] | Mapping[str, Rows]
ROOT = Path(__file__).resolve().parents[2]


@lru_cache(maxsize=1)
def _demo() -> Loaded:
    """The bytes of the demo meeting."""
    return load(
        Folders(ROOT / "inputs", ROOT / "templates", ROOT / "outputs", ROOT / "pipeline"), "demo"
    )


@lru_cache(maxsize=1)
def demo_world() -> tuple[Settings, Reference, tuple[File, ...]]:
    """Settings, reference and own files of the demo meeting."""
    loaded = _demo()
    own, inside = split_reference(loaded)
    settings = read_settings(collect(own).value.sheets, "demo")
    return settings, read_reference_folder(loaded, settings, inside)[0], own


def file(path: str, content: Content) -> File:
    """A file below the folder of the meeting `m`."""
    if isinstance(content, Mapping):
        content = workbook(dict(content))
    return File(f"m/{path}", content if isinstance(content, bytes) else csv_bytes(content))


def collected(files: Mapping[str, Content]) -> Outcome[Collected]:
    """The files as read; one of rich text asks for LibreOffice."""
    converter = (
        need("soffice", "LibreOffice") if any(path.endswith(".rtf") for path in files) else ""
    )
    return collect(
        tuple(file(path, content) for path, content in files.items()),
        ReaderEnvironment(converter=converter),
    )


def normalised(files: Mapping[str, Content]) -> Outcome[Records]:
    """The records of the files, with the settings and the reference of the demo meeting."""
    settings, reference, _ = demo_world()
    read = collected(files).value
    return normalise(read.sheets, read.unreadable, settings, reference)


def findings(
    files: Mapping[str, Content], changes: Mapping[str, object] = {}
) -> tuple[Finding, ...]:
    """Every finding, from the bytes to the figures; `changes` are settings other than the
    demo's.
    """
    done = settled(files, changes)
    clearances = done.records.clearances
    settings, reference, _ = demo_world()
    # papers are composed where a finding may hang on their words: that takes its time
    papers = composed(done) if clearances or done.records.editor_paragraphs else ()
    texts = read_texts(_demo().templates, _demo().cache)
    rules = house_style(texts, settings, reference.states, reference.spellings)
    styled = style_notes(done.counted.facts, done.counted.records, papers, settings, rules)
    return (*done.findings, *styled, *unmatched(clearances, papers))


def composed(done: Settled) -> tuple[Composed, ...]:
    """The papers of a small meeting in words."""
    settings, reference, _ = demo_world()
    return compose_papers(_demo(), settings, reference.plan, done.counted)


def settled(files: Mapping[str, Content], changes: Mapping[str, object] = {}) -> Settled:
    """Records and figures of the files with answers in place."""
    settings, reference, _ = demo_world()
    settings = settings.model_copy(update=dict(changes))
    read = collected(files)
    return apply_answers(
        read.value.sheets, read.value.unreadable, read.findings, settings, reference
    )


def codes(
    files: Mapping[str, Content], changes: Mapping[str, object] = {}
) -> set[tuple[str, str, str]]:
    """Code, source and place of every finding."""
    told = findings(files, changes)
    return {(finding.code, finding.ref.source, finding.ref.place) for finding in told}


ACTIVITY: dict[str, Any] = {
    "activity_id": "ACT-1",
    "date_start": "2025-04-07",
    "status": "held",
    "kind": "workshop",
    "work_plan_items": "a",
    "title": "Joint meeting",
    "organizers": "XAA; XAE",
    "confidentiality": "public",
}
COALITION: dict[str, Any] = {
    "coalition_id": "CC-1",
    "affected_state": "Deltaland",
    "partners": "Kappaland",
    "obligation": "art4_clearance",
    "status": "continuing",
    "called_by": "affected_state",
}
REGISTER: dict[str, Any] = {
    "state": "Alphaland",
    "article7_year": "2024",
    "received_on": "2025-04-29",
    "version": "1",
    "public": "yes",
}
LINE: dict[str, Any] = {
    "section": "provided",
    "counterpart": "Rhoville",
    "channel": "",
    "amount": "",
    "currency": "",
}


def rows(*records: dict[str, Any]) -> list[list[object]]:
    """A header of the records' fields and a row each."""
    columns = list(dict.fromkeys(name for record in records for name in record))
    return [list(columns), *([record.get(name, "") for name in columns] for record in records)]


def log(**changes: object) -> list[list[object]]:
    """A log of one activity, some fields other than in ACTIVITY."""
    return rows({**ACTIVITY, **changes})


def register(**changes: object) -> list[list[object]]:
    """A register of one report, some fields other than in REGISTER."""
    return rows({**REGISTER, **changes})


def coalition(**changes: object) -> list[list[object]]:
    """A register of one coalition, some fields other than in COALITION."""
    return rows({**COALITION, **changes})


def report(*lines: dict[str, Any], **cover: object) -> dict[str, Rows]:
    """A national report of Alphaland for 2024 as a workbook; `cover` changes fields of its
    cover.
    """
    fields = {"state": "Alphaland", "article7_year": "2024", "form_i": "changed", **cover}
    return {
        "Cover": [["field", "value"], *([name, value] for name, value in fields.items())],
        "Form I": rows(*lines or (LINE,)),
    }
