"""New paragraphs, tables and rows put in after their nearest living neighbour; what is there is
never moved.

In: both documents and the ids that may come in. Out: the editors' document with them. A paragraph
that the editor deleted is not among those ids. And the headers that stay: a row of a table that is
no longer generated, kept alone, would read as one of the heading before it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import NamedTuple

from lxml import etree

from pipeline.model.papers import STYLES
from pipeline.ooxml import W
from pipeline.refresh.compared_text import normal
from pipeline.refresh.element_importer import CAPTIONS, ElementImporter, style_names
from pipeline.refresh.paper_index import ROW, Anchor, PaperIndex
from pipeline.refresh.tracked_changes import Pen, insert_tracked, mark_row

Element = etree._Element

_END = STYLES["table-end"].casefold()
_P, _TBL, _TR = f"{W}p", f"{W}tbl", f"{W}tr"


class BlockGroup(NamedTuple):
    """What goes in together: a paragraph, or a table with its number, title and end; names,
    elements, rows.
    """

    names: tuple[str, ...]
    elements: tuple[Element, ...]
    rows: tuple[str, ...]


def block_groups(found: PaperIndex) -> list[BlockGroup]:
    """The groups of a newly generated document, in order."""
    styles = style_names(found.document)
    names_at: dict[Element, list[str]] = {}
    rows_of: dict[Element, list[str]] = {}
    for name, anchor in found.anchors.items():
        if anchor.kind == ROW and anchor.row is not None:
            rows_of.setdefault(found.top(anchor.row), []).append(name)
        for paragraph in anchor.paragraphs[:1] if anchor.kind == "block" else ():
            names_at.setdefault(found.top(paragraph), []).append(name)
    made: list[tuple[list[str], list[Element], list[str]]] = []
    is_caption = False
    for element in found.document.body:
        style = _style(element, styles)
        names = names_at.get(element, [])
        if names and not (is_caption and style in CAPTIONS):
            made.append(([], [], []))
        is_part = names or element in rows_of or is_caption or style == _END
        if made and element.tag in {_P, _TBL} and is_part:
            made[-1][0].extend(names)
            made[-1][1].append(element)
            made[-1][2].extend(rows_of.get(element, []))
        is_caption = style in CAPTIONS
    return [
        BlockGroup(tuple(names), tuple(elements), tuple(rows)) for names, elements, rows in made
    ]


def _style(element: Element, styles: dict[str, str]) -> str:
    first = element[0] if element.tag == _P and len(element) else None
    node = first.find(f"{W}pStyle") if first is not None and first.tag == f"{W}pPr" else None
    return "" if node is None else styles.get(node.get(f"{W}val", ""), "")


class Inserter:
    """Puts what is new into the editors' document."""

    def __init__(
        self, theirs: PaperIndex, new: PaperIndex, importer: ElementImporter, is_part: bool
    ) -> None:
        self.theirs, self.new, self.importer, self.is_part = theirs, new, importer, is_part
        self.inserted: list[str] = []

    def insert(self, may_come: frozenset[str], pen: Pen) -> None:
        """Put in the groups and rows whose ids may come and are not there."""
        ordered = block_groups(self.new)
        for position, group in enumerate(ordered):
            if self._is_living(group):
                self._insert_rows(group, may_come, pen)
            elif group.names and all(name in may_come for name in group.names):
                self._insert_group(ordered, position, may_come, pen)

    def _is_living(self, group: BlockGroup) -> bool:
        return any(name in self.theirs.anchors for name in (*group.names, *group.rows))

    def _insert_group(
        self, ordered: list[BlockGroup], position: int, may_come: frozenset[str], pen: Pen
    ) -> None:
        elements = self._coming(ordered[position], may_come)
        if not elements:
            return
        before = self._neighbour(reversed(ordered[:position]))
        after = (
            self._neighbour(iter(ordered[position + 1 :]))
            if before is None and not self.is_part
            else None
        )
        fresh = self._fresh(elements, may_come)
        if before is not None:
            anchor = self._past(self._last_element(before), ordered[position])
            for element in reversed(fresh):
                anchor.addnext(element)
        elif after is not None:
            anchor = self._first_element(after)
            for element in fresh:
                anchor.addprevious(element)
        else:
            return
        self._register(ordered[position], fresh, pen)

    def _coming(self, group: BlockGroup, may_come: frozenset[str]) -> tuple[Element, ...]:
        """The elements of a group; without a table of which no row may come, and its number and
        title.
        """
        if not group.rows or any(name in may_come for name in group.rows):
            return group.elements
        is_caption = _style(group.elements[0], style_names(self.new.document)) in CAPTIONS
        return () if is_caption else group.elements[:1]

    def _fresh(self, elements: tuple[Element, ...], may_come: frozenset[str]) -> list[Element]:
        """The elements as they go in, without rows that may not come."""
        fresh = [self.importer.block(element) for element in elements]
        for row in [
            row for element in fresh for row in element.iter(_TR) if not self._comes(row, may_come)
        ]:
            row.getparent().remove(row)  # type: ignore[union-attr]
        return fresh

    def _past(self, anchor: Element, group: BlockGroup) -> Element:
        """Behind the lines of the template that stand before the group as generated, where they
        stand here too.
        """
        before = []
        for element in group.elements[0].itersiblings(preceding=True):
            if element.tag != _P or element in self._grouped:
                break
            before.append(element)
        for element in reversed(before):
            following = anchor.getnext()
            if following is None or following.tag != _P or following in self._own:
                break
            if normal(self.theirs.text((following,))) != normal(self.new.text((element,))):
                break
            anchor = following
        return anchor

    @cached_property
    def _grouped(self) -> set[Element]:
        """What stands in the groups of the new document."""
        return {element for group in block_groups(self.new) for element in group.elements}

    @cached_property
    def _own(self) -> set[Element]:
        """The paragraphs of the editors' document that carry an id."""
        return {
            paragraph for anchor in self.theirs.anchors.values() for paragraph in anchor.paragraphs
        }

    def _neighbour(self, others: Iterator[BlockGroup]) -> BlockGroup | None:
        """The nearest living group; in a part of a paper the next one alone, what came in just now
        left aside.
        """
        for group in others:
            if self._is_living(group):
                return group
            if self.is_part:
                return None
        return None

    def _elements(self, group: BlockGroup) -> list[Element]:
        tops = []
        for name in (*group.names, *group.rows):
            anchor = self.theirs.anchors.get(name)
            if anchor is not None:
                tops += [
                    self.theirs.top(element)
                    for element in (anchor.row, *anchor.paragraphs)
                    if element is not None
                ]
        return sorted(set(tops), key=self.theirs.document.body.index)

    def _first_element(self, group: BlockGroup) -> Element:
        return self._elements(group)[0]

    def _last_element(self, group: BlockGroup) -> Element:
        last = self._elements(group)[-1]
        after = last.getnext()
        is_end = last.tag == _TBL and after is not None and after.tag == _P
        if (
            is_end
            and after is not None
            and _style(after, style_names(self.theirs.document)) == _END
        ):
            return after
        return last

    def _register(self, group: BlockGroup, fresh: list[Element], pen: Pen) -> None:
        names = {*group.names, *group.rows}
        for element in fresh:
            for paragraph in element.iter(_P):
                if pen.is_tracked:
                    insert_tracked(paragraph, pen)
            for start in element.iter(f"{W}bookmarkStart"):
                name = start.get(f"{W}name", "").lower()
                if name in names:
                    self._add_anchor(name, start)
            for row in element.iter(_TR) if pen.is_tracked else ():
                mark_row(row, pen.mark("ins"))

    def _add_anchor(self, name: str, start: Element) -> None:
        paragraph = next(start.iterancestors(_P))
        row = next(paragraph.iterancestors(_TR), None)
        kind = self.new.anchors[name].kind
        self.theirs.anchors[name] = self.new.anchors[name]._replace(
            kind=kind, paragraphs=(paragraph,), row=row
        )
        self.inserted.append(name)

    def _insert_rows(self, group: BlockGroup, may_come: frozenset[str], pen: Pen) -> None:
        living = [name for name in group.rows if self._row(name) is not None]
        if not living:
            self._insert_table(group, may_come, pen)
            return
        before: Element | None = None
        for name in group.rows:
            row = self._row(name)
            if row is not None:
                before = row
            elif name in may_come:
                before = self._insert_row(name, before, living[0], pen)

    def _insert_table(self, group: BlockGroup, may_come: frozenset[str], pen: Pen) -> None:
        """The table itself where a sentence of an empty one has become its number, or its number
        stands without it.
        """
        if not group.rows or group.rows[0] not in may_come:
            return
        anchor = self._elements(group)[-1]
        elements = tuple(
            element for element in group.elements[1:] if self._comes(element, may_come)
        )
        fresh = self._fresh(elements, may_come)
        for element in reversed(fresh):
            anchor.addnext(element)
        names = tuple(name for name in (*group.names[1:], *group.rows) if name in may_come)
        self._register(BlockGroup(names, elements, ()), fresh, pen)

    def _comes(self, element: Element, may_come: frozenset[str]) -> bool:
        """Whether an element of the new document may come in: it has no id, or one that may."""
        names = [start.get(f"{W}name", "").lower() for start in element.iter(f"{W}bookmarkStart")]
        known = [name for name in names if name in self.new.anchors]
        return not known or any(name in may_come for name in known)

    def _row(self, name: str) -> Element | None:
        anchor = self.theirs.anchors.get(name)
        return None if anchor is None else anchor.row

    def _insert_row(self, name: str, before: Element | None, first: str, pen: Pen) -> Element:
        source = self.new.anchors[name].row
        assert source is not None
        fresh = self.importer.block(source)
        next_row = self._row(first)
        if before is not None:
            before.addnext(fresh)
        elif next_row is not None:
            next_row.addprevious(fresh)
        for paragraph in fresh.iter(_P) if pen.is_tracked else ():
            insert_tracked(paragraph, pen)
        if pen.is_tracked:
            mark_row(fresh, pen.mark("ins"))
        for start in fresh.iter(f"{W}bookmarkStart"):
            if start.get(f"{W}name", "").lower() == name:
                self._add_anchor(name, start)
        return fresh


