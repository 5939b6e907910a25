"""National reports kept as workbooks, and their register: covers, lines of Form I, versions.

In: the sheets of the folder national-reports and the rows of reports-received. Out: the latest
version of each report and register row, rows set aside, findings. A report's State and year come
from its cover alone.
"""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple, cast

from pipeline.model.dates_and_money import Dated
from pipeline.model.figure import Drop
from pipeline.model.finding import Finding, found
from pipeline.model.forms import SINCE_FIELD, STATUS_FIELD
from pipeline.model.record import FormLine, Quarantined, Registered, Report
from pipeline.model.records import ReportsInScope
from pipeline.model.source import Ref, Row, Sheet
from pipeline.model.tables import COVER, COVER_FIELDS, REPORTS_RECEIVED, RESOURCE_LINES, Kind
from pipeline.normalise.cell_values import pair_columns, read_cell
from pipeline.normalise.form_lines import form_lines
from pipeline.normalise.headers import named_by_header
from pipeline.normalise.patches import resolve_column
from pipeline.normalise.reading import Lists, Value, other_words, value_key
from pipeline.normalise.table import (
    NOT_ABOUT,
    QUARANTINED,
    Headers,
    TableRows,
    header_key,
    read_table,
)

_UNCLEAR = frozenset({"repeated-cover-field", "bad-version"})
FORMS = (header_key(COVER.name), header_key(RESOURCE_LINES.name))
_ANSWERING = ("state", "article7_year", "version", STATUS_FIELD, SINCE_FIELD, "transcribed_from")


class ReportRows(NamedTuple):
    """Reports, those that the meeting does not need, register rows, and everything that was set
    aside.
    """

    reports: tuple[Report, ...]
    others: tuple[Report, ...]
    registered: tuple[Registered, ...]
    rest: TableRows


class _Cover(NamedTuple):
    """The fields of a cover with their rows, and what was set aside."""

    values: dict[str, Value]
    rows: dict[str, Row]
    rest: TableRows

    @property
    def is_clear(self) -> bool:
        """Whether it says which report this is: a State, no field twice, no invalid version."""
        codes = {finding.code for finding in self.rest.findings}
        return bool(self.values.get("state")) and not codes & _UNCLEAR

    def number(self, field: str) -> int | None:
        """The number in a field; None for none."""
        value = self.values.get(field)
        return value if isinstance(value, int) else None


def _cover(sheet: Sheet, headers: Headers, lists: Lists) -> _Cover:
    table = read_table(sheet, COVER, headers, lists)
    fields = {column.name: column for column in COVER_FIELDS}
    values: dict[str, Value] = {}
    rows: dict[str, Row] = {}
    findings, drops = list(table.findings), list(table.drops)
    for name, row in _named_rows(table, lists):
        if name in rows:
            findings.append(found("repeated-cover-field", row.ref("field"), column=name))
        if name not in fields:
            findings.append(found("unknown-cover-field", row.ref("field")))
            drops.append(Drop(key=row.key, fate=NOT_ABOUT, reason="unknown-cover-field"))
            continue
        values[name], faults = read_cell(row, "value", fields[name], lists, COVER.name)
        findings.extend(fault for fault in faults if fault not in table.findings)
        rows.setdefault(name, row)
        if not _is_answer(name, row):
            drops.append(Drop(key=row.key, fate=NOT_ABOUT, reason="field-not-used"))
    values, faults = pair_columns(values, COVER_FIELDS, lambda name: rows[name].ref("value"))
    findings += [*faults, *_period_note(values, rows)]
    return _Cover(values, rows, TableRows((), table.quarantined, tuple(drops), tuple(findings)))


def _is_answer(name: str, row: Row) -> bool:
    """Whether a field of the cover says something on which an answer may rest."""
    return name in _ANSWERING and bool(row.cell("value").text.strip())


def _named_rows(table: TableRows, lists: Lists) -> list[tuple[str, Row]]:
    """The rows of a cover with the names of their fields; its dates are one column, and prove their
    order together.
    """
    others = other_words(lists, COVER.name, "field")
    keys = [value_key(str(read.values["field"])) for read in table.rows]
    names = [others.get(key, key) for key in keys]
    dates = {column.name for column in COVER_FIELDS if column.kind is Kind.DATE}
    dated = [read.row for name, read in zip(names, table.rows, strict=True) if name in dates]
    # the dates of a cover were typed by one hand: one of them proves the order of day and month
    settled = {row.key: row for row in resolve_column(dated, "value", Kind.DATE, lists)}
    return [
        (name, settled.get(read.row.key, read.row))
        for name, read in zip(names, table.rows, strict=True)
    ]


def _period_note(values: dict[str, Value], rows: dict[str, Row]) -> list[Finding]:
    """The note on a period that is not a calendar year."""
    first, last = values.get("period_from"), values.get("period_to")
    if not isinstance(first, Dated) or not isinstance(last, Dated):
        return []
    year = first.first.year
    if (first.first, last.last) == (date(year, 1, 1), date(year, 12, 31)):
        return []
    return [found("period-not-a-year", rows["period_from"].ref("value"))]


