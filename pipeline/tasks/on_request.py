"""What `report` makes beside the papers only when it is asked for: copies with sources, evidence,
PDF.

In: what was reported, and what was asked for. Out: names of files below the outputs. It imports
what it needs alone.
"""

from collections.abc import Iterator
from typing import NamedTuple

from pipeline.build import Folders
from pipeline.files import Disk
from pipeline.tasks.shown import Told


class OnRequest(NamedTuple):
    """What is to be made beside the papers."""

    sources: bool
    pack: bool
    pdf: bool


def make_on_request(
    folders: Folders, told: list[Told], asked: OnRequest, disk: Disk
) -> Iterator[str]:
    """The names of the files made. Refused as the tasks that make them."""
    if asked.sources or asked.pack:
        from pipeline.tasks.extras import write_extras

        for done in told:
            yield from write_extras(folders, done.meeting, disk, asked.sources, asked.pack)
    if asked.pdf:
        from pipeline.tasks.pdf import make_pdfs

        yield from make_pdfs(folders.outputs, told, disk)
