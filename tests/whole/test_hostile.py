"""Hostile strings in text fields: each comes out letter by letter, cleaned for print, or is a
finding.
"""

import io
from collections.abc import Callable, Iterator
from typing import NamedTuple

import openpyxl
import pytest
from lxml import etree

from pipeline.build import build
from pipeline.collect.folder import Collected, File, collect
from pipeline.load import Loaded
from pipeline.model.finding import Outcome
from pipeline.model.ledger import Ledger
from pipeline.ooxml import W, bookmark_name, read_package
from pipeline.stages import split_reference
from tests.makers.outside_reader import as_text
from tests.makers.tables import csv_bytes

ACTIVITY = "ACT-2025-010"
PRINTED_FIELDS, SILENT_FIELD = ("outcome_public", "place", "title"), "outcome"
# The block of each paper that tells of the activity, and the fields it prints.
BLOCKS = {
    "ica-section": ("coordinators-mapping", ("outcome_public", "place")),
    "progress-report": ("coordinators-mapping", ("outcome_public", "place")),
    "activity-report": (f"activity-{ACTIVITY}", ("outcome_public", "place")),
    "speaking-notes": ("notes-item-b2", ("outcome_public",)),
}
PLAIN = "Plain words"


class Case(NamedTuple):
    """A string, what is printed of it (itself by default, "" for nothing), and the finding beside
    it.
    """

    given: str
    printed: str | None = None
    code: str = ""
    is_csv_only: bool = False
    field: str = "outcome_public"


MARKS, CONTROL = "direction-marks", "control-characters"
CASES = {
    "tags": Case("<b>bold</b> & <i/>"),
    "quotes": Case("\"straight\" 'single' “curly” ‘high’"),
    "closing-tags": Case("</w:t></w:r></w:p><w:p><w:r><w:t>new paragraph"),
    "cdata": Case("]]> <![CDATA[ inside ]]>"),
    "entities": Case("&amp; &lt; &#0; &#x1F600; &unknown;"),
    "comment": Case("<!--the text stands here 1-->"),
    "instruction": Case('<?xml version="1.0"?>'),
    "document-type": Case('<!DOCTYPE x SYSTEM "file:///etc/hostname">'),
    "expression": Case("{{ meeting.__class__ }}"),
    "statement": Case("{% for state in states %}{{ state }}{% endfor %}"),
    "template-comment": Case("{# gone #}"),
    "split-braces": Case("{_{ x }_} {_% y %_}"),
    "format": Case("%s {0} {name} %(x)s ${HOME} $(id) `id`"),
    "anchor": Case("[[body]] and [[annexes]]"),
    "bracket": Case("[to be confirmed]"),
    "formula": Case("=SUM(A1:A9)"),
    "command": Case("=cmd|' /C calc'!A0"),
    "plus": Case("+41 22"),
    "minus": Case("-2+3"),
    "at": Case("@SUM(1,2)"),
    "path": Case(r"..\..\C:\x ../../etc/passwd \u0041 \n"),
    "null": Case("a\x00b", "a\ufffdb", CONTROL, is_csv_only=True),
    "bell": Case("a\x07b", "a\ufffdb", CONTROL, is_csv_only=True),
    "form-feed": Case("a\x0cb", "a\ufffdb", CONTROL, is_csv_only=True),
    "escape": Case("a\x1b(31m", "a\ufffd(31m", CONTROL, is_csv_only=True),
    "lone-surrogate": Case("a\ud800b", "a\ufffd\ufffd\ufffdb", CONTROL, is_csv_only=True),
    "no-character": Case("a\ufffeb", "a\ufffdb", CONTROL, is_csv_only=True),
    "lines": Case("above\r\nbelow\tbeside\u2028under", "above below beside under"),
    "hard-spaces": Case("a\u00a0\u00a0b   c", "a b c"),
    "bidi": Case("abc\u202edef\u2066ghi", "abcdefghi", MARKS),
    "zero-width": Case("in\u200bvi\ufeffsi\u00adble", "invisible", MARKS),
    "private-use": Case("logo \ue000 \U000f0000"),
    "joined-emoji": Case("\U0001f469\u200d\U0001f467", "\U0001f469\U0001f467", MARKS),
    "right-to-left": Case("مرحبا بالعالم"),
    "combined": Case("Gene\u0300ve", "Genève"),
    "long-word": Case("x" * 300, field="place"),
    "too-long-word": Case("x" * 301, "", "text-too-long", field="place"),
    "many-words": Case("word " * 5_000, "", "text-too-long"),
}


class Base(NamedTuple):
    """The demo without its activities, their rows, and what is printed with plain words in the
    fields.
    """

    loaded: Loaded
    others: Outcome[Collected]
    rows: list[list[str]]
    plain: dict[str, dict[str, str]]


@pytest.fixture(scope="module")
def base(demo: Loaded) -> Base:
    """The demo, ready to be given other words."""
    own, _ = split_reference(demo)
    book = openpyxl.load_workbook(
        io.BytesIO(next(f.content for f in own if f.path == "demo/activities.xlsx"))
    )
    rows = [[as_text(cell) for cell in row] for row in book.active.iter_rows(values_only=True)]  # type: ignore[union-attr]
    others = collect(tuple(f for f in own if f.path != "demo/activities.xlsx"))
    empty = Base(demo, others, rows, {})
    words = dict.fromkeys(PRINTED_FIELDS, PLAIN)
    return empty._replace(plain={file: texts(built(empty, words, file)[0]) for file in FILES})


