"""Ids that are not in the editors' document: found again by their exact words, deleted, or for a
person to say.

In: the editors' document and the base. Out: ids given back to paragraphs; which are gone, and which
only may be. More than a tenth missing: nothing is concluded.
"""

import difflib
import re
from collections import Counter, defaultdict
from typing import NamedTuple

from lxml import etree

from pipeline.ooxml import W
from pipeline.refresh.base import Base, Memory
from pipeline.refresh.bring import Bringer
from pipeline.refresh.found import BLOCK, NOTE_KIND, ROW, Found, Spot
from pipeline.refresh.words import normal, readable

Element = etree._Element

_MOST_MISSING = 10
_ALIKE = 0.6
_NAME = re.compile(r"(?<![.!?] )(?<!^)\b[^\W\d_a-z]\w+")


class Lost(NamedTuple):
    """Ids given back, ids that are not there, paragraphs that may be theirs, and what may be
    concluded.

    `is_part`: more than a tenth is missing, as where a document holds a part of a paper. `is_open`:
    nothing is concluded to be deleted, for that reason now or in an earlier run, and nobody has
    confirmed it since.
    """

    relinked: tuple[str, ...]
    missing: tuple[str, ...]
    is_part: bool
    is_open: bool
    pairs: tuple[tuple[str, Element], ...]


def find_lost(
    found: Found, base: Base, memory: Memory, bringer: Bringer, is_confirmed: bool
) -> Lost:
    """Look for every id of the base that has no bookmark, by its exact words, once each.

    Rows come first: a cell may say what a heading says. What was missing in an earlier run is not
    looked for: it was deleted, or waits for a person.
    """
    known = memory.gone | memory.unsettled
    relinked = _relink_rows(found, base, known, bringer) + _relink_blocks(
        found, base, known, bringer
    )
    missing = _missing(found, base, memory)
    pairs = _pairs(found, base, missing) if missing else ()
    all_units = _n_units(found, base, [*dict.fromkeys((*base.texts, *missing))])
    is_part = _n_units(found, base, missing) * _MOST_MISSING > all_units
    is_open = is_part or not memory.unsettled.isdisjoint(missing)
    if is_confirmed:
        for name, paragraph in pairs:
            give_id(found, name, paragraph, bringer)
        relinked += [name for name, _ in pairs]
        missing, is_part, is_open = _missing(found, base, memory), False, False
    if relinked:
        _put_in_order(found)
    return Lost(tuple(relinked), tuple(missing), is_part, is_open, pairs)


def _put_in_order(found: Found) -> None:
    """The ids in the order of the document, notes first: what was given back stands at the end."""
    places = {p: number for number, p in enumerate(found.document.body.iter(f"{W}p"))}
    found.spots = dict(
        sorted(found.spots.items(), key=lambda item: places.get(item[1].paragraphs[0], -1))
    )


def join_halves(found: Found, base: Base) -> None:
    """A paragraph that lost a half to its neighbour, which has no id: together the words that were
    generated.

    LibreOffice leaves the id with one half when it saves a split paragraph for the second time.
    """
    owned = {p for spot in found.spots.values() for p in spot.paragraphs}
    for name, spot in list(found.spots.items()):
        kept = base.texts.get(name)
        if kept is None or spot.kind != BLOCK:
            continue
        own, wanted = normal(found.text(spot.paragraphs)), normal(kept.texts[0])
        if not own or own == wanted:
            continue
        before, after = spot.paragraphs[0].getprevious(), spot.paragraphs[-1].getnext()
        for half, is_after in ((before, False), (after, True)):
            if half is None or half.tag != f"{W}p" or half in owned:
                continue
            both = (*spot.paragraphs, half) if is_after else (half, *spot.paragraphs)
            if normal(found.text(both)) == wanted:
                found.spots[name] = spot._replace(paragraphs=both)
                found.split[name] = len(both)


def _missing(found: Found, base: Base, memory: Memory) -> list[str]:
    """What was generated and is not there, what was kept though not generated, and what nobody has
    settled.
    """
    generated = [name for name, kept in base.texts.items() if kept.kind != NOTE_KIND]
    orphans = [
        name
        for name, conflict in memory.conflicts.items()
        if not conflict.shown and "#" not in name
    ]
    kept_on = [name for name in orphans if name not in base.texts]
    wanted = dict.fromkeys((*generated, *sorted(kept_on), *sorted(memory.unsettled)))
    return [name for name in wanted if name not in found.spots and name not in memory.gone]


