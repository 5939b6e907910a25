"""`why --open`: the audit page in the browser, at what was found.

In: folder of outputs, a meeting, an answer. Out: the browser is asked to open a file. Refused (exit
2) without a page.
"""

import webbrowser
from pathlib import Path

from pipeline.audit.paper_views import anchor_of
from pipeline.model.finding import USAGE, Refused
from pipeline.tasks.why import Answered


def anchor(answer: Answered) -> str:
    """Where the page shows what was found: the first block, or the inputs."""
    if not answer.blocks:
        return "inputs"
    return anchor_of(answer.blocks[0]["paper"], answer.blocks[0]["id"])


def open_page(outputs: Path, meeting: str, answer: Answered) -> None:
    """Open the page of a meeting. Refused (exit 2) where it is missing."""
    page = (outputs / meeting / "internal" / "audit.html").resolve()
    if not page.is_file():
        raise Refused(
            USAGE, f"{meeting}/internal/audit.html is missing.", "Run `make report` again."
        )
    webbrowser.open(f"{page.as_uri()}#{anchor(answer)}")
