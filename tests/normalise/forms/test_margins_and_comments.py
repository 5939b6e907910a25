"""What stands beside the text of a report: a comment is a doubt at its place, and page headers and
footers say which State the report is of.
"""

import pytest

from pipeline.model.doubts import DoubtKind
from tests.makers.pdf_files import annotated, height, page, pdf
from tests.makers.report_forms import ENGLISH, FORM_I, LINE, cover, form_i
from tests.makers.reports_meeting import meeting
from tests.makers.review_marks import proposals
from tests.makers.small_meeting import REGISTER, Content, settled
from tests.makers.word_files import commented, docx, p, tbl, tc, tr

BODY = form_i({"provided": [LINE]})
TITLES = ["Recipient", "Amount", "Currency"]
NO_LABEL = [p("Convention on Cluster Munitions"), p("Reporting period: 2024")]


def disagreeing(content: bytes, **registered: object) -> list[str]:
    """Where the State of a report is told to be another than the one taken."""
    rows = [{**REGISTER, **registered}]
    done = settled(meeting(("a.docx", content), register_rows=rows))
    return [f.ref.place for f in done.findings if f.code == "whose-disagrees"]


@pytest.mark.parametrize(
    ("blocks", "header", "footer", "place"),
    [
        ([*cover(), *BODY], "Mu – report under article 7", "", "page header 1"),
        ([*cover(), *BODY], "", "Submitted by the Federated Islands of Gamma", "page footer 1"),
        ([*NO_LABEL, p("Report of Deltaland"), *BODY], "", "", "paragraph 3"),
        ([*NO_LABEL, *BODY], "Rhoville", "", "page header 1"),
        ([*NO_LABEL, tbl(["Submitted by", "Sigmaland"]), *BODY], "", "", "table 1 row 1"),
    ],
)
def test_another_state_in_the_document_than_the_one_taken_is_a_doubt(
    blocks: list[str], header: str, footer: str, place: str
) -> None:
    """In a page header or footer, or on a cover without a label, where the register alone gives the
    State.
    """
    assert disagreeing(docx(*blocks, header=header, footer=footer), file="a.docx") == [place]


@pytest.mark.parametrize(
    ("blocks", "header"),
    [
        ([*cover(), *BODY], "Alphaland – report under article 7"),
        ([*cover(), *BODY], "Meeting of Alphaland and Deltaland"),
        ([*cover(), *BODY], "Page 1 of 3"),
        ([*NO_LABEL, p("Report of Alphaland, presented in Deltaland"), *BODY], ""),
        ([*cover(), *BODY, p("Help for Mu")], ""),
    ],
)
def test_a_document_that_names_the_state_taken_or_none_is_no_doubt(
    blocks: list[str], header: str
) -> None:
    """Other States may be named beside it; what stands behind the cover is about others."""
    assert disagreeing(docx(*blocks, header=header), file="a.docx") == []


def questions(files: dict[str, Content]) -> dict[str, list[DoubtKind]]:
    """The kinds of doubt of each reading, by what it is."""
    return {one.what: [doubt.kind for doubt in one.doubts] for one in proposals(files)}


def with_comment(*blocks: str) -> dict[str, Content]:
    """A meeting with a report that holds a comment."""
    return meeting(("a.docx", docx(*blocks, comments=("Not yet agreed.",))))


def test_a_comment_on_an_amount_is_a_doubt_of_its_line() -> None:
    """And its words stand in the internal files alone."""
    table = tbl(TITLES, tr(tc("Mu"), tc(p("2", commented())), tc("XTS")))
    files = with_comment(*cover(), p(ENGLISH.titles[FORM_I]), p("Assistance provided"), table)

    done = settled(files)
    (told,) = [finding for finding in done.findings if finding.code == "document-comment"]
    assert DoubtKind.COMMENT in questions(files)["line"]
    assert (told.ref.place, told.hint) == ("comment 1", "Not yet agreed.")
    assert "Not yet agreed" not in told.message


def test_a_comment_on_titles_is_a_doubt_of_every_line_below() -> None:
    """What it says of them nobody has read."""
    titles = tr(tc("Recipient"), tc(p("Amount", commented())), tc("Currency"))
    table = tbl(titles, ["Mu", "5", "XTS"])
    files = with_comment(*cover(), p(ENGLISH.titles[FORM_I]), p("Assistance provided"), table)

    assert DoubtKind.COMMENT in questions(files)["line"]


def test_a_comment_on_the_cover_is_a_doubt_of_the_cover() -> None:
    """It may say that the report must not be used."""
    first, *rest = cover()
    files = with_comment(first, p("Draft", commented()), *rest, *BODY)

    assert DoubtKind.COMMENT in questions(files)["cover"]