def _n_units(found: Found, base: Base, names: list[str]) -> int:
    """How many paragraphs and rows these are; a table that is gone as a whole counts once."""
    living = {base.texts[name].table for name in base.texts if name in found.spots}
    units = set()
    for name in names:
        kept = base.texts.get(name)
        if kept is None:
            units.add(name)
        elif kept.kind != NOTE_KIND:
            units.add(kept.table if kept.table and kept.table not in living else name)
    return len(units)


def _wanted(found: Found, base: Base, kind: str, known: frozenset[str]) -> list[str]:
    """What was generated, is not there, and was not missing before."""
    return [
        n
        for n, kept in base.texts.items()
        if kept.kind == kind and n not in found.spots and n not in known
    ]


def _relink_blocks(found: Found, base: Base, known: frozenset[str], bringer: Bringer) -> list[str]:
    wanted = _wanted(found, base, BLOCK, known)
    if not wanted:
        return []
    strangers: dict[str, list[Element]] = defaultdict(list)
    for paragraph in found.strangers():
        strangers[normal(found.text((paragraph,)))].append(paragraph)
    counts = Counter(normal(kept.texts[0]) for kept in base.texts.values() if kept.kind == BLOCK)
    # The masthead says what a heading says too: its line is no heading that lost its mark.
    counts.update(normal(text) for texts in base.page.values() for text in texts)
    relinked = []
    for name in wanted:
        key = normal(base.texts[name].texts[0])
        if counts[key] == 1 and len(strangers.get(key, ())) == 1:
            give_id(found, name, strangers.pop(key)[0], bringer)
            relinked.append(name)
    return relinked


def _relink_rows(found: Found, base: Base, known: frozenset[str], bringer: Bringer) -> list[str]:
    wanted = _wanted(found, base, ROW, known)
    if not wanted:
        return []
    rows_known = {spot.row for spot in found.spots.values() if spot.row is not None}
    strangers: dict[tuple[str, ...], list[Element]] = defaultdict(list)
    for row in found.document.body.iter(f"{W}tr"):
        if row not in rows_known:
            cells = tuple(row.iterchildren(f"{W}tc"))
            strangers[
                tuple(normal(found.text(tuple(cell.iter(f"{W}p")))) for cell in cells)
            ].append(row)
    relinked = []
    for name in wanted:
        rows = strangers.get(tuple(normal(text) for text in base.texts[name].texts), [])
        if len(rows) == 1:
            give_id(found, name, next(rows[0].iter(f"{W}p")), bringer)
            relinked.append(name)
            rows.clear()
    return relinked


def give_id(found: Found, name: str, paragraph: Element, bringer: Bringer) -> None:
    """A bookmark over the whole paragraph, and its spot."""
    bookmark(paragraph, name, bringer)
    row = next(paragraph.iterancestors(f"{W}tr"), None)
    found.spots[name] = Spot(name, BLOCK if row is None else ROW, (paragraph,), row)


def bookmark(paragraph: Element, name: str, bringer: Bringer) -> None:
    """A bookmark over a whole paragraph."""
    start, end = etree.Element(f"{W}bookmarkStart"), etree.Element(f"{W}bookmarkEnd")
    start.set(f"{W}name", name)
    bringer.number_pair(start, end)
    properties = paragraph.find(f"{W}pPr")
    if properties is None:
        paragraph.insert(0, start)
    else:
        properties.addnext(start)
    paragraph.append(end)


def _pairs(found: Found, base: Base, missing: list[str]) -> tuple[tuple[str, Element], ...]:
    """Missing paragraphs and paragraphs without id that are alike and name the same: for a person
    to confirm.
    """
    strangers = [(p, readable(found.text((p,)))) for p in found.strangers()]
    chosen: dict[str, Element] = {}
    taken: set[Element] = set()
    for name in missing:
        if name not in base.texts or base.texts[name].kind != BLOCK:
            continue
        text = readable(base.texts[name].texts[0])
        names = frozenset(_NAME.findall(text))
        best, score = None, _ALIKE
        for paragraph, words in strangers:
            if paragraph in taken or frozenset(_NAME.findall(words)) != names:
                continue
            matcher = difflib.SequenceMatcher(None, text.split(), words.split(), autojunk=False)
            if matcher.quick_ratio() > score and (ratio := matcher.ratio()) > score:
                best, score = paragraph, ratio
        if best is not None:
            chosen[name] = best
            taken.add(best)
    return tuple(chosen.items())
