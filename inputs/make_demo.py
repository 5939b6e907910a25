"""Make the demo meeting: `python inputs/make_demo.py` writes inputs/demo, the same bytes on every
run.

In: the tuples of `demo_script` and files of inputs/reference that hold no State. Out: inputs/demo.
It refuses to leave the folder incomplete in silence: a file to copy that is not there is named, and
what the program refuses is said; exit 1.
"""

import shutil
import sys
from datetime import date
from pathlib import Path
from random import Random

from demo_script import columns, documents, labels, meeting, pdf, rates, registers, settled, states
from demo_script.activities import activities
from demo_script.editor import editor_paragraphs
from demo_script.reports import (
    ALSO_REGISTERED,
    FIELDS_FILE,
    VOLUNTARY_FILE,
    NationalReport,
    national_reports,
)
from demo_script.review import reviewed
from demo_script.work_plan import ICA_DEMO
from demo_script.write import Row, Sheet, write_csv, write_workbook
from pipeline.model.finding import Refused

SEED = 15
INPUTS = Path(__file__).resolve().parent
DEMO = INPUTS / "demo"
SHARED = (
    *("headers.csv", "words.csv", "values.csv"),
    *("currencies.csv", "currency-signs.csv", "deadlines.csv"),
    *("plans/lausanne-2021-2026.yaml", "plans/example-2027-2031.yaml"),
    *sorted(f"forms/{path.name}" for path in (INPUTS / "reference" / "forms").glob("*.yaml")),
)


def main() -> int:
    """Write every file of the demo; 1 where a file to copy is not there."""
    draw = Random(SEED)
    log = activities(draw)
    reports = national_reports(draw)
    register = (*(report.registered for report in reports), *ALSO_REGISTERED)
    _write_meeting(settled.corrections(log, register), settled.answers(register))
    slipped_log, slipped_register = settled.with_slips(log, register)
    _write_activities(slipped_log)
    _write_reports(reports, slipped_register)
    _write_reference(DEMO / "reference")
    absent = _copy_shared(DEMO / "reference")
    for name in absent:
        print(
            f"inputs/reference/{name} is not there: add it, then run this script again.",
            file=sys.stderr,
        )
    if absent:
        return 1
    try:
        _write_review()
    except Refused as refused:
        said = (f"inputs/demo/review.xlsx stays as it was. {refused.message}", refused.cure)
        print(*said, sep="\n  ", file=sys.stderr)
        return 1
    return 0


def _write_meeting(corrections: tuple[Row, ...], answers: tuple[Row, ...]) -> None:
    sheets: tuple[Sheet, ...] = (
        ("Settings", columns.SETTINGS, meeting.SETTINGS),
        ("Withheld", columns.WITHHELD, ()),
        ("Complete", columns.COMPLETE, meeting.COMPLETE),
        ("Corrections", columns.CORRECTIONS, corrections),
        ("Answers", columns.ANSWERS, answers),
        ("Clearances", columns.CLEARANCES, ()),
        ("Previous", columns.PREVIOUS, registers.PREVIOUS),
    )
    write_workbook(DEMO / "meeting.xlsx", sheets, is_marked=False)
    write_csv(DEMO / "coalitions.csv", columns.COALITIONS, meeting.COALITIONS, is_marked=True)
    (DEMO / "editor-paragraphs.docx").write_bytes(editor_paragraphs())
    write_csv(DEMO / "rates.csv", columns.RATES, rates.RATES, is_marked=True)
    write_csv(
        DEMO / "good-practices.csv",
        columns.GOOD_PRACTICES,
        registers.GOOD_PRACTICES,
        is_marked=True,
    )
    write_csv(DEMO / "statements.csv", columns.STATEMENTS, registers.STATEMENTS, is_marked=True)
    write_csv(DEMO / "follow-up.csv", columns.FOLLOW_UP, registers.FOLLOW_UP, is_marked=True)


def _write_activities(log: tuple[Row, ...]) -> None:
    sheet = ("activities", columns.ACTIVITIES, log)
    write_workbook(DEMO / "activities.xlsx", (sheet,), is_marked=True)


def _write_reports(reports: tuple[NationalReport, ...], register: tuple[Row, ...]) -> None:
    sheet = ("reports-received", columns.REPORTS_RECEIVED, register)
    write_workbook(DEMO / "reports-received.xlsx", (sheet,), is_marked=True)
    folder = DEMO / "national-reports"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / FIELDS_FILE).write_bytes(pdf.field_report(labels.ENGLISH, "Deltaland", 2023))
    voluntary = documents.word_report(
        labels.SPANISH, "Iotalandia", (2024, 2024), date(2025, 5, 12), None, ()
    )
    (folder / VOLUNTARY_FILE).write_bytes(voluntary)
    for report in filter(lambda report: report.is_here, reports):
        if report.scan:
            (folder / report.scan).write_bytes(pdf.scan(3))
        if not report.file_name.endswith(".xlsx"):
            (folder / report.file_name).write_bytes(_document(report))
            continue
        sheets: tuple[Sheet, ...] = (
            ("Cover", columns.COVER, report.cover),
            ("Form I", columns.FORM_I, report.lines),
        )
        write_workbook(DEMO / "national-reports" / report.file_name, sheets, is_marked=True)


def _document(report: NationalReport) -> bytes:
    """A report as the State sends it: Word or PDF, in its language."""
    words, state = (
        (labels.FRENCH, "Lambda-et-Nu")
        if "lambda" in report.file_name
        else (labels.ENGLISH, report.state)
    )
    since, lines = report.unchanged_since, report.lines
    if report.file_name.endswith(".pdf"):
        return pdf.text_report(words, state, report.year, report.dated, since, lines)
    return documents.word_report(
        words, state, (report.year, report.year), report.dated, since, lines
    )


def _write_review() -> None:
    """review.xlsx as the program makes it, with a person's yes to all but the voluntary report. It
    stays as it was where the program refuses what it is made of.
    """
    path = DEMO / "review.xlsx"
    before = path.read_bytes() if path.exists() else b""
    path.unlink(missing_ok=True)
    try:
        path.write_bytes(reviewed(INPUTS, DEMO.name, VOLUNTARY_FILE))
    except Refused:
        if before:
            path.write_bytes(before)
        raise


def _write_reference(reference: Path) -> None:
    write_csv(reference / "states.csv", columns.STATES, states.states())
    write_csv(reference / "aliases.csv", columns.ALIASES, states.aliases())
    write_csv(reference / "actors.csv", columns.ACTORS, states.ACTORS)
    write_csv(reference / "actor-aliases.csv", columns.ACTOR_ALIASES, states.ACTOR_ALIASES)
    write_csv(reference / "other-areas.csv", columns.OTHER_AREAS, states.OTHER_AREAS)
    write_csv(reference / "sources.csv", columns.SOURCES, states.SOURCES)
    write_csv(reference / "marks.csv", columns.MARKS, states.MARKS)
    work_plan = reference / "work-plans" / "ica-demo.yaml"
    work_plan.parent.mkdir(parents=True, exist_ok=True)
    work_plan.write_text(ICA_DEMO, encoding="utf-8", newline="\n")


def _copy_shared(reference: Path) -> tuple[str, ...]:
    absent = tuple(name for name in SHARED if not (INPUTS / "reference" / name).is_file())
    for name in set(SHARED) - set(absent):
        (reference / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(INPUTS / "reference" / name, reference / name)
    return absent


if __name__ == "__main__":
    sys.exit(main())
