"""A picture put in the place of another: its frame, size and place on the page are the look that it
keeps.

In: the run with the new picture and the one it replaces. Out: the run to put in; pictures that are
shown no more gone from the package.
"""

import copy

from lxml import etree

from pipeline.refresh.package import Document, R

Element = etree._Element

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_PIC = "{http://schemas.openxmlformats.org/drawingml/2006/picture}"
_SAID = ("descr", "title")
_SIDES = ("l", "t", "r", "b")
NUMBERED = f"{_WP}docPr"


def framed(fresh: Element, old: Element) -> Element:
    """The new picture in the frame of the old one, as wide as that; as it came where either is no
    single picture.

    A picture that was cropped had other bars to be cropped to: it comes as it is.
    """
    blips, old_blips = list(fresh.iter(f"{_A}blip")), list(old.iter(f"{_A}blip"))
    is_cropped = any(
        crop.get(side) not in {None, "0"} for crop in old.iter(f"{_A}srcRect") for side in _SIDES
    )
    if len(blips) != 1 or len(old_blips) != 1 or is_cropped:
        return fresh
    kept = copy.deepcopy(old)
    blip = next(kept.iter(f"{_A}blip"))
    for child in blip.findall(
        f"{_A}extLst"
    ):  # another form of the old picture, which Word would show
        blip.remove(child)
    blip.set(f"{R}embed", blips[0].get(f"{R}embed", ""))
    for node, numbered in zip(kept.iter(NUMBERED), fresh.iter(NUMBERED), strict=False):
        node.set(
            "id", numbered.get("id", "")
        )  # the old one may stand beside it, deleted with changes tracked
    _say_anew(kept, fresh)
    _scale(kept, fresh)
    return kept


def _say_anew(kept: Element, fresh: Element) -> None:
    """What is said to those who listen."""
    for tag in (NUMBERED, f"{_PIC}cNvPr"):
        for node, said in zip(kept.iter(tag), fresh.iter(tag), strict=False):
            for name in _SAID:
                if said.get(name):
                    node.set(name, said.get(name, ""))


def _scale(kept: Element, fresh: Element) -> None:
    """As wide as before, as high as the new picture is for that."""
    width, height = _size(fresh)
    own, _ = _size(kept)
    if not (width and height and own):
        return
    for extent in (
        *kept.iter(f"{_WP}extent"),
        *(e for form in kept.iter(f"{_A}xfrm") for e in form.iter(f"{_A}ext")),
    ):
        extent.set("cx", str(own))
        extent.set("cy", str(round(height * own / width)))


def _size(run: Element) -> tuple[int, int]:
    extent = next(run.iter(f"{_WP}extent"), None)
    sides = ("", "") if extent is None else (extent.get("cx", ""), extent.get("cy", ""))
    return (int(sides[0]), int(sides[1])) if all(side.isdigit() for side in sides) else (0, 0)


def drop_pictures(document: Document) -> None:
    """Relations of the document to pictures that nothing in it shows go, and the pictures with the
    last of them.
    """
    if document.relations_name not in document.parts:
        return
    relations = document.tree(document.relations_name)
    images = [node for node in relations if node.get("Type", "").endswith("/image")]
    shown = (
        {value for node in document.root.iter() for value in node.attrib.values()}
        if images
        else set()
    )
    for node in images:
        if node.get("Id") not in shown and node.get("TargetMode") != "External":
            part = document.target(node.get("Id", ""))
            relations.remove(node)
            if part and not document.is_related(part):
                document.remove(part)
