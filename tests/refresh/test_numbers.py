"""Numbers that references and captions show: counted anew over the file as it stands after a
refresh.
"""

import io
import re
import subprocess
from datetime import date
from functools import lru_cache
from pathlib import Path

import docx
import pytest
from lxml import etree

from pipeline.model.block import Block, Composed, Paragraph, Span, Table, TableRow
from pipeline.ooxml import W
from pipeline.refresh.counted_fields import fields
from pipeline.refresh.list_numbers import in_format, labels
from pipeline.refresh.package import Document
from pipeline.refresh.refresh import generated, refresh
from pipeline.refresh.round_trip import Memory, Refreshed, read_last_generated
from pipeline.render.word_paper import Form, render
from pipeline.render.word_parts import PaperProperties
from pipeline.tasks.clean_copy import clean
from tests.makers.small_meeting import ROOT
from tests.makers.small_paper import PAGE, plan
from tests.makers.word_edits import Hand

RUNS = ("a" * 12, "b" * 12)


def words(name: str, more: str = "") -> Span:
    """The words of a paragraph."""
    return Span(f"In the matter of {name}{more}, work goes on")


def paper(has_table: bool = True, first: int = 1, more: str = "") -> bytes:
    """Seven paragraphs and two tables: p1 refers to p4 by its number, p2 to the second table, p5 to
    p1.
    """
    return _paper(has_table, first, more)


@lru_cache
def _paper(has_table: bool, first: int, more: str) -> bytes:
    def reference(name: str, text: str, to: str) -> Paragraph:
        return Paragraph(
            name,
            "paragraph",
            (words(name), Span(" as in "), Span(text, "reference", to), Span(".")),
        )

    def table(name: str, number: int) -> Table:
        label, title = (Span(f"Table {number}", "reference", name),), (Span(f"Places of {name}"),)
        rows = (TableRow(f"{name}-r0", ((Span("AA"),), (Span("Here"),))),)
        return Table(name, label, title, ((Span("State"),), (Span("Place"),)), (2000, 2000), rows)

    plain = {
        n: Paragraph(f"p{n}", "paragraph", (words(f"p{n}", more), Span("."))) for n in (0, 3, 4, 6)
    }
    blocks: list[Block] = [
        Paragraph("heading", "heading-1", (Span("Cooperation"),)),
        plain[0],
        reference("p1", f"paragraph {first + 4}", "p4"),
        *([table("t", 1)] if has_table else []),
        reference("p2", f"table {1 + has_table}", "u"),
        plain[3],
        plain[4],
        table("u", 1 + has_table),
        reference("p5", f"paragraph {first + 1}", "p1"),
        plain[6],
    ]
    about = PaperProperties("Draft", "Coordinators", "en-GB", date(2025, 6, 30), RUNS[0], "demo")
    template = (ROOT / "templates" / "ica-section.docx").read_bytes()
    composed = Composed("ica-section", tuple(blocks), (), (PAGE,))
    return render(
        "ica-section", template, composed, about, Form({}, first, has_fields=True)
    ).content


def refreshed(edited: bytes, before: bytes, now: bytes, **asked: object) -> Refreshed:
    """The edited paper, generated as one, with the facts of another; a second refresh changes
    nothing.
    """
    memory = Memory()
    done = refresh(
        edited, read_last_generated(RUNS[0], generated(before)), now, memory, plan(RUNS[1], **asked)
    )
    again = refresh(
        done.content,
        read_last_generated(RUNS[1], generated(now)),
        now,
        done.memory,
        plan(RUNS[1], **asked),
    )
    assert again.content == done.content
    return done


def shown(content: bytes) -> dict[str, str]:
    """What each reference and caption shows, by the first word of what stands before it."""
    found: dict[str, str] = {}
    for field in fields(Document(content).body):
        text = "".join(t.text or "" for t in field.paragraph.iter(f"{W}t"))
        name = "".join(re.findall(r"matter of (\w+)", text)[:1])
        found[name or f"table {sum(key.startswith('table') for key in found) + 1}"] = field.text
    return found


AS_GENERATED = {"p1": "5", "p2": "2", "p5": "2", "table 1": "1", "table 2": "2"}


def delete_tracked(hand: Hand, name: str) -> None:
    """A paragraph deleted with changes tracked, its mark too."""
    paragraph = hand.paragraph(name)
    for run in list(paragraph.iter(f"{W}r")):
        mark = etree.Element(f"{W}del", {f"{W}id": hand._next(), f"{W}author": "An Editor"})
        run.addprevious(mark)
        mark.append(run)
        for text in list(run.iter(f"{W}t")):
            text.tag = f"{W}delText"
        for code in list(run.iter(f"{W}instrText")):
            code.tag = f"{W}delInstrText"
    look = etree.SubElement(paragraph[0], f"{W}rPr")
    etree.SubElement(look, f"{W}del", {f"{W}id": hand._next(), f"{W}author": "An Editor"})


