"""PDF files of shapes that real ones have: pages on their side, many pages, fields of every
kind.
"""

import io
import time

import pypdf
import pytest

from pipeline.collect import pdf_file
from pipeline.collect.formats import CannotRead
from pipeline.collect.pdf_file import read_fields, read_pdf
from pipeline.model.source import SheetKind
from tests.makers.pdf_files import page, pdf
from tests.makers.printed_reports import placed_rows, printed

SIZE = (600, 850)


def turned(content: bytes, angle: int, *, is_seen_upright: bool) -> bytes:
    """The file with its pages turned: words and page (a table that lies across), or the page
    alone.
    """
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(content))
    width, height = SIZE
    shift = {90: (height, 0), 180: (width, height), 270: (0, width)}[angle]
    for of_file in writer.pages:
        if is_seen_upright:
            of_file.add_transformation(pypdf.Transformation().rotate(angle).translate(*shift))
            if angle != 180:
                of_file.mediabox = pypdf.generic.RectangleObject((0, 0, height, width))
        of_file.rotate(angle)
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


@pytest.mark.parametrize("is_seen_upright", [True, False])
@pytest.mark.parametrize("angle", [90, 180, 270])
def test_a_page_that_lies_on_its_side_says_what_it_says_upright(
    angle: int, is_seen_upright: bool
) -> None:
    """Every line and every cell of its tables at the same place, whichever way the sheet lay in the
    scanner.
    """
    lying = turned(printed(), angle, is_seen_upright=is_seen_upright)
    assert placed_rows(read_pdf("m/a.pdf", lying)) == placed_rows(read_pdf("m/a.pdf", printed()))


def test_one_page_across_among_others_is_read_at_its_number() -> None:
    """The other pages stay as they are."""
    writer = pypdf.PdfWriter()
    for content in (
        pdf(page("first")),
        turned(pdf(page("across")), 90, is_seen_upright=True),
        pdf(page("last")),
    ):
        writer.append(io.BytesIO(content))
    target = io.BytesIO()
    writer.write(target)
    assert placed_rows(read_pdf("m/a.pdf", target.getvalue())) == [
        ("page 1 line 1", ["first"]),
        ("page 2 line 1", ["across"]),
        ("page 3 line 1", ["last"]),
    ]


def test_a_file_of_three_million_bytes_is_read_within_the_limit() -> None:
    """Pages of text, pictures and ruled tables: nothing of it is lost."""
    table = [["Recipient", "Amount"], ["Rhoville", "25 000"]]
    drawn = [
        page(*(f"line {n} of page {k}, with words to fill it" for n in range(40)), table)
        for k in range(60)
    ]
    picture = b"%" + b"x" * 50_000 + b"\n"
    content = pdf(*(one + picture for one in drawn))
    start = time.monotonic()
    sheets = read_pdf("m/a.pdf", content)
    assert len(content) > 3_000_000
    assert [len(sheet.rows) for sheet in sheets] == [42] * 60
    assert time.monotonic() - start < 60


def test_fields_of_every_kind_have_their_label_and_value() -> None:
    """A text, a box on, a box off, a field without a label; one that no one filled has no row."""
    fields = [
        ("state", "Name of State", "Alphaland"),
        ("on", "changed", "/Yes"),
        ("off", "unchanged", "/Off"),
        ("bare", "", "words"),
        ("empty", "Period", ""),
    ]
    content = pdf(page("A form"), fields=fields)
    assert read_fields(content) == (
        ("state", "Name of State", "Alphaland"),
        ("on", "changed", "☒"),
        ("off", "unchanged", "☐"),
        ("bare", "bare", "words"),
        ("empty", "Period", ""),
    )
    named = [sheet.name for sheet in read_pdf("m/a.pdf", content) if sheet.kind is SheetKind.FIELD]
    assert named == ["state", "on", "off", "bare"]


def test_a_file_without_fields_has_none() -> None:
    """No form, no fields."""
    assert read_fields(pdf(page("words"))) == ()


def test_more_fields_than_any_form_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file made to fill the memory is broken; nothing of it is cut in silence."""
    monkeypatch.setattr(pdf_file, "MAX_FIELDS", 2)
    fields = [(f"f{n}", "", "x") for n in range(3)]
    with pytest.raises(ValueError, match="pypdf"):
        read_fields(pdf(page("words"), fields=fields))


@pytest.mark.parametrize("content", [b"", b"%PDF-1.4 nothing", b"x" * 2_000])
def test_fields_of_a_broken_file_are_an_error_of_value(content: bytes) -> None:
    """Whatever the library raises, the reader is told that the file is broken."""
    with pytest.raises(ValueError, match="pypdf"):
        read_fields(content)


def test_a_turned_file_that_cannot_be_written_is_broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page count on which two libraries do not agree stops the reading of the file, not the
    run.
    """
    lying = turned(printed(), 90, is_seen_upright=True)
    monkeypatch.setattr(pypdf.PdfWriter, "pages", [])
    with pytest.raises(ValueError, match="pypdf"):
        read_pdf("m/a.pdf", lying)


def with_widgets(content: bytes) -> bytes:
    """The file with its fields standing on its first page, as forms made by a program have them."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(content))
    fields = writer.root_object["/AcroForm"]["/Fields"]  # type: ignore[index]
    writer.pages[0][pypdf.generic.NameObject("/Annots")] = pypdf.generic.ArrayObject(fields)
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def test_a_page_of_fields_alone_is_no_blank_page() -> None:
    """Its words are in its fields; a page with neither is named."""
    fields = [("s", "Name of State", "Alphaland")]
    remarks = [
        [r.hint for r in read_pdf("m/a.pdf", content)[0].remarks]
        for content in _with_and_without(fields)
    ]
    assert remarks == [["2"], ["1, 2"]]


def _with_and_without(fields: list[tuple[str, str, str]]) -> tuple[bytes, bytes]:
    plain = pdf(b"", b"", fields=fields)
    return with_widgets(plain), plain


def test_more_pages_than_any_report_has_are_unsafe(monkeypatch: pytest.MonkeyPatch) -> None:
    """Thousands of pages would keep everybody waiting."""
    monkeypatch.setattr("pipeline.collect.pdf_file.MAX_PAGES", 1)
    with pytest.raises(CannotRead) as error:
        read_pdf("m/a.pdf", pdf(page("a"), page("b")))
    assert error.value.code == "unsafe-file"
