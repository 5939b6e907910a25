"""The settings of a meeting, from the sheet Settings of meeting.xlsx.

In: the sheets of the meeting folder. Out: Settings with the cell of each key. Unknown keys, missing
ones and values that cannot be read are refused, all of them at once, each with its cell and what to
write there.
"""

import difflib
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from typing import NamedTuple, cast

from pydantic import ValidationError

from pipeline.language import clean_text
from pipeline.model.dates_and_money import Precision
from pipeline.model.finding import USAGE, Finding, Refused, Severity
from pipeline.model.settings import KEYED, KEYS, Settings
from pipeline.model.source import Ref, Sheet
from pipeline.model.tables import SETTING_KEYS, SETTINGS, WORK_PLAN, Kind
from pipeline.normalise.date_grammar import read_date
from pipeline.normalise.gazetteer import Gazetteer
from pipeline.normalise.headers import near_name
from pipeline.normalise.reading import Lists
from pipeline.normalise.sheets import sheet_of
from pipeline.normalise.table import TableRows, header_key, read_table

_NO_LISTS = Lists(Gazetteer({}, frozenset(), frozenset()), frozenset())
# Settings that name a file or folder, with the extensions that people leave on its name.
_ENDINGS = {
    "plan": (".yaml", ".yml"),
    "work_plan": (".yaml", ".yml"),
    "reference": (),
    "template": (".docx",),
}
_OF_KEY = {key.name: key for key in SETTING_KEYS}
_DAY = "Write the day as 2026-07-15."
_WHOLE = "Write a whole number, digits only."
_WANTED = {
    Kind.DATE: _DAY,
    Kind.YEAR: "Write the year as 2025.",
    Kind.NUMBER: _WHOLE,
    Kind.VERSION: _WHOLE,
}
_ORDER = (("period_from", "period_to"), ("meeting_from", "meeting_to"))
_FEWEST_KEYS = 3
_OTHERWISE = "docs/inputs.md explains the key."


class SettingFault(NamedTuple):
    """A cell of Settings that cannot be used: what is wrong with it, and what to write there."""

    at: Ref
    message: str
    cure: str


def refuse(faults: Iterable[SettingFault]) -> None:
    """Refused (exit 2) with every fault, if there is any; each cell is mentioned once."""
    by_cell = {fault.at: fault for fault in reversed(tuple(faults))}
    listed = sorted(by_cell.values(), key=lambda fault: fault.at.row_key)
    if not listed:
        return
    first = listed[0]
    if len(listed) == 1:
        at = " › ".join(filter(None, (first.at.source, first.at.place)))
        raise Refused(USAGE, f"{at}: {first.message}", first.cure)
    lines = "".join(f"\n  {fault.at.place}: {fault.message} {fault.cure}" for fault in listed)
    raise Refused(
        USAGE,
        f"{first.at.source}: {len(listed)} cells cannot be used:{lines}",
        "Correct them all, and run again; docs/inputs.md explains each.",
    )


def read_settings(
    sheets: tuple[Sheet, ...], meeting: str, findings: tuple[Finding, ...] = ()
) -> Settings:
    """The settings; `findings` are those on the files of the folder.

    Refused (exit 2) if the sheet, a key or a value is missing or wrong.
    """
    table = read_table(_sheet(sheets, meeting, findings), SETTINGS, {}, _NO_LISTS)
    faults = list(faults_of(table))
    values: dict[str, str] = {}
    keyed: dict[str, dict[str, str]] = {name: {} for name in KEYED}
    refs: dict[str, Ref] = {}
    for row, cells in table.rows:
        key, ref = str(cells["key"]), row.ref("value")
        group, field = _field(key)
        if key in refs:
            again = SettingFault(row.ref("key"), "the key appears twice.", "Delete one of the two.")
            faults.append(again)
        elif not field:
            faults.append(_unknown_key(row.ref("key")))
        refs.setdefault(key, ref)
        if (text := clean_text(row.cell("value").text)) and field:
            text = _without_ending(group or field, text)
            (keyed[group] if group else values)[field] = text
    if sheet_of_plan := filled_work_plan(sheets):
        if "work_plan" in values:
            faults.append(_two_plans(refs["work_plan"], sheet_of_plan))
        values.setdefault("work_plan", "")
    return _validated({**values, **keyed, "refs": refs}, refs, faults)


def filled_work_plan(sheets: tuple[Sheet, ...]) -> Sheet | None:
    """The table work-plan of the meeting; None where nobody has filled it in."""
    sheet = sheet_of(sheets, WORK_PLAN)
    return sheet if sheet is not None and len(sheet.rows) > 1 else None


def _two_plans(at: Ref, sheet: Sheet) -> SettingFault:
    table = " › ".join(filter(None, (sheet.source, sheet.name)))
    return SettingFault(
        at,
        f"work_plan names a file, but {table} holds a work plan too.",
        "Clear the cell, or remove the rows of that table.",
    )


def _sheet(sheets: tuple[Sheet, ...], meeting: str, findings: tuple[Finding, ...]) -> Sheet:
    """The sheet Settings, or the csv file of that name. Refused (exit 2) if there is none, naming
    the one that may be it, or why its file is not read.
    """
    if sheet := sheet_of(sheets, SETTINGS):
        return sheet
    wanted = (header_key(SETTINGS.name),)
    own = [sheet for sheet in sheets if sheet.source.count("/") == 1]
    for sheet in own:
        if near_name(_name(sheet), wanted) or _looks_like_settings(sheet):
            at = sheet.ref(sheet.rows[0])
            raise Refused(
                USAGE,
                f"{at.source} › {at.place}: this sheet looks like Settings but has another name.",
                "Rename it Settings.",
            )
    book = f"{meeting}/meeting.xlsx"
    for finding in findings:
        if finding.ref.source == book and finding.severity is Severity.BLOCKER:
            raise Refused(USAGE, f"{book}: {finding.message}", finding.cure_at_once)
    raise Refused(
        USAGE,
        f"{book}: there is no sheet Settings.",
        "Name the sheet with the columns key and value Settings.",
    )


