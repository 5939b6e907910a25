"""The number of the first paragraph.

In: the parts of a template, the id of the paragraph style, a number. Out: numbering.xml, or whether
paragraphs carry numbers at all.
"""

from lxml import etree

from pipeline.ooxml import W
from pipeline.render.parts import NUMBERING, STYLES_PART, parsed, serialized


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
