"""Masthead, headers, footers, first numbers of a refreshed paper: new where the old ones stand,
told where not.
"""

import re
from datetime import date
from functools import lru_cache

from lxml import etree

from pipeline.model.block import Composed, Paragraph, Span
from pipeline.ooxml import W, read_package
from pipeline.refresh.list_numbers import labels
from pipeline.refresh.package import Document
from pipeline.refresh.refresh import generated, refresh
from pipeline.refresh.round_trip import Memory, Refreshed, read_last_generated
from pipeline.render.word_paper import Form, render
from pipeline.render.word_parts import PaperProperties
from tests.makers.small_meeting import ROOT
from tests.makers.small_paper import plan
from tests.makers.word_edits import Hand, visible

TEMPLATE = (ROOT / "templates" / "progress-report.docx").read_bytes()
RUNS = ("a" * 12, "b" * 12)
KEYS = sorted(
    set(
        re.findall(
            r"\{\{ (\w+) \}\}",
            " ".join(p.decode() for n, p in read_package(TEMPLATE).items() if n.endswith("xml")),
        )
    )
)
START = {key: f"the {key}" for key in KEYS} | {
    "page_mark": "",
    "symbol": "CCM/[…]",
    "symbol_rest": "/[…]",
}
NOW = START | {
    "symbol": "CCM/7",
    "symbol_rest": "/7",
    "page_mark": "DRAFT",
    "title": "Another title",
}
HEADERS = ("word/header1.xml", "word/header2.xml", "word/header3.xml")
FOOTERS = ("word/footer1.xml", "word/footer2.xml", "word/footer3.xml")


def paper(scalars: dict[str, str], first: int = 1) -> bytes:
    """Three paragraphs under these scalars."""
    return _paper(tuple(scalars.items()), first)


@lru_cache
def _paper(scalars: tuple[tuple[str, str], ...], first: int) -> bytes:
    masthead = tuple(
        Paragraph(f"masthead-{key}", "masthead", (Span(text),)) for key, text in scalars
    )
    blocks = tuple(
        Paragraph(f"p{n}", "paragraph", (Span(f"In the matter of p{n}."),)) for n in range(3)
    )
    about = PaperProperties(
        dict(scalars)["title"], "Coordinators", "en-GB", date(2025, 6, 30), RUNS[0], "demo"
    )
    composed = Composed("progress-report", blocks, (), masthead)
    return render(
        "progress-report", TEMPLATE, composed, about, Form({}, first, has_fields=True)
    ).content


def refreshed(edited: bytes, before: bytes, now: bytes, **asked: object) -> Refreshed:
    """The edited paper with the scalars of now; a second refresh changes nothing and tells
    nothing.
    """
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
    assert again.of("page", "page kept") == ()
    return done


def words(content: bytes, *parts: str) -> list[str]:
    """The words of the paragraphs of parts, as accepted."""
    package = read_package(content)
    roots = [etree.fromstring(package[name]) for name in parts]
    kept = [p for root in roots for p in root.iter(f"{W}p")]
    return ["".join(t.text or "" for t in p.iter(f"{W}t")) for p in kept]


def with_part(content: bytes, name: str, old: bytes, new: bytes) -> bytes:
    """A paper in which an editor changed a header."""
    hand = Hand(content)
    assert old in hand.parts[name]
    hand.parts[name] = hand.parts[name].replace(old, new)
    return hand.done()


def test_new_scalars_stand_where_the_old_ones_stood() -> None:
    """Symbol, page mark and title in masthead, headers and properties; look and editors' words
    stay.
    """
    base = paper(START)

    done = refreshed(Hand(base).type("p1", "xqword").done(), base, paper(NOW))

    hand, headers = Hand(done.content), words(done.content, *HEADERS)
    assert (headers.count("CCM/7"), headers.count("DRAFT"), headers.count("CCM/[…]")) == (2, 3, 0)
    assert (
        words(done.content, "word/document.xml")[:20]
        == words(Hand(paper(NOW)).type("p1", "xqword").done(), "word/document.xml")[:20]
    )
    rest = next(r for r in hand.root.iter(f"{W}r") if visible(r) == "/7")
    assert rest.find(f"{W}rPr/{W}sz").get(f"{W}val") == "20"  # type: ignore[union-attr]
    assert b"Another title" in hand.parts["docProps/core.xml"]
    assert {e.name for e in done.of("page")} == {
        "masthead",
        "header even",
        "header default",
        "header first",
    }
    assert done.of("page kept") == ()


def test_new_words_bring_their_own_blanks() -> None:
    """A date in place of a placeholder keeps together as where it is newly generated."""
    before, now = START | {"title": "[day of submission]"}, START | {"title": "1\xa0July 2025"}

    done = refreshed(paper(before), paper(before), paper(now))

    assert words(done.content, "word/document.xml") == words(paper(now), "word/document.xml")


def test_a_line_of_the_masthead_is_not_taken_for_a_deleted_paragraph_of_the_same_words() -> None:
    """The title says what a heading said that an editor deleted: it stays the title's, and the
    heading deleted.
    """
    base, now = START | {"title": "In the matter of p1."}, NOW

    done = refreshed(Hand(paper(base)).delete("p1").done(), paper(base), paper(now))

    hand = Hand(done.content)
    assert not hand.has("p1")
    assert [event.what for event in done.events if event.name == "_msp_p1"] == ["missing"]
    assert sum("Another title" in visible(p) for p in hand.body.iter(f"{W}p")) == 1