def as_csv(rows: list[list[str]]) -> bytes:
    """The rows as a csv file; a lone surrogate as the bytes that a careless program writes for
    it.
    """
    return b"\n".join(csv_row(row) for row in rows)


def csv_row(row: list[str]) -> bytes:
    """One row; quoting is csv's, bytes are ours where the text has none."""
    marked = [cell.replace("\ud800", "LONE") for cell in row]
    return csv_bytes([marked]).rstrip(b"\r\n").replace(b"LONE", b"\xed\xa0\x80")


def as_xlsx(rows: list[list[str]]) -> bytes:
    """The rows as a workbook in which every cell is text, whatever it begins with."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for number, row in enumerate(rows, start=1):
        for column, text in enumerate(row, start=1):
            cell = sheet.cell(number, column, text or None)
            cell.data_type = "s" if text else "n"
    sheet.title = "activities"
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


FILES: dict[str, Callable[[list[list[str]]], bytes]] = {
    "activities.csv": as_csv,
    "activities.xlsx": as_xlsx,
}


def built(base: Base, words: dict[str, str], file: str) -> tuple[Ledger, dict[str, bytes]]:
    """The demo with these words in the fields of one activity: its ledger and its papers."""
    header = next(row for row in base.rows if "activity_id" in row)
    changed = [list(row) for row in base.rows]
    row = next(row for row in changed if ACTIVITY in row)
    for field, text in words.items():
        row[header.index(field)] = text
    own = collect((File(f"demo/{file}", FILES[file](changed)),))
    rest, more = base.others.value, own.value
    value = Collected(
        rest.sources + more.sources, rest.sheets + more.sheets, rest.unreadable + more.unreadable
    )
    collected = Outcome(value, (*base.others.findings, *own.findings))
    result = build(base.loaded, collected=collected)
    return result.ledger, result.contents


def texts(ledger: Ledger) -> dict[str, str]:
    """The text of every block by paper and id."""
    return {
        f"{paper.paper} {block.id}": block.text for paper in ledger.papers for block in paper.blocks
    }


def paragraphs(content: bytes) -> Iterator[tuple[str, str]]:
    """The bookmarks and words of every paragraph of a paper."""
    for paragraph in etree.fromstring(read_package(content)["word/document.xml"]).iter(f"{W}p"):
        names = " ".join(mark.get(f"{W}name", "") for mark in paragraph.iter(f"{W}bookmarkStart"))
        yield names, "".join(node.text or "" for node in paragraph.iter(f"{W}t"))


TRIALS = [
    (name, file)
    for name, case in CASES.items()
    for file in FILES
    if file.endswith("csv") or not case.is_csv_only
]


@pytest.mark.parametrize(("name", "file"), TRIALS)
def test_a_hostile_string_comes_out_letter_by_letter_or_is_a_finding(
    base: Base, name: str, file: str
) -> None:
    """The paragraph holds the string as cleaned, or a finding names its cell; no other block is
    another.
    """
    case = CASES[name]
    words = {**dict.fromkeys(PRINTED_FIELDS, PLAIN), case.field: case.given}

    ledger, papers = built(base, words, file)

    printed = case.given if case.printed is None else case.printed
    codes = {f.code for f in ledger.findings if f.ref.source == f"demo/{file}"}
    assert (case.code in codes) if case.code else not codes & {MARKS, CONTROL, "text-too-long"}
    now = texts(ledger)
    told = {f"{paper} {block}" for paper, (block, fields) in BLOCKS.items() if case.field in fields}
    for key, text in now.items():
        if key in told:
            wanted = base.plain[file][key]
            assert printed in text
            assert len(text) <= len(wanted) + len(printed)
        else:
            assert text == base.plain[file][key]
    assert now.keys() == base.plain[file].keys()
    for paper, (block, _) in BLOCKS.items():
        assert dict(paragraphs(papers[paper]))[bookmark_name(block)] == now[f"{paper} {block}"]


@pytest.mark.parametrize("name", CASES)
def test_a_hostile_string_in_a_field_that_is_not_printed_changes_nothing(
    base: Base, name: str
) -> None:
    """An outcome for the house is not printed: with any string in it, every block reads as
    before.
    """
    words = {**dict.fromkeys(PRINTED_FIELDS, PLAIN), SILENT_FIELD: CASES[name].given}

    ledger, _ = built(base, words, "activities.csv")

    assert texts(ledger) == base.plain["activities.csv"]


def test_a_bracket_from_a_cell_is_an_open_bracket_of_the_paper(base: Base) -> None:
    """A bracket that a person typed keeps a paper from being issued like one of ours."""
    words = dict.fromkeys(PRINTED_FIELDS, PLAIN)

    ledger, _ = built(base, {**words, "place": "[place to be confirmed]"}, "activities.csv")

    blocks = {
        (p.paper, p.block) for p in ledger.placeholders if p.text == "[place to be confirmed]"
    }
    assert blocks == {
        (paper, block) for paper, (block, fields) in BLOCKS.items() if "place" in fields
    }


def test_every_field_may_be_hostile_at_once(base: Base) -> None:
    """Strings in all text fields of one row are printed side by side."""
    words = {"outcome_public": "]]> {{ x }}", "place": "</w:p><w:p>", "title": "=1+1"}

    ledger, _ = built(base, words, "activities.xlsx")

    for paper in ("ica-section", "activity-report"):
        text = texts(ledger)[f"{paper} {BLOCKS[paper][0]}"]
        assert "]]> {{ x }}" in text
        assert "</w:p><w:p>" in text
    assert "=1+1 (7–8\u00a0April 2025)" in texts(ledger)["activity-report outputs-table"]
