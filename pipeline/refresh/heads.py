"""Heads that stay: what is kept of a table that is no longer generated keeps the words that say
what it is of.

In: the editors' document and the new one, and whether a row would go. Out: the ids of first rows,
captions and headings above tables of which a row stays. A row alone would read as one of the
heading before it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator

from lxml import etree

from pipeline.model.papers import STYLES
from pipeline.ooxml import W
from pipeline.refresh.bring import CAPTIONS, style_names
from pipeline.refresh.found import ROW, Found, Spot

Element = etree._Element

_HEADINGS = frozenset(
    name.casefold() for role, name in STYLES.items() if role.startswith("heading-")
)


def heads_that_stay(theirs: Found, new: Found, goes: Callable[[Spot], bool]) -> frozenset[str]:
    """The ids above what stays in tables that are no longer generated, an editor's own rows too."""
    tables: dict[Element, list[Spot]] = defaultdict(list)
    for spot in theirs.spots.values():
        if (
            spot.kind == ROW
            and spot.row is not None
            and (table := spot.row.getparent()) is not None
        ):
            tables[table].append(spot)
    ended = [
        (table, rows)
        for table, rows in tables.items()
        if not any(spot.name in new.spots for spot in rows)
    ]
    staying = [(table, rows) for table, rows in ended if _stays(table, rows, goes)]
    names = style_names(theirs.document) if staying else {}
    return frozenset(
        name
        for table, rows in staying
        for name in (rows[0].name, *_above(theirs, new, table, names))
    )


def _stays(table: Element, rows: list[Spot], goes: Callable[[Spot], bool]) -> bool:
    ours = {spot.row for spot in rows}
    return any(row not in ours for row in table.iterchildren(f"{W}tr")) or not all(
        goes(spot) for spot in rows
    )


def _above(theirs: Found, new: Found, table: Element, styles: dict[str, str]) -> Iterator[str]:
    """The captions right above a table, and the heading above these, where they are generated no
    more.
    """
    above = table.getprevious()
    while above is not None and above.tag == f"{W}p":
        names = [name for name in theirs.by_paragraph.get(above, ()) if name not in new.spots]
        style = above.find(f"{W}pPr/{W}pStyle")
        called = styles.get(style.get(f"{W}val", ""), "") if style is not None else ""
        if not names or called not in CAPTIONS | _HEADINGS:
            return
        yield from names
        if called in _HEADINGS:
            return
        above = above.getprevious()
