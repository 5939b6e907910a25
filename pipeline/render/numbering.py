"""The number of the first paragraph.

In: the parts of a template, the id of the paragraph style, a number. Out: numbering.xml. It refuses (exit 4) a template
whose paragraphs carry no numbers.
"""

from lxml import etree

from pipeline.model.finding import TEMPLATE, Refused
from pipeline.ooxml import W
from pipeline.render.parts import NUMBERING, STYLES_PART, parsed, serialized


def with_first_number(template: str, parts: dict[str, bytes], style_id: str, first: int) -> bytes:
    """The numbering in which the paragraphs of the style begin at that number."""
    list_id, level = list_of(parts[STYLES_PART], style_id)
    root = parsed(parts[NUMBERING]) if NUMBERING in parts else None
    starts = [] if root is None else starts_of(root, list_id, level)
    if root is None or not starts:
        raise Refused(
            TEMPLATE,
            f"templates/{template}.docx does not number its paragraphs, so the first has no number to be set.",
            "Tie a numbered list to the paragraph style, or leave first_paragraph empty.",
        )
    for start in starts:
        start.set(f"{W}val", str(first))
    return serialized(root)


def list_of(styles: bytes, style_id: str) -> tuple[str, str]:
    """The list and level that number the paragraphs of a style or of one it is based on; empty for none."""
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
    """Where the level of a list begins: by its kind, and by the list's own word, which Word puts first."""
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
