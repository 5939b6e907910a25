"""LibreOffice as an editor's hand, through UNO: run by the Python that LibreOffice brings, not by
the tests' own.

In: a job in JSON (program, profile, edits: each a file to open, steps, files to write). Out: the
files. A step is a list: its name, the first words of a paragraph, and what it needs.
"""

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import uno  # type: ignore[import-not-found,unused-ignore]
from com.sun.star.beans import PropertyValue  # type: ignore[import-not-found,unused-ignore]

PIPE = "msp-tests"


def prop(name: str, value: Any) -> Any:
    """A property of a call."""
    made = PropertyValue()
    made.Name, made.Value = name, value
    return made


def connect(program: str, profile: str) -> tuple[Any, Any]:
    """A running office and its desktop."""
    accept = f"--accept=pipe,name={PIPE};urp;"
    office = subprocess.Popen(
        [program, "--headless", "--norestore", f"-env:UserInstallation={profile}", accept]
    )
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext(
        "com.sun.star.bridge.UnoUrlResolver", local
    )
    for _ in range(120):
        try:
            context = resolver.resolve(f"uno:pipe,name={PIPE};urp;StarOffice.ComponentContext")
            return office, context
        except Exception:
            time.sleep(0.25)
    raise SystemExit("the office did not start")


class Hand:
    """A document open in the office."""

    def __init__(self, context: Any, path: str) -> None:
        self.context = context
        manager = context.ServiceManager
        self.desktop = manager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        self.dispatcher = manager.createInstanceWithContext(
            "com.sun.star.frame.DispatchHelper", context
        )
        self.document = self.desktop.loadComponentFromURL(Path(path).as_uri(), "_blank", 0, ())
        self.cursor = self.document.CurrentController.getViewCursor()

    def do(self, command: str, *properties: Any) -> None:
        """A command as from the menu."""
        frame = self.document.CurrentController.Frame
        self.dispatcher.executeDispatch(frame, f".uno:{command}", "", 0, properties)

    def paragraph(self, words: str) -> Any:
        """The paragraph that begins with these words."""
        paragraphs = self.document.Text.createEnumeration()
        while paragraphs.hasMoreElements():
            paragraph = paragraphs.nextElement()
            if paragraph.supportsService(
                "com.sun.star.text.Paragraph"
            ) and paragraph.String.startswith(words):
                return paragraph
        raise SystemExit(f"no paragraph begins with {words!r}")

    def at(self, words: str, place: str) -> None:
        """The cursor at the start, in the middle, or at the end of a paragraph."""
        paragraph = self.paragraph(words)
        self.cursor.gotoRange(paragraph.End if place == "end" else paragraph.Start, False)
        if place == "middle":
            self.cursor.goRight(len(paragraph.String) // 2, False)

    def select(self, words: str, with_end: bool = False) -> None:
        """A whole paragraph selected, with its break if wanted."""
        paragraph = self.paragraph(words)
        self.cursor.gotoRange(paragraph.Start, False)
        self.cursor.gotoRange(paragraph.End, True)
        if with_end:
            self.cursor.goRight(1, True)

    def step(self, name: str, *rest: str) -> None:
        """One step of an edit: the method of that name."""
        getattr(self, f"step_{name.replace('-', '_')}")(*rest)

    def step_type(self, words: str, place: str, typed: str) -> None:
        """Words typed at a place of a paragraph."""
        self.at(words, place)
        self.do("InsertText", prop("Text", typed))

    def step_retype(self, words: str, typed: str) -> None:
        """All words of a paragraph replaced."""
        self.select(words)
        self.do("InsertText", prop("Text", typed))

    def step_split(self, words: str) -> None:
        """Enter in the middle."""
        self.at(words, "middle")
        self.do("InsertPara")

    def step_join(self, words: str) -> None:
        """Delete at the end."""
        self.at(words, "end")
        self.do("Delete")

    def step_delete(self, words: str) -> None:
        """A paragraph deleted."""
        self.select(words, with_end=True)
        self.do("Delete")

    def step_move(self, words: str, before: str, command: str = "Cut") -> None:
        """A paragraph cut and pasted before another."""
        self.select(words, with_end=True)
        self.do(command)
        self.at(before, "start")
        self.do("Paste")

    def step_copy(self, words: str, before: str) -> None:
        """A paragraph copied before another."""
        self.step_move(words, before, "Copy")

    def step_bold(self, words: str) -> None:
        """A paragraph in bold."""
        self.select(words)
        self.do("Bold", prop("Bold", True))

    def step_cell(self, table: str, cell: str, typed: str) -> None:
        """Words typed at the end of a cell."""
        found = self.document.TextTables.getByIndex(int(table)).getCellByName(cell)
        self.cursor.gotoRange(found.End, False)
        self.do("InsertText", prop("Text", typed))

    def step_delete_row(self, table: str, cell: str) -> None:
        """The row of a cell deleted."""
        found = self.document.TextTables.getByIndex(int(table)).getCellByName(cell)
        self.cursor.gotoRange(found.Start, False)
        self.do("DeleteRows")

    def step_comment(self, words: str, typed: str) -> None:
        """A comment on a paragraph."""
        self.at(words, "middle")
        self.do("InsertAnnotation", prop("Text", typed), prop("Author", "An Editor"))

    def step_track(self) -> None:
        """Changes tracked from now on."""
        self.document.RecordChanges = True

    def step_accept(self) -> None:
        """All tracked changes accepted."""
        self.do("AcceptAllTrackedChanges")

    def step_paste_file(self, path: str) -> None:
        """All of another document pasted at the end."""
        other = Hand(self.context, path)
        other.do("SelectAll")
        other.do("SelectAll")
        other.do("Copy")
        other.close()
        self.cursor.gotoEnd(False)
        self.do("Paste")

    def save(self, path: str) -> None:
        """Stored as Word stores."""
        self.document.storeToURL(Path(path).as_uri(), (prop("FilterName", "MS Word 2007 XML"),))

    def close(self) -> None:
        """Closed without asking."""
        self.document.close(True)


def main() -> None:
    """All edits of the job, each saved once and, where a second file is named, opened and saved
    again.
    """
    job = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    office, context = connect(job["program"], job["profile"])
    try:
        for edit in job["edits"]:
            hand = Hand(context, edit["open"])
            for step in edit["steps"]:
                hand.step(*step)
            hand.save(edit["once"])
            hand.close()
            if edit.get("twice"):
                hand = Hand(context, edit["once"])
                hand.save(edit["twice"])
                hand.close()
    finally:
        office.terminate()
        office.wait(20)


if __name__ == "__main__":
    main()
