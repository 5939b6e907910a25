"""Annexes: who provided which information, and the requests before the Meeting; read back, audited,
never shaming.
"""

import io
import re
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from pipeline.apply_answers import apply_answers
from pipeline.audit.as_json import as_dict
from pipeline.build import build
from pipeline.collect.folder import collect
from pipeline.compose.paper import compose
from pipeline.compose.section_plans import PlanShape
from pipeline.compose.wording_check import KnownNames, WordingContext
from pipeline.files import Disk
from pipeline.load import Folders, Loaded, load
from pipeline.model.block import Composed, Table, text_of
from pipeline.model.figure import Certainty
from pipeline.model.public import PublicFacts, PublicRecord, PublicValue
from pipeline.render.word_paper import render
from pipeline.render.word_parts import PaperProperties
from pipeline.stages import prepare
from pipeline.tasks.report import report
from pipeline.tasks.why import Audit
from tests.makers.counted_meeting import count, follow_up
from tests.makers.input_edits import set_setting
from tests.makers.small_meeting import demo_world
from tests.makers.wording_and_facts import name

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LISTS = ("extension_requests_art4", "extension_requests_art3")


def facts() -> PublicFacts:
    """What the demo has to tell."""
    settings, reference, own = demo_world()
    read = collect(own).value
    return apply_answers(read.sheets, read.unreadable, (), settings, reference).counted.facts


def composed(loaded: Loaded, known: PublicFacts) -> Composed:
    """The progress report of the demo with these facts."""
    return all_composed(loaded, known)["progress-report"]


def all_composed(loaded: Loaded, known: PublicFacts) -> dict[str, Composed]:
    """Every paper of the demo with these facts."""
    figures = frozenset(known.figures)
    told = WordingContext("en", PlanShape.of(demo_world()[1].plan, figures, "ica-demo"))
    made = prepare(
        loaded.templates,
        told,
        known.names_in_text_up_to,
        None,
        KnownNames(figures, frozenset(known.settings)),
    )
    return {paper.name: compose(paper, known, made.wording, made.words) for paper in made.papers}


def request(number: int, form: str = "submitted", **texts: str) -> PublicRecord:
    """A request as the gate gives it."""
    values = {key: PublicValue(columns=(key,), text=text) for key, text in texts.items()}
    values["affected"] = PublicValue(columns=("state",), names=(name("Deltaland"),))
    return PublicRecord(
        table="follow-up", id=f"FU-{number}", form=form, form_columns=("kind",), values=values
    )


def with_lists(known: PublicFacts, **lists: tuple[PublicRecord, ...]) -> PublicFacts:
    """Facts with these lists, others of requests empty."""
    none: dict[str, tuple[PublicRecord, ...]] = dict.fromkeys(LISTS, ())
    return known.model_copy(update={"lists": {**known.lists, **none, **lists}})


def rows(paper: Composed, block: str) -> list[list[str]]:
    """The cells of a table in an annex."""
    table = next(b for b in paper.annexes if b.id == block)
    assert isinstance(table, Table)
    return [[text_of(cell) for cell in row.cells] for row in table.rows]


def test_one_annex_is_not_numbered_and_two_are(demo: Loaded) -> None:
    """Without requests there is one annex; with them two, each under its label and title."""
    alone = composed(demo, with_lists(facts()))
    both = composed(
        demo, with_lists(facts(), extension_requests_art4=(request(1, symbol="CCM/1"),))
    )

    assert [b.text for b in alone.annexes[:1]] == ["Annex"]
    assert [b.text for b in both.annexes if b.id.startswith("label-")] == [
        "Annex\u00a0I",
        "Annex\u00a0II",
    ]
    assert [b.id for b in both.annexes][-3:] == [
        "label-heading-annex-requests",
        "heading-annex-requests",
        "annex-requests-art4",
    ]
    assert "annex-requests-art3" in {a.id for a in both.absent}


def test_a_row_names_those_who_provided_information_and_no_others(demo: Loaded) -> None:
    """One row an indicator, number and names of its figure; a share that would point at a State has
    no row.
    """
    known = facts()
    listed = rows(composed(demo, known), "annex-states-table")

    keys = [
        "national_resources",
        "innovative_funding",
        "exchange",
        "assistance_provided",
        "assistance_received",
    ]
    keys += [
        "assistance_needed",
        *(["national_plan"] if known.figures["national_plan"].form in ("all", "part") else []),
    ]
    told = [known.figures[key] for key in keys]
    assert [row[1:] for row in listed] == [
        [
            str(figure.value)
            if figure.certainty == "exactly"
            else f"[{figure.value}, to be confirmed]",
            "; ".join(state.listed for state in figure.states),
        ]
        for figure in told
    ]


@pytest.mark.parametrize(
    ("form", "is_listed"), [("most", False), ("some", False), ("none", False), ("part", True)]
)
def test_a_share_is_listed_where_its_number_is_told(
    demo: Loaded, form: str, is_listed: bool
) -> None:
    """Most or some of them would point at those that are left."""
    known = facts()
    share = known.figures["national_plan"].model_copy(update={"form": form, "value": 3})
    known = known.model_copy(update={"figures": {**known.figures, "national_plan": share}})
    listed = [row[0] for row in rows(composed(demo, known), "annex-states-table")]

    assert any("national strategy" in row for row in listed) is is_listed


