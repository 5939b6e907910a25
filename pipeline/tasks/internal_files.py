"""Workbooks and notes of internal/, as bytes by name below the outputs of a meeting.

In: a meeting as built, the way to its inputs. Out: what a person reads and may work in; each says
INTERNAL first.
"""

import os
from pathlib import Path

from pipeline.build import Built, Folders, Loaded
from pipeline.render.figures_book import Told, figures_book
from pipeline.render.tracker_book import tracker_book
from pipeline.render.workbook import to_do
from pipeline.tasks.notes import notes
from pipeline.tasks.reviewing import transcripts

TO_DO, FIGURES, TRACKER = (
    "internal/to-do.xlsx",
    "internal/figures.xlsx",
    "internal/follow-up-tracker.xlsx",
)


def internal_files(
    folders: Folders, folder: Path, loaded: Loaded, built: Built
) -> dict[str, bytes]:
    """Every such file. Refused (exit 4) where a note cannot be worded or rendered."""
    as_of = built.settings.as_of
    files = {
        TO_DO: to_do(built.ledger.findings, _way(folders, folder), as_of),
        FIGURES: _figures(built),
    }
    if built.tracking:
        files[TRACKER] = tracker_book(built.tracking, built.gate.name, as_of)
    return {**files, **transcripts(built), **notes(loaded, built)}


def _way(folders: Folders, folder: Path) -> str:
    """The way from the folder of workbooks to the inputs, for their links."""
    try:
        way = os.path.relpath(folders.inputs, folder / "internal")
    except ValueError:  # another drive on Windows
        way = str(folders.inputs)
    return Path(way).as_posix()


def _figures(built: Built) -> bytes:
    ledger, settings = built.ledger, built.settings
    of_reports = (
        ledger.answers,
        ledger.figures,
        built.assistance,
        settings.convert_to,
        settings.as_of,
        built.reports,
    )
    told = Told(*of_reports, built.activities)
    return figures_book(told, built.gate.name)
