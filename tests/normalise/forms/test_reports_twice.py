"""One report in several files: counted once, both files named; two reports that differ are never
made one.
"""

import pytest

from pipeline.collect.docx_file import read_docx
from tests.makers.pdf_files import page, pdf
from tests.makers.printed_reports import cover_cells
from tests.makers.report_forms import ENGLISH, LINE, cover, form_i, report
from tests.makers.reports_meeting import codes, meeting, told
from tests.makers.review_marks import confirmed, yes
from tests.makers.small_meeting import REGISTER, Content, register, rows, settled
from tests.makers.small_meeting import report as workbook_report
from tests.makers.word_files import docx

TEXT = "We thank Rhoville for the help that it gave to our deminers in the year"
LINES = [["Recipient", "Channel", "Amount", "Currency", "Type"], list(LINE)]


def in_word(text: str = TEXT, amount: str = "25000") -> bytes:
    """The report as a Word file."""
    inside = form_i({"provided": [(*LINE[:2], amount, *LINE[3:])], "received": text})
    return docx(*cover(), *inside)


def printed(text: str = TEXT, number: str = "2") -> bytes:
    """The same printed to PDF: a text wraps, the second page has its number."""
    half = len(text) // 2 + text[len(text) // 2 :].find(" ")
    head = ("Convention on Cluster Munitions", "Name of State [Party]: Alphaland")
    return pdf(
        page(*head, "Reporting period: 01/01/2024 to 31/12/2024", cover_cells()),
        page(
            *(
                "Form I: National resources and international cooperation and",
                "assistance",
                "Assistance provided",
                LINES,
            ),
            *("Assistance received", text[:half], text[half + 1 :], ENGLISH.titles[9], number),
        ),
    )


def test_a_report_in_word_and_printed_counts_once() -> None:
    """The finding stands at one file and names the other; a person is asked once."""
    files = meeting(("a.docx", in_word()), ("a.pdf", printed()))
    made = settled(files)
    (finding,) = [f for f in made.findings if f.code == "same-report-other-file"]
    assert {finding.ref.source, finding.hint} == {
        "m/national-reports/a.docx",
        "m/national-reports/a.pdf",
    }
    assert [r.state for r in made.records.reports] == ["XAA"]
    assert len({p.file for p in made.records.proposals}) == 1
    assert told(confirmed(files)) == (1, "exactly")


def unruled(*, amount: str = "25000", is_numbered: bool = True) -> bytes:
    """The same printed without lines around its tables: no line of it can be read, all of its words
    stand there.
    """
    cover_lines = [line for row in zip(*[iter(cells_of(cover()))] * 2, strict=True) for line in row]
    lines = ["Recipient Channel Amount Currency Type", f"Rhoville {amount} XTS financial"]
    inside = (
        ENGLISH.titles[8],
        "Assistance provided",
        *lines,
        "Assistance received",
        TEXT,
        ENGLISH.titles[9],
        "-",
    )
    head = ("Convention on Cluster Munitions", "Name of State [Party]: Alphaland")
    return pdf(
        page(
            *head,
            "Reporting period: 01/01/2024 to 31/12/2024",
            *cover_lines,
            *(["1"] if is_numbered else []),
        ),
        page(*inside, *(["2"] if is_numbered else [])),
    )


def cells_of(blocks: list[str]) -> list[str]:
    """The lines of the cells of a cover."""
    sheets = read_docx("m/a.docx", docx(*blocks))
    texts = [
        cell.text
        for sheet in sheets
        if sheet.name == "1"
        for row in sheet.rows
        for cell in row.cells
    ]
    lines = [
        line.replace("☒", "").replace("☐", "").strip()
        for text in texts
        for line in text.split("\n")
    ]
    return [*lines, *[""] * (len(lines) % 2)]


@pytest.mark.parametrize("is_numbered", [True, False])
def test_the_same_words_are_one_report_though_one_file_gives_no_lines(is_numbered: bool) -> None:
    """A PDF that lost its marks and whose tables have no rules: the Word file counts, the numbers
    of pages differ.
    """
    files = meeting(("a.docx", in_word()), ("a.pdf", unruled(is_numbered=is_numbered)))
    (finding,) = [f for f in settled(files).findings if f.code == "same-report-other-file"]
    assert (finding.ref.source, told(confirmed(files))) == (
        "m/national-reports/a.pdf",
        (1, "exactly"),
    )


def test_one_other_sum_makes_another_report() -> None:
    """All words but one amount are the same: both are out."""
    assert "duplicate-report" in codes(
        meeting(("a.docx", in_word()), ("a.pdf", unruled(amount="26000")))
    )


def test_other_marks_make_another_report() -> None:
    """The same words, and another box ticked: both are out."""
    files = meeting(("a.docx", report()), ("b.docx", report(status="not_applicable")))
    assert "duplicate-report" in codes(files)


