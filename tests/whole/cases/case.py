"""A case: files that provoke the code of a finding, and the file and place it must name.

In: small tables written out. Out: cases for test_findings.
"""

from collections.abc import Mapping
from typing import NamedTuple

from tests.makers.small_meeting import Content, coalition, log, register, report

REPORT = "national-reports/alphaland.xlsx"


class Case(NamedTuple):
    """Files that provoke a code, and the file and place it must name; `settings` are those that
    differ from the demo's.
    """

    code: str
    files: dict[str, Content]
    source: str
    place: str
    settings: Mapping[str, object] = {}


def in_log(code: str, place: str, /, **changes: object) -> Case:
    """A case in one log."""
    return Case(code, {"activities.csv": log(**changes)}, "m/activities.csv", place)


def in_register(code: str, place: str, /, **changes: object) -> Case:
    """A case in one register."""
    files: dict[str, Content] = {"reports-received.csv": register(**changes), REPORT: report()}
    return Case(code, files, "m/reports-received.csv", place)


def in_report(code: str, place: str, /, *lines: dict[str, object], **cover: object) -> Case:
    """A case in one report."""
    files: dict[str, Content] = {
        "reports-received.csv": register(),
        REPORT: report(*lines, **cover),
    }
    return Case(code, files, f"m/{REPORT}", place)


def in_coalitions(code: str, place: str, /, **changes: object) -> Case:
    """A case in one register of coalitions."""
    return Case(code, {"coalitions.csv": coalition(**changes)}, "m/coalitions.csv", place)


def in_book(code: str, place: str, content: dict[str, list[list[object]]]) -> Case:
    """A case in one book."""
    return Case(code, {"book.xlsx": content}, "m/book.xlsx", place)
