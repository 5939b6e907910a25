"""The ledger as JSON: internal/audit.json, and back for those who ask.

In: a ledger. Out: bytes, a function of the inputs only; the form is docs/audit.schema.json.
Internal: it quotes all inputs, and says so at its head.
"""

from collections.abc import Iterable
from typing import Any

from pipeline.jsontext import json_bytes
from pipeline.model.block import Block, Note, Paragraph, Span, Table, text_of
from pipeline.model.figure import Answer, Denominator, Evidence, Figure
from pipeline.model.finding import Finding
from pipeline.model.ledger import FORMAT, BlockSources, Ledger
from pipeline.model.source import Ref, Step

Json = dict[str, Any]
INTERNAL = "INTERNAL: quotes inputs; not for distribution"


def _ref(ref: Ref) -> Json:
    found: Json = {"source": ref.source, "place": ref.place, "words": ref.words}
    if ref.steps:
        found["steps"] = [_step(step) for step in ref.steps]
    return found


def _step(step: Step) -> Json:
    return {
        "kind": step.kind,
        "from": step.before,
        "to": step.after,
        "source": step.ref.source,
        "place": step.ref.place,
        "reason": step.reason,
        "role": step.role,
    }


def _finding(finding: Finding) -> Json:
    found: Json = {
        "id": finding.id,
        "code": finding.code,
        "severity": finding.severity.value,
        "message": finding.message,
        "source": finding.ref.source,
        "place": finding.ref.place,
        "words": finding.ref.words,
        "hint": finding.hint,
        "cure": finding.cure,
    }
    if finding.answered:
        found["answered"] = _step(finding.answered)
    return found


def _refs(refs: Iterable[Ref]) -> list[Json]:
    return [_ref(ref) for ref in refs if ref.source]


def _evidence(evidence: Evidence) -> Json:
    found: Json = {"iso3": evidence.iso3, "refs": _refs(evidence.refs)}
    if evidence.since is not None:
        found["since"] = evidence.since
    return found


def _figure_refs(figure: Figure) -> list[Json]:
    """The cells behind a figure, each with its role."""
    roles = {"counts": figure.counts, "basis": figure.basis, "limits": figure.limits}
    found = []
    for role, refs in roles.items():
        found += [{**ref, "role": role} for ref in _refs(dict.fromkeys(refs))]
    return found


def _denominator(denominator: Denominator | None) -> Json | None:
    if denominator is None:
        return None
    return {
        "value": denominator.value,
        "on": denominator.on.isoformat(),
        "basis": denominator.basis.value,
    }


def figure_json(figure: Figure) -> Json:
    """A figure as docs/audit.schema.json has it."""
    return {
        "name": figure.name,
        **({"other_names": list(figure.other_names)} if figure.other_names else {}),
        "value": figure.value,
        "certainty": figure.certainty.value,
        "form": figure.form,
        "regime": figure.regime.value,
        "polarity": figure.polarity,
        "states": [_evidence(evidence) for evidence in figure.states],
        "refs": _figure_refs(figure),
        "searched": list(figure.searched),
        "received": figure.received,
        "due": figure.due,
        "unread": figure.unread,
        "denominator": _denominator(figure.denominator),
    }


def _answer(answer: Answer) -> Json:
    found: Json = {
        "state": answer.state,
        "indicator": answer.indicator,
        "answer": answer.reply.value,
    }
    if answer.since is not None:
        found["since"] = answer.since
    if answer.reason:
        found["reason"] = answer.reason
    return {**found, "refs": _refs((*answer.counts, *answer.basis))}


def _spans(spans: tuple[Span, ...]) -> list[Json]:
    found = []
    for span in spans:
        kept: Json = {"text": span.text, "kind": span.kind}
        if span.name:
            kept["name"] = span.name
        if span.state:
            kept["state"] = span.state
        found.append(kept)
    return found


def _kind(block: Paragraph) -> str:
    if block.drawing:
        return "picture"
    if block.style.startswith("heading"):
        return "heading"
    return {"masthead": "masthead"}.get(block.style, "paragraph")


def _block(sources: BlockSources, kind: str, spans: tuple[Span, ...], text: str) -> Json:
    return {
        "paper": sources.paper,
        "id": sources.id,
        "bookmark": sources.bookmark,
        "kind": kind,
        "text": text,
        "spans": _spans(spans),
        "figures": list(sources.figures),
        "refs": _refs(sources.refs),
        "searched": list(sources.searched),
        "after": list(sources.after),
    }


def _table_spans(table: Table) -> tuple[Span, ...]:
    spans: list[Span] = []
    for part in table.parts:
        if spans:
            spans.append(Span("\n"))
        spans += part
    return tuple(spans)


def _contents(block: Block | Note) -> tuple[str, tuple[Span, ...]]:
    if isinstance(block, Table):
        return "table", _table_spans(block)
    if isinstance(block, Note):
        return "note", block.spans
    return _kind(block), block.spans


def _blocks(ledger: Ledger) -> list[Json]:
    contents: dict[tuple[str, str], Block | Note] = {}
    for paper in ledger.papers:
        for block in (*paper.masthead, *paper.blocks):
            contents[paper.paper, block.id] = block
            for note in block.notes:
                contents[paper.paper, note.id] = note
    found = []
    for sources in ledger.blocks:
        kind, spans = _contents(contents[sources.paper, sources.id])
        found.append(_block(sources, kind, spans, text_of(spans)))
    return found


def as_dict(ledger: Ledger) -> Json:
    """The ledger as plain lists and mappings."""
    return {
        "internal": INTERNAL,
        "format": FORMAT,
        "meeting": ledger.meeting,
        "run": ledger.run,
        "as_of": ledger.as_of,
        "versions": ledger.versions,
        "withheld": list(ledger.withheld),
        "conservation": ledger.conservation,
        "sources": [s.model_dump() for s in ledger.sources],
        "rows": [
            {
                "source": r.source,
                "place": r.place,
                "fate": r.fate,
                "reason": r.reason,
                "record": r.record,
                "public": r.is_public,
            }
            for r in ledger.rows
        ],
        "answers": [_answer(a) for a in ledger.answers],
        "figures": [figure_json(f) for f in ledger.figures],
        "blocks": _blocks(ledger),
        "absent": [
            {"paper": b.paper, "id": b.id, "figures": list(b.figures), "refs": _refs(b.refs)}
            for b in ledger.absent
        ],
        "placeholders": [p.model_dump() for p in ledger.placeholders],
        "findings": [_finding(f) for f in ledger.findings],
    }


def as_json(ledger: Ledger) -> bytes:
    """The ledger as UTF-8 JSON with a line break at the end."""
    return json_bytes(as_dict(ledger))
