"""The list of things to do as a workbook: every finding a row with place, cure and link.

In: findings and the way from the workbook to the inputs. Out: bytes, the same for the same
findings. Internal: it quotes inputs. Text is written as text, never as a formula.
"""

import io
from datetime import date

import xlsxwriter

from pipeline.model import place as places
from pipeline.model.finding import Finding
from pipeline.render.book import INTERNAL, LONGEST, new_book, same_bytes

_HEAD = (
    "No.",
    "Severity",
    "Code",
    "File",
    "Place",
    "What",
    "What to do",
    "Words found",
    "Hint",
    "Open",
    "finding",
    "answer",
    "reason",
    "role",
)
_WIDTHS = (6, 11, 24, 34, 18, 60, 60, 34, 24, 8, 34, 24, 24, 12)
_LINK, _ANSWER = _HEAD.index("Open"), _HEAD.index("finding")
_LONGEST_LINK = 2_000


def _link(finding: Finding, to_inputs: str) -> str:
    path = f"external:{to_inputs}/{finding.ref.source}"
    try:
        spot = places.parse(finding.ref.place)
    except ValueError:
        return path
    if spot.kind not in {"cell", "row"}:
        return path
    sheet = spot.sheet.replace("'", "''")
    return f"{path}#'{sheet}'!{spot.column}{spot.row}"


def to_do(findings: tuple[Finding, ...], to_inputs: str, on: date) -> bytes:
    """The workbook: blockers first, then decisions, then notes, each by file and place."""
    target = io.BytesIO()
    book = new_book(target, "to do", on)
    bold, wrap = (
        book.add_format({"bold": True}),
        book.add_format({"text_wrap": True, "valign": "top"}),
    )
    sheet = book.add_worksheet("To do")
    sheet.write_string(0, 0, INTERNAL, bold)
    for column, (head, width) in enumerate(zip(_HEAD, _WIDTHS, strict=True)):
        sheet.write_string(1, column, head, bold)
        sheet.set_column(column, column, width, wrap)
    for number, finding in enumerate(findings, start=1):
        _write(sheet, number, finding, to_inputs)
    sheet.freeze_panes(2, 0)
    sheet.autofilter(1, 0, max(len(findings), 1) + 1, len(_HEAD) - 1)
    book.close()
    return same_bytes(target)


def _write(
    sheet: xlsxwriter.worksheet.Worksheet, number: int, finding: Finding, to_inputs: str
) -> None:
    row = number + 1
    sheet.write_number(row, 0, number)
    texts = (
        finding.severity.value,
        finding.code,
        finding.ref.source,
        finding.ref.place,
        finding.message,
        finding.cure,
        finding.ref.words,
        finding.hint,
    )
    for column, text in enumerate(texts, start=1):
        sheet.write_string(row, column, text[:LONGEST])
    link = _link(finding, to_inputs)
    if finding.ref.source and len(link) <= _LONGEST_LINK:
        sheet.write_url(row, _LINK, link, string="open")
    if finding.is_answerable:
        # four cells as the sheet Answers has them: fill in three and copy the line over
        sheet.write_string(row, _ANSWER, finding.id)
    if finding.answered:
        answer = finding.answered
        for column, text in enumerate(
            (finding.id, answer.after, answer.reason, answer.role), start=_ANSWER
        ):
            sheet.write_string(row, column, text[:LONGEST])
