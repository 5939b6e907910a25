"""Pictures and annexes of a refreshed paper: brought in, taken out, kept where an editor put
another.
"""

from datetime import date
from functools import lru_cache

from lxml import etree

from pipeline.model.block import Bar, Block, Composed, Drawing, Paragraph, Span, Table, TableRow
from pipeline.ooxml import W, read_package
from pipeline.refresh.refresh import generated, refresh
from pipeline.refresh.round_trip import Memory, Refreshed, read_last_generated
from pipeline.render.word_paper import render
from pipeline.render.word_parts import PaperProperties
from pipeline.tasks.clean_copy import clean
from tests.makers import ooxml_rules
from tests.makers.small_meeting import ROOT
from tests.makers.small_paper import PAGE, WORDS, plan
from tests.makers.word_edits import Hand, visible

TEMPLATE = (ROOT / "templates" / "ica-section.docx").read_bytes()
RUNS = ("a" * 12, "b" * 12)
BLIP = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
EMBED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}embed"
EXTENT = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}extent"
PICTURE = b"\x89PNG another picture"


@lru_cache
def paper(bars: tuple[int, ...] = (), annex: str = "", last: str = "Sincerely,") -> bytes:
    """Two paragraphs, a figure where there are bars, and an annex of heading, words and table where
    it has a place.

    The template has a line of its own between text and annexes.
    """
    blocks: list[Block] = [
        Paragraph("heading", "heading-1", (Span("Cooperation"),)),
        Paragraph("p0", "paragraph", (Span("In the matter of p0, work goes on."),)),
    ]
    if bars:
        drawn = tuple(
            Bar(f"Bar {n}", str(value), 0.0, float(value)) for n, value in enumerate(bars)
        )
        alt = "; ".join(f"Bar {n}: {value}" for n, value in enumerate(bars))
        blocks.append(
            Paragraph(
                "figure", "caption-title", (Span("Figure I. Bars"),), drawing=Drawing(drawn, alt)
            )
        )
    blocks.append(Paragraph("p1", "paragraph", (Span("In the matter of p1, work goes on."),)))
    annexes: tuple[Block, ...] = ()
    if annex:
        rows = (TableRow("a-r0", ((Span("AA"),), (Span(annex),))),)
        annexes = (
            Paragraph("annex", "heading-1", (Span("Annex"),)),
            Table(
                "a",
                (Span("Table 1"),),
                (Span("Places"),),
                ((Span("State"),), (Span("Place"),)),
                (2000, 2000),
                rows,
            ),
        )
    about = PaperProperties("Draft", "Coordinators", "en-GB", date(2025, 6, 30), RUNS[0], "demo")
    composed = Composed("ica-section", (*blocks, *annexes), (), (PAGE,), len(annexes))
    return render("ica-section", _with_line(last), composed, about).content


@lru_cache
def _with_line(words: str) -> bytes:
    hand = Hand(TEMPLATE)
    anchor = next(p for p in hand.root.iter(f"{W}p") if visible(p) == "[[annexes]]")
    line = etree.Element(f"{W}p")
    anchor.addprevious(line)
    return hand.type_into(line, words).done()