_HEADINGS = frozenset(
    name.casefold() for role, name in STYLES.items() if role.startswith("heading-")
)


def headers_to_keep(
    theirs: PaperIndex, new: PaperIndex, goes: Callable[[Anchor], bool]
) -> frozenset[str]:
    """The ids above what stays in tables that are no longer generated, an editor's own rows too."""
    tables: dict[Element, list[Anchor]] = defaultdict(list)
    for anchor in theirs.anchors.values():
        if (
            anchor.kind == ROW
            and anchor.row is not None
            and (table := anchor.row.getparent()) is not None
        ):
            tables[table].append(anchor)
    ended = [
        (table, rows)
        for table, rows in tables.items()
        if not any(anchor.name in new.anchors for anchor in rows)
    ]
    staying = [(table, rows) for table, rows in ended if _stays(table, rows, goes)]
    names = style_names(theirs.document) if staying else {}
    return frozenset(
        name
        for table, rows in staying
        for name in (rows[0].name, *_above(theirs, new, table, names))
    )


def _stays(table: Element, rows: list[Anchor], goes: Callable[[Anchor], bool]) -> bool:
    ours = {anchor.row for anchor in rows}
    return any(row not in ours for row in table.iterchildren(f"{W}tr")) or not all(
        goes(anchor) for anchor in rows
    )


def _above(
    theirs: PaperIndex, new: PaperIndex, table: Element, styles: dict[str, str]
) -> Iterator[str]:
    """The captions right above a table, and the heading above these, where they are generated no
    more.
    """
    above = table.getprevious()
    while above is not None and above.tag == f"{W}p":
        names = [name for name in theirs.by_paragraph.get(above, ()) if name not in new.anchors]
        style = above.find(f"{W}pPr/{W}pStyle")
        called = styles.get(style.get(f"{W}val", ""), "") if style is not None else ""
        if not names or called not in CAPTIONS | _HEADINGS:
            return
        yield from names
        if called in _HEADINGS:
            return
        above = above.getprevious()
