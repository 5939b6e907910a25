"""Refreshing a paper that editors worked on, beside building it new: composing and rendering.

In: sizes. Out: lines on the screen: medians in milliseconds and ratios pair by pair in one run. One
paragraph in ten has new facts, three in twenty were edited, one in seven has a note.
"""

import statistics
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from lxml import etree

from pipeline.model.block import Composed, Note, Paragraph, Span
from pipeline.ooxml import W, read_package, write_package
from pipeline.refresh.refresh import generated, refresh
from pipeline.refresh.round_trip import CommentWords, Memory, RefreshPlan, read_last_generated
from pipeline.render.word_paper import render
from pipeline.render.word_parts import PaperProperties

ROOT = Path(__file__).resolve().parent.parent
SIZES = {500: 7, 1_000: 5, 2_000: 5, 4_000: 3}
RUNS = ("0" * 12, "1" * 12)


def paper(n: int, step: int) -> Composed:
    """A paper of n paragraphs; with a step, every tenth has another number."""
    blocks = []
    for number in range(n):
        name, figure = f"p{number}", number + 10 + (step if number % 10 == 0 else 0)
        first = (
            f"In the matter of {name}, {figure} States Parties reported on work done in"
            f" {2000 + figure}."
        )
        spans: tuple[Span, ...] = (
            Span(first),
            Span(f" It is agreed that {name} goes on; {figure * 7} areas remain."),
        )
        notes: tuple[Note, ...] = ()
        if number % 7 == 0:
            notes = (Note(f"{name}-note", (Span("Alphaland and Betaland."),)),)
            spans = (spans[0], Span("", "note", f"{name}-note"), spans[1])
        blocks.append(Paragraph(name, "paragraph", spans, notes=notes))
    mark = Paragraph("masthead-page_mark", "masthead", (Span("BENCH"),))
    return Composed("ica-section", tuple(blocks), (), (mark,))


def edited(content: bytes, n: int) -> bytes:
    """Words typed into three paragraphs of twenty."""
    parts = read_package(content)
    root = etree.fromstring(parts["word/document.xml"])
    wanted = {
        f"_msp_p{number}"
        for number in range(0, n, 20)
        for number in (number, number + 7, number + 13)
    }
    for start in root.iter(f"{W}bookmarkStart"):
        if start.get(f"{W}name") in wanted:
            text = next(next(start.iterancestors(f"{W}p")).iter(f"{W}t"))
            text.text = (text.text or "").replace(" ", " carefully ", 1)
    parts["word/document.xml"] = etree.tostring(
        root, xml_declaration=True, encoding="UTF-8", standalone=True
    )
    return write_package(parts)


def refreshing(compose: Callable[[int], object]) -> None:
    """Building new and refreshing, in turn, at four sizes; `compose` makes as many sentences of two
    figures.
    """
    template = (ROOT / "templates" / "ica-section.docx").read_bytes()
    print(
        "refreshing (ms, median)      building new   refresh alone   refresh/new   (building +"
        " refresh)/new"
    )
    alone: dict[int, float] = {}
    for n, rounds in SIZES.items():
        before, now = paper(n, 0), paper(n, 1)
        old = render("ica-section", template, before, _about(RUNS[0])).content
        base, file = read_last_generated(RUNS[0], generated(old)), edited(old, n)
        news, refreshes = [], []
        for _ in range(rounds):
            start = time.perf_counter()
            compose(2 * n)
            fresh = render("ica-section", template, now, _about(RUNS[1])).content
            middle = time.perf_counter()
            refresh(
                file,
                base,
                fresh,
                Memory(),
                RefreshPlan(RUNS[1], "2025-06-30", CommentWords("{why}", "", "")),
            )
            news.append(middle - start)
            refreshes.append(time.perf_counter() - middle)
        alone[n] = statistics.median(refreshes)
        ratio = statistics.median(b / a for a, b in zip(news, refreshes, strict=True))
        print(
            f"{n:>6} paragraphs, {n * 3 // 20} edits {statistics.median(news) * 1000:>9.0f}"
            f" {alone[n] * 1000:>15.0f} {ratio:>13.2f} {1 + ratio:>13.2f}"
        )
    print(f"refresh, 4,000 over 1,000 paragraphs: {alone[4_000] / alone[1_000]:.1f} × the time")


def _about(run: str) -> PaperProperties:
    return PaperProperties("Bench", "Bench", "en-GB", date(2025, 6, 30), run, "bench")
