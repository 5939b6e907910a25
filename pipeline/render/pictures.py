"""Pictures in a document: the paragraph that holds one, and its part in the package.

In: drawings with their bookmark names. Out: XML, and the parts with the pictures in them. Each says
in words what it shows.
"""

from pipeline.model.block import Paragraph, text_of
from pipeline.render.body import Body, escape
from pipeline.render.drawing import WIDTH_INCHES, draw, height_inches
from pipeline.render.parts import declare, parsed, serialized

_EMU = 914_400
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_PIC = "http://schemas.openxmlformats.org/drawingml/2006/picture"
_WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONS = "word/_rels/document.xml.rels"


def picture_xml(body: Body, block: Paragraph) -> str:
    """The paragraph with the picture of a caption; the picture itself is kept for the package."""
    assert block.drawing is not None
    number = body.next_picture
    body.next_picture += 1
    name = f"picture{number}"
    body.pictures[name] = draw(block.drawing)
    size = f'cx="{round(WIDTH_INCHES * _EMU)}" cy="{round(height_inches(block.drawing) * _EMU)}"'
    said = (
        f'id="{number}" name="{name}" descr="{escape(block.drawing.alt)}"'
        f' title="{escape(text_of(block.spans))}"'
    )
    picture = (
        f'<pic:pic xmlns:pic="{_PIC}"><pic:nvPicPr><pic:cNvPr'
        f' {said}/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="rIdMsp{name}"'
        f' xmlns:r="{_R}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr>'
        f'<a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm><a:prstGeom'
        ' prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
    )
    inline = (
        f'<wp:inline xmlns:wp="{_WP}" distT="0" distB="0" distL="0" distR="0"><wp:extent'
        f' {size}/><wp:docPr {said}/><a:graphic xmlns:a="{_A}"><a:graphicData'
        f' uri="{_PIC}">{picture}</a:graphicData></a:graphic></wp:inline>'
    )
    content = f"<w:r><w:drawing>{inline}</w:drawing></w:r>"
    return body.paragraph("picture", content, [body.name(f"{block.id}-picture", "")])


def add_pictures(parts: dict[str, bytes], body: Body) -> None:
    """The pictures of the body as parts of the package, declared and related to the document."""
    for name, content in body.pictures.items():
        part = f"word/media/{name}.png"
        parts[part] = content
        declare(parts, part, _RELATIONS, "image/png", f"{_R}/image")
    if body.pictures:
        _declare_png(parts)


def _declare_png(parts: dict[str, bytes]) -> None:
    """The kind of content by the end of the name, as Word writes it."""
    root = parsed(parts["[Content_Types].xml"])
    if not any(node.get("Extension") == "png" for node in root):
        default = root.makeelement(
            f"{{{_TYPES}}}Default", {"Extension": "png", "ContentType": "image/png"}
        )
        root.insert(0, default)
    for node in [node for node in root if node.get("PartName", "").endswith(".png")]:
        root.remove(node)
    parts["[Content_Types].xml"] = serialized(root)
