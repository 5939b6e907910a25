"""What was worked out once is not worked out again, and nothing but time tells whether it was."""

import ast
import json
import shutil
import sqlite3
from dataclasses import replace
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from pipeline.build import build
from pipeline.cache import ResultCache, code_version
from pipeline.collect.folder import Collected, File, ReaderEnvironment, collect
from pipeline.collect.store import LIBRARIES
from pipeline.collect.yaml_file import read_yaml, read_yamls
from pipeline.files import Disk
from pipeline.load import CACHE, Folders, Loaded
from pipeline.model.finding import Outcome
from pipeline.model.source import Cell, Sheet
from pipeline.normalise.forms.cache import key_of_labels, parser_version, remembering
from pipeline.normalise.forms.parse import parse_report
from pipeline.tasks.report import report
from tests.conftest import ROOT
from tests.makers.report_forms import report as word_report
from tests.makers.small_meeting import demo_world

READ, DRAFT = "read", "draft"


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[ResultCache]:
    """Every folder of kept values that a run opens, in order."""
    found: list[ResultCache] = []

    class Counting(ResultCache):
        def __init__(self, folder: Path | None, kind: str, made_by: str) -> None:
            super().__init__(folder, kind, made_by)
            if folder is not None:
                found.append(self)

    monkeypatch.setattr("pipeline.collect.folder.ResultCache", Counting)
    monkeypatch.setattr("pipeline.build.ResultCache", Counting)
    return found


def counts(opened: list[ResultCache], kind: str) -> tuple[int, int]:
    """How many values were made, and how many were there."""
    of_kind = [kept for kept in opened if kept.kind == kind]
    return sum(kept.n_made for kept in of_kind), sum(kept.n_kept for kept in of_kind)


