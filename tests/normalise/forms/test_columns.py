"""Amounts and dates of a document that have two readings: proven by the other lines of the report,
else asked.
"""

from decimal import Decimal

import pytest

from tests.makers.pdf_files import page, pdf
from tests.makers.report_forms import cover, form_i
from tests.makers.reports_meeting import meeting
from tests.makers.review_marks import proposals
from tests.makers.small_meeting import Content, settled
from tests.makers.word_files import docx, p, tbl

OPEN = "1.500"


def lines(*amounts: str) -> bytes:
    """A report with a line an amount."""
    return docx(
        *cover(),
        *form_i({"provided": [("Rhoville", "", amount, "XTS", "financial") for amount in amounts]}),
    )


def amounts(content: bytes, name: str = "a.docx") -> list[Decimal | None]:
    """The amounts of its lines, in order; None for one that is not read."""
    (report,) = settled(meeting((name, content))).records.reports
    return [line.money.amount if line.money else None for line in report.lines]


@pytest.mark.parametrize(
    ("proof", "read"),
    [("2.250,75", Decimal(1500)), ("2,250.75", Decimal("1.500")), ("1 000", None)],
)
def test_another_line_proves_the_mark_of_an_amount(proof: str, read: Decimal | None) -> None:
    """A comma before cents makes the point one of thousands, and the other way round; nothing
    proves nothing.
    """
    assert amounts(lines(OPEN, proof))[0] == read


@pytest.mark.parametrize("amount", ["1,23,456", "12,34,567", "1.234.56"])
def test_a_number_grouped_otherwise_is_never_read_by_its_last_piece(amount: str) -> None:
    """Lakhs are grouped by twos: what the column proves for "23,456" says nothing of "1,23,456"."""
    assert amounts(lines(amount, "2.5"))[0] is None
    assert amounts(lines(amount, "2,5"))[0] is None


def test_a_stroke_for_cents_proves_the_mark() -> None:
    """Behind "700,-" a comma stands before cents, and so the point of another line parts
    thousands.
    """
    assert amounts(lines(OPEN, "700,-"))[0] == Decimal(1500)


def test_lines_that_prove_both_prove_nothing() -> None:
    """One line of each kind: the amount between them stays open."""
    assert amounts(lines("2.250,75", OPEN, "2,250.75"))[1] is None


def test_a_proof_in_one_table_holds_for_the_tables_of_the_report() -> None:
    """Given and received are two tables of one hand."""
    given, received = (
        ("Rhoville", "", OPEN, "XTS", "financial"),
        ("Rhoville", "", "7.250,75", "XTS", "financial"),
    )
    assert amounts(docx(*cover(), *form_i({"provided": [given], "received": [received]})))[
        0
    ] == Decimal(1500)


def test_the_cell_that_proves_is_named() -> None:
    """The audit shows the words found, and the place that says how they are read; a person is shown
    what was read.
    """
    files = meeting(("a.docx", lines(OPEN, "2.250,75")))
    (report,) = settled(files).records.reports
    ref = report.lines[0].ref("amount")
    line, _ = [proposal for proposal in proposals(files) if proposal.what == "line"]
    assert (ref.words, [step.ref.place for step in ref.steps]) == (OPEN, ["table 2 row 3 column 3"])
    assert (line.reading["amount"], line.question) == ("1500", "amount: read-by-column")


def test_a_printed_report_proves_its_amounts_too() -> None:
    """Rows of a ruled table on a page are lines like others."""
    head = ["Recipient", "Channel", "Amount", "Currency", "Type"]
    table = [head, *(["Rhoville", "", amount, "XTS", "financial"] for amount in (OPEN, "2.250,75"))]
    content = pdf(
        page(
            *("Name of State [Party]: Alphaland", "Reporting period: 01/01/2024 to 31/12/2024"),
            *(
                "Form I: National resources and international cooperation and assistance",
                "Assistance provided",
                table,
            ),
        )
    )
    assert amounts(content, "a.pdf") == [Decimal(1500), Decimal("2250.75")]


def test_dates_of_a_column_prove_each_other() -> None:
    """The 13th of a month makes the first number a day."""
    head = ["Recipient", "Amount", "Currency", "From"]
    rows = [["Rhoville", "10", "XTS", day] for day in ("03/04/2024", "13/04/2024")]
    inside = form_i({"provided": "None"})
    content = docx(
        *cover(), inside[0], inside[1], tbl(head, *rows), p("Form J: Other relevant matters")
    )
    (report,) = settled(meeting(("a.docx", content))).records.reports
    assert [line.period_from.first.isoformat() for line in report.lines if line.period_from] == [
        "2024-04-03",
        "2024-04-13",
    ]


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("clearance; victim assistance", ("art4_clearance", "art5")),
        ("Dépollution", ("art4_clearance",)),
        ("something else", ()),
    ],
)
def test_obligations_in_the_words_of_the_form(said: str, read: tuple[str, ...]) -> None:
    """One or several, in any language of the reference; a word of none stays unread and is
    asked.
    """
    table = tbl(["Recipient", "Amount", "Currency", "Obligation"], ["Rhoville", "10", "XTS", said])
    content = docx(
        *cover(), *form_i({"provided": "None"})[:2], table, p("Form J: Other relevant matters")
    )
    files = meeting(("a.docx", content))
    (report,) = settled(files).records.reports
    (line,) = [proposal for proposal in proposals(files) if proposal.what == "line"]
    assert (report.lines[0].obligation, "obligation" in line.question) == (read, not read)