def numbered(hand: Hand, after: str, text: str) -> etree._Element:
    """A paragraph of the editor's own, numbered like the others, after another."""
    hand.add(after, text)
    own = hand.paragraph(after).getnext()
    assert own is not None
    own.insert(0, etree.fromstring(etree.tostring(hand.paragraph("p0")[0])))
    return own


def test_a_paper_as_generated_shows_the_numbers_that_are_counted() -> None:
    """Counting changes nothing where nothing moved, wherever the first number is."""
    for first in (1, 11):
        content = paper(first=first)
        assert refreshed(content, content, content).events == ()
        assert shown(content)["p1"] == str(first + 4)


def test_references_follow_paragraphs_that_editors_add_move_and_delete() -> None:
    """Added, added with an empty line, moved, deleted, deleted with changes tracked; each is
    told.
    """
    base = paper()
    added, moved, deleted, tracked = Hand(base), Hand(base), Hand(base), Hand(base)
    numbered(added, "p0", "Of the editor's own")
    numbered(added, "p3", "")
    moved.move("p4", "heading")
    deleted.delete("p0")
    delete_tracked(tracked, "p0")
    outcomes = {"added": added, "moved": moved, "deleted": deleted, "tracked": tracked}

    done = {name: refreshed(hand.done(), base, base) for name, hand in outcomes.items()}

    assert {name: (shown(d.content)["p1"], shown(d.content)["p5"]) for name, d in done.items()} == {
        "added": ("7", "3"),
        "moved": ("1", "3"),
        "deleted": ("4", "1"),
        "tracked": ("4", "1"),
    }
    told = [(e.name, e.base, e.new) for e in done["added"].of("recounted")]
    assert told == [("_msp_p1", "5", "7"), ("_msp_p5", "2", "3")]


def test_an_unnumbered_paragraph_and_a_joined_one_do_not_count() -> None:
    """A plain paragraph of the editor's counts for nothing; two joined by a tracked deletion of the
    mark are one.
    """
    base = paper()
    plain, joined = Hand(base).add("p0", "plain"), Hand(base)
    look = etree.SubElement(joined.paragraph("p3")[0], f"{W}rPr")
    etree.SubElement(look, f"{W}del", {f"{W}id": "900", f"{W}author": "An Editor"})

    assert shown(refreshed(plain.done(), base, base).content) == AS_GENERATED
    assert shown(refreshed(joined.done(), base, base).content)["p1"] == "4"


def test_new_facts_and_captions_are_counted_with_what_editors_added() -> None:
    """A table goes: captions and references to the other follow; one comes back: its number and
    bookmark too.
    """
    base, fewer = paper(), paper(has_table=False)
    hand = Hand(base)
    numbered(hand, "heading", "Of the editor's own")

    gone = refreshed(hand.done(), base, fewer)
    back = refresh(
        gone.content,
        read_last_generated(RUNS[0], generated(fewer)),
        base,
        gone.memory,
        plan(RUNS[1]),
    )

    assert shown(gone.content) == {"p1": "6", "p2": "1", "p5": "3", "table 1": "1"}
    assert shown(back.content) == {"p1": "6", "p2": "2", "p5": "3", "table 1": "1", "table 2": "2"}


def test_a_caption_of_the_editors_counts() -> None:
    """A table that Word numbered before ours: ours are the second and third, references too."""
    base = paper()
    hand = Hand(base).add("p0", "Table")
    caption = hand.paragraph("p0").getnext()
    assert caption is not None
    simple = etree.SubElement(caption, f"{W}fldSimple", {f"{W}instr": " SEQ Table \\* ARABIC "})
    etree.SubElement(etree.SubElement(simple, f"{W}r"), f"{W}t").text = "7"

    done = refreshed(hand.done(), base, base)

    assert [f.text for f in fields(Document(done.content).body) if f.kind == "SEQ"] == [
        "1",
        "2",
        "3",
    ]
    assert shown(done.content)["p2"] == "3"


def test_a_reference_to_what_was_deleted_is_told_and_left() -> None:
    """Deleted, or deleted with changes tracked: the old number stays for the editor to see."""
    base = paper()
    tracked = Hand(base)
    delete_tracked(tracked, "p4")
    for edited in (Hand(base).delete("p4").done(), tracked.done()):
        done = refreshed(edited, base, base)
        assert [(e.name, e.base) for e in done.of("unresolved")] == [("_msp_p1", "5")]
        assert shown(done.content)["p1"] == "5"