def files_below(folder: Path) -> dict[str, bytes]:
    """Every file of a folder by its path in it."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.mark.no_cover
def test_what_is_kept_changes_no_byte_of_any_output(
    project: Folders, tmp_path: Path, opened: list[ResultCache]
) -> None:
    """Papers, audits, workbooks and history of the demo are the same from an empty cache and from a
    full one.
    """
    shutil.copytree(
        ROOT / "pipeline", tmp_path / "pipeline", ignore=shutil.ignore_patterns("__pycache__")
    )
    folders = project._replace(program=tmp_path / "pipeline")
    report(folders, "demo", Disk())
    first = files_below(folders.outputs)
    n_read, n_drafts = counts(opened, READ)[0], counts(opened, DRAFT)[0]
    assert (tmp_path / CACHE).is_dir()
    shutil.rmtree(folders.outputs)
    opened.clear()

    report(folders, "demo", Disk())

    assert files_below(folders.outputs) == first
    assert n_read > n_drafts > 3
    assert counts(opened, DRAFT) == (0, n_drafts)
    assert counts(opened, READ) == (0, n_read)


def test_one_new_report_costs_one_reading_and_one_normalisation(
    demo: Loaded, tmp_path: Path, opened: list[ResultCache]
) -> None:
    """With a report more in its folder, one file is read and one report taken apart; the others are
    as they were.
    """
    loaded = demo._replace(cache=tmp_path)
    build(loaded, renders=False)
    n_read, n_drafts = counts(opened, READ)[0], counts(opened, DRAFT)[0]
    opened.clear()
    new = File("demo/national-reports/new.docx", word_report(state="Rhoville"))

    build(loaded._replace(files=tuple(sorted((*loaded.files, new)))), renders=False)

    assert counts(opened, READ) == (1, n_read)
    assert counts(opened, DRAFT) == (1, n_drafts)


def documents(rows: Outcome[Collected]) -> dict[str, tuple[Sheet, ...]]:
    """The documents among the reports of a meeting."""
    found: dict[str, tuple[Sheet, ...]] = {}
    for sheet in rows.value.sheets:
        if sheet.is_document and "national-reports" in sheet.source:
            found[sheet.source] = (*found.get(sheet.source, ()), sheet)
    return found


def test_a_kept_draft_is_the_draft(demo_rows: Outcome[Collected], tmp_path: Path) -> None:
    """Every document of the demo is taken apart the same from what was kept, also by a later
    run.
    """
    labels = demo_world()[1].forms
    read = documents(demo_rows)
    with ResultCache(tmp_path, DRAFT, parser_version()) as kept:
        made = {path: remembering(kept)(sheets, labels) for path, sheets in read.items()}
    with ResultCache(tmp_path, DRAFT, parser_version()) as kept:
        again = {path: remembering(kept)(sheets, labels) for path, sheets in read.items()}
        assert (kept.n_made, kept.n_kept) == (0, len(read))

    assert len(read) > 3
    assert again == made == {path: parse_report(sheets, labels) for path, sheets in read.items()}


def test_another_cell_or_another_label_is_another_draft(tmp_path: Path) -> None:
    """A corrected cell, a row less or a label more makes a report be taken apart anew; another file
    name does not.
    """
    labels = demo_world()[1].forms
    sheets = collect((File("m/national-reports/a.docx", word_report()),)).value.sheets
    row = sheets[0].rows[0]
    corrected = row._replace(cells=(Cell("Name of State: Rhoville"),))
    others = (
        (replace(sheets[0], rows=(corrected, *sheets[0].rows[1:])), *sheets[1:]),
        (replace(sheets[0], rows=sheets[0].rows[1:]), *sheets[1:]),
    )
    renamed = tuple(replace(sheet, source="m/national-reports/b.docx") for sheet in sheets)
    more = labels._replace(nothing=labels.nothing | {"not at all"})
    with ResultCache(tmp_path, DRAFT, parser_version()) as kept:
        parse = remembering(kept)
        parse(sheets, labels)
        for other in others:
            assert parse(other, labels) == parse_report(other, labels)
        assert parse(sheets, more) == parse_report(sheets, more)
        assert (kept.n_made, kept.n_kept) == (4, 0)
        assert parse(renamed, labels) == parse_report(renamed, labels)
        assert kept.n_kept == 1
    assert key_of_labels(labels) != key_of_labels(more)


def base_of(folder: Path, kind: str = READ) -> Path:
    """The one file in which values of a kind are kept."""
    (path,) = folder.glob(f"{kind}-*.sqlite")
    return path


def test_a_value_that_was_damaged_is_worked_out_anew(tmp_path: Path) -> None:
    """A byte changed in what is kept gives no other sheet; the file is read again and kept
    again.
    """
    files = (
        File("m/national-reports/a.docx", word_report()),
        File("m/activities.csv", b"title\nWorkshop\n"),
    )
    first = collect(files, ReaderEnvironment(tmp_path))
    with sqlite3.connect(base_of(tmp_path)) as base:
        base.execute(
            "UPDATE kept SET value = CAST(replace(CAST(value AS TEXT), 'Workshop', 'Workshap') AS"
            " BLOB)"
        )
    base.close()

    again = collect(files, ReaderEnvironment(tmp_path))

    assert again == first == collect(files)
    with sqlite3.connect(base_of(tmp_path)) as base:
        values = [bytes(row[0]) for row in base.execute("SELECT CAST(value AS BLOB) FROM kept")]
    base.close()
    assert any(b"Workshop" in value for value in values)


def test_a_value_that_stands_under_the_key_of_another_is_worked_out_anew(tmp_path: Path) -> None:
    """What was read from one file is never taken for another, though both values are whole."""
    files = (
        File("m/activities.csv", b"title\nWorkshop\n"),
        File("m/coalitions.csv", b"title\nSeminar\n"),
    )
    first = collect(files, ReaderEnvironment(tmp_path))
    with sqlite3.connect(base_of(tmp_path)) as base:
        one, other = base.execute("SELECT key, digest, value FROM kept").fetchall()
        for key, (_, digest, value) in ((one[0], other), (other[0], one)):
            base.execute(
                "UPDATE kept SET digest = ?, value = ? WHERE key = ?", (digest, value, key)
            )
    base.close()

    assert collect(files, ReaderEnvironment(tmp_path)) == first == collect(files)


def test_every_library_that_a_reader_stands_on_is_in_its_version() -> None:
    """Another openpyxl reads every workbook anew: no reader imports a library that its version
    leaves out.
    """
    of_modules = packages_distributions()
    imported = set()
    for path in (
        *(ROOT / "pipeline" / "collect").glob("*.py"),
        *(ROOT / "pipeline" / "ooxml").glob("*.py"),
    ):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [one.name for one in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            imported |= {
                of_modules[top][0]
                for top in {name.partition(".")[0] for name in names}
                if top in of_modules
            }
    beside = {
        "Pebble",
        "ruamel.yaml",
    }  # the process, and the reader of YAML, which has a version of its own
    assert imported - beside <= set(LIBRARIES)


@pytest.mark.parametrize("content", [b"", b"no base at all " * 100])
def test_a_file_that_is_no_base_is_begun_anew(tmp_path: Path, content: bytes) -> None:
    """What a broken disk left in the place of what was kept is as good as nothing."""
    files = (File("m/national-reports/a.docx", word_report()),)
    first = collect(files, ReaderEnvironment(tmp_path))
    base_of(tmp_path).write_bytes(content)
    with ResultCache(tmp_path, READ, base_of(tmp_path).stem.removeprefix("read-")) as kept:
        assert kept.get("anything") is None

    assert collect(files, ReaderEnvironment(tmp_path)) == first


def test_a_base_that_breaks_while_it_is_open_keeps_nothing(tmp_path: Path) -> None:
    """A value that cannot be read or written is one that was not kept."""
    with ResultCache(tmp_path, READ, "1") as kept:
        kept.put("a", ["said"])
        assert kept.get("a") == ["said"]
    with sqlite3.connect(base_of(tmp_path)) as base:
        base.execute("DROP TABLE kept")
        base.execute("CREATE TABLE kept (key TEXT)")
    base.close()
    for _ in range(2):
        with ResultCache(tmp_path, READ, "1") as kept:
            assert kept.get("a") is None
            kept.put("a", ["said"])


def test_a_base_that_another_run_writes_to_is_not_waited_for_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While another run holds the file, what is there is read, and what is new is kept another
    time.
    """
    monkeypatch.setattr("pipeline.cache._PATIENCE", 0.01)
    with ResultCache(tmp_path, READ, "1") as kept:
        kept.put("a", 1)
    other = sqlite3.connect(base_of(tmp_path), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with ResultCache(tmp_path, READ, "1") as kept:
        kept.put("b", 2)
        assert kept.get("a") == 1
    other.close()

    with ResultCache(tmp_path, READ, "1") as kept:
        assert (kept.get("a"), kept.get("b")) == (1, None)


def test_a_folder_that_cannot_be_made_keeps_nothing(tmp_path: Path) -> None:
    """A file in the place of the folder, or a base that another run holds, costs time alone."""
    (tmp_path / "taken").write_bytes(b"")
    with ResultCache(tmp_path / "taken", READ, "1") as kept:
        kept.put("a", 1)
        assert kept.get("a") is None
    (tmp_path / "read-1.sqlite").mkdir()
    with ResultCache(tmp_path, READ, "1") as kept:
        kept.put("a", 1)
        assert kept.get("a") is None


def test_values_of_another_version_are_forgotten(tmp_path: Path) -> None:
    """Another version of the code works all out anew, and leaves no old values behind; other kinds
    stay.
    """
    for kind, made_by in ((READ, "1"), (DRAFT, "1"), (READ, "2")):
        with ResultCache(tmp_path, kind, made_by) as kept:
            assert kept.get("a") is None
            kept.put("a", made_by)

    assert sorted(path.name for path in tmp_path.iterdir()) == ["draft-1.sqlite", "read-2.sqlite"]


def test_the_version_of_code_is_that_of_its_modules_and_libraries() -> None:
    """Other modules, or a library more, are another version."""
    versions = {
        code_version(("kept.py",)),
        code_version(("kept.py", "files.py")),
        code_version(("kept.py",), ("lxml",)),
    }
    assert len(versions) == 3
    assert {len(version) for version in versions} == {16}


def test_one_bytes_read_by_two_readers_are_kept_apart(tmp_path: Path) -> None:
    """The Coordinators' own file keeps its styles, though a report of the same bytes was read
    before it.
    """
    content = word_report()
    files = (File("m/national-reports/a.docx", content), File("m/editor-paragraphs.docx", content))

    assert (
        collect(files, ReaderEnvironment(tmp_path))
        == collect(files, ReaderEnvironment(tmp_path))
        == collect(files)
    )


def test_yaml_that_comes_back_the_same_is_kept(tmp_path: Path) -> None:
    """Texts, numbers and truths are kept; a mapping with a day or with a number as a key is read
    each time.
    """
    files = [
        ("a.yaml", b"title: Plan\nnumbers: [1, 2.5]\nyes: no\nis: true\n"),
        ("b.yaml", b"on: 2025-06-30\n"),
    ]
    files += [("c.yaml", b"1: one\n")]
    read = [read_yaml(path, content, 2) for path, content in files]

    assert (
        read_yamls(files, 2, tmp_path)
        == read_yamls(files, 2, tmp_path)
        == read_yamls(files, 2, None)
        == read
    )
    with sqlite3.connect(base_of(tmp_path, "yaml")) as base:
        ((n_kept,),) = base.execute("SELECT count(*) FROM kept")
    base.close()
    assert n_kept == 1


def test_what_is_kept_is_words_and_numbers(tmp_path: Path) -> None:
    """Values are JSON: nothing that is read back could run."""
    collect((File("m/national-reports/a.docx", word_report()),), ReaderEnvironment(tmp_path))
    with sqlite3.connect(base_of(tmp_path)) as base:
        ((value,),) = base.execute("SELECT value FROM kept")
    base.close()
    assert list(json.loads(value)) == ["sheets"]
