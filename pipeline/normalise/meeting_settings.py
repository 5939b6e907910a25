"""The settings of a meeting, from the sheet Settings of meeting.xlsx.

In: the sheets of the meeting folder. Out: Settings with the cell of each key. It refuses an unknown
key, a missing one and a value that cannot be read, naming the cell and the nearest known key.
"""

import difflib
from datetime import date

from pydantic import ValidationError

from pipeline.language import clean_text
from pipeline.model.finding import USAGE, Refused, Severity
from pipeline.model.settings import KEYED, KEYS, Settings
from pipeline.model.source import Ref, Sheet
from pipeline.model.tables import SETTINGS
from pipeline.normalise.gazetteer import Gazetteer
from pipeline.normalise.reading import Lists
from pipeline.normalise.table import TableRows, header_key, read_table

_NO_LISTS = Lists(Gazetteer({}, frozenset(), frozenset()), frozenset())
_FOLDER_KEYS = ("plan", "work_plan", "reference")


def read_settings(sheets: tuple[Sheet, ...], meeting: str) -> Settings:
    """The settings. Refused (exit 2) where the sheet, a key or a value is missing or wrong."""
    sheet = next((s for s in sheets if header_key(s.name) == header_key(SETTINGS.name)), None)
    if sheet is None:
        raise Refused(
            USAGE,
            f"{meeting}/meeting.xlsx: the sheet Settings is missing or cannot be read.",
            "Copy meeting.xlsx from another meeting and change its values.",
        )
    table = read_table(sheet, SETTINGS, {}, _NO_LISTS)
    refuse_faults(table)
    values: dict[str, str] = {}
    keyed: dict[str, dict[str, str]] = {name: {} for name in KEYED}
    refs: dict[str, Ref] = {}
    for row, cells in table.rows:
        key, ref = str(cells["key"]), row.ref("value")
        if key in refs:
            raise _refused(row.ref("key"), "the key appears twice.", "Delete one of the two.")
        refs[key] = ref
        group, field = _field(key)
        if not field:
            raise _unknown_key(row.ref("key"))
        if text := clean_text(row.cell("value").text):
            (keyed[group] if group else values)[field] = text
    return _validated({**values, **keyed, "refs": refs}, refs)


def _field(key: str) -> tuple[str, str]:
    """The group of a key, empty for none, and its field in it; no field for a key that is no
    setting. A group without a closed list takes any field.
    """
    if key in KEYS:
        return "", key
    group, _, field = key.partition(".")
    fields = KEYED.get(group, ("",))
    return (group, field) if field in fields or not fields else ("", "")


def _refused(at: Ref, message: str, cure: str) -> Refused:
    return Refused(USAGE, f"{at.source} › {at.place}: {message}", cure)


def refuse_faults(table: TableRows) -> None:
    """Refused (exit 2) where a row of a table is out or in doubt: what it would have settled must
    not be guessed.
    """
    for finding in table.findings:
        if finding.severity is not Severity.NOTE:
            raise _refused(finding.ref, finding.message, finding.cure)


def _unknown_key(ref: Ref) -> Refused:
    known = [*KEYS, *(f"{name}.{part}" for name, parts in KEYED.items() for part in parts)]
    cure = "docs/inputs.md lists the keys."
    for near in difflib.get_close_matches(ref.words, known, n=1):
        cure = f"Did you mean {near}?"
    return _refused(ref, "the key is not a setting.", cure)


def _validated(values: dict[str, object], refs: dict[str, Ref]) -> Settings:
    for key in _FOLDER_KEYS:
        name = str(values.get(key, ""))
        if any(mark in name for mark in "/\\:") or name.startswith("."):
            raise _refused(
                refs[key],
                f"{key} must be a name without a path.",
                "Write the name of a file or folder.",
            )
    try:
        settings = Settings.model_validate(values)
    except ValidationError as error:
        if missing := [
            str(fault["loc"][0]) for fault in error.errors() if fault["type"] == "missing"
        ]:
            raise _to_fill(missing, refs) from None
        fault = error.errors()[0]
        key = ".".join(str(part) for part in fault["loc"])
        at = refs.get(key, Ref("meeting.xlsx", "Settings"))
        cure = "docs/inputs.md explains the key."
        raise _refused(at, f"{key} cannot be read.", cure) from None
    _check_order(settings.period_from, settings.period_to, "period_to", refs)
    _check_order(settings.meeting_from, settings.meeting_to, "meeting_to", refs)
    return settings


def _to_fill(missing: list[str], refs: dict[str, Ref]) -> Refused:
    """Every setting that is still to be filled in, with its cell where the sheet has a row for
    it.
    """
    named = ", ".join(f"{key} ({refs[key].place})" if key in refs else key for key in missing)
    source = next(iter(refs.values()), Ref("meeting.xlsx", "")).source
    count = "A setting is" if len(missing) == 1 else f"{len(missing)} settings are"
    cure = "Fill in the cells, or add one row per key; docs/inputs.md explains each."
    return Refused(USAGE, f"{source} › Settings: {count} still to be filled in: {named}.", cure)


def _check_order(first: date, last: date, key: str, refs: dict[str, Ref]) -> None:
    if last < first:
        raise _refused(refs[key], f"{key} is before its start.", "Correct the two dates.")
