"""A drawing as a PNG: bars under one another in the typeface that matplotlib brings, the same bytes
on every run.

In: a drawing. Out: bytes and size. Nothing of the machine goes in: no typeface of it, no clock, no
name of a program.
"""

import io
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.model.block import Drawing

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.font_manager import FontProperties

WIDTH_INCHES = 5.1
_BAR, _LINE, _EDGES = 0.27, 0.13, 0.75
_LONGEST = 36
_LETTER, _NARROWEST = 0.0115, 0.12
_DPI = 200
_INK, _GREY = "#1f3864", "#7f7f7f"
_SIZE = 8.5


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
    ends = [bar.last for bar in drawing.bars if bar.last is not None]
    starts = [bar.first for bar in drawing.bars if bar.first is not None]
    low = min(starts) if drawing.is_dated else 0.0
    high = max([*ends, *([drawing.mark] if drawing.mark is not None else [])])
    room = (high - low) * 0.04 or 1.0
    for position, bar in enumerate(drawing.bars):
        if bar.first is not None and bar.last is not None:
            axes.barh(position, bar.last - bar.first, left=bar.first, height=0.55, color=_INK)
        end = bar.last if bar.last is not None else low
        axes.text(end + room / 2, position, bar.words, va="center", ha="left", fontproperties=font)
    axes.set_yticks(range(len(drawing.bars)), _labels(drawing))
    axes.set_ylim(len(drawing.bars) - 0.4, -0.6)
    axes.set_xlim(low, high + room * 4)
    if drawing.mark is not None:
        axes.axvline(drawing.mark, color=_GREY, linewidth=0.9, linestyle="--")
        axes.text(
            drawing.mark, -0.75, drawing.mark_words, va="bottom", ha="center", fontproperties=font
        )


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
