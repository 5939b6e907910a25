"""The public audit: share/audit-public.html and .json, made of what the papers print and of nothing else.

In: composed papers, public facts, what became of blocks. Out: bytes. It takes no ledger: no cell, file, row or person
is within its reach. A figure is in it when its number or a State of it stands in a paper, so that two editions of the
audit never differ by more than two editions of the papers.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from pipeline.audit.anchors import Anchors, anchor_of
from pipeline.audit.beside import NOTHING, Beside, Status
from pipeline.audit.html import page
from pipeline.audit.lists import title_of
from pipeline.audit.views import mark_of, paper_views, spans_of
from pipeline.model.block import Block, Composed, Paragraph, Span, text_of
from pipeline.model.public import PublicFacts, PublicFigure

Json = dict[str, Any]
EDITION = "public"
_EDITED = "text edited by the secretariat"
_GENERATED = "generated"


class About(NamedTuple):
    """What a run is known by in public."""

    meeting: str
    run: str
    as_of: str
    program: str


def _printed(papers: tuple[Composed, ...]) -> Iterator[tuple[str, str, Span]]:
    """Every piece of every paper, with its paper and the id of the block it stands in."""
    for paper in papers:
        for block in (*paper.masthead, *paper.blocks):
            yield from ((paper.paper, id_, span) for id_, span in spans_of(block))


def printed_figures(papers: tuple[Composed, ...], facts: PublicFacts) -> tuple[PublicFigure, ...]:
    """The figures whose number or States stand in a paper, in the order in which they stand there."""
    named = dict.fromkeys(span.name for *_, span in _printed(papers) if span.kind in {"figure", "state"})
    return tuple(facts.figures[name] for name in named if name in facts.figures)


def _is_edited(beside: Beside, paper: str, block: str) -> bool:
    status = beside.statuses.get((paper, block))
    return status is not None and status.kind != _GENERATED


def _block(paper: str, block: Block, figures: frozenset[str], beside: Beside) -> Iterator[Json]:
    ids: dict[str, list[Span]] = {block.id: []}
    for id_, span in spans_of(block):
        ids.setdefault(id_, []).append(span)
    for id_, spans in ids.items():
        is_edited = _is_edited(beside, paper, block.id)
        text = block.text if id_ == block.id else text_of(tuple(spans))
        yield {
            "id": id_,
            "anchor": anchor_of(paper, id_),
            "text": _EDITED if is_edited else text,
            "figures": list(dict.fromkeys(span.name for span in spans if span.name in figures)),
        }


def _figure(figure: PublicFigure) -> Json:
    return {
        "name": figure.name,
        "value": figure.value,
        "certainty": str(figure.certainty),
        "states": [name.listed for name in figure.states],
        "no_change_since": list(figure.years),
    }


def public_dict(about: About, papers: tuple[Composed, ...], facts: PublicFacts, beside: Beside = NOTHING) -> Json:
    """The public audit as plain lists and mappings."""
    figures = printed_figures(papers, facts)
    names = frozenset(figure.name for figure in figures)
    return {
        "edition": EDITION,
        **about._asdict(),
        "papers": [
            {
                "paper": paper.paper,
                "blocks": [
                    told
                    for block in (*paper.masthead, *paper.blocks)
                    for told in _block(paper.paper, block, names, beside)
                ],
            }
            for paper in papers
        ],
        "figures": [_figure(figure) for figure in figures],
    }


def public_json(about: About, papers: tuple[Composed, ...], facts: PublicFacts, beside: Beside = NOTHING) -> bytes:
    """The public audit as UTF-8 JSON with a line break at the end."""
    found = public_dict(about, papers, facts, beside)
    return (json.dumps(found, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


def _without_words(papers: tuple[Composed, ...], beside: Beside) -> tuple[Composed, ...]:
    """The papers, the words of edited paragraphs taken out: what stands there now is not ours."""

    def plain(paper: str, block: Block) -> Block:
        if isinstance(block, Paragraph) and _is_edited(beside, paper, block.id):
            return Paragraph(block.id, block.style, (Span(_EDITED),))
        return block

    return tuple(p._replace(blocks=tuple(plain(p.paper, block) for block in p.blocks)) for p in papers)


def _statuses(beside: Beside) -> Beside:
    """Statuses without notes, which may name a person."""
    edited = {key: s for key, s in beside.statuses.items() if s.kind != _GENERATED}
    return Beside({key: Status("edited", _EDITED) for key in edited})


def _states(figures: Iterable[PublicFigure]) -> list[tuple[str, PublicFigure, str]]:
    return [(f"f{number}", figure, title_of(figure.name)) for number, figure in enumerate(figures)]


def public_page(about: About, papers: tuple[Composed, ...], facts: PublicFacts, beside: Beside = NOTHING) -> bytes:
    """The public audit as one static page without script."""
    figures = _states(printed_figures(papers, facts))
    anchors = Anchors({figure.name: anchor for anchor, figure, _ in figures})
    views = paper_views(_without_words(papers, beside), frozenset(), anchors, _statuses(beside))
    return page("public.html", "audit.css", about=about, papers=views, figures=figures, mark=mark_of(papers))
