"""Pictures in a document: a drawing as a PNG, the paragraph that holds it, and its part in the
package.

In: drawings with their bookmark names. Out: XML, and the parts with the pictures in them; the same
bytes on every run, as the typeface is the one that matplotlib brings. Each says in words what it
shows.
"""

import io
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.model.block import Drawing

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.font_manager import FontProperties
from pipeline.model.block import Paragraph, text_of
from pipeline.render.body import Body, escape
from pipeline.render.word_parts import declare, parsed, serialized

WIDTH_INCHES = 5.1
_BAR, _LINE, _EDGES = 0.27, 0.13, 0.75
_LONGEST = 36
_LETTER, _NARROWEST = 0.0115, 0.12
_DPI = 200
_INK, _GREY = "#1f3864", "#7f7f7f"
_SIZE = 8.5
_EMU = 914_400
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_PIC = "http://schemas.openxmlformats.org/drawingml/2006/picture"
_WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONS = "word/_rels/document.xml.rels"


def height_inches(drawing: Drawing) -> float:
    """The height of the picture: a line a bar, and room for the axis."""
    lines = max(label.count("\n") for label in _labels(drawing))
    return round(_EDGES + (_BAR + _LINE * lines) * len(drawing.bars), 2)


def _labels(drawing: Drawing) -> list[str]:
    """The labels of the bars, long ones on several lines."""
    return [textwrap.fill(bar.label, _LONGEST) for bar in drawing.bars]


def draw(drawing: Drawing) -> bytes:
    """The picture as a PNG."""
    import matplotlib  # noqa: PLC0415 - half a second, for papers with pictures alone
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415
    from matplotlib.figure import Figure  # noqa: PLC0415
    from matplotlib.font_manager import FontProperties  # noqa: PLC0415

    font = FontProperties(
        fname=str(Path(matplotlib.get_data_path(), "fonts", "ttf", "STIXGeneral.ttf")), size=_SIZE
    )
    figure = Figure(figsize=(WIDTH_INCHES, height_inches(drawing)), dpi=_DPI)
    FigureCanvasAgg(figure)
    longest = max(len(line) for label in _labels(drawing) for line in label.split("\n"))
    left, height = _NARROWEST + _LETTER * longest, height_inches(drawing)
    axes = figure.add_axes((left, 0.45 / height, 0.93 - left, 1 - 0.70 / height))
    _bars(axes, drawing, font)
    _frame(axes, drawing, font)
    target = io.BytesIO()
    figure.savefig(target, format="png", dpi=_DPI, metadata={"Software": None})
    return target.getvalue()


def _bars(axes: "Axes", drawing: Drawing, font: "FontProperties") -> None:
    low, high = _range(drawing)
    room = (high - low) * 0.04
    if not room:
        room = 1.0
    for position, bar in enumerate(drawing.bars):
        end = low
        if bar.first is not None and bar.last is not None:
            axes.barh(position, bar.last - bar.first, left=bar.first, height=0.55, color=_INK)
        if bar.last is not None:
            end = bar.last
        axes.text(end + room / 2, position, bar.words, va="center", ha="left", fontproperties=font)
    axes.set_yticks(range(len(drawing.bars)), _labels(drawing))
    axes.set_ylim(len(drawing.bars) - 0.4, -0.6)
    axes.set_xlim(low, high + room * 4)
    if drawing.mark is not None:
        _draw_mark(axes, drawing.mark, drawing.mark_words, font)


def _range(drawing: Drawing) -> tuple[float, float]:
    """Where the axis begins and the longest bar or the mark ends: numbers begin at nought."""
    ends = [end for end in (*(bar.last for bar in drawing.bars), drawing.mark) if end is not None]
    if not drawing.is_dated:
        return 0.0, max(ends)
    return min(bar.first for bar in drawing.bars if bar.first is not None), max(ends)


def _draw_mark(axes: "Axes", mark: float, words: str, font: "FontProperties") -> None:
    axes.axvline(mark, color=_GREY, linewidth=0.9, linestyle="--")
    axes.text(mark, -0.75, words, va="bottom", ha="center", fontproperties=font)


def _frame(axes: "Axes", drawing: Drawing, font: "FontProperties") -> None:
    """An axis of whole numbers below, a line at the left, nothing else."""
    low, high = axes.get_xlim()
    step = max(1, round((high - low) / 6))
    axes.set_xticks(range(int(-(-low // 1)), int(high) + 1, step))
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    axes.tick_params(axis="y", length=0)
    for label in (*axes.get_xticklabels(), *axes.get_yticklabels()):
        label.set_fontproperties(font)


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
