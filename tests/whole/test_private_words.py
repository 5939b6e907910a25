"""What a report says of persons and places leaves it by no way: every file that the commands write,
and every line that they say, is searched for it.
"""

import io
import json
from pathlib import Path

import openpyxl
import pytest

from tests.makers.command_line import contents, unpacked
from tests.makers.pdf_files import page, pdf
from tests.makers.project_folder import Project, with_meetings
from tests.makers.report_forms import ENGLISH, FORM_I, cover
from tests.makers.word_files import commented, docx, p, tbl, tc, tr

REPORTS = "inputs/demo/national-reports"
# Words that stand nowhere but in the reports made here.
HIDDEN = (
    *(
        "Quellon",
        "555-01",
        "zaq@",
        "Qortz",
        "Pfoo",
        "Uunderwood",
        "Kwixhaven",
        "120°59",
        "Graelish",
    ),
    *("14.5995", "Xerrxes", "Vunkel", "Kwolltown", "Nantucker", "Baalim", "Ploofer", "Snookers"),
    *("Wolkow", "Cqoverman", "Qontakt", "Zwillinger", "Yttria"),
)


def of_word(state: str) -> bytes:
    """A report that tells of persons and places wherever one may."""
    head, *rest = cover(state)
    needed = [
        ["Partner", "Amount", "Currency", "Description"],
        ["Rhoville", "5", "XTS", "Ms B. Vunkel lost both legs. She lives in Kwolltown."],
    ]
    provided = tbl(
        [*ENGLISH.columns, "Description"],
        [
            "Rhoville",
            "",
            "25000",
            "XTS",
            "financial",
            "Near 14°35'N; ask Mr U. Nantucker, zaq@x.example",
        ],
        ["Mr Baalim", "", "100", "XTS", "financial", ""],
        tr(*map(tc, ("Rhoville", "", "7", "XTS", "")), tc(p("Survey", commented()))),
    )
    return docx(
        head,
        p("National points of contact (organization, telephones, fax, e-mail)*:"),
        p("Zaqarius Quellon, Ministry, +41 22 917 555-01, zaq@gov.example"),
        tbl(["Contact person", "Wilhemina Qortz"], ["E-mail", "pfoo@Pfoo.example"]),
        *rest,
        p(ENGLISH.titles[0]),
        p("Law drafted by an expert, Uunderwood."),
        p(ENGLISH.titles[1]),
        tbl(["Storage place", "Quantity"], ["Kwixhaven, 120°59'E", "200"]),
        p("Deadline: 1 August 2028, says Mr Graelish"),
        p(ENGLISH.titles[5]),
        p("Area: 3 km2 remain at 14.5995, 120.9842. Ask Dr Xerrxes."),
        p(ENGLISH.titles[7]),
        p("Assistance needed"),
        tbl(*needed),
        p(ENGLISH.titles[FORM_I]),
        p("Assistance provided"),
        provided,
        p("Two trainers went to Rhoville; call Ms Ploofer, tel. 022 555-01 99."),
        p("Assistance needed"),
        p("Write to Mr Snookers."),
        p(ENGLISH.titles[FORM_I + 1]),
        p("Wolkow, a farmer, told her own story."),
        comments=("Mr Zwillinger must agree first.",),
        header="Ministry, zaq@gov.example",
    )


def of_pdf() -> bytes:
    """A report in pages."""
    return pdf(
        page(
            *("Name of State: Rhoville", "Reporting period: 2024", "Contact person: W. Qortz"),
            *("Form H: Victim assistance:", "Wolkow told of it."),
            *("Form I: National resources and international cooperation and Assistance:",),
            *("Assistance provided", "Two teams went to Mu under Captain", "Yttria. Funds came."),
        )
    )


def of_workbook(content: bytes) -> bytes:
    """A report kept as a workbook, with a field and a sheet that the program does not know."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    book["Cover"].append(["Contact person", "Cqoverman, zaq@gov.example"])
    book.create_sheet("Persons").append(["Qontakt of the ministry"])
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


@pytest.fixture
def told(tmp_path: Path) -> Project:
    """The demo with such reports: of a State, of nobody known, of another year, in every format."""
    project = with_meetings(tmp_path, "demo")
    reports = tmp_path / REPORTS
    (reports / "mu-2024.docx").write_bytes(of_word("Mu"))
    (reports / "unknown.docx").write_bytes(of_word("Nowhere"))
    (reports / "rhoville-2024.pdf").write_bytes(of_pdf())
    book = reports / "alphaland-2024.xlsx"
    book.write_bytes(of_workbook(book.read_bytes()))
    return project


def test_no_file_and_no_line_on_the_screen_tells_of_persons_and_places(told: Project) -> None:
    """Papers, audit, to-do, review, notes, transcriptions, tracker, history, shares, evidence."""
    commands = (["check", "demo"], ["report", "demo", "--sources", "--pack"], ["report", "demo"])
    screen = json.dumps([told.run(*command) for command in commands], ensure_ascii=False)
    files = contents(told.outputs)
    files["review.xlsx"] = (told.inputs / "demo" / "review.xlsx").read_bytes()
    assert {"internal/audit.html", "internal/audit.json", "internal/to-do.xlsx"} <= {
        name.removeprefix("demo/") for name in files
    }

    leaks = {
        (name, word)
        for name, content in {**files, "screen": screen.encode()}.items()
        for word in HIDDEN
        if word in unpacked({name: content}).decode("utf-8", "replace")
    }
    assert leaks == set()


def test_what_was_read_beside_them_is_still_read(told: Project) -> None:
    """Sums, States, deadlines and areas; rows that feed nothing are listed by their place."""
    told.run("report", "demo")
    internal = told.outputs / "demo" / "internal"
    audit = (internal / "audit.json").read_text(encoding="utf-8")
    shown = (internal / "audit.html").read_text(encoding="utf-8")
    assert "25000" in audit
    assert "(left out)" in audit
    assert "(in the report alone)" in shown
    assert "Reporting period: 01/01/2024" in shown
