"""Make the messy twin of the demo: `python inputs/make_demo_messy.py [FOLDER]` writes
FOLDER/demo-messy.

In: the tuples of `demo_script`, and inputs/demo for what stays as it is. Out: the same meeting as
offices keep it, with faults of every kind, and `seeded.json` beside it, which names the code, file
and place of each. The figures must be those of the demo: no fault lies in a cell that a figure
stands on.
"""

import json
import shutil
import sys
from pathlib import Path
from random import Random

from demo_script import columns, meeting, registers
from demo_script.activities import activities
from demo_script.messy_log import write_log
from demo_script.messy_reports import write_reports
from demo_script.messy_rest import write_rest
from demo_script.messy_sheet import Fault
from demo_script.reports import national_reports
from demo_script.write import write_workbook
from make_demo import DEMO, INPUTS, SEED

NAME, SEEDED = "demo-messy", "seeded.json"


def make(folder: Path) -> tuple[Fault, ...]:
    """Write the meeting below a folder of inputs; the faults in it. An older one there is
    replaced.
    """
    target = folder / NAME
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    shutil.copytree(DEMO / "reference", target / "reference")
    shutil.copyfile(DEMO / "editor-paragraphs.docx", target / "editor-paragraphs.docx")
    draw = Random(SEED)
    log = activities(draw)
    reports = national_reports(draw)
    faults = (*write_log(target, log), *write_reports(target, reports), *write_rest(target))
    _write_meeting(target)
    return faults


def _write_meeting(target: Path) -> None:
    """Settings, declarations and earlier figures as they are in the demo."""
    sheets = (
        ("Settings", columns.SETTINGS, meeting.SETTINGS),
        ("Withheld", columns.WITHHELD, ()),
        ("Complete", columns.COMPLETE, meeting.COMPLETE),
        ("Previous", columns.PREVIOUS, registers.PREVIOUS),
    )
    write_workbook(target / "meeting.xlsx", sheets, is_marked=False)


def main(words: list[str]) -> int:
    """Write the twin into a folder, inputs if none is named; list its faults beside it."""
    folder = Path(words[0]) if words else INPUTS
    faults = make(folder)
    listed = [fault._asdict() for fault in faults]
    (folder / SEEDED).write_text(
        json.dumps(listed, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )
    print(f"{folder / NAME}: {len(faults)} faults, listed in {SEEDED} beside it")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
