"""References between paragraphs, tables, figures and annexes: there where their target is, and only
there.
"""

import re
from functools import cache

import pytest

from pipeline.build import build
from pipeline.compose.blocks import MadeBlock
from pipeline.compose.numbering import with_headings
from pipeline.compose.paper import compose
from pipeline.compose.section_plans import BlockPlan, PaperPlan, SectionPlan
from pipeline.compose.text_folder import PaperChapter, PaperWording, Section
from pipeline.compose.wording_check import check_wording
from pipeline.load import load
from pipeline.model.block import Absent, Block, Composed, Paragraph, Span, Table, text_of
from pipeline.model.finding import Refused
from pipeline.model.public import PublicFacts
from pipeline.ooxml import read_package
from pipeline.render.word_paper import Form, render
from tests.compose.test_annexes import all_composed, composed, facts, request, with_lists
from tests.conftest import ROOT, folders_of
from tests.makers.wording_and_facts import english, environment, figure, rules
from tests.makers.wording_and_facts import facts as public_facts
from tests.render.test_official_form import ABOUT, TEMPLATE, masted


@cache
def demo_facts() -> PublicFacts:
    """What the demo has to tell."""
    return facts()


def paper() -> Composed:
    """The progress report of the demo."""
    return papers()["progress-report"]


def text_of_body(one: Composed) -> str:
    """The words of the body, tables and notes aside."""
    return "\n".join(
        block.text for block in one.body if isinstance(block, Paragraph) and not block.drawing
    )


@pytest.mark.parametrize("meeting", ["demo", "13msp"])
def test_every_table_figure_and_annex_is_referred_to_in_the_text(meeting: str) -> None:
    """Each by its number, in small letters; and no sentence refers to what is not there."""
    loaded = load(folders_of(ROOT, ROOT / "outputs"), meeting)
    official = next(
        p for p in build(loaded, renders=False).ledger.papers if p.paper == "progress-report"
    )
    labels = [
        block
        for block in official.blocks
        if isinstance(block, Table) or block.drawing or _is_annex(block)
    ]
    names = [(b.label if isinstance(b, Table) else b.spans)[0].text for b in labels]
    wanted = {name[0].lower() + name[1:] for name in names}

    told = set(
        re.findall(r"(?:table|figure|annex)(?:\u00a0[\dIVX]+)?(?!\w)", text_of_body(official))
    )

    assert told == wanted
    assert len(wanted) == len(labels) >= 2


def _is_annex(block: Block) -> bool:
    return isinstance(block, Paragraph) and block.style == "heading-annex"


def test_a_sentence_about_an_annex_goes_with_it_and_stands_on_what_the_annex_looked_at() -> None:
    """Without requests no annex of them, no word of it, and the other annex has no number."""
    none = composed(load(folders_of(ROOT, ROOT / "outputs"), "demo"), with_lists(demo_facts()))
    extension = {block.id: block for block in paper().blocks}["extension-requests"]
    listed = {name for name in extension.looked if name.startswith("follow-up/")}

    assert "listed in annex\u00a0II" in text_of_body(paper())
    assert "The requests are listed" not in text_of_body(none)
    assert "listed in the annex, table" in text_of_body(none)
    requests = demo_facts().lists["extension_requests_art4"]
    assert {f"follow-up/{record.id}." for record in requests} <= listed


def test_references_to_two_tables_of_an_annex_name_both() -> None:
    """Requests of both kinds are two tables of one annex."""
    lists = {f"extension_requests_art{n}": (request(n, symbol="CCM/1"),) for n in (3, 4)}
    both = composed(
        load(folders_of(ROOT, ROOT / "outputs"), "demo"), with_lists(demo_facts(), **lists)
    )

    assert "annex\u00a0II (table\u00a03 and table\u00a04)" in text_of_body(both)


def all_words(block: Block) -> list[str]:
    """The words of a block and of its notes."""
    return [block.text, *(text_of(note.spans) for note in block.notes)]


@cache
def papers(without: str = "") -> dict[str, Composed]:
    """All papers of the demo; with the records of one list gone, if one is named."""
    known = demo_facts()
    lists = {**known.lists, without: ()} if without else known.lists
    figures = dict(known.figures)
    if without in figures:
        figures[without] = figures[without].model_copy(
            update={"value": 0, "certainty": "exactly", "states": ()}
        )
    loaded = load(folders_of(ROOT, ROOT / "outputs"), "demo")
    return all_composed(loaded, known.model_copy(update={"lists": lists, "figures": figures}))