@pytest.mark.parametrize(
    ("value", "certainty", "cells"),
    [
        (None, Certainty.UNKNOWN, ["[To be confirmed]", "[To be confirmed]"]),
        (1, Certainty.AT_LEAST, ["[1, to be confirmed]", "Kappaland"]),
        (0, Certainty.EXACTLY, None),
    ],
)
def test_what_is_not_known_is_a_bracket_and_nothing_is_no_row(
    demo: Loaded, value: int | None, certainty: Certainty, cells: list[str] | None
) -> None:
    """Unknown is never zero, and a figure of nobody is not a row of blanks."""
    known = facts()
    own = known.figures["innovative_funding"]
    changed = own.model_copy(
        update={"value": value, "certainty": certainty.value, "states": own.states if value else ()}
    )
    figures = {**known.figures, "innovative_funding": changed}
    found = {
        row[0]: row[1:]
        for row in rows(
            composed(demo, known.model_copy(update={"figures": figures})), "annex-states-table"
        )
    }

    assert found.get("Alternative or innovative sources of funding") == cells


def test_requests_are_rows_and_what_was_not_read_is_a_bracket(demo: Loaded) -> None:
    """Symbol and paragraphs stand where they are known; a withheld State is not named."""
    requests = (
        request(1, symbol="CCM/1", paragraphs="paras. x"),
        request(2, unread="unread"),
        request(3, symbol="CCM/3"),
        request(4, form="withheld"),
    )
    listed = rows(
        composed(demo, with_lists(facts(), extension_requests_art3=requests)), "annex-requests-art3"
    )

    assert listed == [
        ["Deltaland", "CCM/1", "paras. x"],
        ["Deltaland", "[symbol]", "[Content on resources to be reviewed]"],
        ["Deltaland", "CCM/3", "See document"],
        ["[To be confirmed]", "", ""],
    ]


def test_annexes_stand_on_a_new_page_in_the_place_of_their_anchor(demo: Loaded) -> None:
    """Label, title, tables with repeated heads, each bookmarked, behind the last paragraph of the
    text.
    """
    paper = composed(
        demo, with_lists(facts(), extension_requests_art4=(request(1, symbol="CCM/1"),))
    )
    template = next(f.content for f in demo.templates if f.path == "progress-report.docx")
    parts = render(
        "progress-report",
        template,
        paper,
        PaperProperties("", "", "en-GB", date(2025, 6, 30), demo.run, "demo"),
    )
    with zipfile.ZipFile(io.BytesIO(parts.content)) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
        styles = archive.read("word/styles.xml").decode()

    marks = [mark.get(f"{W}name") for mark in root.iter(f"{W}bookmarkStart")]
    labels = [
        p for p in root.iter(f"{W}p") if p.find(f"{W}pPr/{W}pStyle[@{W}val='AnnexG']") is not None
    ]
    assert ["".join(map(str, p.itertext(f"{W}t"))) for p in labels] == [
        "Annex\u00a0I",
        "Annex\u00a0II",
    ]
    assert re.search(r'w:styleId="AnnexG".*?<w:pageBreakBefore/>', styles, re.DOTALL)
    assert marks.index(f"_msp_end_{demo.run}") < marks.index("_msp_label_heading_annex_states")
    assert marks.index("_msp_annex_states_table") < marks.index("_msp_annex_requests_art4")
    assert len(root.findall(f".//{W}tblHeader")) == 3


def test_audit_why_and_placeholders_cover_annexes(project: Folders) -> None:
    """A withheld State opens brackets in the annex; `why` leads from its table to the cells and
    back.
    """
    import openpyxl

    path = project.inputs / "demo" / "meeting.xlsx"
    book = openpyxl.load_workbook(path)
    book["Withheld"].append(["Kappaland"])
    book.save(path)
    audit: dict[str, Any] = as_dict(build(load(project, "demo"), renders=False).ledger)

    open_in = {p["block"] for p in audit["placeholders"] if p["paper"] == "progress-report"}
    block = Audit(audit).blocks("annex-states-table")[0]
    named = Audit(audit).rows("demo/national-reports/alphaland-2024.xlsx", "Form I!A3")[0]["blocks"]
    assert "annex-states-table" in open_in
    assert "national_resources" in {figure["name"] for figure in block["figures"]}
    assert "progress-report:annex-states-table" in named
    assert "Kappaland" not in block["text"]


def test_a_plan_without_words_for_an_annex_has_none(project: Folders) -> None:
    """The annex is optional: the example plan has no words for it, and the paper no word of it."""
    set_setting(project.inputs / "demo", "plan", "example-2027-2031")
    report(project, "demo", Disk())
    with zipfile.ZipFile(Path(project.outputs / "demo" / "progress-report.docx")) as archive:
        document = archive.read("word/document.xml").decode()

    assert "_msp_annex_states_table" not in document
    assert "States Parties by information" not in document
    assert "[[" not in document


def test_requests_of_the_register_are_the_rows_of_their_annex(demo: Loaded) -> None:
    """Public requests to this Meeting, each with the cells of its row."""
    ledger = build(demo, renders=False).ledger
    blocks = [b for b in ledger.blocks if b.id.startswith("annex-requests-")]

    assert blocks
    assert all(ref.source == "demo/follow-up.csv" for block in blocks for ref in block.refs)


def test_beside_a_withheld_state_no_document_is_cited() -> None:
    """Its own row names nobody, and the symbol of another could be its own."""
    lists = count(follow_up(1, "XAD"), follow_up(2, "XAB"), withheld=("XAB",)).value.facts.lists
    told = [(record.form, sorted(record.values)) for record in lists["extension_requests_art4"]]

    assert told == [("submitted", ["affected", "unread"]), ("withheld", [])]