def refreshed(edited: bytes, before: bytes, now: bytes, **asked: object) -> Refreshed:
    """The edited paper with the facts of now; sound, and a second refresh changes nothing."""
    done = refresh(
        edited,
        read_last_generated(RUNS[0], generated(before)),
        now,
        Memory(),
        plan(RUNS[1], **asked),
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


def pictures(content: bytes) -> list[bytes]:
    """The pictures of a paper in order, by their relations."""
    parts = read_package(content)
    relations = {
        n.get("Id"): n.get("Target")
        for n in etree.fromstring(parts["word/_rels/document.xml.rels"])
    }
    blips = etree.fromstring(parts["word/document.xml"]).iter(BLIP)
    return [parts[f"word/{relations[blip.get(EMBED)]}"] for blip in blips]


def media(content: bytes) -> list[bytes]:
    """Every picture in the package."""
    return [part for name, part in read_package(content).items() if "/media/" in name]


def replaced(content: bytes) -> bytes:
    """A paper in which the editor put another picture."""
    hand = Hand(content)
    name = next(name for name in hand.parts if "/media/" in name)
    hand.parts[name] = PICTURE
    return hand.done()


def test_a_picture_nobody_touched_is_drawn_anew() -> None:
    """The new bars and their words for those who listen; the old picture is nowhere in the file any
    more.
    """
    base, now = paper((1, 2)), paper((1, 5))

    done = refreshed(base, base, now)

    assert pictures(done.content) == pictures(now) != pictures(base)
    assert media(done.content) == media(now)
    assert b"Bar 1: 5" in read_package(done.content)["word/document.xml"]
    assert list(ooxml_rules.faults(read_package(done.content))) == []


def test_a_picture_made_smaller_stays_so_with_the_new_bars() -> None:
    """The editor's width is the look of the picture; its height follows the number of bars."""
    base, now = paper((1, 2)), paper((1, 5, 7))
    hand = Hand(base)
    for extent in (
        *hand.root.iter(EXTENT),
        *hand.root.iter("{http://schemas.openxmlformats.org/drawingml/2006/main}ext"),
    ):
        for side in ("cx", "cy"):
            extent.set(side, str(int(extent.get(side, "0")) // 2))
    before = next(Hand(now).root.iter(EXTENT))

    done = refreshed(hand.done(), base, now)

    extent = next(Hand(done.content).root.iter(EXTENT))
    assert pictures(done.content) == pictures(now)
    assert int(extent.get("cx", "0")) == int(before.get("cx", "0")) // 2
    assert abs(int(extent.get("cy", "0")) - int(before.get("cy", "0")) / 2) <= 1


def test_a_picture_of_the_editor_stays_with_a_comment() -> None:
    """Another picture in its place: kept; the figures changed: told once at it. Taken out: it stays
    out.
    """
    base, now = paper((1, 2)), paper((1, 5))
    gone = Hand(base)
    gone.delete_paragraph(next(next(gone.root.iter(BLIP)).iterancestors(f"{W}p")))

    done, without = refreshed(replaced(base), base, now), refreshed(gone.done(), base, now)

    assert pictures(done.content) == [PICTURE]
    assert len(Hand(done.content).comments()) == 1
    assert pictures(without.content) == []
    assert [e.name for e in without.of("missing")] == ["_msp_figure_picture"]


def test_a_figure_comes_and_goes_with_its_caption() -> None:
    """Where it stands when generated; tracked changes of ours hold it until they are settled."""
    base, now = paper(), paper((1, 2))

    come = refreshed(base, base, now)
    gone = refreshed(now, now, base)
    tracked = refreshed(now, now, base, is_tracked=True)

    assert [t for t in Hand(come.content).texts() if t] == [t for t in Hand(now).texts() if t]
    assert pictures(come.content) == pictures(now)
    assert Hand(gone.content).texts() == Hand(base).texts()
    assert media(gone.content) == []
    assert pictures(tracked.content) == pictures(now)
    assert Hand(tracked.content).settle(True).has("figure") is False


def test_an_annex_comes_behind_the_last_line_of_the_template_and_goes() -> None:
    """It stands where it is generated, not before the signature; untouched it goes again, edited it
    stays.
    """
    base, now = paper(), paper(annex="Here")
    edited = Hand(now).type("a-r0", "xqword", 1).done()

    come = refreshed(Hand(base).type("p1", "xqword").done(), base, now)
    gone, kept = refreshed(now, now, base), refreshed(edited, now, base)

    texts = [t for t in Hand(come.content).texts() if t]
    assert (
        texts.index("Sincerely,")
        < texts.index("Annex")
        < texts.index("Table 1")
        < texts.index("Here")
    )
    assert [t for t in Hand(gone.content).texts() if t] == [t for t in Hand(base).texts() if t]
    assert not list(Hand(gone.content).root.iter(f"{W}tbl"))
    assert any("xqword" in t for t in Hand(kept.content).texts())
    assert WORDS.no_longer in Hand(kept.content).comments().values()


def test_an_annex_that_an_editor_moved_away_is_refreshed_where_it_is() -> None:
    """Its table takes the new place in front of the text as behind it."""
    base, now = paper(annex="Here"), paper(annex="There")
    hand = Hand(base)
    table = next(hand.root.iter(f"{W}tbl"))
    hand.paragraph("heading").addprevious(table)

    done = refreshed(hand.done(), base, now)

    assert Hand(done.content).cells("a-r0") == ["AA", "There"]
    assert Hand(done.content).texts()[: len(Hand(done.content).texts()) // 2].count("There") == 1


def test_a_clean_copy_holds_no_picture_that_is_not_shown() -> None:
    """A picture that an editor deleted, still in the package with its relation, is not handed
    on.
    """
    hand = Hand(paper((1, 2)))
    run = next(next(hand.root.iter(BLIP)).iterancestors(f"{W}r"))
    run.getparent().remove(run)  # type: ignore[union-attr]

    assert media(hand.done()) != []
    assert media(clean(hand.done(), "accept", "ISU")) == []
    assert media(clean(paper((1, 2)), "accept", "ISU")) == media(paper((1, 2)))
