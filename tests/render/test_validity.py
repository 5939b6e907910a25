"""Papers as documents: a validator, rules of our own, what listeners need, and LibreOffice as a
second program.
"""

import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.files import Disk
from pipeline.model.papers import PAPERS as LISTED
from pipeline.tasks.report import report
from tests.conftest import ROOT, folders_of, need
from tests.makers import accessibility_rules, ooxml_rules
from tests.makers.docx_reader import read
from tests.makers.validators import faults_of

MEETINGS = ("13msp", "demo")
PAPERS = tuple(paper.name for paper in LISTED)
DOCUMENT, STYLES = "word/document.xml", "word/styles.xml"
Parts = dict[str, bytes]


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Every paper of both meetings, built once, by meeting and name."""
    outputs = tmp_path_factory.mktemp("outputs")
    found: dict[str, Path] = {}
    for meeting in MEETINGS:
        report(folders_of(ROOT, outputs), meeting, Disk())
        found |= {
            f"{meeting}-{path.stem}": path for path in sorted((outputs / meeting).glob("*.docx"))
        }
    return found


def parts_of(path: Path) -> Parts:
    """The parts of a document."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_open_xml_rules_find_nothing_in_any_paper(
    papers: dict[str, Path], tmp_path: Path
) -> None:
    """The rules of the Open XML SDK, over all papers in one process, and a broken one to show that
    they look.
    """
    broken = tmp_path / "broken.docx"
    parts = parts_of(papers["demo-ica-section"])
    write(
        broken, {**parts, DOCUMENT: parts[DOCUMENT].replace(b"<w:body>", b"<w:body><w:nothing/>")}
    )

    found = faults_of([*papers.values(), broken])

    assert found.pop(str(broken))
    assert found == {str(path): [] for path in papers.values()}


def test_the_lock_names_no_address_and_a_validator_without_a_hash_is_not_installed() -> None:
    """The system of CI has its hash; on one that has none the check before npm says what to add."""
    folder, node = ROOT / "tests" / "validator", need("node", "Node.js")

    def is_hashed(*system: str) -> bool:
        return (
            subprocess.run(
                [node, folder / "hashed.js", *system], capture_output=True, check=False
            ).returncode
            == 0
        )

    assert "resolved" not in (folder / "package-lock.json").read_text()
    assert [is_hashed("linux", "x64"), is_hashed("win32", "arm64")] == [True, False]


