"""A small meeting folder as people leave it: inputs with marks and answers, papers with edits.

    python -m tests.makers.kept_meeting tests/kept/0.1.0

It was run once with the program of the version that the folder is named for, and is run again for
the next version that people may have used; what is there is never made anew. Two runs: a draft, and
after edits and another report. In `later/` is a report for the test to bring in. Pages and audits
are left out, for every run writes them anew and nothing reads them.
"""

import csv
import shutil
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.ooxml import W
from tests.makers.input_edits import clear, set_setting
from tests.makers.project_folder import ROOT, Project
from tests.makers.word_edits import Hand

NAME, PAPER, SECTION = "small", "progress-report", "ica-section"
ACTIVITIES = ("ACT-2024-010", "ACT-2025-005", "ACT-2025-006", "ACT-2025-010", "ACT-2025-016")
REPORTS = ("alphaland-2024.xlsx", "betaville-2024.xlsx", "mu-2024.docx", "rhoville-2024.pdf")
ARRIVING, LATER = "deltaland-2024.xlsx", "kappaland-2024.xlsx"
STATES = frozenset({"XAA", "XAB", "XAD", "XAE", "XAG", "XAH", "XAJ", "XAI"})
GONE = ("Thetaland", "Omegaland", "Gamma", "Zetaville", "Lambda", "Upsiland", "Iotaland")
DERIVED = ("audit.html", "audit.json", "changes.html", "audit-public.html", "audit-public.json")
READ, CORRECTED = "1456000", "1455000"
WITHHELD = "Sigmaland"
MARKED_BY = {"by": "ISU", "on": "2025-07-03"}
Row = Mapping[str, object]


def keep_rows(path: Path, is_kept: Callable[[str], bool], n_head: int = 2) -> None:
    """Only the rows of a workbook's first sheet whose first cell says so."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    for number in range(sheet.max_row, n_head, -1):
        if not is_kept(str(sheet.cell(number, 1).value)):
            sheet.delete_rows(number)
    book.save(path)


def append(path: Path, sheet: str, *rows: tuple[str | int | None, ...]) -> None:
    """Rows at the end of a sheet."""
    book = openpyxl.load_workbook(path)
    for row in rows:
        book[sheet].append(row)
    book.save(path)


def titles_of(sheet: Worksheet, row: int = 2) -> list[str]:
    """The titles of the columns."""
    return [str(cell.value) for cell in sheet[row]]


def mark(path: Path, answer: Callable[[Row], Mapping[str, str]]) -> None:
    """Marks in review.xlsx, a row at a time."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    titles = titles_of(sheet)
    for number in range(3, sheet.max_row + 1):
        cells = [sheet.cell(number, n + 1).value for n in range(len(titles))]
        for title, value in answer(dict(zip(titles, cells, strict=True))).items():
            sheet.cell(number, titles.index(title) + 1, value)
    book.save(path)


def receive(meeting: Path, report: Path, state: str, day: str) -> None:
    """A national report put into the folder, and its row into the register."""
    shutil.copyfile(report, meeting / "national-reports" / report.name)
    row = (state, 2024, day, 1, "yes", "demo register", "ISU", report.name)
    append(meeting / "reports-received.xlsx", "reports-received", row)


def write_inputs(project: Project) -> Path:
    """The demo cut down to a few States, activities and reports."""
    demo, meeting = ROOT / "inputs" / "demo", project.inputs / NAME
    ignored = shutil.ignore_patterns("editor-paragraphs.docx", "review.xlsx", "example-*.yaml")
    shutil.copytree(demo, meeting, ignore=ignored)
    for path in (meeting / "national-reports").iterdir():
        if path.name not in REPORTS:
            path.unlink()
    for name, column in (("states", "iso3"), ("aliases", "iso3")):
        path = meeting / "reference" / f"{name}.csv"
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[0])
            writer.writeheader()
            writer.writerows(row for row in rows if row[column] in STATES)
    keep_rows(meeting / "activities.xlsx", ACTIVITIES.__contains__)
    keep_rows(meeting / "reports-received.xlsx", lambda _: False)
    register = [
        ("Alphaland", 2024, "2025-04-16", 1, "yes", "demo register", "ISU", "alphaland-2024.xlsx"),
        ("Bétaville", 2024, "2025-04-29", 1, "yes", "demo register", "ISU", "betaville-2024.xlsx"),
        ("Mu", 2024, "2025-06-05", 1, None, "demo register", "ISU", "mu-2024.docx"),
        ("Rhoville", 2024, "2024-05-20", 1, "yes", "demo register", "ISU", "rhoville-2024.pdf"),
    ]
    append(meeting / "reports-received.xlsx", "reports-received", *register)
    for name in ("coalitions", "follow-up", "statements"):
        path = meeting / f"{name}.csv"
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        path.write_text("".join(x for x in lines if not any(g in x for g in GONE)), "utf-8")
    (meeting / "good-practices.csv").unlink()
    _write_participants(meeting / "activities.xlsx")
    book = meeting / "meeting.xlsx"
    for sheet in ("Corrections", "Answers", "Previous"):
        keep_rows_of_sheet(book, sheet)
    append(book, "Withheld", (WITHHELD, "asked to be left out", "ISU"))
    set_setting(meeting, "symbol", "CCM/MSP/2025/9")
    return meeting


