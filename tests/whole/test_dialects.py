"""Office files in another layout or dialect say the same: reports, tables, paragraphs of the
Coordinators, the review, templates, and papers that come back.
"""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from pipeline.build import Built, build
from pipeline.load import Folders, load
from pipeline.ooxml import openable, read_package
from pipeline.refresh.refresh import generated
from pipeline.render.template_check import lacks
from pipeline.render.word_parts import with_comments
from tests.makers.package_dialects import EXCEL, WORD
from tests.makers.small_paper import START, document, refreshed
from tests.makers.validators import faults_of
from tests.makers.word_edits import Hand

Change = Callable[[bytes], bytes]
NOW_ON = date(2025, 6, 30)
NOW = START._replace(paragraphs={**START.paragraphs, "p3": 99})


def said(built: Built) -> dict[str, object]:
    """What a meeting says and stands on: texts, figures, rows by fate, findings."""
    ledger = built.ledger
    return {
        "texts": [b.text for p in ledger.papers for b in p.blocks if hasattr(b, "text")],
        "figures": [(f.name, f.value, f.certainty) for f in ledger.figures],
        # a cover is confirmed for one file: other bytes are asked about again
        "rows": [
            (r.source, r.place, r.fate, r.reason)
            for r in ledger.rows
            if r.source != "demo/review.xlsx"
        ],
        "findings": sorted((f.code, f.ref.source, f.ref.place) for f in ledger.findings),
        "papers": {name: generated(content) for name, content in built.contents.items()},
    }


def rewritten(folder: Path, suffix: str, change: Change) -> int:
    """Every file of that kind below a folder in another dialect; gives how many."""
    paths = [path for path in folder.rglob(f"*{suffix}") if path.is_file()]
    for path in paths:
        path.write_bytes(change(path.read_bytes()))
    return len(paths)


@pytest.fixture(scope="module")
def usual(demo: object) -> dict[str, object]:
    """The demo as it is."""
    return said(build(demo))  # type: ignore[arg-type]


@pytest.mark.parametrize("dialect", WORD)
def test_word_files_of_every_layout_and_dialect_say_the_same(
    dialect: str, project: Folders, usual: dict[str, object]
) -> None:
    """Reports, paragraphs of the Coordinators and templates: texts, figures, fates and findings."""
    assert rewritten(project.inputs / "demo", ".docx", WORD[dialect]) >= 4
    assert rewritten(project.templates, ".docx", WORD[dialect]) >= 4

    assert said(build(load(project, "demo"))) == usual


@pytest.mark.parametrize("dialect", EXCEL)
def test_workbooks_of_every_layout_and_dialect_say_the_same(
    dialect: str, project: Folders, usual: dict[str, object]
) -> None:
    """Tables, settings, reports as workbooks and the review."""
    assert rewritten(project.inputs / "demo", ".xlsx", EXCEL[dialect]) >= 10

    assert said(build(load(project, "demo"))) == usual


@pytest.mark.parametrize("dialect", WORD)
def test_a_paper_that_comes_back_in_another_dialect_is_refreshed_as_any(
    dialect: str, tmp_path: Path
) -> None:
    """The same texts, and a file that Word opens; it is transitional from then on."""
    edited = Hand(document(START)).type("p1", "xqz").comment("p4", "xqcomment").done()
    back = WORD[dialect](edited)

    done = refreshed(back, START, NOW)

    assert generated(done.content) == generated(refreshed(edited, START, NOW).content)
    written = b"".join(read_package(done.content).values())
    assert not any(strict in written for strict in (b"purl.oclc.org", b"conformance"))
    (tmp_path / "back.docx").write_bytes(done.content)
    assert list(faults_of([tmp_path / "back.docx"]).values()) == [[]]


@pytest.mark.parametrize("dialect", WORD)
def test_templates_and_copies_with_comments_take_every_dialect(dialect: str, root: Path) -> None:
    """What a template lacks is the same, and a copy with comments can be written."""
    template = (root / "templates" / "ica-section.docx").read_bytes()
    back = WORD[dialect](document(START))

    copy = with_comments(back, {"_msp_p1": ("why",)}, "INTERNAL", "ISU", NOW_ON)

    assert lacks(WORD[dialect](template), (), {}) == lacks(template, (), {})
    assert "why" in "".join(Hand(copy).comments(is_ours=False).values())


def test_a_package_of_the_usual_form_is_opened_byte_for_byte() -> None:
    """Nothing is packed anew where nothing has to be."""
    content = document(START)

    assert openable(content) is content
