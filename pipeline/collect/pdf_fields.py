"""The form fields of a PDF file: name, label and value of each, boxes as ☒ or ☐.

In: bytes. Out: fields in the order of the file. A box is on only where its value says so.
"""

import io

import pypdf
from pypdf.errors import PyPdfError

from pipeline.ooxml.inline import CHECKED, UNCHECKED

_OFF = frozenset({"", "/Off", "Off", "None"})
MAX_FIELDS = 5_000


def read_fields(content: bytes) -> tuple[tuple[str, str, str], ...]:
    """Name, label and value of each field. ValueError where the form cannot be read."""
    try:
        fields = pypdf.PdfReader(io.BytesIO(content)).get_fields() or {}
        if len(fields) > MAX_FIELDS:
            raise ValueError("more fields than any form has")
        return tuple(
            (str(name), str(field.get("/TU") or name), _value(field))
            for name, field in fields.items()
            if field.get("/FT")
        )
    except (
        PyPdfError,
        ValueError,
        TypeError,
        KeyError,
        AttributeError,
        IndexError,
        RecursionError,
    ) as error:
        raise ValueError(f"pypdf: {type(error).__name__}") from error


def _value(field: object) -> str:
    value = str(field.get("/V", "") or "")  # type: ignore[attr-defined]
    if field.get("/FT") != "/Btn":  # type: ignore[attr-defined]
        return value
    return UNCHECKED if value in _OFF else CHECKED
