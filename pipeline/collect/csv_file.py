"""csv files as offices save them: any common encoding, commas, semicolons or tabs between the fields.

In: bytes. Out: one sheet without a name. Bytes that fit no encoding become visible marks in their own cells.
"""

from pipeline.collect.cells import text_cell
from pipeline.collect.dialect import split
from pipeline.collect.encoding import decode
from pipeline.model.source import RawRow, Remark, Sheet, SheetKind


def read_csv(source: str, content: bytes) -> tuple[Sheet, ...]:
    """The non-empty rows, numbered from 1 as a spreadsheet would show them.

    ValueError where the text is no csv: a field above a million characters, or a quotation mark that nothing
    closes, which would swallow the rows below it.
    """
    decoded = decode(content)
    rows = tuple(
        RawRow(number, tuple(text_cell(field) for field in fields))
        for number, fields in enumerate(split(decoded.text), start=1)
        if any(field.strip() for field in fields)
    )
    said = (Remark("encoding-found", hint=decoded.guessed),) if decoded.guessed else ()
    return (Sheet(source, "", rows, SheetKind.CSV, remarks=said),)
