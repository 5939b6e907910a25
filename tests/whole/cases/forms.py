"""Cases of national reports as States send them."""

from tests.makers.pdf_files import page, pdf, scan
from tests.makers.report_forms import ENGLISH, FRENCH, LINE, cover, form_i, report
from tests.makers.review_marks import confirmed, with_copy, with_note, with_title, yes
from tests.makers.small_meeting import Content, register, rows
from tests.makers.small_meeting import report as workbook_report
from tests.makers.word_files import docx, p, package
from tests.makers.word_pictures import picture, with_pictures
from tests.whole.cases.case import Case

A, B = "national-reports/a.docx", "national-reports/b.docx"
STATE = "paragraph 2"
LINK = '<Relationship Id="r9" Type="http://x/image" Target="http://x/y" TargetMode="External"/>'
STRUCK = "<w:r><w:rPr><w:strike/></w:rPr><w:t>1 May 2025</w:t></w:r>"


def _in_document(code: str, place: str, content: bytes) -> Case:
    return Case(code, {A: content, "reports-received.csv": register()}, f"m/{A}", place)


def _reviewed(code: str, place: str, **marks: object) -> Case:
    files: dict[str, Content] = {A: report(), "reports-received.csv": register()}
    made = confirmed(files, lambda row: marks if row["what"] == "line" else {})
    return Case(code, made, "m/review.xlsx", place)


def _dated(day: str, amount: str) -> bytes:
    line = ("Rhoville", "", amount, "XTS", "financial")
    return docx(*cover(), f"Date of submission: {day}", *form_i({"provided": [line]}))


LETTER = docx(
    *cover(), p("Form Q: National resources and international cooperation and assistance"), p("N/A")
)


def _in_form_f(words: str) -> bytes:
    return docx(*cover(), p(ENGLISH.titles[5]), p(words), *form_i({"provided": [LINE]}))


RICH = rb"{\rtf1 Name of State: Alphaland\par}"
GONE = {
    key: value
    for key, value in confirmed({A: report(), "reports-received.csv": register()}).items()
    if key != A
}
ROW: dict[str, object] = {"state": "Rhoville", "article7_year": "2024", "file": "a.docx"}


def _unread(code: str, name: str, content: bytes) -> Case:
    return Case(code, {f"national-reports/{name}": content}, f"m/national-reports/{name}", "")


def _contradicted() -> Case:
    made = confirmed({A: report(), "reports-received.csv": register()}, yes)
    made["review.xlsx"] = with_copy(made["review.xlsx"], confirm="no")
    return Case("review-contradicts", made, "m/review.xlsx", "review!A5")


def _noted() -> dict[str, Content]:
    made = confirmed({A: report(), "reports-received.csv": register()}, yes)
    return {**made, "review.xlsx": with_note(made["review.xlsx"], "asked the desk on Monday")}