def _form_lists(cover: _Cover, lists: Lists) -> Lists:
    """The lists for a report's own tables; its cover may say which mark precedes decimals."""
    mark = cover.values.get("decimal_mark")
    if not isinstance(mark, str) or not mark:
        return lists
    return lists._replace(decimal_mark=mark, mark_ref=cover.rows["decimal_mark"].ref("value"))


def _rows(named: Mapping[str, Sheet], headers: Headers, lists: Lists) -> TableRows:
    """The rows of the sheet of lines, if the workbook has one."""
    sheet = named.get(header_key(RESOURCE_LINES.name))
    return TableRows() if sheet is None else read_table(sheet, RESOURCE_LINES, headers, lists)


def _report(
    sheets: tuple[Sheet, ...], headers: Headers, lists: Lists
) -> tuple[Report | None, TableRows]:
    """The report in a workbook, or None if its cover does not say which State and year it
    is for.
    """
    named, others = _forms(sheets, headers)
    if "cover" not in named:
        return None, _all_out(sheets, ())
    cover = _cover(named["cover"], headers, lists)
    state, year = cover.values.get("state"), cover.values.get("article7_year")
    if not isinstance(state, str) or not isinstance(year, int) or not cover.is_clear:
        return None, _all_out(sheets, (*cover.rest.findings, *others.findings))
    own = _form_lists(cover, lists)
    form = _rows(named, headers, own)
    lines, findings = form_lines(form, state, year, own)
    rest = _joined(cover.rest, form, others, TableRows(findings=tuple(findings)))
    # a row of the cover or of Form I that is not used limits what this State may be said to have
    # reported
    out = tuple(q._replace(scope=(state, str(year))) for q in rest.quarantined)
    return _report_of(cover, state, year, lines), rest._replace(quarantined=out)


def _report_of(cover: _Cover, state: str, year: int, lines: tuple[FormLine, ...]) -> Report:
    """The report of a cover that says which one it is; an empty version is the first."""
    return Report(
        id=f"{state.lower()}-{year}",
        row=cover.rows["state"],
        state=state,
        year=year,
        version=cover.number("version") or 1,
        form_status=str(cover.values.get(STATUS_FIELD) or "unknown"),
        since=cover.number(SINCE_FIELD),
        fields=cover.rows,
        transcribed_from=str(cover.values.get("transcribed_from") or ""),
        lines=lines,
    )


def _forms(sheets: tuple[Sheet, ...], headers: Headers) -> tuple[dict[str, Sheet], TableRows]:
    """The sheets Cover and Form I of a report, and the rows of its other sheets, which are not
    read.
    """
    named: dict[str, Sheet] = {}
    findings, drops, out = [], [], []
    for sheet in sheets:
        name = header_key(sheet.name)
        if name in FORMS and name not in named:
            named[name] = sheet
        elif sheet.rows:
            code, fate = _of_another(name, sheet, headers)
            table = name if name in FORMS else RESOURCE_LINES.name
            findings.append(found(code, sheet.ref(sheet.rows[0]), table=table))
            drops += [Drop(key=sheet.key(raw), fate=fate, reason=code) for raw in sheet.rows]
            if fate == QUARANTINED:
                out += [
                    Quarantined(ref=sheet.ref(raw), table=RESOURCE_LINES.name) for raw in sheet.rows
                ]
    return named, TableRows((), tuple(out), tuple(drops), tuple(findings))


def _of_another(name: str, sheet: Sheet, headers: Headers) -> tuple[str, str]:
    """The code and fate of the rows of a sheet that is not read: lines of Form I may be under any
    name.
    """
    if name in FORMS:
        return "repeated-table", QUARANTINED
    if named_by_header(sheet, headers, (RESOURCE_LINES,)):
        return "misnamed-table", QUARANTINED
    return "form-not-used", NOT_ABOUT


def _all_out(sheets: tuple[Sheet, ...], findings: tuple[Finding, ...]) -> TableRows:
    filled = [sheet for sheet in sheets if sheet.rows]
    if not filled:
        return TableRows(findings=findings)
    ref = filled[0].ref(filled[0].rows[0])
    rows = [(sheet, raw) for sheet in filled for raw in sheet.rows]
    drops = tuple(
        Drop(key=sheet.key(raw), fate=QUARANTINED, reason="no-cover") for sheet, raw in rows
    )
    out = tuple(Quarantined(ref=sheet.ref(raw), table=RESOURCE_LINES.name) for sheet, raw in rows)
    return TableRows((), out, drops, (*findings, found("no-cover", ref)))


def _registered(table: TableRows) -> tuple[Registered, ...]:
    return tuple(
        Registered.model_validate(
            {
                "id": f"{str(values['state']).lower()}-{values['article7_year']}",
                "row": row,
                "state": values["state"],
                "year": values["article7_year"],
                "version": values["version"] or 1,
                "received_on": values["received_on"],
                "public": values["public"],
            }
        )
        for row, values in table.rows
    )


