"""Corrections and answers: what a person says a cell is to be read as, and what of it could be
applied.

In: the tables Corrections and Answers and the sheets they speak of. Out: patches, answers, rows
out, findings. A correction is applied only where the cell holds what it expects; it never touches
settings or declarations.
"""

from collections import Counter
from typing import NamedTuple

from pipeline.language import clean_text
from pipeline.model.figure import Drop
from pipeline.model.finding import Finding, found
from pipeline.model.record import Correction, GivenAnswer, Quarantined
from pipeline.model.source import Row, RowKey, Sheet, Step
from pipeline.model.tables import ANSWERS, CORRECTIONS, PINNED_TABLES
from pipeline.normalise.patches import ANSWERED, CORRECTED, Patch, patched
from pipeline.normalise.spots import Spot, Spots
from pipeline.normalise.table import QUARANTINED, Read, TableRows

NOT_PRINTED = "not-printed"
# What these say is changed where it stands: a correction of them could be corrected in turn.
_CLOSED = frozenset(table.name for table in (*PINNED_TABLES, CORRECTIONS, ANSWERS))


class Corrected(NamedTuple):
    """The sheets as corrected, and what is to be said of the corrections."""

    sheets: tuple[Sheet, ...]
    rest: TableRows


def _correction(read: Read) -> Correction:
    texts = {
        name: clean_text(read.row.cell(name).text)
        for name in ("file", "place", "expected", "new", "reason", "role")
    }
    return Correction.model_validate(
        {"id": f"{texts['file']} {texts['place']}", "row": read.row, **texts}
    )


def apply_corrections(sheets: tuple[Sheet, ...], table: TableRows, spots: Spots) -> Corrected:
    """The sheets with every correction that matches.

    One that matches nothing is a blocker; where its cell is there, the table of the cell is not
    taken as complete.
    """
    drops, findings, out = list(table.drops), list(table.findings), list(table.quarantined)
    patches: list[Patch] = []
    now: dict[tuple[RowKey, int], str] = {}  # what earlier corrections made of a cell
    for correction in map(_correction, table.rows):
        spot = spots.find(spots.source(correction.file, correction.ref("file")), correction.place)
        text = now.get(_key(spot), spot.cell.text) if spot else ""
        code = _fault(spot, text, correction)
        if code or spot is None:
            findings.append(found(code, correction.ref("place"), text))
            drops.append(
                Drop(key=correction.key, fate=QUARANTINED, reason=code, record=correction.id)
            )
            if spot:  # a person says that the cell is wrong, and it was not mended
                out.append(
                    Quarantined(ref=correction.row.sheet.ref(correction.row.raw), table=spot.owner)
                )
            continue
        patches.append(_patch(CORRECTED, spot, correction.row, "new"))
        now[_key(spot)] = patches[-1].text
        drops.append(
            Drop(
                key=correction.key,
                fate=NOT_PRINTED,
                reason="corrects-a-row-not-printed",
                record=correction.id,
            )
        )
    return Corrected(
        patched(sheets, patches), TableRows((), tuple(out), tuple(drops), tuple(findings))
    )


def _key(spot: Spot) -> tuple[RowKey, int]:
    return spot.sheet.key(spot.raw), spot.position


def _fault(spot: Spot | None, text: str, correction: Correction) -> str:
    """Why a correction cannot be applied; empty where it can."""
    if spot is None:
        return "correction-without-cell"
    if spot.owner in _CLOSED:
        return "correction-of-settings"
    return "" if clean_text(text) == correction.expected else "correction-mismatch"


def _patch(kind: str, spot: Spot, row: Row, field: str) -> Patch:
    """The patch that a row of Corrections or Answers asks for; its field holds the text to be
    read.
    """
    new = row.cell(field)
    step = Step(
        kind=kind,
        before=spot.cell.text,
        after=new.text,
        ref=row.ref(field),
        reason=clean_text(row.cell("reason").text),
        role=clean_text(row.cell("role").text),
    )
    return Patch(*_key(spot), new.text, new.kind, step)


class Answers(NamedTuple):
    """The answers given, and what is to be said of their table."""

    given: tuple[GivenAnswer, ...]
    rest: TableRows


def read_answers(table: TableRows) -> Answers:
    """The answers in the order of their table; of two for one finding neither is taken."""
    ids = [_answered(read) for read in table.rows]
    count = Counter(ids)
    given, drops, findings = [], list(table.drops), list(table.findings)
    for read, finding in zip(table.rows, ids, strict=True):
        if count[finding] > 1:
            findings.append(found("answer-repeated", read.row.ref("finding")))
            drops.append(
                Drop(key=read.row.key, fate=QUARANTINED, reason="answer-repeated", record=finding)
            )
            continue
        texts = {
            name: clean_text(read.row.cell(name).text) for name in ("answer", "reason", "role")
        }
        given.append(
            GivenAnswer.model_validate(
                {"id": finding, "row": read.row, "finding": finding, **texts}
            )
        )
        drops.append(
            Drop(
                key=read.row.key,
                fate=NOT_PRINTED,
                reason="answers-what-is-not-printed",
                record=finding,
            )
        )
    return Answers(tuple(given), TableRows((), table.quarantined, tuple(drops), tuple(findings)))


def _answered(read: Read) -> str:
    return clean_text(read.row.cell("finding").text).casefold()


def answer_patch(spots: Spots, finding: Finding, row: Row) -> Patch | None:
    """The patch that an answer asks for; None where its finding is not about one cell."""
    spot = spots.find(finding.ref.source, finding.ref.place)
    return _patch(ANSWERED, spot, row, "answer") if spot else None
