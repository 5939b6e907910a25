"""`new`: the folder of a new meeting, with entry workbooks filled from the last one.

In: folders, a name, and the meeting to start from. Out: inputs/<name>/, whole or not at all. It
refuses (exit 2) a name that cannot be used, a folder that exists, and a meeting that cannot be
read. It guesses no date, place or number.
"""

import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from pipeline.build import CountedMeeting, normalise_and_aggregate
from pipeline.collect.folder import collect
from pipeline.files import Disk, disk_refusal, locked
from pipeline.load import Folders, Loaded, load, meetings
from pipeline.model.finding import TEMPLATE, USAGE, Refused
from pipeline.model.source import REPORTS_FOLDER
from pipeline.normalise.meeting_settings import read_settings
from pipeline.render.entry_book import entry_book
from pipeline.render.entry_help import HelpWords
from pipeline.stages import read_texts, split_reference
from pipeline.tasks.entry_workbooks import (
    MEETING,
    OF_A_NAME,
    TABLES,
    CarriedOver,
    Entries,
    carry_over,
)
from pipeline.tasks.history import documents, ledger

_NAME = re.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,39}")
# Names that Windows reserves for devices, and the folder that all meetings share.
_RESERVED = frozenset(
    {
        "con",
        "prn",
        "aux",
        "nul",
        "reference",
        *(f"{port}{n}" for port in ("com", "lpt") for n in range(10)),
    }
)
# Two levels down, so that an interrupted run leaves nothing that looks like a meeting.
_ASIDE = ".msp-new"


class NewMeeting(NamedTuple):
    """A new folder: its name and files, the meeting it was created from, rows carried over by
    table, figures left out.

    `kept_out` are the rows and files, by table, that the last meeting keeps out: they were not
    carried over. `is_issued` says whether the figures are those of papers as issued.
    """

    meeting: str
    after: str
    files: list[str]
    carried: dict[str, int]
    left_out: list[str]
    kept_out: dict[str, list[str]]
    is_issued: bool


def new(folders: Folders, name: str, after: str, disk: Disk) -> NewMeeting:
    """Make the folder of a meeting; `after` is the meeting to start from, by default the last real
    one.

    Refused (exit 2) for a name or folder, (exit 4) if the words of the workbooks are missing, (exit
    5) if it cannot be written; nothing is then left behind.
    """
    _refuse_name(folders, name)
    last = after or _last(folders)
    loaded = load(folders, last)
    own, inside = split_reference(loaded)
    counted = normalise_and_aggregate(loaded, collect(own))
    brought = carry_over(last, counted, _issued(folders, last))
    files = _workbooks(loaded, counted, name, brought)
    # A meeting with a reference folder of its own, such as the demo, would not be understood
    # without it: one reference folder a run, never two.
    if counted.settings.reference:
        prefix = f"{last}/"
        of_reference = (
            f for f in inside if f.path.startswith(f"{last}/{counted.settings.reference}/")
        )
        files |= {file.path.removeprefix(prefix): file.content for file in of_reference}
    with locked(folders.outputs / name):
        _write(folders.inputs, name, files, disk)
    rows = {table: len(rows) for table, rows in brought.rows.items() if rows}
    kept_out = {table: list(places) for table, places in brought.kept_out.items() if places}
    return NewMeeting(
        name, last, sorted(files), rows, list(brought.left_out), kept_out, brought.is_issued
    )


def _refuse_name(folders: Folders, name: str) -> None:
    if not _NAME.fullmatch(name) or name.casefold() in _RESERVED:
        cure = "Use up to forty letters, digits, - and _, for example 14msp."
        raise Refused(USAGE, "This cannot be the name of a meeting folder.", cure)
    if (match := OF_A_NAME.fullmatch(name)) and not int(match[1]):
        cure = "Use the meeting's number, for example 14msp, or a name without a number."
        raise Refused(USAGE, f"{name} would be meeting number 0, which does not exist.", cure)
    meetings(folders)  # refuses if there is no folder of inputs
    if name.casefold() in {path.name.casefold() for path in folders.inputs.iterdir()}:
        raise Refused(
            USAGE, f"inputs/{name} already exists; it was left unchanged.", "Choose another name."
        )