def test_words_typed_over_a_number_are_kept_and_told() -> None:
    """What an editor wrote into a reference is not a number to be counted."""
    base = paper()
    hand = Hand(base).delete("p0")
    field = next(f for f in fields(hand.body) if f.text == "5")
    next(field.result[0].iter(f"{W}t")).text = "5 bis, xqword"

    done = refreshed(hand.done(), base, base)

    assert shown(done.content)["p1"] == "5 bis, xqword"
    assert [e.name for e in done.of("unresolved")] == ["_msp_p1"]


def test_a_number_that_is_tracked_can_be_rejected_and_is_not_written_twice() -> None:
    """Ours is a tracked change inside the field; when the number is right again, the change is
    gone.
    """
    base = paper()
    hand = Hand(base)
    numbered(hand, "p0", "Of the editor's own")

    done = refreshed(hand.done(), base, base, is_tracked=True)
    taken_back = Hand(done.content)
    own = taken_back.paragraph("p0").getnext()
    taken_back.delete_paragraph(own)  # type: ignore[arg-type]
    again = refreshed(taken_back.done(), base, base, is_tracked=True)

    assert shown(done.content)["p1"] == "6"
    assert shown(Hand(done.content).settle(False).done())["p1"] == "5"
    assert shown(Hand(done.content).settle(True).done())["p1"] == "6"
    assert shown(again.content) == AS_GENERATED
    assert not list(Hand(again.content).root.iter(f"{W}ins", f"{W}del"))


def test_a_table_that_comes_by_a_tracked_change_shows_its_number_once() -> None:
    """Its field stands in tracked changes of its own, a piece each: read whole, and left where it
    is right.
    """
    for before, now in ((paper(has_table=False), paper()), (paper(), paper(has_table=False))):
        done = refreshed(before, before, now, is_tracked=True)

        names = ("t", "u") if now == paper() else ("u",)
        hand, fresh = Hand(done.content), Hand(now)
        assert [hand.text(name) for name in names] == [fresh.text(name) for name in names]
        assert hand.text("p2") == fresh.text("p2")
        assert Hand(hand.settle(is_accepted=True).done()).text("p2") == fresh.text("p2")


def test_a_paragraph_with_a_reference_takes_new_words_when_its_field_is_deleted_and_undone() -> (
    None
):
    """A tracked deletion of ours that takes a field out gives the field back when it is undone."""
    base, other = paper(), paper(more=" anew")
    first = refreshed(base, base, other, is_tracked=True)

    asked = plan(RUNS[1], is_tracked=True)
    back = refresh(
        first.content, read_last_generated(RUNS[1], generated(other)), base, first.memory, asked
    )

    assert shown(back.content) == AS_GENERATED
    assert Hand(back.content).texts() == Hand(base).texts()


def test_in_a_master_no_number_of_others_is_touched() -> None:
    """Without our properties the references of the President stay as they are; ours are counted
    over the whole.
    """
    base = paper()
    hand = Hand(base)
    own = numbered(hand, "heading", "Of the President, see paragraph ")
    own.append(
        etree.fromstring(
            f'<w:fldSimple xmlns:w="{W[1:-1]}" w:instr=" REF _msp_p4 \\r \\h ">'
            "<w:r><w:t>99</w:t></w:r></w:fldSimple>"
        )
    )
    in_paper = refreshed(hand.done(), base, base)
    hand.parts["docProps/custom.xml"] = hand.parts["docProps/custom.xml"].replace(
        b"msp_paper", b"other"
    )
    in_master = refreshed(hand.done(), base, base)

    def own_number(done: Refreshed) -> str:
        return next(f.text for f in fields(Document(done.content).body) if "\\r" in f.code)

    assert (own_number(in_paper), shown(in_paper.content)["p1"]) == ("6", "6")
    assert (own_number(in_master), shown(in_master.content)["p1"]) == ("99", "6")


def test_a_reference_in_a_note_is_counted() -> None:
    """A note of the editor's that refers to a paragraph of ours."""
    base = paper()
    hand = Hand(base).delete("p0")
    hand.parts["word/footnotes.xml"] = hand.parts.get("word/footnotes.xml", b"") or NOTES
    hand.note("p6", "See paragraph ")
    notes = etree.fromstring(hand.parts["word/footnotes.xml"])
    simple = etree.SubElement(
        list(notes.iter(f"{W}p"))[-1], f"{W}fldSimple", {f"{W}instr": "REF _msp_p4 \\n \\h"}
    )
    etree.SubElement(etree.SubElement(simple, f"{W}r"), f"{W}t").text = "5"
    hand.parts["word/footnotes.xml"] = etree.tostring(notes)

    done = refreshed(hand.done(), base, base)

    assert "See paragraph 4" in " ".join(Hand(done.content).texts())