def write(path: Path, parts: Parts) -> None:
    """A document of these parts."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)


def test_no_paper_breaks_a_rule_of_ours_or_fails_a_listener(papers: dict[str, Path]) -> None:
    """Bookmarks, tables, fields, notes, properties; header rows, words for pictures, language,
    headings.
    """
    assert len(papers) >= len(MEETINGS) * len(PAPERS)
    for path in papers.values():
        parts = parts_of(path)
        assert list(ooxml_rules.faults(parts)) == []
        assert list(accessibility_rules.faults(parts)) == []


def part(name: str, old: bytes, new: bytes, count: int = 1) -> Callable[[Parts], Parts]:
    """A change of one part."""

    def change(parts: Parts) -> Parts:
        assert old in parts[name], old
        return {**parts, name: parts[name].replace(old, new, count)}

    return change


BROKEN: dict[str, Callable[[Parts], Parts]] = {
    "stands 2 times": part(
        DOCUMENT, b'w:name="_msp_introduction_purpose"', b'w:name="_msp_introduction_sources"'
    ),
    "has no end of its own": part(DOCUMENT, b'<w:bookmarkEnd w:id="5"/>', b""),
    "that Word cuts": part(
        DOCUMENT, b'w:name="_msp_introduction_purpose"', b'w:name="' + b"a" * 41 + b'"'
    ),
    "without rows": part(DOCUMENT, b"w:tblGrid>", b"w:other>", 2),
    "may be split": part(DOCUMENT, b"<w:cantSplit/>", b"", 9),
    "was left": part(DOCUMENT, b"Report summary", b"{{ summary }}"),
    "control character": part(DOCUMENT, b"Report summary", "\x85".encode()),
    "would be lost": part(DOCUMENT, b' xml:space="preserve">', b"> ", 200),
    "is not defined": part(DOCUMENT, b'<w:pStyle w:val="HChG"/>', b'<w:pStyle w:val="Nobody"/>'),
    "does not end": part(DOCUMENT, b'<w:fldChar w:fldCharType="end"/>', b""),
    "which is nowhere": part(DOCUMENT, b"REF _msp_basis", b"REF _msp_nobody"),
    "their references": part(DOCUMENT, b"w:footnoteReference", b"w:otherReference"),
    "update fields": part("word/settings.xml", b"<w:evenAndOddHeaders/>", b"<w:updateFields/>"),
    "leads outside": part(
        "word/_rels/document.xml.rels", b'Target="styles.xml"', b'Target="x" TargetMode="External"'
    ),
    "which is not there": part(
        "word/_rels/document.xml.rels", b'Target="styles.xml"', b'Target="lost.xml"'
    ),
    "no relation": part(DOCUMENT, b'r:id="', b'r:id="x'),
    "somebody else": part(
        "docProps/core.xml", b"<cp:lastModifiedBy>", b"<cp:lastModifiedBy>A person, "
    ),
    "says no language": part("docProps/core.xml", b"en-GB", b""),
}
SILENT: dict[str, Callable[[Parts], Parts]] = {
    "no language": part(STYLES, b'<w:lang w:val="en-GB"', b'<w:lang w:val=""'),
    "no title": part("docProps/core.xml", b"<dc:title>", b"<dc:title/><dc:x>"),
    "without tblCaption": part(DOCUMENT, b"w:tblCaption", b"w:other"),
    "without tblDescription": part(DOCUMENT, b"w:tblDescription", b"w:other"),
    "not marked as its header": part(DOCUMENT, b"<w:tblHeader/>", b""),
    "merged cells": part(DOCUMENT, b"<w:tcPr>", b'<w:tcPr><w:gridSpan w:val="2"/>'),
    "under one of level": part(DOCUMENT, b'w:val="H1unnumberedG"', b'w:val="H4G"'),
    "an empty paragraph": part(DOCUMENT, b"<w:sectPr", b"<w:p/><w:sectPr"),
}


@pytest.mark.parametrize("fault", BROKEN)
def test_each_rule_of_ours_finds_its_fault(papers: dict[str, Path], fault: str) -> None:
    """A fault put into a paper is named."""
    parts = BROKEN[fault](parts_of(papers["demo-progress-report"]))

    assert any(fault in found for found in ooxml_rules.faults(parts))


@pytest.mark.parametrize("fault", SILENT)
def test_each_rule_for_listeners_finds_its_fault(papers: dict[str, Path], fault: str) -> None:
    """A paper that says too little to those who listen is named."""
    parts = SILENT[fault](parts_of(papers["demo-progress-report"]))
    if fault == "no title":
        parts["docProps/core.xml"] = parts["docProps/core.xml"].replace(b"</dc:title>", b"</dc:x>")

    assert any(fault in found for found in accessibility_rules.faults(parts))


@pytest.mark.libreoffice
def test_libreoffice_keeps_text_notes_bookmarks_and_numbers_through_two_saves(
    papers: dict[str, Path], tmp_path: Path, soffice: str
) -> None:
    """Opened, saved, opened and saved again: an outsider reads the same."""
    first, second = tmp_path / "1", tmp_path / "2"
    sources = [shutil.copy(path, tmp_path / f"{name}.docx") for name, path in papers.items()]
    for target, files in ((first, sources), (second, [first / f"{name}.docx" for name in papers])):
        command = [
            soffice,
            "--headless",
            f"-env:UserInstallation=file://{tmp_path}/profile",
            "--convert-to",
            "docx",
        ]
        subprocess.run(
            [*command, "--outdir", str(target), *map(str, files)],
            check=True,
            capture_output=True,
            timeout=300,
        )

    for name, path in papers.items():
        meant, kept = read(path), read(second / f"{name}.docx")
        assert kept.paragraphs == meant.paragraphs
        assert kept.notes == meant.notes
        assert kept.bookmarks == meant.bookmarks
        assert meant.bookmarks
