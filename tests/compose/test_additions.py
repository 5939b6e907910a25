"""What templates/text/ alone can add, and how its faults are told."""

from pathlib import Path

import pytest

from pipeline.build import build
from pipeline.load import Folders, load
from pipeline.model.block import Paragraph, text_of
from pipeline.model.finding import Refused

SECTION = "lausanne-2021-2026-ica"


def blocks(folders: Folders, paper: str) -> dict[str, str]:
    """The texts of a paper of the demo by block."""
    ledger = build(load(folders, "demo"), renders=False).ledger
    return {block.id: block.text for p in ledger.papers if p.paper == paper for block in p.blocks}


def append(path: Path, text: str) -> None:
    """More lines at the end of a file."""
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


def test_a_new_paragraph_is_two_entries_in_the_texts(project: Folders) -> None:
    """A block in the structure and its words: the paragraph stands in both papers, with its
    figure.
    """
    text = project.templates / "text"
    append(
        text / "ica-basis.yaml",
        "  - {id: basis-more, parts: [{id: basis-more, form: [assistance_received]}]}\n",
    )
    forms = ("unknown", "at_least", "zero", "one", "many")
    words = "".join(
        f'  {form}: "Assistance{{{{ f.assistance_received | in_brackets }}}}."\n' for form in forms
    )
    append(text / "ica-basis.en.yaml", f"basis-more:\n{words}")

    for paper in ("ica-section", "progress-report"):
        assert "Rhoville" in blocks(project, paper)["basis-more"]


def test_a_new_section_is_two_files_and_its_name(project: Folders) -> None:
    """A section file, its words, and its name in the chapter of the paper."""
    text = project.templates / "text"
    (text / "thanks.yaml").write_text("blocks:\n  - {id: thanks}\n")
    (text / "thanks.en.yaml").write_text('thanks: "The Coordinators thank all States Parties."\n')
    paper = text / "ica-section.yaml"
    paper.write_text(paper.read_text().replace("ica-outlook]", "ica-outlook, thanks]"))

    assert list(blocks(project, "ica-section"))[-1] == "thanks"
    assert "thanks" not in blocks(project, "progress-report")


def test_a_heading_goes_when_nothing_stands_under_it(project: Folders) -> None:
    """A subheading whose only paragraph is not printed is not printed either; the next chapter
    keeps its own.
    """
    text = project.templates / "text"
    (text / "maybe.yaml").write_text(
        "blocks:\n  - {id: maybe-heading, heading: 2}\n"
        '  - {id: maybe, parts: [{id: maybe, when: f.reports_received.form == "zero"}]}\n'
    )
    (text / "maybe.en.yaml").write_text('maybe-heading: Maybe\nmaybe: "Perhaps."\n')
    paper = text / "progress-report.yaml"
    paper.write_text(paper.read_text().replace("ica-outlook]", "ica-outlook, maybe]"))
    ledger = build(load(project, "demo"), renders=False).ledger

    absent = {a.id: a for a in ledger.absent if a.paper == "progress-report"}
    assert {"maybe", "maybe-heading"} <= absent.keys()
    assert "reports_received" in absent["maybe-heading"].figures


def test_a_part_may_be_a_note_at_the_end_of_the_sentence_before_it(project: Folders) -> None:
    """One footnote for all records, with the sources of its paragraph; the text of the paragraph is
    as without it.

    Marks of notes side by side would read as one number.
    """
    before = blocks(project, "ica-section")["coalitions"]
    text = project.templates / "text"
    plan = text / f"{SECTION}.yaml"
    part = "      - {id: coalitions, form: [coalitions]}\n"
    assert part in plan.read_text(encoding="utf-8")
    note = (
        "      - {id: noted, each: coalitions, forms: [continuing, concluded, withheld], note:"
        " true}\n"
    )
    plan.write_text(plan.read_text(encoding="utf-8").replace(part, part + note), encoding="utf-8")
    forms = ("continuing", "concluded", "withheld")
    words = "".join(f'  {form}: "{{{{ item.affected | actors }}}}."\n' for form in forms)
    append(text / f"{SECTION}.en.yaml", f"noted:\n{words}")

    ledger = build(load(project, "demo"), renders=False).ledger
    paper = next(p for p in ledger.papers if p.paper == "ica-section")
    block = next(b for b in paper.blocks if isinstance(b, Paragraph) and b.id == "coalitions")
    assert block.text == before
    assert [text_of(note.spans) for note in block.notes] == ["Deltaland. Sigmaland. Thetaland."]
    assert [span.name for span in block.spans if span.kind == "note"] == [
        note.id for note in block.notes
    ]
    sources = {s.id: s.refs for s in ledger.blocks if s.paper == "ica-section"}
    assert sources["coalitions-note-noted-CC-001"] == sources["coalitions"]


FAULTS = {
    "unknown-key": ("ica-basis.yaml", "  - {id: x, colour: red}\n", "ica-basis.yaml"),
    "twice": ("ica-basis.yaml", "  - {id: basis}\n", "basis"),
    "no-words": ("ica-basis.yaml", "  - {id: lonely}\n", "lonely"),
    "no-figure": (
        "ica-basis.yaml",
        "  - {id: basis-x, parts: [{id: basis-nature, form: [nothing]}]}\n",
        "nothing",
    ),
    "note-alone": (
        "ica-basis.yaml",
        "  - {id: x, parts: [{id: basis-nature, note: true}]}\n",
        "sentence before it",
    ),
    "note-in-note": (
        "ica-basis.yaml",
        "  - {id: x, parts: [{id: basis-nature}, {id: long-note, note: true}]}\n",
        "a note within a note",
    ),
    "digits": ("ica-basis.yaml", "  - {id: digits}\n", "digits"),
    "not-yaml": ("ica-basis.yaml", "  - {id: [}\n", "ica-basis.yaml"),
}


LONG_NOTE = 'long-note: "Also{{ f.reports_received | in_note }}."\n'


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_of_the_texts_is_told_with_file_and_key_before_any_data(
    project: Folders, name: str
) -> None:
    """Exit 4, and a sentence that names where."""
    file, more, told = FAULTS[name]
    append(project.templates / "text" / file, more)
    append(
        project.templates / "text" / "ica-basis.en.yaml", 'digits: "All 7 of them."\n' + LONG_NOTE
    )

    with pytest.raises(Refused) as refused:
        build(load(project, "demo"), renders=False)

    assert refused.value.exit_code == 4
    assert told in refused.value.message


def test_a_missing_text_file_is_told(project: Folders) -> None:
    """Exit 4 names the file."""
    (project.templates / "text" / f"{SECTION}.en.yaml").unlink()

    with pytest.raises(Refused) as refused:
        build(load(project, "demo"), renders=False)

    assert f"{SECTION}.en.yaml" in refused.value.message
