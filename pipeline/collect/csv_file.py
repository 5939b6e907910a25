"""csv files: UTF-8 with or without a byte order mark, fields separated by commas.

In: bytes. Out: one sheet without a name. Bytes that are no UTF-8 become visible marks in their own cells.
"""

import csv
import io

from pipeline.collect.cells import text_cell
from pipeline.model.source import RawRow, Sheet, SheetKind

_LONGEST_FIELD = 1_000_000


def read_csv(source: str, content: bytes) -> tuple[Sheet, ...]:
    """The non-empty rows, numbered from 1 as a spreadsheet would show them.

    ValueError where the text is no csv: a field above a million characters, or a quotation mark that nothing
    closes, which would swallow the rows below it.
    """
    text = content.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "surrogateescape")
    csv.field_size_limit(_LONGEST_FIELD)
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        raise ValueError(str(error)) from error
    rows = tuple(
        RawRow(number, tuple(text_cell(field) for field in fields))
        for number, fields in enumerate(lines, start=1)
        if any(field.strip() for field in fields)
    )
    return (Sheet(source, "", rows, SheetKind.CSV),)
