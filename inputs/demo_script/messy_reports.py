"""National reports of the messy twin: the same reports in Spanish and French, amounts with commas,
and a bad one.

In: the reports of the demo. Out: workbooks in national-reports/, the register in a book that counts
from 1904, and the faults in them. The bad report is one of a signatory, in no count of States
Parties.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from demo_script import columns
from demo_script.messy_sheet import Fault, Page
from demo_script.reports import NationalReport
from demo_script.write import DEMO_MARK, Cell, Row, new_book, save

REGISTER = "reports-received.xlsx"
SPANISH = {
    "section": "Sección",
    "counterpart": "Contraparte",
    "channel": "Canal",
    "kind": "Tipo de asistencia",
    "amount": "Importe",
    "currency": "Moneda",
}
FRENCH = {
    "section": "Partie",
    "counterpart": "Contrepartie",
    "amount": "Montant",
    "currency": "Monnaie",
}
SECTIONS = {"provided": "prestada", "received": "recibida", "needed": "needs"}
TWO_READINGS = re.compile(r"[0-9]{1,3}\.[0-9]{3}")
# The header of each report by its file, and whether its amounts are typed with decimal commas.
ODD: Mapping[str, tuple[Mapping[str, str], bool]] = {
    "kappaland-2024.xlsx": (SPANISH, True),
    "gamma-2024.xlsx": (FRENCH, True),
    "rhoville-2024.xlsx": (FRENCH, False),
}
BAD = NationalReport(
    "Iotaland", "iotaland-2024.xlsx", 2024, date(2025, 4, 2), date(2025, 4, 3), None, 1, ()
)
# Fields of a line of the bad report, and the codes to be found, each with its column.
WRONG: tuple[tuple[Mapping[str, Cell], tuple[tuple[str, str], ...]], ...] = (
    ({"amount": "USD 2.5 million"}, (("amount-magnitude", "amount"),)),
    ({"amount": "300k", "currency": "USD"}, (("amount-magnitude", "amount"),)),
    (
        {"amount": "between 100,000 and 200,000", "currency": "USD"},
        (("amount-range", "amount"), ("read-by-column", "amount")),
    ),
    ({"amount": "approx. 5000", "currency": "EUR"}, (("amount-approximate", "amount"),)),
    ({"amount": "USD 1,200,000 (2023–2025)"}, (("amount-years", "amount"),)),
    ({"amount": "kr 5 000 000"}, (("ambiguous-currency", "amount"),)),
    ({"amount": "USD 500", "currency": "EUR"}, (("currency-disagrees", "amount"),)),
    ({"amount": "(500)", "currency": "EUR"}, (("negative-amount", "amount"),)),
    ({"amount": "3 detectors, 2 trainers"}, (("amount-in-kind", "amount"),)),
    ({"amount": "N/A"}, (("absence-read", "amount"),)),
    ({"amount": "nil"}, (("absence-read", "amount"),)),
    ({"amount": "-"}, (("absence-read", "amount"),)),
    ({"amount": "confidential"}, (("absence-read", "amount"),)),
    ({"amount": "a few thousand"}, (("bad-amount", "amount"),)),
    ({"counterpart": "Alphaland/Kappaland/nobody known"}, (("unknown-name", "counterpart"),)),
)


def write_reports(meeting: Path, reports: Sequence[NationalReport]) -> tuple[Fault, ...]:
    """Write the reports, all as workbooks, and their register; the faults in them."""
    faults: list[Fault] = []
    books = [
        replace(report, file_name=str(Path(report.file_name).with_suffix(".xlsx")), scan="")
        for report in reports
    ]
    for report in filter(lambda report: report.is_here, books):
        faults += _report(meeting, report)
    faults += _bad(meeting)
    return (*faults, *_register(meeting, [*books, BAD]))


def _cover(page: Page, report: NationalReport, *more: tuple[str, str]) -> None:
    page.title(DEMO_MARK)
    page.header()
    page.rows(report.cover)
    page.rows({"field": field, "value": value} for field, value in more)


def _report(meeting: Path, report: NationalReport) -> list[Fault]:
    header, has_commas = ODD.get(report.file_name, ({}, False))
    file = f"national-reports/{report.file_name}"
    workbook, written = new_book()
    cover = Page(workbook, file, "Cover", columns.COVER)
    _cover(cover, report, *([("decimal_mark", "coma")] if has_commas else []))
    form = Page(workbook, file, "Form I", columns.FORM_I)
    form.title(DEMO_MARK, "", "Cooperación y asistencia")
    form.header(header)
    typed = [_typed(line) if has_commas else line for line in report.lines]
    _note_typed(form, typed)
    form.rows(typed)
    save(meeting / file, workbook, written)
    return [*cover.faults, *form.faults]


def _typed(line: Row) -> Row:
    """A line with its section in Spanish and its amount as text, points between thousands, a comma
    before decimals.
    """
    amount = line.get("amount")
    section = str(line["section"])
    typed: dict[str, Cell] = {**line, "section": SECTIONS.get(section, section)}
    if isinstance(amount, int | Decimal):
        typed["amount"] = f"{amount:,}".translate(str.maketrans(",.", ".,"))
    return typed


def _note_typed(page: Page, lines: Sequence[Row]) -> None:
    """What is to be found of amounts kept as text: once a column that they are, and each that has
    two readings.
    """
    texts = [
        (number, line["amount"])
        for number, line in enumerate(lines)
        if isinstance(line.get("amount"), str)
    ]
    for at, (number, text) in enumerate(texts):
        place = page.place("amount", page.line + number)
        if at == 0:
            page.fault("numbers-as-text", place)
        if TWO_READINGS.fullmatch(str(text)):
            page.fault("read-by-column", place)


def _bad(meeting: Path) -> list[Fault]:
    file = f"national-reports/{BAD.file_name}"
    workbook, written = new_book()
    _cover(Page(workbook, file, "Cover", columns.COVER), BAD)
    form = Page(workbook, file, "Form I", columns.FORM_I)
    form.header()
    for number, (fields, codes) in enumerate(WRONG):
        for code, column in codes:
            form.fault(code, form.place(column))
        line = {"section": "provided", "counterpart": "Deltaland", "description": f"Line {number}"}
        form.row({**line, **fields})
    form.row({"section": "provided", "counterpart": "Deltaland"}, "struck", "struck-row")
    save(meeting / file, workbook, written)
    return form.faults


def _register(meeting: Path, reports: Sequence[NationalReport]) -> list[Fault]:
    """The register in a workbook whose days count from 1904."""
    workbook, written = new_book(date_1904=True)
    page = Page(workbook, REGISTER, "reports-received", columns.REPORTS_RECEIVED)
    page.title(DEMO_MARK)
    page.faults.append(Fault("dates-from-1904", REGISTER, ""))
    page.header()
    for report in reports:
        if report is BAD:
            page.fault("not-a-party", page.place("state"))
        page.row(report.registered)
    save(meeting / REGISTER, workbook, written)
    return page.faults