def _last(folders: Folders) -> str:
    """The real meeting with the latest opening day, of those whose settings can be read. Refused
    (exit 2) if there is none.
    """
    known = {}
    for meeting in meetings(folders):
        try:
            own, _ = split_reference(load(folders, meeting))
            book = tuple(file for file in own if file.path == f"{meeting}/meeting.xlsx")
            settings = read_settings(collect(book).value.sheets, meeting)
        except Refused:
            continue
        if not settings.demo:
            known[settings.meeting_from, meeting] = meeting
    if not known:
        raise Refused(
            USAGE,
            "There is no earlier meeting to start from.",
            "Name one with --after, for example --after demo.",
        )
    return known[max(known)]


def _issued(folders: Folders, last: str) -> list[dict[str, object]]:
    """The figures of the last meeting's papers as issued; none if no paper was issued, or the
    ledger of one is lost. A figure that differs between papers has no value.
    """
    issued = documents(folders.outputs / last).get("issued", {})
    runs = sorted({kept["run"] for kept in issued.values()})
    ledgers = [
        {f["name"]: f for f in ledger(folders.outputs / last, run).get("figures", ())}
        for run in runs
    ]
    if not ledgers or not all(ledgers):
        return []
    first, *others = ledgers
    figures = []
    for name, figure in first.items():
        # Papers issued after different runs may differ, and nobody may choose between them.
        is_same = all(other.get(name) == figure for other in others)
        figures.append(figure if is_same else {**figure, "value": None})
    return figures


def _workbooks(
    loaded: Loaded, counted: CountedMeeting, name: str, brought: CarriedOver
) -> dict[str, bytes]:
    """The workbooks by name."""
    file = f"entry.{counted.settings.language}.yaml"
    texts = read_texts(loaded.templates, loaded.cache)
    if file not in texts:
        raise Refused(
            TEMPLATE,
            f"templates/text/{file} is missing.",
            "Restore it, or add it for that language.",
        )
    entries = Entries(counted, name, brought, names_of(loaded, texts, counted.settings.reference))
    on = counted.settings.as_of
    words = HelpWords.of(file, texts[file], is_meeting=False)
    books = {
        f"{table.name}.xlsx": entry_book(
            table.name, (entries.sheet(table),), words._replace(weak_cells=entries.weak(table)), on
        )
        for table in TABLES
    }
    of_meeting = HelpWords.of(file, texts[file], is_meeting=True)
    settings = entries.settings(of_meeting.to_fill)
    sheets = (settings, *(entries.sheet(table) for table in MEETING))
    return {"meeting.xlsx": entry_book("meeting", sheets, of_meeting, on), **books}


def names_of(
    loaded: Loaded, texts: Mapping[str, object], reference: str
) -> dict[str, tuple[str, ...]]:
    """The values of settings that name a file: plans, work plans, templates and languages."""
    prefix = f"{loaded.meeting}/{reference}/" if reference else "reference/"
    paths = [f.path for f in (*loaded.reference, *loaded.files) if f.path.startswith(prefix)]

    def in_folder(folder: str) -> tuple[str, ...]:
        found = (re.search(rf"/{folder}/([^/]+)\.yaml$", path) for path in paths)
        return tuple(sorted({match[1] for match in found if match}))

    languages = {
        match[1] for match in (re.fullmatch(r"words\.(\w+)\.yaml", text) for text in texts) if match
    }
    templates = {
        file.path.removesuffix(".docx") for file in loaded.templates if file.path.endswith(".docx")
    }
    return {
        "plan": in_folder("plans"),
        "work_plan": in_folder("work-plans"),
        "template": tuple(sorted(templates)),
        "language": tuple(sorted(languages)),
    }


def _write(inputs: Path, name: str, files: Mapping[str, bytes], disk: Disk) -> None:
    """Write all files into a folder aside, then move it to its place; if anything fails, nothing is
    left. Refused (exit 5) if it fails.
    """
    aside = inputs / _ASIDE
    shutil.rmtree(aside, ignore_errors=True)
    folder = aside / name
    try:
        for path, content in files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            disk.write(folder / path, content)
        (folder / REPORTS_FOLDER).mkdir()
        disk.replace(folder, inputs / name)
    except OSError as error:
        raise disk_refusal(error, inputs / name, after="Nothing was created.") from error
    finally:
        shutil.rmtree(aside, ignore_errors=True)
