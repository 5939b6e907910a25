"""The mapping of country coalitions: profiles of those printable, good practices as stated, and
nothing else.
"""

import io
from collections.abc import Iterable

import openpyxl
import pytest
from docx import Document

from pipeline.audit.as_json import as_dict
from pipeline.build import Built, build
from pipeline.collect.folder import Collected, File, collect
from pipeline.files import Disk
from pipeline.load import Folders, Loaded, load
from pipeline.model.block import Paragraph, Table, text_of
from pipeline.model.finding import Outcome
from pipeline.ooxml import W
from pipeline.stages import render_papers
from pipeline.tasks.report import report
from pipeline.tasks.why import Audit
from tests.conftest import ROOT, folders_of
from tests.makers.blanked_rows import changed_by, told_by_block
from tests.makers.small_meeting import coalition, composed, rows, settled
from tests.makers.tables import csv_bytes
from tests.makers.word_edits import Hand
from tests.whole.cases.registers import PRACTICE
from tests.whole.test_hostile import CASES, Case

PAPER = "coalition-mapping"
Cells = dict[str, str]


def tables(built: Built) -> dict[str, dict[str, Cells]]:
    """The tables of the mapping by id, each with its rows by id, each with its cells by the heads
    of their columns.
    """
    paper = next(paper for paper in built.ledger.papers if paper.paper == PAPER)
    found = {}
    for block in paper.blocks:
        if isinstance(block, Table):
            heads = [text_of(head) for head in block.columns]
            found[block.id] = {
                row.id.removeprefix(f"{block.id}-"): dict(
                    zip(heads, map(text_of, row.cells), strict=False)
                )
                for row in block.rows
            }
    return found


def text(built: Built) -> str:
    """All words of the mapping."""
    return "\n".join(
        block.text
        for paper in built.ledger.papers
        if paper.paper == PAPER
        for block in paper.blocks
    )


@pytest.fixture(scope="module")
def built(demo: Loaded) -> Built:
    """The demo."""
    return build(demo, renders=False)


def test_each_printable_coalition_has_a_profile_and_no_other(built: Built) -> None:
    """Rhoville's was talked about, Omegaland's is not confirmed: neither is named, the number of
    open ones is told.
    """
    profiles = {
        name: rows for name, rows in tables(built).items() if name.startswith("profile-table")
    }

    assert list(profiles) == [
        "profile-table-CC-001",
        "profile-table-CC-002",
        "profile-table-CC-003",
    ]
    assert "Rhoville" not in text(built)
    assert "Omegaland" not in text(built)
    assert "[One further partnership: status to be confirmed" in text(built)


def test_a_profile_tells_partners_by_kind_and_where_everything_is_said(built: Built) -> None:
    """States, bodies, start, forum, result as declared, who calls it so, documents and the day it
    was verified.
    """
    deltaland = {
        name: cells["Information"] for name, cells in tables(built)["profile-table-CC-001"].items()
    }

    assert deltaland == {
        "affected": "Deltaland",
        "obligation": "Article\u00a04",
        "states": "Kappaland",
        "operators": "Open Path Aid",
        "start": "5\u00a0November 2022",
        "status": "Continuing",
        "forum": "Demo country platform on clearance",
        "result": "Plan of clearance agreed among the partners.",
        "caller": "The affected State Party",
        "source": "Demo statement of the affected State, paragraph\u00a04",
        "declared": "Demo statement of the affected State, paragraph\u00a06",
        "verified": "20\u00a0June 2025",
    }


def test_partners_are_parted_by_their_kind() -> None:
    """States, operators, organizations, bodies of the Convention, each in alphabetical order."""
    made = settled({"coalitions.csv": coalition(partners="ISU; OPA; UTR; Psiland; Alphaland")})
    values = made.counted.facts.lists["coalitions"][0].values

    assert {
        key: [n.running for n in v.names] for key, v in values.items() if key.startswith("partner_")
    } == {
        "partner_states": ["Alphaland", "Psiland"],
        "partner_operators": ["Open Path Aid"],
        "partner_organizations": ["the Union of Tau Rivers"],
        "partner_bodies": ["the Implementation Support Unit"],
    }


def test_a_result_without_the_document_that_declares_it_is_not_printed(built: Built) -> None:
    """Thetaland's result stands in the register, and nowhere where it was declared."""
    thetaland = tables(built)["profile-table-CC-003"]

    assert thetaland["result"]["Information"] == "[To be confirmed by the State Party concerned]"
    assert "declared" not in thetaland
    assert "Destruction of stockpiles declared complete" not in text(built)


