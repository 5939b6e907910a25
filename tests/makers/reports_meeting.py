"""Small meetings whose reports are Word files, and what was read and counted of them.

In: reports as bytes, rows of the register. Out: the files of a meeting; figures, answers, codes.
"""

from pipeline.model.figure import Answer, Figure
from tests.makers.report_forms import report
from tests.makers.small_meeting import REGISTER, Content, rows, settled

PROVIDED = "assistance_provided"
COMPLETE: Content = [
    ["source", "through", "declared_by"],
    ["reports-received", "2025-06-30", "ISU"],
    ["national-reports", "2025-06-30", "ISU"],
]


def meeting(
    *reports: tuple[str, bytes], register_rows: list[dict[str, object]] | None = None
) -> dict[str, Content]:
    """A meeting with these files in national-reports, all declared complete; each is registered for
    Alphaland, 2024.
    """
    registered = register_rows if register_rows is not None else [REGISTER]
    files: dict[str, Content] = {f"national-reports/{name}": content for name, content in reports}
    return {**files, "reports-received.csv": rows(*registered), "complete.csv": COMPLETE}


def registered(**changes: object) -> dict[str, object]:
    """A row of the register."""
    return {**REGISTER, "file": "", **changes}


def figure(files: dict[str, Content], name: str = PROVIDED) -> Figure:
    """The figure of that name."""
    return next(f for f in settled(files).counted.figures if f.name == name)


def told(files: dict[str, Content], name: str = PROVIDED) -> tuple[int | None, str]:
    """Value and certainty of a figure."""
    found = figure(files, name)
    return found.value, found.certainty.value


def answer(files: dict[str, Content], state: str = "XAA") -> Answer:
    """What the State's report says of assistance provided."""
    return next(
        a for a in settled(files).counted.answers if (a.state, a.indicator) == (state, PROVIDED)
    )


def codes(files: dict[str, Content]) -> set[str]:
    """The codes of all findings."""
    return {finding.code for finding in settled(files).findings}


def earlier(year: int) -> tuple[str, bytes]:
    """A report of Alphaland for another year."""
    return f"a-{year}.docx", report(period=f"01/01/{year} to 31/12/{year}")


def years(*wanted: int) -> list[dict[str, object]]:
    """Rows of the register for these years."""
    return [registered(article7_year=str(year)) for year in wanted]


def unchanged(year: int, since: int) -> tuple[str, bytes]:
    """A report that is its cover alone: Form I unchanged since a year."""
    return f"a-{year}.docx", report(
        lines=(), period=f"01/01/{year} to 31/12/{year}", status="unchanged", since=str(since)
    )