@pytest.mark.parametrize(
    "other", [printed("We received nothing at all from anybody, as in the years before")]
)
def test_two_files_with_other_words_are_not_made_one(other: bytes) -> None:
    """Neither is chosen: a person says which is right, and is told both names."""
    files = meeting(("a.docx", in_word()), ("a.pdf", other))
    found = [f for f in settled(files).findings if f.code == "duplicate-report"]
    assert {(f.ref.source[-6:], f.hint[-6:]) for f in found} == {
        ("a.docx", "/a.pdf"),
        ("/a.pdf", "a.docx"),
    }
    assert told(files)[1] != "exactly"


def test_a_line_said_twice_is_not_the_line_said_once() -> None:
    """Two gifts of the same sum in one file, one in the other: not the same report."""
    files = meeting(("a.docx", report(lines=(LINE, LINE))), ("b.docx", report()))
    assert "duplicate-report" in codes(files)


def test_the_file_that_a_person_confirmed_is_the_one_that_counts() -> None:
    """Its marks hold when a copy of it arrives under a name that sorts first."""
    files = confirmed(meeting(("b.docx", in_word())))
    files["national-reports/a.pdf"] = printed()
    (finding,) = [f for f in settled(files).findings if f.code == "same-report-other-file"]
    assert (finding.ref.source, told(files)) == ("m/national-reports/a.pdf", (1, "exactly"))


def test_the_same_bytes_twice_name_each_other() -> None:
    """One file under two names: the finding stands at the second and names the first."""
    files = meeting(("a.docx", report()), ("b.docx", report()))
    (finding,) = [f for f in settled(files).findings if f.code == "same-report-twice"]
    assert (finding.ref.source, finding.hint) == (
        "m/national-reports/b.docx",
        "m/national-reports/a.docx",
    )


def test_of_two_copies_the_one_that_the_register_names_counts() -> None:
    """Its version is the register's: a copy under a name that sorts first takes nothing from an
    amended report.
    """
    line = ("Deltaland", "", "7", "XTS", "financial")
    files = meeting(
        ("v1.docx", report()), ("v2.docx", report(lines=(line,))), ("a.docx", report(lines=(line,)))
    )
    register_rows = [
        {**REGISTER, "file": "v1.docx"},
        {**REGISTER, "file": "v2.docx", "version": "2"},
    ]
    files["reports-received.csv"] = rows(*register_rows)
    made = settled(files)
    assert [one.row.key[0] for one in made.records.reports] == ["m/national-reports/v2.docx"]
    assert [f.ref.source for f in made.findings if f.code == "same-report-twice"] == [
        "m/national-reports/a.docx"
    ]


def test_what_lifts_a_limit_is_cited_by_all_that_it_lifted() -> None:
    """A scan that no register knows limits every count; the cell that says it was typed off stands
    behind each.
    """
    files: dict[str, Content] = {
        **meeting(("scan.pdf", pdf(b"")), ("typed.docx", report(state="Rhoville"))),
        "national-reports/typed.xlsx": workbook_report(transcribed_from="scan.pdf"),
        "reports-received.csv": register(),
    }
    figures = {f.name: f for f in settled(files).counted.figures}
    places = {(ref.source, ref.place) for ref in figures["assistance_received"].refs}
    assert ("m/national-reports/typed.xlsx", "Cover!B5") in places


def test_a_photograph_of_a_report_limits_until_a_person_types_it_off() -> None:
    """It is wanted in a workbook as a scan is, prefilled from its name; a message or archive is
    only told.
    """
    picture: dict[str, Content] = {
        "national-reports/Rhoville_2024.jpg": b"\xff\xd8\xff\xe0",
        "national-reports/a.eml": b"x",
    }
    files = {**meeting(("a.docx", report())), **picture}
    wanted = [(one.file, one.state, one.year) for one in settled(files).records.wanted]
    assert wanted == [("m/national-reports/Rhoville_2024.jpg", "XAG", 2024)]
    typed = workbook_report(state="Rhoville", transcribed_from="Rhoville_2024.jpg")
    done = settled({**files, "national-reports/typed.xlsx": typed}).records
    assert done.transcribed == {"m/national-reports/Rhoville_2024.jpg"}
    assert done.wanted == ()


def test_a_no_to_a_cover_is_cited_by_all_that_it_limits() -> None:
    """Without the no the report would count: whatever it limits stands on the cell of the no, and
    on who said so.
    """
    no = {"confirm": "no", "by": "ISU"}
    files = confirmed(
        meeting(("a.docx", report())), lambda row: no if row["what"] == "cover" else yes(row)
    )
    limits = {
        ref.place
        for f in settled(files).counted.figures
        if f.name == "assistance_received"
        for ref in f.limits
    }
    assert {"review!A3", "review!B3"} <= limits
