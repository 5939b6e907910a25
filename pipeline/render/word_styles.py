"""The styles of a template by their names, and the number its paragraphs begin with.

In: the parts of a template and the names wanted by role. Out: the ids of those there are, and
numbering.xml with another first number.
"""

from collections.abc import Mapping

from lxml import etree

from pipeline.model.papers import STAND_INS, STYLE_KINDS, STYLES
from pipeline.ooxml import W
from pipeline.render.word_parts import NUMBERING, STYLES_PART, parsed, serialized


def style_ids(styles: bytes, names: Mapping[str, str]) -> dict[str, str]:
    """The id of the style of each role: that of the name given in Settings, else of the name it has
    by default.

    A role is left out where the template has neither and nothing stands in. The default stands in,
    so that one name can be given for one template and the others still be used as they ship. Word
    shows "Heading 1" and writes "heading 1": small and capital letters are the same. A style of
    another kind (of letters, for a paragraph) is not taken.
    """
    known = _by_kind_and_name(styles)
    found = {
        role: known.get(_key(role, names.get(role, "")), known.get(_key(role, default), ""))
        for role, default in STYLES.items()
    }
    for role, other in STAND_INS.items():
        found[role] = found[role] or found[other]
    return {role: style_id for role, style_id in found.items() if style_id}


def named_roles(styles: bytes, names: Mapping[str, str]) -> frozenset[str]:
    """The roles whose name, as given in Settings, is that of a style of the template."""
    known = _by_kind_and_name(styles)
    return frozenset(role for role, name in names.items() if _key(role, name) in known)


def _key(role: str, name: str) -> tuple[str, str]:
    return STYLE_KINDS.get(role, "paragraph"), name.casefold()


def _by_kind_and_name(styles: bytes) -> dict[tuple[str, str], str]:
    return {
        (style.get(f"{W}type", "paragraph"), name.get(f"{W}val", "").casefold()): style.get(
            f"{W}styleId", ""
        )
        for style in parsed(styles).iter(f"{W}style")
        if (name := style.find(f"{W}name")) is not None
    }


def styles_by_name(styles: bytes, kind: str = "") -> dict[str, str]:
    """The styles of a template, of one kind or all: name to id."""
    found: dict[str, str] = {}
    for style in parsed(styles).iter(f"{W}style"):
        name = style.find(f"{W}name")
        if name is not None and kind in ("", style.get(f"{W}type", "paragraph")):
            found[name.get(f"{W}val", "")] = style.get(f"{W}styleId", "")
    return found


def can_begin_elsewhere(parts: dict[str, bytes], style_id: str) -> bool:
    """Whether the paragraphs of the style carry numbers of which the first can be set."""
    list_id, level = list_of(parts[STYLES_PART], style_id)
    return NUMBERING in parts and bool(starts_of(parsed(parts[NUMBERING]), list_id, level))


def with_first_number(parts: dict[str, bytes], style_id: str, first: int) -> bytes:
    """The numbering in which the paragraphs of the style begin at that number."""
    list_id, level = list_of(parts[STYLES_PART], style_id)
    root = parsed(parts[NUMBERING])
    for start in starts_of(root, list_id, level):
        start.set(f"{W}val", str(first))
    return serialized(root)


def list_of(styles: bytes, style_id: str) -> tuple[str, str]:
    """The list and level that number the paragraphs of a style or of one it is based on; empty for
    none.
    """
    by_id = {style.get(f"{W}styleId", ""): style for style in parsed(styles).iter(f"{W}style")}
    seen: set[str] = set()
    while style_id in by_id and style_id not in seen:
        seen.add(style_id)
        style = by_id[style_id]
        list_id, level = (_value(style, f"{W}pPr/{W}numPr/{W}{tag}") for tag in ("numId", "ilvl"))
        if list_id:
            return list_id, level or "0"
        style_id = _value(style, f"{W}basedOn")
    return "", ""


def _value(element: etree._Element, path: str) -> str:
    found = element.find(path)
    return "" if found is None else found.get(f"{W}val", "")


def starts_of(root: etree._Element, list_id: str, level: str) -> list[etree._Element]:
    """Where the level of a list begins: by its kind, and by the list's own word, which Word puts
    first.
    """
    for instance in root.iter(f"{W}num"):
        if list_id and instance.get(f"{W}numId") == list_id:
            kind = f"{W}abstractNum[@{W}abstractNumId='{_value(instance, f'{W}abstractNumId')}']"
            own = f"{W}lvlOverride[@{W}ilvl='{level}']"
            found = (
                root.find(f"{kind}/{W}lvl[@{W}ilvl='{level}']/{W}start"),
                instance.find(f"{own}/{W}startOverride"),
                instance.find(f"{own}/{W}lvl/{W}start"),
            )
            return [start for start in found if start is not None]
    return []
