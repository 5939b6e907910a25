"""csv files as offices save them: any common encoding, commas, semicolons or tabs between the
fields.

In: bytes. Out: one sheet without a name. Bytes that fit no encoding become visible marks in their
own cells.
"""

import re

from pipeline.collect.cells import text_cell
from pipeline.collect.dialect import split
from pipeline.collect.encoding import decode
from pipeline.collect.fault import CannotRead
from pipeline.model.source import Cell, RawRow, Remark, Sheet, SheetKind

# What spreadsheets in English, French and Spanish, and LibreOffice, show for an error, and write as
# text into a csv.
_ERROR = re.compile(
    r"#(?:REF!|VALUE!|DIV/0!|NAME\?|N/A|NUM!|NULL!|SPILL!|CALC!|VALEUR!|NOM\?|NOMBRE!|NUL!|¡[A-Z]+(?:/0)?!|¿NOMBRE\?)|Err:5\d\d"
)

MAX_CELLS = 1_000_000


def read_csv(source: str, content: bytes) -> tuple[Sheet, ...]:
    """The non-empty rows, numbered from 1 as a spreadsheet would show them.

    ValueError where the text is no csv: a field above a million characters, or a quotation mark
    that nothing closes, which would swallow the rows below it. CannotRead where it holds more cells
    than any table of a meeting.
    """
    decoded = decode(content)
    rows: list[RawRow] = []
    n_cells = 0
    for number, fields in enumerate(split(decoded.text), start=1):
        if any(field.strip() for field in fields):
            rows.append(RawRow(number, tuple(_cell(field) for field in fields)))
            n_cells += len(fields)
            if n_cells > MAX_CELLS:
                raise CannotRead("unsafe-file", "more cells than any table")
    said = (Remark("encoding-found", hint=decoded.guessed),) if decoded.guessed else ()
    return (Sheet(source, "", tuple(rows), SheetKind.CSV, said),)


def _cell(field: str) -> Cell:
    cell = text_cell(field)
    return Cell(field, "error-value") if _ERROR.fullmatch(field.strip()) else cell
