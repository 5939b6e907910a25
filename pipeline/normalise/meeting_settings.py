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
            "Copy meeting.xlsx of another meeting and change its values.",
        )
    table = read_table(sheet, SETTINGS, {}, _NO_LISTS)
    refuse_faults(table)
    values: dict[str, object] = {}
    keyed: dict[str, dict[str, str]] = {name: {} for name in KEYED}
    refs: dict[str, Ref] = {}
    for row, cells in table.rows:
        key, ref = str(cells["key"]), row.ref("value")
        if key in refs:
            raise Refused(
                USAGE,
                f"{ref.source} › {row.ref('key').place}: the key stands twice.",
                "Delete one of the two.",
            )
        refs[key] = ref
        text = clean_text(row.cell("value").text)
        name, _, part = key.partition(".")
        if name in KEYED and part and (part in KEYED[name] or not KEYED[name]):
            keyed[name].update({part: text} if text else {})
        elif key in KEYS:
            values.update({key: text} if text else {})
        else:
            raise _unknown_key(row.ref("key"))
    return _validated({**values, **keyed, "refs": refs}, refs)


def refuse_faults(table: TableRows) -> None:
    """Refused (exit 2) where a row of a table is out or in doubt: what it would have settled must
    not be guessed.
    """
    for finding in table.findings:
        if finding.severity is not Severity.NOTE:
            raise Refused(
                USAGE,
                f"{finding.ref.source} › {finding.ref.place}: {finding.message}",
                finding.cure,
            )


def _unknown_key(ref: Ref) -> Refused:
    known = [*KEYS, *(f"{name}.{part}" for name, parts in KEYED.items() for part in parts)]
    near = difflib.get_close_matches(ref.words, known, n=1)
    cure = f"Did you mean {near[0]}?" if near else "docs/inputs.md lists the keys."
    return Refused(USAGE, f"{ref.source} › {ref.place}: the key is not a setting.", cure)


def _validated(values: dict[str, object], refs: dict[str, Ref]) -> Settings:
    for key in _FOLDER_KEYS:
        name = str(values.get(key, ""))
        if any(mark in name for mark in "/\\:") or name.startswith("."):
            at = refs[key]
            raise Refused(
                USAGE,
                f"{at.source} › {at.place}: {key} must be a plain name.",
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
        raise Refused(
            USAGE,
            f"{at.source} › {at.place}: {key} cannot be read.",
            "docs/inputs.md says what the key holds.",
        ) from None
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
    cure = "Fill in the cells, or add a row a key; docs/inputs.md says what each holds."
    return Refused(
        USAGE, f"{source} › Settings: {count} missing, still to be filled in: {named}.", cure
    )


def _check_order(first: date, last: date, key: str, refs: dict[str, Ref]) -> None:
    if last < first:
        at = refs[key]
        raise Refused(
            USAGE, f"{at.source} › {at.place}: {key} lies before its start.", "Mend the two dates."
        )