def test_good_practices_stand_as_stated_with_their_source(built: Built) -> None:
    """By role and day; Omegaland's, of which nobody said that it is public, is not there."""
    told = tables(built)["practices"]

    assert [(row["Shared by"], row["Speaking as"]) for row in told.values()] == [
        ("Côte d'Epsilon", "Donor"),
        ("Kappaland", "Donor"),
        ("Open Path Aid", "Operator"),
        ("Deltaland", "Affected State Party"),
    ]
    assert told["GP-003"]["Source"] == "Demo statement, paragraph\u00a09"
    assert told["GP-004"]["In their words"].startswith("“The national authority chairs")


@pytest.mark.parametrize(
    ("changes", "is_printed", "value"),
    [
        ({}, True, 1),
        ({"public": "no"}, False, None),
        ({"public": ""}, False, None),
        ({"document": ""}, False, None),
        ({"made_on": "2025-07-12"}, False, None),
        ({"actor": "Psiland"}, True, 1),
        ({"actor": "OPA", "role": "affected_state"}, False, None),
        ({"actor": "nobody"}, False, None),
    ],
)
def test_a_practice_is_printed_where_it_is_public_and_can_be_read(
    changes: dict[str, object], is_printed: bool, value: int | None
) -> None:
    """The number is known to be at least that many; without a declaration nothing is none."""
    counted = settled({"good-practices.csv": rows({**PRACTICE, **changes})}).counted
    role = str({**PRACTICE, **changes}["role"])

    assert bool(counted.facts.lists["good_practices"]) is is_printed
    assert [
        counted.facts.figures[name].value for name in ("good_practices", f"practices_{role}")
    ] == [value] * 2


@pytest.mark.parametrize(
    ("complete", "n_shared", "words"),
    [
        (
            True,
            1,
            (
                "The good practice that was shared is reproduced in table 1, in the words of its"
                " author."
            ),
        ),
        (
            False,
            1,
            (
                "The good practice that was shared is reproduced in table 1, in the words of its"
                " author. [There may be"
            ),
        ),
        (
            True,
            2,
            (
                "The good practices that were shared are reproduced in table 1, in the words of"
                " their authors. None came"
            ),
        ),
    ],
)
def test_good_practices_are_not_ascribed_to_roles_that_shared_none(
    complete: bool, n_shared: int, words: str
) -> None:
    """One practice is told as one, and roles that are silent are named where there are several
    alone.
    """
    practices = [{**PRACTICE, "practice_id": f"GP-{n}"} for n in range(n_shared)]
    declared = (
        [{"source": "good-practices", "through": "2025-06-30", "declared_by": "ISU"}]
        if complete
        else []
    )
    made = composed(
        settled({"good-practices.csv": rows(*practices), "complete.csv": rows(*declared)})
    )
    paper = next(one for one in made if one.paper == PAPER)
    told = next(block.text for block in paper.blocks if block.id == "practices-told").replace(
        "\u00a0", " "
    )

    assert told.startswith(words)
    assert ("None came" in told) is (n_shared > 1)


def test_a_withheld_state_leaves_neither_name_nor_id(project: Folders) -> None:
    """Kappaland stands behind a coalition and a practice: rows in brackets, no profile, and ids
    that tell nothing.
    """
    book = openpyxl.load_workbook(project.inputs / "demo" / "meeting.xlsx")
    book["Withheld"].append(["Kappaland", "asked for it", "Coordinators"])
    book.save(project.inputs / "demo" / "meeting.xlsx")
    loaded = load(project, "demo")
    made = build(loaded, renders=False)
    told = tables(made)

    assert told["mapping-table"]["withheld-1"]["Affected State Party"] == "[To be confirmed]"
    assert "profile-table-CC-001" not in told
    assert list(told["practices"]) == ["GP-002", "GP-003", "GP-004", "withheld-1"]
    assert (
        "[Good practices of donors, operators and affected States Parties as at 30\u00a0June 2025:"
        " to be completed" in text(made)
    )
    content = render_papers(loaded, made.settings, made.ledger.papers)[PAPER].content
    assert "Kappaland" not in "\n".join(p.text for p in Document(io.BytesIO(content)).paragraphs)
    assert not [block["id"] for block in as_dict(made.ledger)["blocks"] if "CC-001" in block["id"]]