def table_of_amounts(title: str, *rows: list[str]) -> dict[str, Content]:
    """A meeting with a report whose help given stands in a table with this title over its
    amounts.
    """
    table = tbl(["Recipient", title], *rows)
    return meeting(
        (
            "a.docx",
            docx(
                *cover(),
                *form_i({"provided": "None"})[:2],
                table,
                p("Form J: Other relevant matters"),
            ),
        )
    )


@pytest.mark.parametrize(
    "title",
    [
        "Amount (thousands of USD)",
        "Amount (in 1,000 USD)",
        "Amount ('000 USD)",
        "Amount (million USD)",
        "Montant (milliers d'USD)",
        "Importe (miles de USD)",
        "Сумма (тыс. USD)",
        "金额 (万USD)",
        "المبلغ (آلاف USD)",
        "Amount (kUSD)",
        "Amount (MEUR)",
        "Amount (EURk)",
        "Amount (Tsd. EUR)",
        "Montant (Mds USD)",
        "Importe (en millares)",
    ],
)
def test_a_title_that_multiplies_leaves_its_amounts_unread(title: str) -> None:
    """Under "in thousands" 1 500 is no sum of 1 500: a person types what it is."""
    files = table_of_amounts(title, ["Rhoville", "1 500"])
    (report,) = settled(files).records.reports
    (line,) = [one for one in proposals(files) if one.what == "line"]
    assert (
        [line.money for line in report.lines],
        "amount: magnitude-in-title" in line.question,
    ) == ([None], True)


@pytest.mark.parametrize("currency", ["thousand USD", "million EUR", "млн XTS"])
def test_a_currency_that_multiplies_leaves_the_amount_unread(currency: str) -> None:
    """ "5 | million EUR" is no sum of five."""
    table = tbl(["Recipient", "Amount", "Currency"], ["Rhoville", "5", currency])
    content = docx(
        *cover(), *form_i({"provided": "None"})[:2], table, p("Form J: Other relevant matters")
    )
    files = meeting(("a.docx", content))
    (report,) = settled(files).records.reports
    (line,) = [one for one in proposals(files) if one.what == "line"]
    assert (
        [line.money for line in report.lines],
        "amount: magnitude-in-currency" in line.question,
    ) == ([None], True)


@pytest.mark.parametrize(
    "title",
    ["Amount", "Amount (USD)", "Amount in currency", "Amount (2024)", "Amount (military aid)"],
)
def test_other_titles_leave_amounts_as_they_are(title: str) -> None:
    """A currency, a year or a word that only begins like a magnitude is none."""
    (report,) = settled(table_of_amounts(title, ["Rhoville", "1 500"])).records.reports
    assert [line.money.amount for line in report.lines if line.money] == [Decimal(1500)]


@pytest.mark.parametrize(
    ("title", "is_asked"),
    [
        ("Amount (T EUR)", True),
        ("Amount (TEUR)", True),
        ("Amount (MM USD)", True),
        ("Сумма (т.р.)", True),
        ("Amount (USD)", False),
        ("Amount (in US dollars)", False),
        ("Montant (EUR)", False),
        ("Amount (EUR, 2024)", False),
    ],
)
def test_words_of_a_title_that_nobody_knows_are_a_question_on_its_amounts(
    title: str, is_asked: bool
) -> None:
    """ "T EUR" are thousands to those who write it; the sum stays as it stands, and a person is
    asked.
    """
    files = table_of_amounts(title, ["Rhoville", "1 500"])
    (line,) = [one for one in proposals(files) if one.what == "line"]
    assert (line.reading["amount"], "amount: words-in-title" in line.question) == ("1500", is_asked)


def test_a_second_row_of_titles_is_a_question_on_every_line() -> None:
    """ "(thousands)" under "Amount" is no line, and nobody knows what it makes of the lines
    below.
    """
    files = table_of_amounts("Amount (USD)", ["", "(thousands)"], ["Rhoville", "15"], ["Mu", "16"])
    assert [(one.what, one.question) for one in proposals(files)[1:]] == [
        ("line", "titles"),
        ("line", "titles"),
    ]


@pytest.mark.parametrize(
    ("amount", "currency"), [("USD 1 500", "USD"), ("1 500 €", "EUR"), ("1.5 million XTS", "XTS")]
)
def test_a_currency_inside_the_amount_is_shown_and_not_asked(amount: str, currency: str) -> None:
    """A person who says yes sees the sum and its currency."""
    files = table_of_amounts("Amount", ["Rhoville", amount])
    (report,) = settled(files).records.reports
    (line,) = [one for one in proposals(files) if one.what == "line"]
    assert ([line.currency for line in report.lines], line.reading["currency"]) == (
        [currency],
        currency,
    )
    assert "currency" not in line.question


def test_first_and_last_day_in_one_cell_fill_both_columns() -> None:
    """ "1 March to 30 June 2024" under the title of the first day is a span."""
    table = tbl(["Recipient", "Amount", "From"], ["Rhoville", "10 XTS", "1 March – 30 June 2024"])
    content = docx(
        *cover(), *form_i({"provided": "None"})[:2], table, p("Form J: Other relevant matters")
    )
    (report,) = settled(meeting(("a.docx", content))).records.reports
    (line,) = report.lines
    assert line.period_from is not None
    assert line.period_to is not None
    assert (line.period_from.first.isoformat(), line.period_to.last.isoformat()) == (
        "2024-03-01",
        "2024-06-30",
    )
