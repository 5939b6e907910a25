"""New paragraphs, tables and rows put in after their nearest living neighbour; what is there is
never moved.

In: both documents and the ids that may come in. Out: the editors' document with them. A paragraph
that the editor deleted is not among those ids. And the headers that stay: a row of a table that is
no longer generated, kept alone, would read as one of the heading before it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import NamedTuple

from lxml import etree

from pipeline.model.papers import STYLES
from pipeline.ooxml import W
from pipeline.refresh.compared_text import normal
from pipeline.refresh.element_importer import CAPTIONS, ElementImporter
from pipeline.refresh.package import bookmark_of, is_a, row_of, style_names, take_out, value_of
from pipeline.refresh.paper_index import BLOCK, ROW, PaperIndex, TextAnchor
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

    def with_element(
        self, element: Element, names: Iterable[str], rows: Iterable[str]
    ) -> "BlockGroup":
        """With one element more, and the ids that stand in it."""
        return BlockGroup((*self.names, *names), (*self.elements, element), (*self.rows, *rows))


def block_groups(index: PaperIndex) -> list[BlockGroup]:
    """The groups of a newly generated document, in order."""
    styles = style_names(index.document)
    names_at, rows_of = _names_by_top(index, BLOCK), _names_by_top(index, ROW)
    grouped = names_at.keys() | rows_of.keys()
    groups: list[BlockGroup] = []
    is_caption = False  # whether the element before is the number or the title of a table
    for element in index.document.body:
        style = _style(element, styles)
        begins = element in names_at
        if is_caption and style in CAPTIONS:
            begins = False  # the title belongs to the number above it
        if begins:
            groups.append(BlockGroup((), (), ()))
        is_part = is_caption or style == _END or element in grouped
        if groups and is_part and element.tag in {_P, _TBL}:
            names, rows = names_at.get(element, ()), rows_of.get(element, ())
            groups[-1] = groups[-1].with_element(element, names, rows)
        is_caption = style in CAPTIONS
    return groups


def _names_by_top(index: PaperIndex, kind: str) -> dict[Element, list[str]]:
    """The ids of blocks or rows, by the child of the body that they stand in."""
    names: dict[Element, list[str]] = defaultdict(list)
    for name, anchor in index.anchors.items():
        if anchor.kind == kind:
            names[index.top(anchor.paragraphs[0])].append(name)
    return dict(names)


def _style(element: Element, styles: dict[str, str]) -> str:
    """The name of the style of a paragraph; empty for none, and for a table."""
    return styles.get(value_of(element, "pPr/pStyle"), "")


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
            elif group.names and may_come.issuperset(group.names):
                self._insert_group(ordered, position, may_come, pen)

    def _is_living(self, group: BlockGroup) -> bool:
        return not self.theirs.anchors.keys().isdisjoint((*group.names, *group.rows))

    def _insert_group(
        self, ordered: list[BlockGroup], position: int, may_come: frozenset[str], pen: Pen
    ) -> None:
        group = ordered[position]
        elements = self._coming(group, may_come)
        if not elements:
            return
        before = self._neighbour(reversed(ordered[:position]))
        fresh = self._fresh(elements, may_come)
        if before is not None:
            _put_behind(self._past(self._last_element(before), group), fresh)
        elif not self._put_before(ordered[position + 1 :], fresh):
            return
        self._register(group, fresh, pen)

    def _put_before(self, following: list[BlockGroup], fresh: list[Element]) -> bool:
        """Before the next living group, where there is one; in a part of a paper nowhere."""
        after = self._neighbour(following)
        if after is None or self.is_part:
            return False
        first = self._elements(after)[0]
        for element in fresh:
            first.addprevious(element)
        return True

    def _coming(self, group: BlockGroup, may_come: frozenset[str]) -> tuple[Element, ...]:
        """The elements of a group; without a table of which no row may come, and its number and
        title.
        """
        if not group.rows or not may_come.isdisjoint(group.rows):
            return group.elements
        if _style(group.elements[0], style_names(self.new.document)) in CAPTIONS:
            return ()
        return group.elements[:1]

    def _fresh(self, elements: tuple[Element, ...], may_come: frozenset[str]) -> list[Element]:
        """The elements as they go in, without rows that may not come."""
        fresh = [self.importer.block(element) for element in elements]
        for element in fresh:
            for row in list(element.iter(_TR)):
                if not self._comes(row, may_come):
                    take_out(row)
        return fresh

    def _past(self, place: Element, group: BlockGroup) -> Element:
        """Behind the lines of the template that stand before the group as generated, where they
        stand here too.
        """
        before = []
        for element in group.elements[0].itersiblings(preceding=True):
            if element.tag != _P or element in self._grouped:
                break
            before.append(element)
        for element in reversed(before):
            following = place.getnext()
            if not is_a(following, _P) or following in self._own:
                break
            if normal(self.theirs.text((following,))) != normal(self.new.text((element,))):
                break
            place = following
        return place

    @cached_property
    def _grouped(self) -> set[Element]:
        """What stands in the groups of the new document."""
        return {element for group in block_groups(self.new) for element in group.elements}

    @cached_property
    def _own(self) -> set[Element]:
        """The paragraphs of the editors' document that carry an id."""
        own: set[Element] = set()
        for anchor in self.theirs.anchors.values():
            own.update(anchor.paragraphs)
        return own

    def _neighbour(self, others: Iterable[BlockGroup]) -> BlockGroup | None:
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
        """The children of the body that hold a living group, in order."""
        tops: set[Element] = set()
        for name in self.theirs.anchors.keys() & {*group.names, *group.rows}:
            anchor = self.theirs.anchors[name]
            tops.update(self.theirs.top(paragraph) for paragraph in anchor.paragraphs)
        return sorted(tops, key=self.theirs.document.body.index)

    def _last_element(self, group: BlockGroup) -> Element:
        last = self._elements(group)[-1]
        after = last.getnext()
        if last.tag != _TBL or after is None:
            return last
        if _style(after, style_names(self.theirs.document)) == _END:
            return after
        return last

    def _register(self, group: BlockGroup, fresh: list[Element], pen: Pen) -> None:
        names = {*group.names, *group.rows}
        for element in fresh:
            if pen.is_tracked:
                _track(element, pen)
            for start in element.iter(f"{W}bookmarkStart"):
                if bookmark_of(start) in names:
                    self._add_anchor(bookmark_of(start), start)

    def _add_anchor(self, name: str, start: Element) -> None:
        paragraph = next(start.iterancestors(_P))
        self.theirs.anchors[name] = self.new.anchors[name]._replace(
            paragraphs=(paragraph,), row=row_of(paragraph)
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
        if may_come.isdisjoint(group.rows[:1]):
            return
        number = self._elements(group)[-1]
        elements = tuple(
            element for element in group.elements[1:] if self._comes(element, may_come)
        )
        fresh = self._fresh(elements, may_come)
        _put_behind(number, fresh)
        names = tuple(name for name in (*group.names[1:], *group.rows) if name in may_come)
        self._register(BlockGroup(names, elements, ()), fresh, pen)

    def _comes(self, element: Element, may_come: frozenset[str]) -> bool:
        """Whether an element of the new document may come in: it has no id, or one that may."""
        known = self.new.anchors.keys() & set(map(bookmark_of, element.iter(f"{W}bookmarkStart")))
        return not known or not may_come.isdisjoint(known)

    def _row(self, name: str) -> Element | None:
        anchor = self.theirs.anchors.get(name)
        if anchor is None:
            return None
        return anchor.row

    def _insert_row(self, name: str, before: Element | None, first: str, pen: Pen) -> Element:
        source = self.new.anchors[name].row
        assert source is not None
        fresh = self.importer.block(source)
        next_row = self._row(first)
        if before is not None:
            before.addnext(fresh)
        elif next_row is not None:
            next_row.addprevious(fresh)
        if pen.is_tracked:
            _track(fresh, pen)
        for start in fresh.iter(f"{W}bookmarkStart"):
            if bookmark_of(start) == name:
                self._add_anchor(name, start)
        return fresh


def _put_behind(place: Element, fresh: list[Element]) -> None:
    for element in reversed(fresh):
        place.addnext(element)


def _track(element: Element, pen: Pen) -> None:
    """What came in, paragraphs and rows, as put in by tracked changes of ours."""
    for paragraph in element.iter(_P):
        insert_tracked(paragraph, pen)
    for row in element.iter(_TR):
        mark_row(row, pen.mark("ins"))


# --- headers that stay


_HEADINGS = frozenset(
    name.casefold() for role, name in STYLES.items() if role.startswith("heading-")
)


def headers_to_keep(
    theirs: PaperIndex, new: PaperIndex, goes: Callable[[TextAnchor], bool]
) -> frozenset[str]:
    """The ids above what stays in tables that are no longer generated, an editor's own rows too."""
    styles = style_names(theirs.document)
    found: set[str] = set()
    for table, rows in _ended_tables(theirs, new).items():
        if _stays(table, rows, goes):
            found.update((rows[0].name, *_above(theirs, new, table, styles)))
    return frozenset(found)


def _ended_tables(theirs: PaperIndex, new: PaperIndex) -> dict[Element, list[TextAnchor]]:
    """The rows of each table of which none is generated any more."""
    tables: dict[Element, list[TextAnchor]] = defaultdict(list)
    for anchor in theirs.anchors.values():
        if anchor.row is None:
            continue
        table = anchor.row.getparent()
        if table is not None:
            tables[table].append(anchor)
    generated = new.anchors.keys()
    return {t: rows for t, rows in tables.items() if generated.isdisjoint(r.name for r in rows)}


def _stays(table: Element, rows: list[TextAnchor], goes: Callable[[TextAnchor], bool]) -> bool:
    """Whether a row of a table stays: one of ours, or one that an editor put in."""
    ours = {anchor.row for anchor in rows}
    if not ours.issuperset(table.iterchildren(_TR)):
        return True
    return not all(map(goes, rows))


def _above(
    theirs: PaperIndex, new: PaperIndex, table: Element, styles: dict[str, str]
) -> Iterator[str]:
    """The captions right above a table, and the heading above these, where they are generated no
    more.
    """
    above = table.getprevious()
    while is_a(above, _P):
        names = [name for name in theirs.by_paragraph.get(above, ()) if name not in new.anchors]
        style = _style(above, styles)
        if not names or style not in CAPTIONS | _HEADINGS:
            return
        yield from names
        if style in _HEADINGS:
            return
        above = above.getprevious()