def _write_participants(path: Path) -> None:
    """States that took part: those of the small reference alone."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    column = titles_of(sheet).index("participants_states") + 1
    for number in range(3, sheet.max_row + 1):
        cell = sheet.cell(number, column)
        names = [name.strip() for name in str(cell.value or "").split(";")]
        known = [name for name in names if name in STATES or name in {"Bétaville", "Deltaland"}]
        cell.value = "; ".join(known)
    book.save(path)


def keep_rows_of_sheet(path: Path, name: str) -> None:
    """A sheet emptied down to its titles."""
    book = openpyxl.load_workbook(path)
    sheet = book[name]
    sheet.delete_rows(2, sheet.max_row)
    book.save(path)


def reviewed(row: Row) -> Mapping[str, str]:
    """What a person says to a row of review.xlsx: one no, one corrected, one left open, yes to the
    rest.
    """
    words = str(row["words"])
    if row["what"] == "line" and "Services" in words:
        return {"confirm": "no", **MARKED_BY}
    if row["what"] == "line" and row["amount"] == READ:
        return {"confirm": "corrected", "amount": CORRECTED, **MARKED_BY}
    if row["what"] == "line" and row["amount"] == "72000":
        return {}
    return {"confirm": "yes", **MARKED_BY}


def answers(project: Project) -> list[tuple[str | int | None, ...]]:
    """Answers to decisions that were asked, by their ids."""
    found = project.run("check", NAME)["meetings"][0]["findings"]
    ids = [f["id"] for f in found if f["code"] == "report-public-unknown"]
    return [(one, "yes", "published on the site of the mission", "ISU") for one in ids]


def correct(meeting: Path) -> None:
    """A slip in the log and a day in the register, corrected in the sheet Corrections."""
    log = openpyxl.load_workbook(meeting / "activities.xlsx").worksheets[0]
    cells = (cell for row in log.iter_rows() for cell in row)
    place = next(cell.coordinate for cell in cells if cell.value == "Port Alfa")
    rows = (
        ("activities.xlsx", f"activities!{place}", "Port Alfa", "Port Alpha", "slip", "ISU"),
        (
            "reports-received.xlsx",
            "reports-received!C6",
            "2024-05-20",
            "2025-05-20",
            "letter of the mission",
            "ISU",
        ),
    )
    append(meeting / "meeting.xlsx", "Corrections", *rows)


def edit(project: Project) -> None:
    """What editors do to the draft."""
    path = project.outputs / NAME / f"{PAPER}.docx"
    hand = Hand(path.read_bytes()).type("action-38", "xqfirst").type("basis", "xqsecond")
    hand.bold("summary-ica").comment("assistance-received", "xqcomment").add("basis", "xqown")
    hand.delete("introduction-sources").move("introduction-purpose", "basis")
    hand.track_insert("assistance-provided", "xqtracked")
    path.write_bytes(hand.done())
    path = project.outputs / NAME / f"{SECTION}.docx"
    path.write_bytes(Hand(path.read_bytes()).type("basis", "xqsection").done())


def answer_conflict(project: Project) -> None:
    """Our comment on one edited paragraph is deleted: the editor's words stay."""
    path = project.outputs / NAME / f"{PAPER}.docx"
    hand = Hand(path.read_bytes())
    paragraph = hand.paragraph("action-38")
    ours = hand.comments()
    marks = paragraph.iter(f"{W}commentReference")
    numbers = {n for mark in marks if (n := mark.get(f"{W}id", "")) in ours}
    assert numbers
    path.write_bytes(hand.resolve(numbers).done())


def make(folder: Path) -> None:
    """The folder, as people leave it."""
    project = Project(folder)
    meeting = write_inputs(project)
    project.run("report", NAME)
    shutil.rmtree(project.outputs)
    mark(meeting / "review.xlsx", reviewed)
    correct(meeting)
    append(meeting / "meeting.xlsx", "Answers", *answers(project))
    project.run("report", NAME)
    edit(project)
    reports = ROOT / "inputs" / "demo" / "national-reports"
    receive(meeting, reports / ARRIVING, "Deltaland", "2025-04-23")
    clear(meeting, PAPER, "summary-ica", "Coordinators", "2025-07-03", "cleared", "")
    clear(meeting, PAPER, "summary-others", "ISU", "2025-07-03", "passed_open", "to come later")
    project.run("report", NAME)
    answer_conflict(project)
    project.run("submit", SECTION, "--meeting", NAME)
    later = folder / "later"
    later.mkdir()
    shutil.copyfile(reports / LATER, later / LATER)
    for path in folder.rglob("*"):
        if path.name in DERIVED or path.name == ".lock":
            path.unlink()


if __name__ == "__main__":
    make(Path(sys.argv[1]))
