"""What a case of a finding is: files that provoke it through the real stages, and the place it must name."""

from typing import NamedTuple

from tests.small import Content


class Case(NamedTuple):
    """Files that provoke a code, and the file and place it must name."""

    code: str
    files: dict[str, Content]
    source: str
    place: str