def _renamed() -> dict[str, Content]:
    made = confirmed({A: report(), "reports-received.csv": register()}, yes)
    return {**made, "review.xlsx": with_title(made["review.xlsx"], "confirm", "checked")}


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
TYPED: dict[str, Content] = {
    "national-reports/scan.pdf": scan(),
    "national-reports/typed.xlsx": workbook_report(transcribed_from="scan.pdf"),
    "reports-received.csv": register(),
}
CASES = [
    _unread("not-a-pdf", "a.pdf", b"hello"),
    _unread("pdf-not-word", "a.docx", scan()),
    _unread("old-document", "a.docx", OLE),
    _unread("rich-text", "a.docx", RICH),
    _unread("opendocument-text", "a.docx", package({"content.xml": "<a/>"})),
    _unread("workbook-not-document", "a.docx", package({"xl/workbook.xml": "<a/>"})),
    _unread("text-not-document", "a.docx", b"Name of State: Alphaland"),
    _unread("locked-document", "a.docx", OLE + "EncryptedPackage".encode("utf-16-le")),
    _unread("document-with-macros", "a.docm", docx("x", more={"word/vbaProject.bin": b"x"})),
    _unread("pdf-without-text", "a.pdf", scan()),
    _unread("document-with-macros", "a.docx", docx("words", more={"word/vbaProject.bin": b"x"})),
    _unread("document-without-text", "a.docx", docx(p("<w:r><w:drawing/></w:r>"))),
    _unread(
        "document-of-pictures", "a.docx", with_pictures("Report of Alphaland", picture(17, 24))
    ),
    _in_document("pictures-in-document", "", docx(*cover(), '<w:altChunk r:id="r7"/>')),
    _in_document("pictures-in-document", "", docx(*cover(), p('<w:subDoc r:id="r7"/>'))),
    _in_document("pictures-in-document", "", with_pictures(*cover(), picture(17, 24))),
    _unread("no-report-format", "a.jpg", b"\xff\xd8\xff\xe0"),
    _unread("pdf-right-to-left", "a.pdf", pdf(page("Name of State"), is_arabic=True)),
    _unread("pages-without-text", "a.pdf", pdf(page("Name of State: Alphaland"), b"")),
    _unread("damaged-document", "a.docx", report()[:400]),
    _unread("damaged-document", "a.pdf", b"%PDF-1.4 and then nothing"),
    _unread("converted", "a.rtf", RICH),
    Case("transcribed", TYPED, "m/national-reports/scan.pdf", ""),
    _in_document("cover-state-unknown", STATE, report(state="Alphalandia")),
    Case(
        "whose-disagrees", {A: report(), "reports-received.csv": rows(ROW)}, f"m/{A}", "paragraph 1"
    ),
    _in_document(
        "whose-disagrees",
        "page header 1",
        docx(*cover(), *form_i({"provided": [LINE]}), header="Republic of Mu, report for 2024"),
    ),
    _in_document(
        "private-words",
        "paragraph 2",
        docx(cover()[0], p("Contact: W. Qortz, +41 22 555 01 99"), *cover()[1:]),
    ),
    _in_document(
        "document-comment",
        "comment 1",
        docx(*cover(), *form_i({"provided": [LINE]}), comments=("Do not publish yet.",)),
    ),
    _in_document("period-not-a-year", "paragraph 3", report(period="01/04/2023 to 31/07/2024")),
    _in_document(
        "another-report-inside",
        "paragraph 9",
        docx(*cover(), *form_i({"provided": [LINE]}), *cover(state="Mu")),
    ),
    Case(
        "period-not-read",
        {"national-reports/Alphaland_2024.docx": report(period="2023–2024")},
        "m/national-reports/Alphaland_2024.docx",
        "paragraph 3",
    ),
    _in_document("report-unplaced", "paragraph 1", report(state="nobody")),
    _in_document("form-status-unclear", "table 1 row 4", report(status="none")),
    _in_document("report-unconfirmed", "paragraph 1", report()),
    _in_document(
        "report-of-another-year", "paragraph 1", report(period="01/01/2019 to 31/12/2019")
    ),
    _reviewed("review-changed", "review!A4", confirm="yes", by="ISU", counterpart="Deltaland"),
    _reviewed("review-other-report", "review!L4", confirm="corrected", by="ISU", state="Mu"),
    _reviewed("review-without-name", "review!B4", confirm="yes"),
    _contradicted(),
    Case("note-row", _noted(), "m/review.xlsx", "review!A5:A5"),
    Case("review-without-confirm", _renamed(), "m/review.xlsx", "review!A3:W3"),
    Case("review-unmatched", GONE, "m/review.xlsx", "review!V3"),
    _in_document("external-links", "", docx(*cover(), links=LINK)),
    _in_document("words-left-out", "", docx(*cover(), p(STRUCK, "1 March 2025"))),
    _in_document("form-letter-unknown", "paragraph 4", LETTER),
    _in_document("deadline-in-report", "paragraph 5", _in_form_f("Deadline: 1 March 2026")),
    _in_document(
        "deadline-not-read", "paragraph 5", _in_form_f("Deadline: as in the extension request")
    ),
    _in_document("area-in-report", "paragraph 5", _in_form_f("Contaminated area: 12.5 km²")),
    _in_document(
        "area-not-read", "paragraph 5", _in_form_f("Contaminated area: between 10 and 20 km²")
    ),
    Case(
        "same-report-twice",
        {A: report(), B: report(), "reports-received.csv": register()},
        f"m/{B}",
        "",
    ),
    Case(
        "same-report-other-language",
        {
            A: report(),
            B: report(lines=[(*LINE[:4], "financière")], words=FRENCH),
            "reports-received.csv": register(),
        },
        f"m/{B}",
        "paragraph 1",
    ),
    Case(
        "same-report-other-file",
        {
            A: report(),
            B: docx(*cover(), *form_i({"provided": [LINE]}), p("-")),
            "reports-received.csv": register(),
        },
        f"m/{B}",
        "paragraph 1",
    ),
    Case(
        "report-amended",
        {
            A: _dated("01/04/2025", "5"),
            B: _dated("02/04/2025", "6"),
            "reports-received.csv": register(),
        },
        f"m/{B}",
        STATE,
    ),
]
