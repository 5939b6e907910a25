"""The public audit: share/audit-public.html and .json, made of what the papers print and of nothing
else.

In: composed papers, public facts, what became of blocks. Out: bytes. It takes no ledger: no cell,
file, row or person is within its reach, nor a word that an editor wrote: what was edited is shown
as generated, and said to be edited; what was taken out is not shown. A figure is in it when its
number or a State of it stands in a paper, so that two editions of the audit never differ by more
than two editions of the papers.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from pipeline.audit.editor_status import (
    CHANGED,
    DELETED,
    EDITED,
    MISSING,
    NO_STATUS,
    BlockStatus,
    EditorStatus,
)
from pipeline.audit.figure_views import title_of
from pipeline.audit.html import page
from pipeline.audit.paper_views import (
    Anchors,
    ViewContext,
    anchor_of,
    mark_of,
    paper_views,
    spans_of,
)
from pipeline.model.block import Block, Composed, Paragraph, Span, Table, text_of
from pipeline.model.ledger import FORMAT
from pipeline.model.public import PublicFacts, PublicFigure

Json = dict[str, Any]
EDITION = "public"
_GENERATED = "generated"
_WORDS = {EDITED: "text edited by the secretariat", CHANGED: "the paper now reads differently"}
_UNNUMBERED = "unnumbered"
_GONE = frozenset({DELETED, MISSING})


class PublicRun(NamedTuple):
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
    """The figures whose number or States stand in a paper, in the order in which they stand
    there.
    """
    named = dict.fromkeys(
        span.name for *_, span in _printed(papers) if span.kind in {"figure", "state"}
    )
    return tuple(facts.figures[name] for name in named if name in facts.figures)


def _public_status(editors: EditorStatus, paper: str, block: str) -> str:
    """What became of a block, in words that name nobody; empty for one that stands as it was
    generated.
    """
    status = editors.statuses.get((paper, block))
    if status is None:
        return ""
    return _WORDS.get(status.kind, "")


class _Edited:
    """One paper without what editors took out: paragraphs, notes, and words that named a State they
    no longer name.
    """

    def __init__(self, paper: str, editors: EditorStatus) -> None:
        of_paper = {
            block: status for (name, block), status in editors.statuses.items() if name == paper
        }
        self._gone = {block for block, status in of_paper.items() if status.kind in _GONE}
        self._less = {
            block: _public_status(editors, paper, block)
            for block, status in of_paper.items()
            if status.is_less
        }

    def _spans(self, block: str, spans: tuple[Span, ...]) -> tuple[Span, ...]:
        """The spans; a mark of a note goes with the note, a reference to what is gone leads
        nowhere.
        """
        if block in self._less:
            return (Span(self._less[block]),)
        kept = []
        for span in spans:
            if span.name not in self._gone:
                kept.append(span)
            elif span.kind == "reference":
                kept.append(Span(span.text))
            elif span.kind != "note":
                kept.append(span)
        return tuple(kept)

    def _block(self, block: Block) -> Block:
        if isinstance(block, Table):
            if block.id not in self._less:
                return block
            return Paragraph(block.id, _UNNUMBERED, self._spans(block.id, ()))
        notes = tuple(
            n._replace(spans=self._spans(n.id, n.spans))
            for n in block.notes
            if n.id not in self._gone
        )
        return block._replace(spans=self._spans(block.id, block.spans), notes=notes)

    def blocks(self, blocks: Iterable[Block]) -> tuple[Block, ...]:
        """The blocks as they may be shown."""
        return tuple(self._block(block) for block in blocks if block.id not in self._gone)


def as_shown(papers: tuple[Composed, ...], editors: EditorStatus) -> tuple[Composed, ...]:
    """The papers without what editors took out: it is nobody's to tell."""
    return tuple(p._replace(blocks=_Edited(p.paper, editors).blocks(p.blocks)) for p in papers)


def _block(
    paper: str, block: Block, figures: frozenset[str], editors: EditorStatus
) -> Iterator[Json]:
    """The block and its notes, each with the figures that stand in it."""
    ids: dict[str, list[Span]] = {block.id: []}
    for id_, span in spans_of(block):
        ids.setdefault(id_, []).append(span)
    texts = {id_: text_of(tuple(spans)) for id_, spans in ids.items()}
    texts[block.id] = block.text  # for a table, one line per cell
    for id_, spans in ids.items():
        yield {
            "id": id_,
            "anchor": anchor_of(paper, id_),
            "text": texts[id_],
            "standing": _public_status(editors, paper, id_) or _GENERATED,
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


def public_dict(
    about: PublicRun,
    papers: tuple[Composed, ...],
    facts: PublicFacts,
    editors: EditorStatus = NO_STATUS,
) -> Json:
    """The public audit as plain lists and mappings."""
    papers = as_shown(papers, editors)
    figures = printed_figures(papers, facts)
    names = frozenset(figure.name for figure in figures)
    return {
        "format": FORMAT,
        "edition": EDITION,
        **about._asdict(),
        "papers": [
            {
                "paper": paper.paper,
                "blocks": [
                    told
                    for block in (*paper.masthead, *paper.blocks)
                    for told in _block(paper.paper, block, names, editors)
                ],
            }
            for paper in papers
        ],
        "figures": [_figure(figure) for figure in figures],
    }


def public_json(
    about: PublicRun,
    papers: tuple[Composed, ...],
    facts: PublicFacts,
    editors: EditorStatus = NO_STATUS,
) -> bytes:
    """The public audit as UTF-8 JSON with a line break at the end."""
    found = public_dict(about, papers, facts, editors)
    return (json.dumps(found, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


def _statuses(editors: EditorStatus) -> EditorStatus:
    """Statuses in words that name nobody, and nothing of what editors wrote."""
    told = {key: _public_status(editors, *key) for key in editors.statuses}
    return EditorStatus({key: BlockStatus("edited", words) for key, words in told.items() if words})


def _states(figures: Iterable[PublicFigure]) -> list[tuple[str, PublicFigure, str]]:
    return [(f"f{number}", figure, title_of(figure.name)) for number, figure in enumerate(figures)]


def public_page(
    about: PublicRun,
    papers: tuple[Composed, ...],
    facts: PublicFacts,
    editors: EditorStatus = NO_STATUS,
) -> bytes:
    """The public audit as one static page without script."""
    papers = as_shown(papers, editors)
    figures = _states(printed_figures(papers, facts))
    anchors = Anchors({figure.name: anchor for anchor, figure, _ in figures})
    views = paper_views(papers, ViewContext(anchors, _statuses(editors)))
    return page(
        "public.html", "audit.css", about=about, papers=views, figures=figures, mark=mark_of(papers)
    )
