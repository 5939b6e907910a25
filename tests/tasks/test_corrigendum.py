"""A paper is issued, the facts change, and the corrigendum says what is to be read for what, and
where.
"""

import copy
import json
import shutil

import pytest
from ruamel.yaml import YAML

from pipeline.files import Disk
from pipeline.load import Folders
from pipeline.tasks.corrigendum import corrigendum
from pipeline.tasks.report import report
from pipeline.tasks.text_corrections import by_words, corrections
from tests.makers.command_line import Capture, places_of, typed
from tests.makers.input_edits import clear, move_a_meeting, set_setting
from tests.makers.small_meeting import ROOT
from tests.makers.small_paper import START, Facts, base_of, document
from tests.makers.word_edits import Hand

TEXTS = YAML(typ="safe").load((ROOT / "templates" / "text" / "refresh.en.yaml").read_text("utf-8"))


@pytest.mark.parametrize(
    ("was", "stands", "reads", "said"),
    [
        ("In all, fourteen did.", "", "In all, fifteen did.", [("read", "fourteen", "fifteen")]),
        (
            "Ten States did.",
            "",
            "Ten States and more did.",
            [("after_words", "Ten States", "and more")],
        ),
        (
            "Ten States did.",
            "",
            "All ten, Ten States did.",
            [("before_words", "Ten States", "All ten,")],
        ),
        ("Ten States and more.", "", "Ten States.", [("words", "and more", "")]),
        ("Of six, six did.", "", "Of six, seven did.", [("read", "six, six", "six, seven")]),
        (
            "Some twenty-one did.",
            "",
            "Some twenty-two did.",
            [("read", "twenty-one", "twenty-two")],
        ),
        ("It cost 1,234 francs.", "", "It cost 1,235 francs.", [("read", "1,234", "1,235")]),
        ("Côte d'Epsilon.", "", "Côte d'Omega.", [("read", "d'Epsilon", "d'Omega")]),
        (
            "Two did, one not.",
            "In fact, two did, but one not.",
            "Two did, three not.",
            [("read", "one", "three")],
        ),
        ("One did.", "A single one did it.", "Two did.", []),
    ],
)
def test_what_is_to_be_read_for_what(
    was: str, stands: str, reads: str, said: list[tuple[str, str, str]]
) -> None:
    """Whole words that stand once in the text as printed, with as many around them as that
    takes.
    """
    found = by_words(was, stands or was, reads)

    assert [(one.kind, one.before, one.now) for one in found] == said


def test_corrections_are_said_by_sentences() -> None:
    """Words of one that is alike; the whole of one that is not; sentences that come and go, at the
    beginning too.
    """
    stands = "See No. 5 of ten States. [To be confirmed.] It went on. Two met."
    reads = (
        "See No. 5 of six States. Alphaland and Rhoville gave most of it. It went on. Three came."
        " Two met."
    )

    found = list(corrections(stands, reads, ("No",)))

    assert [(one.kind, one.sentence, one.before, one.now) for one in found] == [
        ("read", 0, "ten", "six"),
        ("read", 1, "[To be confirmed.]", "Alphaland and Rhoville gave most of it."),
        ("new", 2, "", "Three came."),
    ]
    assert [
        (c.kind, c.sentence) for c in corrections("One met. Two met.", "None. One met. Two met.")
    ] == [("new", -1)]
    assert [(c.kind, c.sentence) for c in corrections("One met. Two met.", "Two met.")] == [
        ("gone", 0)
    ]
    assert [(c.kind, c.sentence) for c in corrections("One met here once more.", "It is so.")] == [
        ("whole", None)
    ]


def facts(**changes: int) -> Facts:
    """The facts of the start, some numbers others."""
    return START._replace(paragraphs={**START.paragraphs, **changes})


def sentences(edited: bytes, now: Facts) -> list[str]:
    """What the corrigendum of a paper says that was generated from the facts of the start."""
    return list(corrigendum(edited, base_of(START), document(now), TEXTS))


def test_a_place_is_the_number_as_printed_and_the_sentence() -> None:
    """With a paragraph of the editor's before it, the number is the one that the paper shows."""
    hand = Hand(document(START)).add("p0", "Of the editor's own.")
    own = hand.paragraph("p0").getnext()
    own.insert(0, copy.deepcopy(hand.paragraph("p0")[0]))  # type: ignore[union-attr]

    assert sentences(hand.done(), facts(p1=41)) == [
        "Paragraph 3, first sentence. For “11” read “41”.",
        "Paragraph 3, first sentence. For “2011” read “2041”.",
        "Paragraph 3, second sentence. For “77” read “287”.",
    ]


