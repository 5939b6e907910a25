"""The numbers of paragraphs, as a word processor counts them in the document as it stands, tracked
changes accepted.

In: a document. Out: a label a numbered paragraph. A paragraph that is deleted does not count; one
whose mark is deleted is the next one's. A format of numbers that is not known gives no label.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from pipeline.ooxml import W
from pipeline.refresh.package import Document
from pipeline.render.word_styles import starts_of

Element = etree._Element

_P, _TR = f"{W}p", f"{W}tr"
_GONE = (f"{W}del", f"{W}moveFrom")
_BETWEEN = (f"{W}bookmarkStart", f"{W}bookmarkEnd")
_ALPHABET = 26
_ROMAN = (
    *(
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
    ),
    *((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)


class ListLabel(NamedTuple):
    """The number of a paragraph without the point behind it, and its level in the list, 0 the
    highest.
    """

    text: str
    level: int


class _Level(NamedTuple):
    start: int
    format: str
    text: str
    restarts: bool
    is_legal: bool


class _List(NamedTuple):
    """A list: what it counts with (lists of one kind count on), its levels, and where it begins
    anew.
    """

    kind: str
    levels: dict[int, _Level]
    begins: dict[int, int]


def in_format(number: int, name: str) -> str | None:
    """A number in a format of Word; None for one that is not known.

    >>> in_format(4, "lowerRoman"), in_format(28, "upperLetter"), in_format(4, "ordinal")
    ('iv', 'BB', None)
    """
    if name == "decimal":
        return str(number)
    if name == "decimalZero":
        return f"{number:02d}"
    if name in {"lowerLetter", "upperLetter"} and number > 0:
        letter = chr(ord("a") + (number - 1) % _ALPHABET) * ((number - 1) // _ALPHABET + 1)
        return letter.upper() if name == "upperLetter" else letter
    if name in {"lowerRoman", "upperRoman"} and number > 0:
        return _roman(number) if name == "upperRoman" else _roman(number).lower()
    return None


def _roman(number: int) -> str:
    words = ""
    for value, letters in _ROMAN:
        words += letters * (number // value)
        number %= value
    return words


def labels(document: Document) -> dict[Element, ListLabel]:
    """The label of each numbered paragraph of the body; joined paragraphs have the label of the one
    they join.
    """
    lists, styled = _lists(document), _styled(document)
    counters: dict[str, dict[int, int]] = {}
    begun: set[str] = set()
    found: dict[Element, ListLabel] = {}
    joining: list[Element] = []
    for paragraph in _counted(document.body):
        joining.append(paragraph)
        if is_joined(paragraph):
            continue
        list_id, level = _list_of(paragraph, styled)
        known = lists.get(list_id)
        if known is not None and level in known.levels:
            label = _count(known, list_id, level, counters.setdefault(known.kind, {}), begun)
            found |= {} if label is None else dict.fromkeys(joining, ListLabel(label, level))
        joining = []
    return found


def _counted(body: Element) -> Iterator[Element]:
    """The paragraphs that count: none in a row that is deleted, none in a box of text."""
    gone = {row for row in body.iter(_TR) if row.find(f"{W}trPr/{W}del") is not None}
    boxes = set(body.iter(f"{W}txbxContent"))
    for paragraph in body.iter(_P):
        if not (
            (gone or boxes)
            and any(above in gone or above in boxes for above in paragraph.iterancestors())
        ):
            yield paragraph


def is_joined(paragraph: Element) -> bool:
    """Whether the mark of a paragraph is deleted, so that it joins the next one."""
    look = paragraph.find(f"{W}pPr/{W}rPr")
    if look is None or all(look.find(mark) is None for mark in _GONE):
        return False
    following = paragraph.getnext()
    while following is not None and following.tag in _BETWEEN:
        following = following.getnext()
    return following is not None and following.tag == _P


def _count(
    known: _List, list_id: str, level: int, counter: dict[int, int], begun: set[str]
) -> str | None:
    if list_id not in begun:
        begun.add(list_id)
        for begins in known.begins:
            counter.pop(begins, None)
    start = known.begins.get(level, known.levels[level].start)
    counter[level] = counter[level] + 1 if level in counter else start
    for deeper in [
        n for n in counter if n > level and n in known.levels and known.levels[n].restarts
    ]:
        del counter[deeper]
    return _label(known, level, counter)


def _label(known: _List, level: int, counter: dict[int, int]) -> str | None:
    """The text of a level with its numbers in, without the point at its end; None for what is no
    number.
    """
    own, is_whole = known.levels[level], True

    def number(match: re.Match[str]) -> str:
        nonlocal is_whole
        wanted = int(match[1]) - 1
        other = known.levels.get(wanted)
        if other is None:
            return ""
        value = counter.get(wanted, known.begins.get(wanted, other.start))
        words = in_format(value, "decimal" if own.is_legal else other.format)
        is_whole = is_whole and words is not None
        return words or ""

    text = re.sub(r"%(\d)", number, own.text)
    return text.rstrip(".") if is_whole and own.format != "bullet" and "%" in own.text else None


# --- which list


def _value(element: Element, path: str, otherwise: str = "") -> str:
    found = element.find("/".join(f"{W}{tag}" for tag in path.split("/")))
    return otherwise if found is None else found.get(f"{W}val", otherwise)


def _list_of(paragraph: Element, styled: dict[str, tuple[str, int]]) -> tuple[str, int]:
    """The list and level of a paragraph: its own, else its style's; no list for none."""
    look = paragraph.find(f"{W}pPr")
    style = "" if look is None else _value(look, "pStyle")
    list_id, level = styled.get(style, ("", 0))
    own = None if look is None else look.find(f"{W}numPr")
    if own is None:
        return list_id, level
    given, at = _value(own, "numId", list_id), _value(own, "ilvl")
    return given, int(at) if at.isdigit() else level if given == list_id else 0


