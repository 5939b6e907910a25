"""Templates: made again they are the same, and one that cannot be used is refused with a
sentence.
"""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from pipeline.build import build
from pipeline.files import Disk
from pipeline.load import Folders, load
from pipeline.model.finding import Refused
from pipeline.ooxml import bookmark_name, read_package, write_package
from pipeline.render.word_paper import LostText, compare
from pipeline.tasks.report import report
from tests.conftest import ROOT

DOCUMENT, STYLES = "word/document.xml", "word/styles.xml"


def test_templates_made_again_are_the_committed_ones(tmp_path: Path) -> None:
    """The script gives the bytes that ship."""
    for path in (ROOT / "templates").glob("*.py"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    subprocess.run([sys.executable, str(tmp_path / "make_templates.py")], check=True, cwd=tmp_path)

    for path in (ROOT / "templates").glob("*.docx"):
        assert (tmp_path / path.name).read_bytes() == path.read_bytes()


def part(name: str, old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    """A change of one part of a template."""

    def change(content: bytes) -> bytes:
        parts = read_package(content)
        assert old in parts[name]
        return write_package({**parts, name: parts[name].replace(old, new)})

    return change


CHANGES: dict[str, Callable[[bytes], bytes]] = {
    "no anchor": part(DOCUMENT, b"[[body]]", b"body"),
    "anchor twice": part(DOCUMENT, b"[[annexes]]", b"[[body]]"),
    "no style": part(STYLES, b'w:val="UN Table_G"', b'w:val="Other"'),
    "unknown scalar": part(DOCUMENT, b"[[annexes]]", b"{{ nobody }}"),
    "unsafe scalar": part(DOCUMENT, b"[[annexes]]", b"{{ ''.__class__.__mro__ }}"),
    "not a tag": part(DOCUMENT, b"[[annexes]]", b"{% if %}"),
    "broken zip": lambda content: content[:1_000],
    "no document": lambda _: write_package({"a.xml": b"<a/>"}),
    "a document type": part(DOCUMENT, b"<w:document", b"<!DOCTYPE x><w:document"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_template_that_cannot_be_used_is_exit_4(project: Folders, name: str) -> None:
    """The refusal names the template."""
    path = project.templates / "ica-section.docx"
    path.write_bytes(CHANGES[name](path.read_bytes()))

    with pytest.raises(Refused) as refused:
        loaded = load(project, "demo")
        build(loaded)

    assert refused.value.exit_code == 4
    assert "ica-section" in refused.value.message


def test_a_file_that_does_not_read_as_meant_is_never_delivered(project: Folders) -> None:
    """Other words under a bookmark, or no bookmark, are lost text."""
    loaded = load(project, "demo")
    paper = build(loaded).papers["ica-section"]

    with pytest.raises(LostText):
        compare(paper.content, {bookmark_name("basis"): "other words"})
    with pytest.raises(LostText):
        compare(paper.content, {bookmark_name("nowhere"): ""})


def test_bookmarks_are_short_and_the_run_stands_on_first_and_last(project: Folders) -> None:
    """Names have at most 40 characters, each once; heading and last paragraph carry the run id."""
    loaded = load(project, "demo")
    document = read_package(build(loaded).papers["ica-section"].content)[DOCUMENT].decode()
    names = [piece.split('"')[0] for piece in document.split('w:name="')[1:]]

    assert len(set(names)) == len(names)
    assert max(map(len, [*names, bookmark_name("a" * 90)])) <= 40
    assert names[0] == f"_msp_run_{loaded.run}"
    assert f"_msp_end_{loaded.run}" in names[-2:]
    assert bookmark_name("a" * 90) != bookmark_name("a" * 91)


def test_the_list_of_things_to_do_has_a_row_a_finding_and_no_formula(project: Folders) -> None:
    """INTERNAL first, then every finding with its place; nothing is a formula."""
    told = report(project, "demo", Disk())
    book = openpyxl.load_workbook(project.outputs / "demo" / "internal" / "to-do.xlsx")
    rows = list(book.worksheets[0].iter_rows())

    assert str(rows[0][0].value).startswith("INTERNAL")
    assert [row[2].value for row in rows[2:]] == [finding["code"] for finding in told.findings]
    assert not [cell for row in rows for cell in row if cell.data_type == "f"]