NOTES = f'<w:footnotes xmlns:w="{W[1:-1]}"/>'.encode()


def test_a_clean_copy_prints_the_numbers_of_the_text_it_holds() -> None:
    """What is accepted or rejected moves the numbers before the fields become plain words."""
    base = paper()
    hand = Hand(base)
    delete_tracked(hand, "p0")

    accepted, rejected = clean(hand.done(), "accept", "ISU"), clean(hand.done(), "reject", "ISU")

    assert any("as in paragraph 4." in text for text in Hand(accepted).texts())
    assert any("as in paragraph 5." in text for text in Hand(rejected).texts())
    assert not fields(Document(accepted).body)


@pytest.mark.parametrize(
    ("number", "name", "words_"),
    [
        (1, "decimal", "1"),
        (4, "lowerRoman", "iv"),
        (1990, "upperRoman", "MCMXC"),
        (28, "lowerLetter", "bb"),
        (3, "upperLetter", "C"),
        (7, "decimalZero", "07"),
        (1, "ordinal", None),
    ],
)
def test_formats_of_numbers(number: int, name: str, words_: str | None) -> None:
    """Each format of Word that is known, and none for another."""
    assert in_format(number, name) == words_


LEVELS = (("decimal", "%1."), ("lowerLetter", "%1.%2"), ("upperRoman", "(%3)"))


def listed() -> bytes:
    """Paragraphs of two lists of three levels: one goes on, one begins anew at five; one paragraph
    is out of any.
    """
    levels = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="{1 + (n == 2)}"/><w:numFmt w:val="{f}"/><w:lvlText'
        f' w:val="{t}"/></w:lvl>'
        for n, (f, t) in enumerate(LEVELS)
    )
    lists = (
        f'<w:numbering xmlns:w="{W[1:-1]}"><w:abstractNum w:abstractNumId="1"><w:multiLevelType'
        f' w:val="multilevel"/>{levels}</w:abstractNum><w:num w:numId="1"><w:abstractNumId'
        ' w:val="1"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/><w:lvlOverride'
        ' w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num></w:numbering>'
    )
    made = docx.Document()
    part = made.part.numbering_part
    part._element = etree.fromstring(lists)  # type: ignore[assignment]
    for number, (list_id, level) in enumerate(ORDER):
        paragraph = made.add_paragraph(f"word{number}")
        look = paragraph._p.get_or_add_pPr()
        if list_id:
            numbering = etree.SubElement(look, f"{W}numPr")
            etree.SubElement(numbering, f"{W}ilvl", {f"{W}val": str(level)})
            etree.SubElement(numbering, f"{W}numId", {f"{W}val": str(list_id)})
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


ORDER = (
    (1, 0),
    (1, 1),
    (1, 1),
    (0, 0),
    (1, 2),
    (1, 2),
    (1, 0),
    (1, 1),
    (2, 0),
    (2, 1),
    (1, 0),
    (1, 2),
)


def test_lists_of_several_levels_count_as_they_should() -> None:
    """Lower levels begin anew under a higher one; a list with a start of its own begins there and
    the other goes on.
    """
    document = Document(listed())
    counted = labels(document)
    found = [counted[p].text if p in counted else "" for p in document.body.iter(f"{W}p")]

    assert found == ["1", "1.a", "1.b", "", "(II)", "(III)", "2", "2.a", "5", "5.a", "6", "(II)"]


@pytest.mark.libreoffice
def test_libreoffice_counts_the_same(tmp_path: Path, soffice: str) -> None:
    """The labels of a program that knows nothing of ours, in the text it writes of the same
    lists.
    """
    (tmp_path / "listed.docx").write_bytes(listed())
    command = [
        soffice,
        "--headless",
        f"-env:UserInstallation=file://{tmp_path}/profile",
        "--convert-to",
        "txt:Text",
    ]
    command += ["--outdir", str(tmp_path), str(tmp_path / "listed.docx")]
    subprocess.run(command, check=True, capture_output=True, timeout=120)

    document = Document(listed())
    counted = labels(document)
    lines = (tmp_path / "listed.txt").read_text("utf-8-sig").splitlines()
    shown_by_office = [line.partition("word")[0].strip().rstrip(".") for line in lines]

    assert shown_by_office == [
        counted[p].text if p in counted else "" for p in document.body.iter(f"{W}p")
    ]
