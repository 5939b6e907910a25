"""Clarification notes: a draft for each State about its own report, marked, never about anybody
else.
"""

import io
from pathlib import Path

import openpyxl
import pytest
from docx import Document

from pipeline.aggregate.report_notes import clarifications
from pipeline.build import Built, build
from pipeline.files import Disk
from pipeline.language import name_key
from pipeline.load import Folders, Loaded, load
from pipeline.model.base import NOTE
from pipeline.model.codes import CODES
from pipeline.model.finding import found
from pipeline.model.source import Ref
from pipeline.ooxml import read_package
from pipeline.tasks.internal_files import notes
from pipeline.tasks.report import report
from tests.makers import accessibility_rules, ooxml_rules
from tests.makers.wording_and_facts import read_texts
from tests.whole.test_hostile import CASES

KAPPALAND = "internal/notes/kappaland-xae.docx"
FILE = "demo/national-reports/kappaland-2024.xlsx"


@pytest.fixture(scope="module")
def built(demo: Loaded) -> Built:
    """The demo."""
    return build(demo, renders=False)


def words(content: bytes) -> str:
    """All words of a note, headers too."""
    document = Document(io.BytesIO(content))
    headers = [p.text for section in document.sections for p in section.header.paragraphs]
    return "\n".join([*headers, *(p.text for p in document.paragraphs)])


def asked_words(
    loaded: Loaded, built: Built, *texts: str, code: str = "ambiguous-amount"
) -> list[str]:
    """The notes made where cells of one report say these words."""
    findings = tuple(
        found(code, Ref(FILE, f"Form I!G{n}", text), column="amount")
        for n, text in enumerate(texts, 3)
    )
    made = notes(
        loaded, built._replace(ledger=built.ledger.model_copy(update={"findings": findings}))
    )
    return [words(content) for content in made.values()]


def test_a_state_is_asked_about_its_own_report_and_no_other_is_named(
    demo: Loaded, built: Built
) -> None:
    """Which of two days a cell of Kappaland's means; the pair that another report may tell of is
    for the desk.
    """
    made = notes(demo, built)
    text = words(made[KAPPALAND])

    assert list(made) == [KAPPALAND]
    assert "INTERNAL DRAFT. Not sent." in text
    assert "It has not been sent" in text
    assert (
        "The Coordinators would be grateful for confirmation whether the date is to be read" in text
    )
    assert "See kappaland-2024.xlsx, Form I!J6: “03/04/2024”." in text
    assert built.gate.all_names is not None
    assert set(built.gate.all_names.findall(name_key(text))) == {name_key("Kappaland")}


def test_a_note_keeps_the_rules_of_documents(demo: Loaded, built: Built) -> None:
    """Those of the format, and what listeners need."""
    parts = read_package(notes(demo, built)[KAPPALAND])

    assert list(ooxml_rules.faults(parts)) == []
    assert list(accessibility_rules.faults(parts)) == []


def test_each_question_is_of_a_finding_that_can_be_open() -> None:
    """The words name codes there are, and none that is told as a note alone."""
    asked = read_texts()["clarification-questions.en.yaml"]["clarification-question"]

    assert asked.keys() <= CODES.keys()
    assert {code for code in asked if CODES[code][0] == NOTE} == set()
    assert not {"possible-pair", "withheld-in-evidence", "whose-disagrees"} & asked.keys()


def test_words_that_name_another_state_are_not_quoted(demo: Loaded, built: Built) -> None:
    """The place alone is told; the State's own name may stand."""
    (text,) = asked_words(demo, built, "1,500 to Rhoville", "1,500 of Kappaland", "X" * 500)

    assert "Rhoville" not in text
    assert "See kappaland-2024.xlsx, Form I!G3." in text
    assert "Form I!G4: “1,500 of Kappaland”." in text
    assert f"“{'X' * 199}…”" in text


def test_what_nobody_can_ask_a_state_makes_no_note(demo: Loaded, built: Built) -> None:
    """A finding without words for a question, an answered one, one of the register."""
    assert asked_words(demo, built, "x", code="possible-pair") == []
    assert asked_words(demo, built, "x", code="recipient-not-party") == []
    other = (found("receipt-needed", Ref("demo/reports-received.xlsx", "reports-received!C3", "")),)
    assert clarifications(built.gate, built.spellings, {FILE: "XAE"}, other) == ()


def test_hostile_words_are_quoted_letter_by_letter(demo: Loaded, built: Built) -> None:
    """Each string of the list that is printed as it stands, all in one note."""
    given = [
        c.given for c in CASES.values() if c.printed is None and not c.code and len(c.given) < 200
    ]
    (text,) = asked_words(demo, built, *given)

    assert [one for one in given if f"“{one}”" not in text] == []


def test_the_note_of_a_withheld_state_says_so(project: Folders) -> None:
    """It is there for the Coordinators, under a mark."""
    meeting = openpyxl.load_workbook(project.inputs / "demo" / "meeting.xlsx")
    meeting["Withheld"].append(["Kappaland", "asked for it", "Coordinators"])
    meeting.save(project.inputs / "demo" / "meeting.xlsx")
    loaded = load(project, "demo")

    text = words(notes(loaded, build(loaded, renders=False))[KAPPALAND])

    assert "[WITHHELD: Kappaland stands on the list of States that papers do not name." in text


def answer(project: Folders, finding: str, value: str) -> None:
    """A person's answer to a finding."""
    path = project.inputs / "demo" / "meeting.xlsx"
    meeting = openpyxl.load_workbook(path)
    meeting["Answers"].append([finding, value, "asked by telephone", "ISU"])
    meeting.save(path)


def test_a_note_with_nothing_open_any_more_moves_to_the_history_and_is_told(
    project: Folders,
) -> None:
    """With what a person had written into it; never in silence, and no State is named on the
    screen.
    """
    report(project, "demo", Disk())
    folder = project.outputs / "demo"
    path = folder / KAPPALAND
    edited = Document(str(path))
    edited.add_paragraph("Sent on Monday.")
    edited.save(str(path))
    by_hand = path.read_bytes()
    finding = next(
        f.id
        for f in build(load(project, "demo"), renders=False).ledger.findings
        if f.code == "ambiguous-date"
    )
    answer(project, finding, "2024-04-03")

    told = report(project, "demo", Disk())

    assert not path.exists()
    assert (
        folder / "internal" / "history" / "notes" / "kappaland-xae.1.docx"
    ).read_bytes() == by_hand
    assert told.by_hand == [
        {"what": "gone", "file": "internal/notes", "kept": "internal/history/notes", "n": 1}
    ]
    assert "kappaland" not in str(told.by_hand)


def test_a_note_changed_by_hand_is_kept_before_a_new_one_takes_its_place(project: Folders) -> None:
    """The history has the person's version, the folder the new draft."""
    report(project, "demo", Disk())
    path: Path = project.outputs / "demo" / KAPPALAND
    edited = Document(str(path))
    edited.add_paragraph("To be checked with the capital.")
    edited.save(str(path))
    by_hand = path.read_bytes()
    register = project.inputs / "demo" / "follow-up.csv"
    register.write_text(register.read_text(encoding="utf-8") + "\n", encoding="utf-8")

    told = report(project, "demo", Disk())

    assert told.by_hand == [
        {"what": "changed", "file": "internal/notes", "kept": "internal/history/notes", "n": 1}
    ]
    assert (path.parents[1] / "history" / "notes" / "kappaland-xae.1.docx").read_bytes() == by_hand
    assert "To be checked" not in words(path.read_bytes())
