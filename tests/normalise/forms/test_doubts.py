"""The closed list of doubts: each is provoked, and a person is shown its sentence."""

import pytest

from pipeline.model.doubts import Doubt, DoubtKind
from tests.makers.pdf_files import page, pdf
from tests.makers.report_forms import ENGLISH, FORM_I, LINE, cover, form_i, report
from tests.makers.reports_meeting import meeting
from tests.makers.review_marks import proposals, review_of, rows_of
from tests.makers.small_meeting import Content
from tests.makers.word_files import commented, docx, p, tbl, tc, tr

TITLES = ["Recipient", "Amount", "Currency"]
MARK = '<w:r><w:footnoteReference w:id="2"/></w:r>'
PROVIDED = p("Assistance provided")
DOUBLED = ["Recipient", "Amount", "Amount"]


def form(*blocks: str, notes: tuple[str, ...] = (), comments: tuple[str, ...] = ()) -> bytes:
    """A report whose Form I holds these blocks."""
    inside = (p(ENGLISH.titles[FORM_I]), *blocks, p(ENGLISH.titles[FORM_I + 1]))
    return docx(*cover(), *inside, notes=notes, comments=comments)


def table(*rows: list[str], titles: list[str] = TITLES) -> str:
    """A table under titles of columns."""
    return tbl(titles, *rows)


def under(title: str, currency: str = "XTS") -> bytes:
    """A report with one line of help given, under this title of its amounts."""
    titles = ["Recipient", title, "Currency"]
    return form(PROVIDED, table(["Rhoville", "1 500", currency], titles=titles))


SECOND = [*cover(state="Deltaland"), *form_i({"provided": [LINE]})]
MERGED = tbl(
    TITLES,
    tr(tc("Mu"), tc("900", merge="restart"), tc("XTS")),
    tr(tc("Rhoville"), tc("", merge="continue"), tc("XTS")),
)
NOTED = tbl(TITLES, tr(tc("Mu"), tc(p("2", MARK))))
REMARKED = tbl(TITLES, tr(tc("Mu"), tc(p("2", commented()))))
BY_PARTNER = tbl(["Partner", *TITLES[1:]], ["Mu", "5", "XTS"])
CASES: dict[DoubtKind, bytes] = {
    DoubtKind.STATE: report(state="Nowhere"),
    DoubtKind.PERIOD: report(period="2022-2023"),
    DoubtKind.ANOTHER_REPORT: docx(*cover(), *form_i({"provided": [LINE]}), *SECOND),
    DoubtKind.FORM_STATUS: docx(*cover(marks={True: "", False: ""})),
    DoubtKind.SECTION: form(
        PROVIDED, p("And help from others:"), tbl(["Partner", *TITLES[1:]], ["Mu", "5", "XTS"])
    ),
    DoubtKind.HEADING: form(p("Assistance provided and received"), table(["Mu", "5", "XTS"])),
    DoubtKind.COLUMN: form(PROVIDED, tbl([*TITLES, "Basis of it"], ["Mu", "5", "XTS", "?"])),
    DoubtKind.TITLES: form(PROVIDED, table(["Mu", "5", "6"], titles=DOUBLED)),
    DoubtKind.NO_TITLES: form(PROVIDED, tbl(["Mu", "five trucks"])),
    DoubtKind.NOTE: form(PROVIDED, NOTED, notes=("Of 2023.",)),
    DoubtKind.COMMENT: form(PROVIDED, REMARKED, comments=("Not yet agreed.",)),
    DoubtKind.TEXT: form(PROVIDED, p("Two trainers went to Mu.")),
    DoubtKind.FORM_TITLE: docx(*cover(), p("FORM K – Gender"), p("Two women.")),
    DoubtKind.MERGED: form(PROVIDED, MERGED),
    DoubtKind.MAGNITUDE_IN_TITLE: under("Amount (thousands)"),
    DoubtKind.MAGNITUDE_IN_CURRENCY: under("Amount", "million EUR"),
    DoubtKind.WORDS_IN_TITLE: under("Amount (T EUR)"),
    DoubtKind.CURRENCY_MISSING: under("Amount", ""),
    DoubtKind.OWN_STATE: form(PROVIDED, table(["Alphaland", "5", "XTS"])),
    DoubtKind.CELL: form(PROVIDED, table(["Mu", "1.500", "XTS"])),
}
FIELDS = [
    ("who", "Name of State", "Alphaland"),
    ("when", "Reporting period", "2024"),
    ("odd", "Help of another kind", "Two trainers went to Mu"),
]


def asked_in(kind: DoubtKind) -> dict[str, Content]:
    """A meeting with one report that raises the doubt."""
    if kind is DoubtKind.FIELD:
        return meeting(("a.pdf", pdf(page("A form"), fields=FIELDS)))
    if kind is DoubtKind.IDENTITY:
        return meeting(("Rhoville_2024.docx", report()), register_rows=[])
    if kind is DoubtKind.FILE_NAME:
        return meeting(("Alphaland_2024.docx", report(period="", state="")), register_rows=[])
    return meeting(("a.docx", CASES[kind]))


@pytest.mark.parametrize("kind", DoubtKind)
def test_every_doubt_is_provoked_and_shown_as_a_sentence(kind: DoubtKind) -> None:
    """A report raises it, and the row of review.xlsx says it in plain words."""
    files = asked_in(kind)
    doubts = [doubt for one in proposals(files) for doubt in one.doubts]
    shown = [str(row["question"]) for row in rows_of(review_of(files))]

    (doubt, *_) = [one for one in doubts if one.kind is kind]
    assert any(doubt.sentence in words for words in shown)


def test_a_doubt_of_a_cell_is_told_by_the_finding_of_the_cell() -> None:
    """The code of the finding, and its message behind the name of the column."""
    doubt = Doubt(DoubtKind.CELL, "amount", "ambiguous-amount", "Two readings.")
    assert (doubt.code, doubt.sentence) == ("amount: ambiguous-amount", "amount: Two readings.")
    assert Doubt(DoubtKind.NOTE).code == "note"


def test_codes_of_doubts_are_each_one_and_sentences_end() -> None:
    """No two kinds share a code; a sentence and a cure read like one."""
    assert len({kind.code for kind in DoubtKind}) == len(DoubtKind)
    for kind in DoubtKind:
        assert kind.sentence.endswith(".") and kind.cure.endswith(".")
