"""Files of older or other office programs, converted by LibreOffice, if it is installed, into
formats that are read.

In: bytes and what they are. Out: the bytes of a docx or xlsx, or None. LibreOffice runs in a
process of its own with its own settings, is stopped after a minute, and leaves nothing behind.
"""

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

SECONDS = 60
# For the code that says what a file is: its own extension, and the one it is converted to.
ENDINGS = {
    "old-document": (".doc", ".docx"),
    "rich-text": (".rtf", ".docx"),
    "opendocument-text": (".odt", ".docx"),
    "old-workbook": (".xls", ".xlsx"),
    "opendocument-file": (".ods", ".xlsx"),
}


def convert(program: str, content: bytes, code: str) -> bytes | None:
    """The file as converted by LibreOffice; None if that is not possible."""
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
    """The command, stopped after its time together with everything it started: soffice is a script
    that starts the office itself.
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
