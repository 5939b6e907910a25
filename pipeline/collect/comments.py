"""Comments in the cells of a worksheet, old notes and threads alike.

In: the parts of a workbook. Out: remarks at cells, the words in the hint alone. Of a thread the old
note that repeats it is left out.
"""

from lxml import etree

from pipeline.collect.book import related
from pipeline.collect.worksheet import area
from pipeline.model.source import Remark


def comments(path: str, parts: dict[str, bytes]) -> list[Remark]:
    """The comments of the worksheet at that path, in order of their cells."""
    threads = _words(path, parts, "/threadedComment", "threadedComment")
    words = {**_words(path, parts, "/comments", "comment"), **threads}
    return [
        Remark("cell-comment", row, column, hint) for (row, column), hint in sorted(words.items())
    ]


def _words(
    path: str, parts: dict[str, bytes], ending: str, name: str
) -> dict[tuple[int, int], str]:
    words: dict[tuple[int, int], str] = {}
    for part in related(path, parts, ending):
        for comment in etree.fromstring(parts[part]).iter(f"{{*}}{name}"):
            at = area(comment.get("ref") or "")
            text = " ".join(" ".join(map(str, comment.itertext("{*}t", "{*}text"))).split())
            if at and text:
                words[at.top, at.left] = " / ".join(
                    filter(None, (words.get((at.top, at.left), ""), text))
                )
    return words
