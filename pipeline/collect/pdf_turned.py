"""Pages of a PDF file that lie on their side or head: turned so that their letters stand upright.

In: bytes, and the document opened from them. Out: bytes in which every page stands, or None where
all did. How a page is to be shown does not matter, only how its letters lie: a reader of lines
wants them level.
"""

import io
import math
from collections import Counter

import pypdf
import pypdfium2
from pypdf.errors import PyPdfError
from pypdfium2 import raw

_SAMPLE = 200
_QUARTER, _WHOLE = 90, 360
# What pypdf raises, beside its own errors, on files that are broken inside.
_BROKEN = (
    PyPdfError,
    ValueError,
    TypeError,
    KeyError,
    AttributeError,
    IndexError,
    RecursionError,
    NotImplementedError,
)


def upright(content: bytes, document: pypdfium2.PdfDocument) -> bytes | None:
    """The file with every page turned as its letters want it; ValueError where that cannot be
    written.
    """
    pages = [document[number] for number in range(len(document))]
    turns = [_turn(page) for page in pages]
    if not any(
        turn is not None and (turn or page.get_rotation())
        for page, turn in zip(pages, turns, strict=True)
    ):
        return None
    try:
        writer = pypdf.PdfWriter(clone_from=io.BytesIO(content))
        for page, turn in zip(writer.pages, turns, strict=True):
            if turn is not None:
                page.rotation = turn
                page.transfer_rotation_to_content()
        target = io.BytesIO()
        writer.write(target)
    except _BROKEN as error:
        raise ValueError(f"pypdf: {type(error).__name__}") from error
    return target.getvalue()


def _turn(page: pypdfium2.PdfPage) -> int | None:
    """By how many degrees a page is to be turned, clockwise, so that most of its letters stand;
    None without any.
    """
    text = page.get_textpage()
    n_letters = text.count_chars()
    step = max(1, n_letters // _SAMPLE)
    angles: Counter[int] = Counter()
    for number in range(0, n_letters, step):
        if not chr(
            raw.FPDFText_GetUnicode(text.raw, number)
        ).isspace():  # a space lies in no direction
            degrees = math.degrees(raw.FPDFText_GetCharAngle(text.raw, number))
            angles[round(degrees / _QUARTER) * _QUARTER % _WHOLE] += 1
    return -angles.most_common(1)[0][0] % _WHOLE if angles else None