def _name(sheet: Sheet) -> str:
    """The name of a sheet; for a csv file, that of the file."""
    return header_key(PurePosixPath(sheet.source).stem if sheet.is_csv else sheet.name)


def _looks_like_settings(sheet: Sheet) -> bool:
    """Whether several of its rows begin with the name of a setting."""
    first = [row.cells[0].text.strip() for row in sheet.rows if row.cells]
    return len([text for text in first if text in KEYS]) >= _FEWEST_KEYS


def _field(key: str) -> tuple[str, str]:
    """The group of a key, empty for none, and its field in it; no field for a key that is not a
    setting. A group without a closed list takes any field.
    """
    if key in KEYS:
        return "", key
    group, _, field = key.partition(".")
    fields = KEYED.get(group, ("",))
    return (group, field) if field in fields or not fields else ("", "")


def _without_ending(key: str, text: str) -> str:
    """The name of a file as a setting has it: people copy it with its extension."""
    for ending in _ENDINGS.get(key, ()):
        if text.casefold().endswith(ending):
            return text[: -len(ending)]
    return text


def faults_of(table: TableRows) -> Iterator[SettingFault]:
    """The rows of a table that are not used or in doubt."""
    for finding in table.findings:
        if finding.severity is not Severity.NOTE:
            yield SettingFault(finding.ref, finding.message, finding.cure_at_once)


def refuse_faults(table: TableRows) -> None:
    """Refused (exit 2) if a row of a table is not used or in doubt: what it would have settled must
    not be guessed.
    """
    for fault in faults_of(table):
        refuse((fault,))


def _unknown_key(ref: Ref) -> SettingFault:
    known = [*KEYS, *(f"{name}.{part}" for name, parts in KEYED.items() for part in parts)]
    cure = "docs/inputs.md lists the keys."
    for near in difflib.get_close_matches(ref.words, known, n=1):
        cure = f"Did you mean {near}?"
    return SettingFault(ref, "the key is not a setting.", cure)


def _validated(
    values: dict[str, object], refs: dict[str, Ref], faults: list[SettingFault]
) -> Settings:
    """The settings of the values. Refused (exit 2) with everything that is wrong with them,
    including what was found before.
    """
    missing: list[str] = []
    settings: Settings | None = None
    faults += _with_paths(values, refs)
    try:
        settings = Settings.model_validate(values)
    except ValidationError as error:
        for fault in error.errors():
            key = ".".join(str(part) for part in fault["loc"])
            if fault["type"] == "missing":
                missing.append(key)
            else:
                faults.append(_unreadable(key, refs))
    if settings is not None:
        faults += _out_of_order(settings, refs)
    # a key that is misspelt, or whose row is not used, is not reported as missing as well
    told = {word for fault in faults for word in fault.cure.rstrip("?").split()}
    if wanting := [key for key in missing if key not in told]:
        faults.append(_to_fill(wanting, refs))
    refuse(faults)
    return cast("Settings", settings)


def _with_paths(values: dict[str, object], refs: dict[str, Ref]) -> Iterator[SettingFault]:
    """The names of files and folders that contain a path."""
    named = {key: values.get(key, "") for key in _ENDINGS if key not in KEYED}
    templates = cast("dict[str, str]", values["template"])
    named |= {f"template.{paper}": name for paper, name in templates.items()}
    for key, value in named.items():
        name = str(value)
        if any(mark in name for mark in "/\\:") or name.startswith("."):
            cure = "Write only the name of the file or folder."
            yield SettingFault(refs[key], f"{key} must be a name without a path.", cure)


def _unreadable(key: str, refs: dict[str, Ref]) -> SettingFault:
    """A value that its setting cannot take, with the form that is wanted."""
    at, known = refs.get(key, Ref("meeting.xlsx", SETTINGS.name)), _OF_KEY[key.partition(".")[0]]
    cure = _WANTED.get(known.kind, _OTHERWISE)
    if known.values:
        cure = f"Write one of: {', '.join(known.values)}."
    if known.kind is Kind.DATE:
        cure = _as_day(at.words)
    return SettingFault(at, f"{key} cannot be read.", cure)


def _as_day(words: str) -> str:
    """The day in the form that is wanted, if the words are certainly one day."""
    read = read_date(words)
    if read is None or read.precision is not Precision.DAY:
        return _DAY
    return f"Write {read.first.isoformat()}."


def _to_fill(missing: list[str], refs: dict[str, Ref]) -> SettingFault:
    """Every setting that is still to be filled in, with its cell if the sheet has a row for it."""
    named = ", ".join(f"{key} ({refs[key].place})" if key in refs else key for key in missing)
    source = next(iter(refs.values()), Ref("meeting.xlsx", "")).source
    count = "A setting is" if len(missing) == 1 else f"{len(missing)} settings are"
    cure = "Fill in the cells, or add one row per key; docs/inputs.md explains each."
    if "work_plan" in missing:
        cure += " A work plan may also be filled in as the table work-plan."
    return SettingFault(
        Ref(source, SETTINGS.name), f"{count} still to be filled in: {named}.", cure
    )


def _out_of_order(settings: Settings, refs: dict[str, Ref]) -> Iterator[SettingFault]:
    for first, last in _ORDER:
        if getattr(settings, last) < getattr(settings, first):
            yield SettingFault(refs[last], f"{last} is before {first}.", "Correct the two dates.")