def test_one_coalition_stands_under_the_heading_of_its_chapter() -> None:
    """A level has two headings or none."""
    made = build(load(folders_of(ROOT, ROOT / "outputs"), "13msp"), renders=False)
    paper = next(paper for paper in made.ledger.papers if paper.paper == PAPER)

    assert [
        b.id
        for b in paper.blocks
        if isinstance(b, Paragraph) and b.id.startswith("profile-heading")
    ] == []
    assert list(tables(made)) == ["mapping-table", "profile-table-CC-BIH"]


def test_the_first_rows_of_a_long_profile_stay_together_and_the_last_too() -> None:
    """No page holds one row of a table, nor its header alone."""
    loaded = load(folders_of(ROOT, ROOT / "outputs"), "13msp")
    document = Document(io.BytesIO(build(loaded).papers[PAPER].content))
    rows_kept = [
        bool(row.cells[0].paragraphs[0].paragraph_format.keep_with_next)
        for row in document.tables[-1].rows
    ]

    assert rows_kept == [True] * 2 + [False] * (len(rows_kept) - 4) + [True, False]


def test_hostile_words_of_a_practice_come_out_letter_by_letter(
    demo: Loaded, demo_rows: Outcome[Collected]
) -> None:
    """Every string of the list in a row of its own, all in one paper, read back from the file."""
    cases: dict[str, Case] = {
        name: case for name, case in CASES.items() if case.printed is None and not case.code
    }
    table = csv_bytes(
        rows(
            *(
                {**PRACTICE, "practice_id": f"GP-{n}", "words": c.given}
                for n, c in enumerate(cases.values())
            )
        )
    )
    more = collect((File("demo/good-practices.csv", table),)).value
    kept = demo_rows.value
    value = Collected(
        (*kept.sources, *more.sources),
        (*(s for s in kept.sheets if s.source != "demo/good-practices.csv"), *more.sheets),
        kept.unreadable,
    )

    made = build(demo, collected=Outcome(value, demo_rows.findings), renders=False)

    content = render_papers(demo, made.settings, made.ledger.papers)[PAPER].content
    cells = {
        c.text for t in Document(io.BytesIO(content)).tables for row in t.rows for c in row.cells
    }
    assert {f"“{case.given}”" for case in cases.values()} <= cells


@pytest.mark.no_cover
def test_rows_of_both_registers_feed_exactly_the_blocks_why_names(
    demo: Loaded, demo_rows: Outcome[Collected]
) -> None:
    """Blanking any row of coalitions or good practices changes those blocks of the mapping and no
    other.
    """
    audit = as_dict(build(demo, collected=demo_rows, renders=False).ledger)
    asked, before = Audit(audit), told_by_block(audit)
    registers = {"demo/coalitions.csv", "demo/good-practices.csv"}
    wanted = [
        row for row in audit["rows"] if row["source"] in registers and row["reason"] != "header"
    ]
    keys = [asked.key(row["source"], row["place"]) for row in wanted]
    named = {key: _of_mapping(asked.named(key)) for key in keys}

    assert {key: _of_mapping(changed_by(before, demo, demo_rows, key)) for key in keys} == named
    assert sum(map(bool, named.values())) == 9


def _of_mapping(names: Iterable[str]) -> set[str]:
    return {name for name in names if name.startswith(f"{PAPER}:")}


def test_an_edited_cell_of_a_profile_is_kept_and_the_others_are_refreshed(project: Folders) -> None:
    """The editor's forum stays; the new status comes in beside it."""
    report(project, "demo", Disk())
    path = project.outputs / "demo" / f"{PAPER}.docx"
    hand = Hand(path.read_bytes())
    words = next(
        node
        for node in hand.row("profile-table-cc-001-forum").iter(f"{W}t")
        if "platform" in str(node.text)
    )
    words.text = "The platform of the national authority"
    path.write_bytes(hand.done())
    register = project.inputs / "demo" / "coalitions.csv"
    register.write_text(
        register.read_text(encoding="utf-8").replace("2022-11-05", "2022-12-01"), encoding="utf-8"
    )

    report(project, "demo", Disk())

    cells = [c.text for t in Document(str(path)).tables for row in t.rows for c in row.cells]
    assert "The platform of the national authority" in cells
    assert "1\u00a0December 2022" in cells