Versioned = Report | Registered


def _latest(
    records: tuple[Versioned, ...], twin_code: str, table: str
) -> tuple[list[Versioned], TableRows]:
    """The highest version of each report; lower ones are superseded, and two of the same version
    are both out.
    """
    groups: dict[tuple[str, int], list[Versioned]] = defaultdict(list)
    for record in records:
        groups[record.state, record.year].append(record)
    latest, asides = [], []
    for group in groups.values():
        top = max(record.version for record in group)
        best = [record for record in group if record.version == top]
        for record in group:
            if record.version < top:
                asides.append(_superseded(record))
            # nobody knows which of the two is right, so neither counts
            elif len(best) > 1:
                others = [other for other in best if other is not record]
                asides.append(_duplicate(record, others, twin_code, table))
            else:
                latest.append(record)
    return latest, _joined(*asides)


def _superseded(record: Versioned) -> TableRows:
    """The finding on a lower version."""
    finding = found("superseded", record.row.ref("value"))
    drops = _drops(record, "superseded", "superseded")
    return TableRows(drops=tuple(drops), findings=(finding,))


def _duplicate(record: Versioned, others: list[Versioned], code: str, table: str) -> TableRows:
    """The finding on one of several records of the same version: nobody knows which one is
    right.
    """
    hint = "; ".join(other.row.key[0] for other in others)
    finding = found(code, record.row.ref("value"), hint=hint)
    scope = (record.state, str(record.year))
    out = tuple(Quarantined(ref=ref, table=table, scope=scope) for ref in _row_refs(record))
    return TableRows((), out, tuple(_drops(record, QUARANTINED, code)), (finding,))


def _rows_of(record: Versioned) -> list[Row]:
    if isinstance(record, Report):
        return [*record.fields.values(), *(line.row for line in record.lines)]
    return [record.row]


def _row_refs(record: Versioned) -> list[Ref]:
    return [row.sheet.ref(row.raw) for row in _rows_of(record)]


def _drops(record: Versioned, fate: str, reason: str) -> list[Drop]:
    return [
        Drop(key=row.key, fate=fate, reason=reason, record=record.id) for row in _rows_of(record)
    ]


def _joined(*parts: TableRows) -> TableRows:
    return TableRows(
        (),
        tuple(q for part in parts for q in part.quarantined),
        tuple(d for part in parts for d in part.drops),
        tuple(f for part in parts for f in part.findings),
    )


# A cover that promises lines where none can be read leaves the answer open: it does not report
# nothing.
_SILENT = {"unknown": "form-i-unknown", "changed": "form-i-without-lines"}


def _check_lines(reports: list[Versioned]) -> list[Finding]:
    findings = []
    for report in reports:
        assert isinstance(report, Report)
        at = report.fields.get(STATUS_FIELD, report.row).ref("value")
        if report.form_status in {"unchanged", "not_applicable"} and report.lines:
            findings.append(found("form-i-conflict", at))
        elif not report.lines and report.form_status in _SILENT:
            findings.append(found(_SILENT[report.form_status], at))
        if report.form_status == "unchanged" and report.since is None:
            findings.append(found("unchanged-without-year", at))
    return findings


def read_books(
    books: Mapping[str, tuple[Sheet, ...]], headers: Headers, lists: Lists
) -> tuple[tuple[Report, ...], TableRows]:
    """The reports kept as workbooks, in every version, and those of their rows that were
    set aside.
    """
    made = [_report(sheets, headers, lists) for sheets in books.values()]
    return tuple(report for report, _ in made if report), _joined(*(rest for _, rest in made))


def read_reports(
    reports: tuple[Report, ...], register: TableRows, in_scope: ReportsInScope
) -> ReportRows:
    """The reports and the register, latest versions only, and everything that was set aside on the
    way.

    Reports that the meeting does not need are kept apart, in every version.
    """
    stood_on = tuple(report for report in reports if in_scope.has(report.state, report.year))
    others = tuple(report for report in reports if not in_scope.has(report.state, report.year))
    latest, superseded = _latest(stood_on, "duplicate-report", RESOURCE_LINES.name)
    rows, older = _latest(_registered(register), "duplicate-register-row", REPORTS_RECEIVED.name)
    checks = TableRows(findings=tuple(_check_lines(latest)))
    rest = _joined(register, superseded, older, checks)
    read = tuple(_without_promise(cast("Report", report)) for report in latest)
    return ReportRows(read, others, cast("tuple[Registered, ...]", tuple(rows)), rest)


def _without_promise(report: Report) -> Report:
    """The report; its Form I is unknown if the cover says that it changed but none of its lines is
    there.
    """
    if report.form_status == "changed" and not report.lines:
        return report.model_copy(update={"form_status": "unknown"})
    return report