def test_tables_and_notes_have_places_of_their_own() -> None:
    """A cell by table, row and column; a note by its number; rows and paragraphs that come and
    go.
    """
    rows = {"t-r0": "Here", "t-r1": "Place 1", "t-r2": "Place 2", "t-r4": "New"}
    now = START._replace(rows=rows, notes={"p2": "Alphaland and Rhoville.", "p5": "Gammaland."})
    more = now._replace(
        paragraphs={**{n: v for n, v in now.paragraphs.items() if n != "p3"}, "p16": 20}
    )

    said = sentences(document(START), more)

    assert "Footnote 1. For “Betaland” read “Rhoville”." in said
    assert "Table 1, row “T-R0”, column “Place”. For “Place 0” read “Here”." in said
    assert "Table 1, row “T-R3”. Delete." in said
    assert "After table 1, row “T-R2”, insert a row: “T-R4 | New | Continuing”" in said
    assert "Paragraph 4. Delete." in said
    assert any(
        s.startswith("After paragraph 16, insert: “In the matter of p16, 20 States") for s in said
    )


def test_words_of_an_editor_in_the_way_are_left_to_a_person() -> None:
    """Deleted before the issue: nothing; rewritten: the place and the new text; a heading by its
    first words.
    """
    hand = (
        Hand(document(START)).delete("p1").retype("p2", "Quite another text.").type("heading", "xq")
    )
    now = facts(p1=41, p2=42)._replace(heading="Cooperation alone")

    said = sentences(hand.done(), now)

    assert [s.partition(":")[0] for s in said] == [
        ("The paragraph that begins “International xq cooperation and assistance”. Wording needed"),
        "Paragraph 2. Wording needed",
    ]
    assert "42 States Parties" in said[1]


def test_a_table_that_goes_is_one_correction_and_one_without_number_is_named_by_its_title() -> None:
    """Not a line a row; where several tables bear one label, the title says which; an editor's row
    needs a person.
    """
    shorter = START._replace(rows={n: v for n, v in START.rows.items() if n != "t-r2"})
    gone = START._replace(rows={})
    unnumbered = Hand(document(START)).retype("t", "Profile").done()
    edited = Hand(document(START)).type("t-r1", "xq", 1).done()

    assert corrigendum(document(START), base_of(START), document(gone), TEXTS) == (
        "Table 1. Delete.",
    )
    assert corrigendum(unnumbered, base_of(START), document(shorter), TEXTS) == (
        "Profile “Places of work”, row “T-R2”. Delete.",
    )
    said = corrigendum(edited, base_of(START), document(gone), TEXTS)
    assert [words.partition(":")[0] for words in said] == [
        "Table 1. Delete.",
        "Table 1, row “T-R1”. Wording needed",
    ]


# A meeting of its own: neither the demonstration nor 13msp may ever be issued.
def issue(folders: Folders) -> None:
    """The demo's facts as a meeting without a page mark, its chapter issued with what is open."""
    own = folders.inputs / "demo" / "reference"
    shutil.rmtree(folders.inputs / "reference")
    own.rename(folders.inputs / "reference")
    set_setting(folders.inputs / "demo", "demo", "")
    set_setting(folders.inputs / "demo", "reference", "")
    set_setting(folders.inputs / "demo", "page_mark", "")
    set_setting(folders.inputs / "demo", "state.ica-section", "issued")
    clear(
        folders.inputs / "demo",
        "ica-section",
        "*",
        "Coordinators",
        "2025-07-03",
        "passed_open",
        "agreed by the Coordinators",
    )
    report(folders, "demo", Disk())


@pytest.mark.no_cover
def test_a_paper_is_issued_and_corrected(project: Folders, capsys: Capture) -> None:
    """The file stays as issued; the corrigendum names paragraph and sentence; the other paper is
    not in it.
    """
    issue(project)
    paper = project.outputs / "demo" / "ica-section.docx"
    before = paper.read_bytes()
    move_a_meeting(project.inputs / "demo")

    told = report(project, "demo", Disk())
    ask = (
        "changes",
        "--meeting",
        "demo",
        "--since",
        "issued",
        "--corrigendum",
        *places_of(project),
    )
    said = typed(capsys, *ask, "--json")

    shown = json.loads(said.out)
    assert paper.read_bytes() == before
    assert told.papers[0]["beside"] == "issued"
    assert {item["paper"] for item in shown["corrigendum"]} == {"ica-section"}
    assert any(
        "For “Port Alpha" in item["words"] or "For “Alpha" in item["words"]
        for item in shown["corrigendum"]
    )
    assert all(item["words"].startswith("Paragraph ") for item in shown["corrigendum"])
    assert "Port Beta" in (project.outputs / "demo" / "internal" / "changes.html").read_text(
        "utf-8"
    )

    paper.write_bytes(Hand(before).type("basis", "xqword").done())
    assert "is not the one that was issued" in typed(capsys, *ask).out