def test_every_comment_header_and_footer_has_a_fate() -> None:
    """None is lost, and none is printed."""
    content = docx(*cover(), *BODY, comments=("Ask.",), header="Alphaland", footer="Page 1")
    records = settled(meeting(("a.docx", content))).records

    fates = {drop.key[1:]: drop.reason for drop in records.drops if "a.docx" in str(drop.key[0])}
    assert fates["page header", 1] == fates["page footer", 1] == "page-margin"
    assert ("comment", 1) in fates


def test_a_report_that_is_set_aside_takes_its_margins_along() -> None:
    """A copy, a report of nobody knows whom, one of another year: each row has one fate."""
    content = docx(*cover(), *BODY, header="Alphaland")
    same = docx(*cover(), *BODY, p("-"), header="Alphaland")
    unplaced = docx(p("Report"), *BODY, header="Page 1")
    other = docx(*cover(period="01/01/2019 to 31/12/2019"), *BODY, header="Alphaland")
    names = ("a.docx", "b.docx", "c.docx", "d.docx")
    reports = zip(names, (content, same, unplaced, other), strict=True)

    records = settled(meeting(*reports)).records

    margins = {str(d.key[0])[-6:] for d in records.drops if d.key[1] == "page header"}
    assert margins == set(names) - {"d.docx"}  # of another year nothing is set aside row by row


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.docx", docx(p("STATE : Alphaland (Voluntary Report).."), *NO_LABEL, *BODY)),
        ("a.docx", docx(tbl(["Country", "Alphaland"]), *NO_LABEL, *BODY)),
        ("a.pdf", pdf(page("State: Alphaland", "Reporting period: 2024", ENGLISH.titles[FORM_I]))),
    ],
)
def test_the_label_state_alone_gives_the_state_against_the_register(
    name: str, content: bytes
) -> None:
    """The cover is stronger, and a person is asked."""
    rows = [{**REGISTER, "state": "Mu", "file": name}]
    done = settled(meeting((name, content), register_rows=rows))
    (read,) = [one for one in done.records.proposals if one.what == "cover"]
    assert read.reading["state"] == "Alphaland"
    assert DoubtKind.IDENTITY in [doubt.kind for doubt in read.doubts]


FORM = ENGLISH.titles[FORM_I]
TABLE = [TITLES, ["Rhoville", "5", "XTS"], ["Mu", "7", "XTS"]]
PAGE = page(
    "Name of State: Alphaland", "Reporting period: 2024", FORM, "Assistance provided", TABLE
)
SECOND_ROW = height(5) - 36


@pytest.mark.parametrize(
    ("kind", "y", "words", "what", "amount"),
    [
        ("/Text", height(2), "Check the period.", "cover", ""),
        ("/Highlight", SECOND_ROW, "Not yet agreed.", "line", "7"),
        ("/FreeText", SECOND_ROW, "Do not publish.", "line", "7"),
        ("/StrikeOut", SECOND_ROW, "", "line", "7"),
        ("/Text", height(5), "In thousands?", "line", "5"),
    ],
)
def test_a_comment_in_a_pdf_is_a_doubt_at_its_place(
    kind: str, y: float, words: str, what: str, amount: str
) -> None:
    """On the cover, on an amount, on titles; a mark that strikes an amount out is one too."""
    files = meeting(("a.pdf", annotated(pdf(PAGE), (kind, 0, y, words))))
    doubted = {
        (one.what, one.reading.get("amount", ""))
        for one in proposals(files)
        if DoubtKind.COMMENT in [doubt.kind for doubt in one.doubts] and one.what != "text"
    }
    (told,) = [one for one in settled(files).findings if one.code == "document-comment"]
    assert (what, amount) in doubted
    assert (told.ref.place, told.hint) == ("comment 1", words or "(struck out)")


def test_a_comment_in_a_pdf_leaves_the_table_it_lies_in_whole() -> None:
    """The rows below it have their titles still; a link and a coloured mark say nothing."""
    marks = (
        ("/Text", 0, height(5) - 18, "Ask."),
        ("/Link", 0, height(2), "x"),
        ("/Highlight", 0, height(2), ""),
    )
    files = meeting(("a.pdf", annotated(pdf(PAGE), *marks)))
    lines = [one.reading["amount"] for one in proposals(files) if one.what == "line"]
    assert lines == ["5", "7"]
    assert len([one for one in settled(files).findings if one.code == "document-comment"]) == 1


def test_a_comment_beside_no_line_is_one_of_its_page() -> None:
    """It has a fate, and a note names it."""
    content = annotated(pdf(PAGE), ("/Text", 0, 60.0, "Whose is this?"))
    done = settled(meeting(("a.pdf", content)))
    assert ("comment", 1) in {drop.key[1:] for drop in done.records.drops} | {
        one.key[1:] for one in done.records.proposals
    }
    assert "document-comment" in {one.code for one in done.findings}