def test_what_a_list_decides_is_known_of_every_block_that_it_changes() -> None:
    """Without its records, each block that reads otherwise looked at one of them, or counts a block
    that did.
    """
    # a plan without items, outputs or timeline is none: its lists never run dry
    names = [n for n, records in demo_facts().lists.items() if records and not n.startswith("plan")]
    unknown, changed = [], set()
    for name in names:
        # the figure of a list's name counts its records
        records = (name, *(f"{record.table}/{record.id}." for record in demo_facts().lists[name]))
        found = {
            paper: _changed(one, papers(name)[paper], records) for paper, one in papers().items()
        }
        changed |= {name for blocks in found.values() if blocks}
        unknown += [
            (name, paper, block)
            for paper, blocks in found.items()
            for block, known in blocks
            if not known
        ]

    assert unknown == []
    assert changed == set(names)


def _changed(before: Composed, after: Composed, records: tuple[str, ...]) -> list[tuple[str, bool]]:
    """The blocks that read otherwise, and whether their sources say why."""
    looked = {block.id: _looked(block) for block in (*before.blocks, *before.absent)}
    new = {block.id: all_words(block) for block in after.blocks}

    def looks(block_id: str) -> bool:
        return any(
            seen == records[0] or seen.startswith(records[1:]) for seen in looked.get(block_id, ())
        )

    return [
        (block.id, looks(block.id) or any(map(looks, block.after)))
        for block in before.blocks
        if new.get(block.id) != all_words(block)
    ]


def _looked(block: Block | Absent) -> list[str]:
    rows = block.rows if isinstance(block, Table) else ()
    return [*block.looked, *(seen for row in rows for seen in row.looked)]


def test_references_to_annexes_and_figures_are_fields_that_lead_to_their_labels() -> None:
    """The bookmark lies round the number of the label; what the field shows is that number."""
    parts = read_package(
        render("progress-report", TEMPLATE.read_bytes(), masted(paper()), ABOUT, FIELDS).content
    )
    document = parts["word/document.xml"].decode()
    shown = re.compile(r"REF (_Ref\d+) .*?separate\"/></w:r><w:r><w:t[^>]*>([^<]*)<", re.DOTALL)
    marked = re.compile(r'w:name="(_Ref\d+)"/>.*?<w:t[^>]*>([^<]*)<', re.DOTALL)
    numbers = dict(marked.findall(document))
    references = shown.findall(document)

    assert {"1", "2", "3", "I", "II"} <= {number for _, number in references}
    assert all(numbers[name] == number for name, number in references)
    counted = {kind: document.count(f"SEQ {kind} \\* ") for kind in ("Table", "Figure", "Annex")}
    assert counted == {"Table": 3, "Figure": 2, "Annex": 2}


FIELDS = Form(has_fields=True)


def test_an_annex_that_is_alone_is_referred_to_in_plain_words() -> None:
    """It has no number that could change."""
    loaded = load(folders_of(ROOT, ROOT / "outputs"), "13msp")
    content = build(loaded).papers["progress-report"].content
    document = read_package(content)["word/document.xml"].decode()

    assert "listed in the annex, table\u00a0</w:t>" in document


def made_of(
    blocks: list[dict[str, object]], words: dict[str, str | dict[str, str]]
) -> PaperWording:
    """A paper with one chapter of these blocks."""
    section = Section("one", SectionPlan.model_validate({"blocks": blocks}), dict(words))
    return PaperWording(
        "p",
        PaperPlan(chapters=(), depth=2),
        {"ica": "Cooperation"},
        (PaperChapter("ica", (section,)),),
    )


def test_two_sentences_that_wait_for_each_other_are_refused() -> None:
    """Neither could ever be decided; exit 4."""
    blocks: list[dict[str, object]] = [
        {"id": "a", "when": "ref.has_b"},
        {"id": "b", "when": "ref.has_a"},
    ]

    with pytest.raises(Refused) as refused:
        compose(
            made_of(blocks, {"a": "One.", "b": "Other."}), public_facts(), environment(), english()
        )

    assert refused.value.exit_code == 4


def test_a_reference_to_nothing_there_is_is_a_fault_of_the_wording() -> None:
    """Said before any data, by the name that is wrong."""
    paper = made_of([{"id": "a", "when": "not ref.has_c"}], {"a": "See {{ ref.tabel }}."})

    with pytest.raises(Refused) as refused:
        check_wording((paper,), environment(), rules(), "en")

    assert "no block or annex tabel" in refused.value.message
    assert "no block or annex has_c" in refused.value.message


