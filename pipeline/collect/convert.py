"""Files of older or other office programs, turned by LibreOffice into those we read, where it is
installed.

In: bytes and what they are. Out: bytes of a docx or xlsx, or None. It runs apart, with its own
settings, and is given up after a minute; nothing of it stays behind.
"""

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

SECONDS = 60
# What a file is, by the code that says so: its own ending, and the one it is turned into.
ENDINGS = {
    "old-document": (".doc", ".docx"),
    "rich-text": (".rtf", ".docx"),
    "opendocument-text": (".odt", ".docx"),
    "old-workbook": (".xls", ".xlsx"),
    "opendocument-file": (".ods", ".xlsx"),
}


def convert(program: str, content: bytes, code: str) -> bytes | None:
    """The file as LibreOffice converts it; None where it cannot."""
    before, after = ENDINGS[code]
    with tempfile.TemporaryDirectory() as folder:
        given = Path(folder) / f"file{before}"
        given.write_bytes(content)
        command = [
            *(
                program,
                "--headless",
                "--norestore",
                f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}",
            ),
            *("--convert-to", after[1:], "--outdir", str(Path(folder) / "out"), str(given)),
        ]
        try:
            _run(command)
            made = Path(folder) / "out" / f"file{after}"
            return made.read_bytes() if made.is_file() else None
        except (OSError, subprocess.SubprocessError):
            return None


def _run(command: list[str]) -> None:
    """The command, ended after its time with all that it started: soffice is a script that starts
    the office.
    """
    quiet = subprocess.DEVNULL
    running = subprocess.Popen(  # noqa: S603 - a fixed command
        command, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True
    )
    try:
        running.wait(SECONDS)
    finally:
        if running.poll() is None:
            _end(running)
            running.wait()


def _end(running: "subprocess.Popen[bytes]") -> None:
    if sys.platform == "win32":
        running.kill()
    else:
        os.killpg(running.pid, signal.SIGKILL)
