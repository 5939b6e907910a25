"""PDF reports: lines, ruled tables, fields, and what is refused; the worker beside them."""

import time
from pathlib import Path

import pytest

from pipeline.collect.folder import File, ReaderEnvironment, collect
from pipeline.collect.formats import CannotRead
from pipeline.collect.pdf_file import read_pdf
from pipeline.collect.worker import READERS, read_apart
from tests.makers.pdf_files import page, pdf, scan
from tests.makers.printed_reports import LINES, placed_rows, printed
from tests.makers.report_forms import ENGLISH, FORM_I, report
from tests.makers.review_marks import confirmed
from tests.makers.small_meeting import Content, register, settled


def meeting(content: bytes) -> dict[str, Content]:
    """A meeting with one report."""
    return {"national-reports/a.pdf": content, "reports-received.csv": register()}


def test_a_printed_report_counts_once_confirmed() -> None:
    """Cover in two columns, a title over two lines, a ruled table; each value with page and
    line.
    """
    made = settled(confirmed(meeting(printed())))
    line = made.records.reports[0].lines[0]
    assert (line.section, line.counterparts, line.currency) == ("provided", ("XAG",), "XTS")
    assert line.ref("counterpart")[1:3] == ("page 2 line 5", "Rhoville")
    assert made.records.reports[0].form_status == "changed"


def test_lines_and_tables_of_a_page() -> None:
    """Lines in order; a line inside a table stands in its cells and nowhere else."""
    assert placed_rows(read_pdf("m/a.pdf", pdf(page("before", LINES, "after")))) == [
        ("page 1 line 1", ["before"]),
        ("page 1 line 2", LINES[0]),
        ("page 1 line 3", LINES[1]),
        ("page 1 line 4", ["after"]),
    ]


def test_form_fields_are_read_by_their_labels() -> None:
    """State and period typed, a box for Form I ticked: what is off says nothing."""
    title = ENGLISH.titles[8].rstrip(":")
    fields = [
        ("s", "Name of State", "Alphaland"),
        ("p", "Reporting period", "01/01/2024 to 31/12/2024"),
        ("c1", f"{title}: changed", "/Off"),
        ("c2", f"{title}: unchanged (2022)", "/Yes"),
    ]
    files: dict[str, Content] = {
        "national-reports/a.pdf": pdf(page("A form"), fields=fields),
        "reports-received.csv": register(),
    }
    found = settled(files).records.reports[0]
    assert (found.state, found.year, found.form_status, found.since) == (
        "XAA",
        2024,
        "unchanged",
        2022,
    )
    assert found.fields["state"].ref("value")[1:3] == ("field s", "Alphaland")


def test_marks_that_extraction_lost_are_unknown() -> None:
    """A tick of a symbol font comes out as a digit: no mark that could be trusted."""
    text = page(
        "Name of State: Alphaland",
        "Reporting period: 2024",
        ENGLISH.titles[8],
        "4 changed 4 unchanged (last reporting: 2020)",
    )
    files: dict[str, Content] = {
        "national-reports/a.pdf": pdf(text),
        "reports-received.csv": register(),
    }
    assert settled(files).records.reports[0].form_status == "unclear"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (scan(), "pdf-without-text"),
        (b"hello", "not-a-pdf"),
        (pdf(page("Name of State"), is_arabic=True), "pdf-right-to-left"),
    ],
)
def test_what_gives_no_text_one_may_trust_is_refused(content: bytes, code: str) -> None:
    """Pictures, other files, scripts whose order nothing proves."""
    with pytest.raises(CannotRead) as error:
        read_pdf("m/a.pdf", content)
    assert error.value.code == code


def test_a_locked_pdf_is_refused() -> None:
    """A password is asked for: nobody here gives one."""
    import io

    import pypdf

    writer = pypdf.PdfWriter(clone_from=io.BytesIO(printed()))
    writer.encrypt("secret", algorithm="RC4-128")
    target = io.BytesIO()
    writer.write(target)
    with pytest.raises(CannotRead) as error:
        read_pdf("m/a.pdf", target.getvalue())
    assert error.value.code == "locked-document"


def test_a_reader_that_hangs_or_crashes_ends_in_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker is given up at its limit, and the next file is read as before."""
    monkeypatch.setitem(READERS, "slow", ("tests.makers.hanging_readers", "hang"))
    monkeypatch.setitem(READERS, "broken", ("tests.makers.hanging_readers", "crash"))
    read_apart(
        "pdf", "m/a.pdf", printed()
    )  # the worker is warm: what follows measures the limit alone
    start = time.monotonic()
    for reader in ("slow", "broken"):
        with pytest.raises(CannotRead) as error:
            read_apart(reader, "m/a.pdf", b"", seconds=1)
        assert (error.value.code, error.value.is_passing) == ("damaged-document", True)
    assert placed_rows(read_apart("pdf", "m/a.pdf", printed(), seconds=30))
    assert time.monotonic() - start < 30


def test_a_kept_reading_is_the_reading(tmp_path: Path) -> None:
    """As it was kept as from the file, under another name too; what was refused is refused
    again.
    """
    files = (File("m/r/a.docx", report()), File("m/r/a.pdf", printed()), File("m/r/s.pdf", scan()))
    first = collect(files, ReaderEnvironment(tmp_path))
    again = collect(files, ReaderEnvironment(tmp_path))
    fresh = collect(files)
    assert first == again == fresh
    renamed = collect((File("m/r/b.docx", report()),), ReaderEnvironment(tmp_path)).value.sheets
    assert {sheet.source for sheet in renamed} == {"m/r/b.docx"}


@pytest.mark.parametrize("pages", [(page("A form"),), (page(*ENGLISH.titles),)])
def test_a_field_that_no_label_places_is_a_text_for_a_person(pages: tuple[bytes, ...]) -> None:
    """In a form to fill in, the State's words are in fields and the titles on the page: none of
    them is passed over.
    """
    fields = [
        ("s", "Name of State", "Alphaland"),
        ("p", "Reporting period", "01/01/2024 to 31/12/2024"),
        ("i", f"{ENGLISH.titles[FORM_I]} unchanged (last reporting: 2021)", "/Yes"),
        ("given", "Assistance provided", "Trainers to Rhoville"),
        ("amount_1", "", "5 000 XTS"),
        ("needs", "Assistance needed", "None"),
        ("f", ENGLISH.titles[5], "A minefield"),
    ]
    records = settled({"national-reports/a.pdf": pdf(*pages, fields=fields)}).records
    asked = [
        (one.ref.place, one.reading.get("section", ""))
        for one in records.proposals
        if one.what == "text"
    ]
    assert asked == [("field given", "provided"), ("field amount_1", "")]
    assert [(one.state, one.form_status, one.since) for one in records.reports] == [
        ("XAA", "unchanged", 2021)
    ]


def test_a_scanned_page_beside_form_fields_is_not_passed_over() -> None:
    """That another page has fields says nothing of a page that has neither words nor fields."""
    content = pdf(
        page("Name of State: Alphaland"), b"", fields=[("s", "Name of State", "Alphaland")]
    )
    files: dict[str, Content] = {
        "national-reports/a.pdf": content,
        "reports-received.csv": register(),
    }
    assert [f.hint for f in settled(files).findings if f.code == "pages-without-text"] == ["2"]
