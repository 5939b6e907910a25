"""Files of older office programs, converted by LibreOffice and marked so; without it, a finding
with the cure.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.collect.convert import convert
from pipeline.collect.folder import File, ReaderEnvironment, collect
from tests.makers.report_forms import report
from tests.makers.tables import workbook

PATH = "m/national-reports/a"


def as_ending(soffice: str, content: bytes, before: str, after: str, folder: Path) -> bytes:
    """The file as LibreOffice saves it under another ending."""
    (folder / f"a{before}").write_bytes(content)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [soffice, "--headless", profile, "--convert-to", after[1:], "--outdir", str(folder)]
    command.append(str(folder / f"a{before}"))
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return (folder / f"a{after}").read_bytes()


@pytest.mark.libreoffice
@pytest.mark.parametrize(
    ("before", "after", "code"),
    [(".docx", ".doc", "old-document"), (".xlsx", ".ods", "opendocument-file")],
)
def test_a_file_of_another_program_is_converted_and_marked(
    soffice: str, tmp_path: Path, before: str, after: str, code: str
) -> None:
    """The words are there, pinned by the bytes of the file itself; without LibreOffice the code
    says what to do.
    """
    content = (
        report() if before == ".docx" else workbook({"activities": [["activity_id"], ["ACT-1"]]})
    )
    other = as_ending(soffice, content, before, after, tmp_path)
    file = File(PATH + after, other)

    with_office = collect((file,), ReaderEnvironment(tmp_path / "cache", soffice)).value
    kept = collect((file,), ReaderEnvironment(tmp_path / "cache", soffice)).value
    without = collect((file,))

    words = " ".join(
        cell.text for sheet in with_office.sheets for row in sheet.rows for cell in row.cells
    )
    assert ("Rhoville" if before == ".docx" else "ACT-1") in words
    assert with_office.sheets[0].remarks[0].code == "converted"
    assert with_office.sheets[0].sha256 == file.sha256
    assert kept == with_office
    assert [finding.code for finding in without.findings] == [code]


def test_a_program_that_is_not_there_converts_nothing() -> None:
    """No exception: the finding of the format stands."""
    assert convert("no-such-program", b"x", "old-document") is None
    read = collect(
        (File(f"{PATH}.rtf", b"{\\rtf1 x}"),), ReaderEnvironment(converter="no-such-program")
    )
    assert [finding.code for finding in read.findings] == ["rich-text"]


@pytest.mark.skipif(sys.platform == "win32", reason="a script of the shell")
def test_a_conversion_that_does_not_end_is_given_up_wholly_and_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the program started ends with it, and a machine too busy once is not too busy for
    ever.
    """
    monkeypatch.setattr("pipeline.collect.convert.SECONDS", 1)
    program = tmp_path / "office"
    program.write_text(f'#!/bin/sh\nsleep 60 &\necho $! >> "{tmp_path}/started"\nwait\n')
    program.chmod(0o755)
    file = File(f"{PATH}.rtf", b"{\\rtf1 x}")
    for _ in range(2):
        read = collect((file,), ReaderEnvironment(tmp_path / "cache", str(program)))
        assert [finding.code for finding in read.findings] == ["rich-text"]
    started = [int(line) for line in (tmp_path / "started").read_text().split()]
    assert (len(started), [number for number in started if _runs(number)]) == (2, [])


def _runs(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{number}/stat").read_text().split()[2] != "Z"