def test_page_numbers_that_word_has_counted_are_no_edit() -> None:
    """A footer with another cached number of its page takes the new job number, the field stays."""
    base = paper(START)
    edited = with_part(base, FOOTERS[0], b">2</w:t>", b">14</w:t>")

    done = refreshed(edited, base, paper(START | {"job_number": "GE.25-99999"}))

    assert [line for line in words(done.content, *FOOTERS) if line] == [
        "14GE.25-99999",
        "GE.25-999993",
        "GE.25-99999",
    ]
    assert read_package(done.content)[FOOTERS[0]].count(b"<w:fldChar ") == 3


def test_what_an_editor_wrote_into_a_header_or_the_masthead_stays_and_is_told() -> None:
    """The other headers change; an added line, a deleted one and one with a tracked change are
    left.
    """
    base = paper(START)
    edited = with_part(base, HEADERS[0], "CCM/[…]".encode(), b"CCM/2025/xqword")
    hand = Hand(edited)
    title = next(p for p in hand.root.iter(f"{W}p") if visible(p).strip() == START["title"])
    title.getparent().remove(title)  # type: ignore[union-attr]

    done = refreshed(hand.done(), base, paper(NOW))

    assert "CCM/2025/xqword" in words(done.content, HEADERS[0])
    assert "CCM/7" in words(done.content, HEADERS[1])
    assert [(e.name, e.new) for e in done.of("page kept")] == [
        ("masthead", "Another title"),
        ("header even", "CCM/7"),
    ]


def test_words_with_a_tracked_change_in_a_header_are_left() -> None:
    """Marks of others keep the page as they keep a paragraph."""
    base = paper(START)
    edited = with_part(
        base,
        HEADERS[1],
        b"<w:r><w:t",
        b'<w:ins w:id="901" w:author="An Editor"><w:r/></w:ins><w:r><w:t',
    )

    done = refreshed(edited, base, paper(NOW))

    assert "header default" in {e.name for e in done.of("page kept")}
    assert "CCM/[…]" in words(done.content, HEADERS[1])


def test_changes_of_the_page_are_tracked_where_the_paper_is() -> None:
    """Rejected, the header reads as before; numbers of changes are their own."""
    base = paper(START)

    done = refreshed(base, base, paper(NOW), is_tracked=True)

    part = read_package(done.content)[HEADERS[0]]
    assert part.count(b'w:author="MSP report"') == 3
    assert "[…]".encode() in part
    numbers = re.findall(
        rb'<w:(?:ins|del) w:id="(\d+)"', b"".join(read_package(done.content).values())
    )
    assert len(set(numbers)) == len(numbers) > 3


def test_a_template_with_other_paragraphs_changes_no_wording_by_guess() -> None:
    """A line that has no counterpart is told; lines that have one change."""
    base, now = paper(START), paper(NOW)
    package = read_package(now)
    root = etree.fromstring(package[HEADERS[0]])
    root.insert(
        0, etree.fromstring(f'<w:p xmlns:w="{W[1:-1]}"><w:r><w:t>Restricted</w:t></w:r></w:p>')
    )
    hand = Hand(now)
    hand.parts[HEADERS[0]] = etree.tostring(root)

    done = refreshed(base, base, hand.done())

    assert [(e.name, e.new) for e in done.of("page kept") if e.new] == [
        ("header even", "Restricted")
    ] + [("header even", text) for text in ("DRAFT", "CCM/7")]


def test_a_header_that_is_gone_is_told_once() -> None:
    """An editor took the headers out of the section."""
    base = paper(START)
    hand = Hand(base)
    for reference in list(hand.root.iter(f"{W}headerReference")):
        reference.getparent().remove(reference)  # type: ignore[union-attr]

    done = refreshed(hand.done(), base, paper(NOW))

    assert [e.name for e in done.of("page kept")] == [
        "header even",
        "header default",
        "header first",
    ]


def test_another_first_number_is_set_unless_the_editor_chose_one() -> None:
    """Paragraphs begin at eleven; where somebody set another start, it stays and is told."""
    base, now = paper(START), paper(START, first=11)
    begins = b'<w:start w:val="%d"/><w:numFmt w:val="decimal"/><w:pStyle w:val="SingleTxtG"/>'
    own = with_part(base, "word/numbering.xml", begins % 1, begins % 5)

    done, kept = refreshed(base, base, now), refreshed(own, base, now)

    assert [label.text for label in labels(Document(done.content)).values()] == ["11", "12", "13"]
    assert [label.text for label in labels(Document(kept.content)).values()] == ["5", "6", "7"]
    assert [e.what for e in kept.events] == ["page kept"]


def test_a_master_of_others_keeps_its_page() -> None:
    """Without our properties neither masthead nor headers change, though they read as ours did."""
    base = paper(START)
    hand = Hand(base)
    hand.parts["docProps/custom.xml"] = hand.parts["docProps/custom.xml"].replace(
        b"msp_paper", b"other"
    )

    done = refreshed(hand.done(), base, paper(NOW))

    assert words(done.content, *HEADERS) == words(base, *HEADERS)
    assert b"Another title" not in read_package(done.content)["docProps/core.xml"]
