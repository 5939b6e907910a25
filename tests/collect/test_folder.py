"""Folders: which files are inputs, and what is said of those that cannot be read."""

import os
from pathlib import Path

import pytest

from pipeline.collect import folder
from pipeline.collect.folder import File, collect, is_skipped, list_files
from pipeline.collect.yaml_file import read_yaml
from pipeline.model.finding import Refused
from tests.makers.tables import csv_bytes, workbook


@pytest.mark.parametrize(
    "name",
    [
        "~$activities.xlsx",
        ".~lock.activities.xlsx#",
        "desktop.ini",
        "Thumbs.db",
        ".DS_Store",
        ".gitkeep",
    ],
)
def test_lock_files_and_a_systems_own_are_skipped(name: str) -> None:
    """What Word, LibreOffice, Windows and macOS leave behind is no input."""
    assert is_skipped(name)


def test_files_come_in_order_of_their_paths(tmp_path: Path) -> None:
    """Files of all folders below, lock files left out, each under its path below the inputs."""
    for name in ("m/b.csv", "m/a.csv", "m/national-reports/x.xlsx", "m/~$a.csv", "m/.cache/y.csv"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    files = list_files(tmp_path / "m", tmp_path)
    assert [file.path for file in files] == ["m/a.csv", "m/b.csv", "m/national-reports/x.xlsx"]


def test_a_name_that_is_no_text_is_told_by_the_numbers_of_its_bytes(tmp_path: Path) -> None:
    """Each such file is there once, beside one that is really called so; every name can be written
    down.
    """
    for name in (b"caf\xe9.csv", b"caf%E9.csv"):
        try:
            Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name)).write_bytes(name)
        except OSError:
            pytest.skip("this disk takes no such name")

    files = list_files(tmp_path, tmp_path)

    assert {(file.path, file.content) for file in files} == {
        ("caf%E9.csv", b"caf%E9.csv"),
        ("%caf%E9.csv", b"caf\xe9.csv"),
    }
    assert all(file.path.encode("utf-8") for file in files)


def test_every_file_is_a_source_with_its_hash() -> None:
    """A file that cannot be read is a source too."""
    read = collect((File("m/a.csv", csv_bytes([["a"]])), File("m/b.pdf", b"%PDF"))).value
    assert [(s.path, s.kind, len(s.sha256)) for s in read.sources] == [
        ("m/a.csv", "csv", 64),
        ("m/b.pdf", "pdf", 64),
    ]


def test_each_format_has_its_reader_whatever_the_case_of_its_ending() -> None:
    """Workbooks, with macros or without, and csv tables are read."""
    book = workbook({"S": [["a"]]})
    files = (File("m/A.XLSX", book), File("m/b.xlsm", book), File("m/C.Csv", b"a\n"))
    assert [(sheet.source, sheet.is_csv) for sheet in collect(files).value.sheets] == [
        ("m/A.XLSX", False),
        ("m/b.xlsm", False),
        ("m/C.Csv", True),
    ]


@pytest.mark.parametrize(
    ("path", "content", "code"),
    [
        ("m/a.pdf", b"%PDF", "unknown-file"),
        ("m/a", b"", "unknown-file"),
        ("m/a.xlsx", b"<html/>", "web-page"),
        ("m/a.xlsx", b"PK\x03\x04 cut off", "unreadable-file"),
        ("m/a.csv", b'"', "unreadable-file"),
    ],
)
def test_a_file_that_cannot_be_read_is_a_finding_and_kept_in_mind(
    path: str, content: bytes, code: str
) -> None:
    """The finding names the file; the file stands among the unreadable ones with the same code."""
    read = collect((File(path, content),))
    assert [(f.code, f.ref.source, f.ref.place) for f in read.findings] == [(code, path, "")]
    assert read.value.unreadable == ((path, code),)
    assert read.value.sheets == ()


def test_one_bad_file_does_not_hide_another() -> None:
    """Every fault of the folder shows in one run."""
    read = collect((File("m/a.xlsx", b""), File("m/b.csv", b"a\n"), File("m/c.pdf", b"")))
    assert [finding.ref.source for finding in read.findings] == ["m/a.xlsx", "m/c.pdf"]
    assert [sheet.source for sheet in read.value.sheets] == ["m/b.csv"]


def test_a_file_of_more_than_a_hundred_megabytes_is_unsafe() -> None:
    """No document is that large, and no csv a tenth of it; neither is even opened."""
    files = (
        File("m/a.docx", bytes(folder.MAX_BYTES + 1)),
        File("m/a.csv", b"x" * (folder.MAX_TEXT + 1)),
    )
    assert [finding.code for finding in collect(files).findings] == ["unsafe-file"] * 2


def test_yaml_is_a_mapping_of_plain_values() -> None:
    """Keys, lists, texts and numbers come as they stand."""
    assert read_yaml("a.yaml", b"name: plan\nnumbers: [1, 2]\nyes: no\n", 2) == {
        "name": "plan",
        "numbers": [1, 2],
        "yes": "no",
    }


@pytest.mark.parametrize(
    ("content", "where"),
    [
        (b"a: 1\na: 2\n", "a.yaml line 2"),
        (b"a: [1\n", "a.yaml line"),
        (b"\xff\xfe\x00", "a.yaml"),
        (b"- a\n- b\n", "a.yaml: the file is not a mapping"),
        (b"a: !!python/object/apply:os.system [ls]\n", "a.yaml line 1"),
    ],
    ids=["key twice", "not closed", "no text", "a list", "an object"],
)
def test_any_other_yaml_is_refused_with_its_line(content: bytes, where: str) -> None:
    """A key that stands twice, a list, an object: exit code as asked, file and line named."""
    with pytest.raises(Refused) as refused:
        read_yaml("a.yaml", content, 4)
    assert refused.value.exit_code == 4
    assert refused.value.message.startswith(where)


@pytest.mark.parametrize(
    "content", [b"", b"\xef\xbb\xbf \n \n", workbook({"Cover": [], "Form I": []})]
)
def test_a_file_in_which_nothing_stands_is_told(content: bytes) -> None:
    """A csv or workbook without a row may have lost its rows: it is no table and no report of
    nothing.
    """
    name = "m/national-reports/a.xlsx" if content.startswith(b"PK") else "m/national-reports/a.csv"
    made = collect((File(name, content),))
    assert ([f.code for f in made.findings], made.value.sheets) == (["empty-file"], ())
    assert made.value.unreadable == ((name, "empty-file"),)