def test_a_sentence_that_asks_for_a_paragraph_stands_on_what_it_looked_at() -> None:
    """A paragraph asked for before its turn is made once."""
    blocks: list[dict[str, object]] = [
        {"id": "a", "when": "ref.has_b"},
        {"id": "b", "when": 'f.given.form == "many"'},
    ]
    words: dict[str, str | dict[str, str]] = {"a": "See {{ ref.b }}.", "b": "Many."}
    one = compose(
        made_of(blocks, words), public_facts(figure("given", 5)), environment(), english()
    )
    none = compose(
        made_of(blocks, words), public_facts(figure("given", 0)), environment(), english()
    )

    assert [block.text for block in one.blocks] == ["Cooperation", "See paragraph\u00a02.", "Many."]
    assert "given" in one.blocks[1].looked
    assert [(block.id, block.looked) for block in none.absent] == [
        ("a", ("given",)),
        ("b", ("given",)),
    ]


def test_cells_and_titles_of_tables_refer_too() -> None:
    """In words, as a table is copied more often than a sentence; what it counts is known."""
    columns = [{"id": "what", "width": 4000}, {"id": "n", "width": 3000}]
    blocks: list[dict[str, object]] = [
        {"id": "a", "when": 'f.given.form == "many"'},
        {"id": "b"},
        {"id": "t", "table": {"columns": columns, "rows": [{"id": "r", "form": ["given"]}]}},
    ]
    words = {
        "title": "Beside {{ ref.b }}",
        "row_r": "As in {{ ref.b }}",
        "cell_n": "{{ row.figure | digits }}",
    }
    heads = {"head_what": "What", "head_n": "Number", "empty": "[None.]"}
    paper = made_of(blocks, {"a": "One.", "b": "Other.", "t": {**words, **heads}})

    one = compose(paper, public_facts(figure("given", 5)), environment(), english())

    table = one.blocks[-1]
    assert table.text.replace("\u00a0", " ").splitlines() == [
        "Table 1",
        "Beside paragraph 2",
        "What",
        "Number",
        "As in paragraph 2",
        "5",
    ]
    assert table.after == ("a",)


def test_a_number_beyond_those_in_words_is_in_figures() -> None:
    """The list of Roman numbers ends somewhere."""
    assert (english().roman(4), english().roman(10_000)) == ("IV", "10000")


def made(
    block_id: str,
    *,
    heading: int = 0,
    when: str = "",
    looked: tuple[str, ...] = (),
    there: bool = True,
) -> MadeBlock:
    """A block as made."""
    plan = BlockPlan(id=block_id, heading=heading, when=when)
    return MadeBlock(
        plan, Paragraph(block_id, "", (Span("x"),), looked) if there else Absent(block_id, looked)
    )


def sources(
    blocks: list[MadeBlock],
) -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    """What printed and absent blocks stand on."""
    printed, absent = with_headings(blocks)
    return {b.id: b.looked for b in printed}, {b.id: b.looked for b in absent}


def test_a_subheading_that_would_stand_alone_goes_and_says_what_decided_it() -> None:
    """The text under it stays; what would have given it company is its source."""
    alone = [
        made("A", heading=2),
        made("a"),
        made("B", heading=2),
        made("b", when="x", looked=("f",), there=False),
    ]
    both = [
        made("A", heading=2),
        made("a"),
        made("B", heading=2),
        made("b", when="x", looked=("f",)),
    ]

    assert sources(alone) == ({"a": ()}, {"A": ("f",), "B": ("f",), "b": ("f",)})
    assert sources(both) == ({"A": ("f",), "a": (), "B": ("f",), "b": ("f",)}, {})


def test_beside_a_heading_that_always_stands_another_hangs_on_its_own_text_alone() -> None:
    """Two that always stand hang on nothing."""
    blocks = [*(made(i, heading=2 if i.isupper() else 0) for i in "AaBb")]
    blocks += [made("C", heading=2), made("c", when="x", looked=("g",))]

    assert sources(blocks)[0] == {"A": (), "a": (), "B": (), "b": (), "C": ("g",), "c": ("g",)}


def test_headings_of_a_lower_level_are_company_under_their_own_heading_alone() -> None:
    """A heading over subheadings has text; one of them alone goes."""
    levels = {"A": 2, "K": 3, "k": 0, "L": 3, "l": 0, "B": 2, "M": 3, "m": 0}
    printed, absent = sources([made(name, heading=level) for name, level in levels.items()])

    assert list(printed) == ["A", "K", "k", "L", "l", "B", "m"]
    assert list(absent) == ["M"]
