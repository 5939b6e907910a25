"""One bookmark in several places of the editors' document: halves of a paragraph, or a copy beside
what was copied.

In: the editors' document and the base. Out: of copies, the one that reads as generated has the id,
the others are the editors' own. Where none does and they stand apart, nobody can say which it is:
all stay as they are, and it is told.
"""

from itertools import pairwise

from lxml import etree

from pipeline.ooxml import W
from pipeline.refresh.base import Base
from pipeline.refresh.found import BLOCK, ROW, Found, Spot
from pipeline.refresh.words import normal

Element = etree._Element

_BESIDE = (f"{W}bookmarkStart", f"{W}bookmarkEnd")


def settle_twins(found: Found, base: Base) -> None:
    """Say of each id that stands in several places which of them it is."""
    for name, spans in found.twice.items():
        kept = base.texts.get(name)
        spots = [_spot(found, name, span) for span in spans]
        generated = None if kept is None else [normal(text) for text in kept.texts]
        same = [spot for spot in spots if [normal(text) for text in found.texts(spot)] == generated]
        is_row = found.spots[name].kind == ROW
        if same:
            found.spots[name] = same[0]
            _forget(found, name)
            found.copied.append(name)
        elif is_row or not _follow(spans):
            found.spots[name] = spots[0] if is_row else found.spots[name]
            _forget(found, name)
            found.apart.append(name)


def _spot(found: Found, name: str, span: list[Element]) -> Spot:
    row = next(span[0].iterancestors(f"{W}tr"), None) if found.spots[name].kind == ROW else None
    return Spot(name, BLOCK if row is None else ROW, tuple(span), row)


def _forget(found: Found, name: str) -> None:
    found.split.pop(name, None)
    found.copied = [other for other in found.copied if other != name]


def _follow(spans: list[list[Element]]) -> bool:
    """Whether the places follow each other, as the halves of a paragraph do."""
    for before, after in pairwise(spans):
        following = before[-1].getnext()
        while following is not None and following.tag in _BESIDE:
            following = following.getnext()
        if following is not after[0] and after[0] not in before:
            return False
    return True
