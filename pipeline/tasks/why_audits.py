"""The audits that `why` asks, and what to say where nothing answers.

In: the folder of outputs. Out: audits by meeting. It refuses (exit 2) where no papers were made
yet.
"""

import json
from pathlib import Path

from pipeline.model.finding import USAGE, Refused
from pipeline.tasks.why import Audit


def refused(message: str, cure: str) -> Refused:
    """What to say and what to do next."""
    return Refused(USAGE, message, cure)


def nothing(place: str, is_file: bool) -> Refused:
    """What to say where nothing was found."""
    if is_file:
        return refused("Nothing was read at that place of the file.", "Ask for the file alone.")
    if place:
        return refused(
            "No file of that name was read.", "Name it as it stands below the folder of inputs."
        )
    return refused(
        "No paragraph or file answers to that.", "Give an id or words of a paragraph, or a file."
    )


def read_audits(outputs: Path, meeting: str) -> dict[str, Audit]:
    """The audits of the last runs, of one meeting or of all. Refused (exit 2) where there is
    none.
    """
    paths = {
        path.parent.parent.name: path for path in sorted(outputs.glob("*/internal/audit.json"))
    }
    if meeting and paths and meeting not in paths:
        raise refused(
            f"There are no papers of {meeting!r} yet.", f"Papers were made of: {', '.join(paths)}."
        )
    if not paths:
        raise refused("No papers have been made yet.", "Run `make report` first.")
    audits = {}
    for name in [meeting] if meeting else paths:
        try:
            audits[name] = Audit(json.loads(paths[name].read_text(encoding="utf-8")))
        except (OSError, ValueError, KeyError, TypeError):
            raise refused(
                f"{name}/internal/audit.json cannot be read.",
                "Delete it and run `make report` again.",
            ) from None
    return audits