def _styled(document: Document) -> dict[str, tuple[str, int]]:
    """The list and level that each style of paragraphs gives, by itself or by what it is based on;
    "" is no style.
    """
    root = document.part_tree("styles")
    styles = {} if root is None else {s.get(f"{W}styleId", ""): s for s in root.iter(f"{W}style")}
    found = {
        style: _of_style(style, styles)
        for style, node in styles.items()
        if node.get(f"{W}type") == "paragraph"
    }
    default = next(
        (s for s, n in styles.items() if s in found and n.get(f"{W}default") in {"1", "true"}), ""
    )
    return {**found, "": found.get(default, ("", 0))}


def _of_style(style: str, styles: dict[str, Element]) -> tuple[str, int]:
    seen: set[str] = set()
    level = ""
    while style in styles and style not in seen:
        seen.add(style)
        node = styles[style]
        level = level or _value(node, "pPr/numPr/ilvl")
        list_id = _value(node, "pPr/numPr/numId")
        if list_id:
            return list_id, int(level) if level.isdigit() else 0
        style = _value(node, "basedOn")
    return "", 0


def _lists(document: Document) -> dict[str, _List]:
    root = document.part_tree("numbering")
    if root is None:
        return {}
    kinds = {
        kind.get(f"{W}abstractNumId", ""): _levels(kind) for kind in root.iter(f"{W}abstractNum")
    }
    found: dict[str, _List] = {}
    for instance in root.iter(f"{W}num"):
        kind = _value(instance, "abstractNumId")
        levels = dict(kinds.get(kind, {}))
        begins: dict[int, int] = {}
        for override in instance.iter(f"{W}lvlOverride"):
            level = int(override.get(f"{W}ilvl", "0"))
            levels |= _levels(override)
            start = _value(override, "startOverride")
            begins |= {level: int(start)} if start.isdigit() else {}
        found[instance.get(f"{W}numId", "")] = _List(kind, levels, begins)
    return found


def _levels(kind: Element) -> dict[int, _Level]:
    return {
        int(level.get(f"{W}ilvl", "0")): _Level(
            int(_value(level, "start", "1")),
            _value(level, "numFmt", "decimal"),
            _value(level, "lvlText"),
            _value(level, "lvlRestart") != "0",
            level.find(f"{W}isLgl") is not None,
        )
        for level in kind.iter(f"{W}lvl")
    }


def starts_of_styles(document: Document) -> dict[str, int]:
    """The number that the list of each numbered style begins with."""
    lists, starts = _lists(document), {}
    for style, (list_id, level) in _styled(document).items():
        known = lists.get(list_id)
        if (
            style
            and known is not None
            and level in known.levels
            and known.levels[level].format != "bullet"
        ):
            starts[style] = known.begins.get(level, known.levels[level].start)
    return starts


def set_start(document: Document, style: str, first: int) -> None:
    """The list of a style begins with this number: its kind, and its own word, which Word puts
    first.
    """
    list_id, level = _styled(document).get(style, ("", 0))
    root = document.part_tree("numbering")
    for start in starts_of(root, list_id, str(level)) if root is not None else ():
        start.set(f"{W}val", str(first))
