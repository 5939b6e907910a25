"""Tables as WordprocessingML: caption above, rows, notes in letters below.

In: a table and the body it stands in. Out: XML. Header rows repeat and are marked as such, no row
is split, title and description are there for those who listen.
"""

from collections.abc import Iterable
from math import ceil

from pipeline.model.block import Span, Table, TableRow, text_of, unmarked
from pipeline.render.body import Body, escape, run

TABLE_INDENT = 1134
# A table of up to this many lines is kept on one page; a longer one would leave half a page empty
# above it.
_SHORT = 14
# The average width of a letter in a table, in twentieths of a point.
_LETTER = 85
# The style of a cell, by whether it is in the header and whether its column holds numbers.
_CELL_STYLES = {
    (False, False): "table-body",
    (False, True): "table-number",
    (True, False): "table-header",
    (True, True): "table-header-number",
}


def table_xml(body: Body, table: Table, extra: Iterable[str]) -> str:
    """The table with its caption and notes; `extra` are bookmarks beside its own."""
    words = text_of(table.title)
    title = body.paragraph("caption-title", run(words), [body.name(f"{table.id}-title", words)])
    kept = _kept(table)
    rows = "".join(
        _row(body, table, row, is_kept=position in kept) for position, row in enumerate(table.rows)
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in table.widths)
    header = _row(
        body, table, TableRow(f"{table.id}-columns", table.columns), is_header=True, is_kept=True
    )
    frame = f"<w:tbl>{_look(body, table)}<w:tblGrid>{grid}</w:tblGrid>{header}{rows}</w:tbl>"
    number = body.runs(table.label, {}, table.id)
    caption = body.paragraph(
        "caption-number", number, [*extra, body.name(table.id, text_of(table.label))]
    )
    return f"{caption}{title}{frame}{_below(body, table)}"


def _look(body: Body, table: Table) -> str:
    columns = "; ".join(unmarked(head) for head in table.columns)
    return (
        f'<w:tblPr><w:tblStyle w:val="{body.style_ids["table"]}"/><w:tblW w:w="{sum(table.widths)}"'
        f' w:type="dxa"/><w:tblInd w:w="{TABLE_INDENT}" w:type="dxa"/><w:tblLayout'
        ' w:type="fixed"/><w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0"'
        ' w:lastColumn="0" w:noHBand="1" w:noVBand="1"/><w:tblCaption'
        f' w:val="{escape(text_of(table.title))}"/><w:tblDescription'
        f' w:val="{escape(columns)}"/></w:tblPr>'
    )


def _kept(table: Table) -> set[int]:
    """The rows that stay with the next: all of a short table; of a longer one the first, and the
    last but one.

    So none is alone on a page. The last row of all stays with notes only.
    """
    n_rows = len(table.rows)
    kept = {0, n_rows - 2, n_rows - 1}
    if sum(_n_lines(table, row) for row in table.rows) <= _SHORT:
        kept = set(range(n_rows))
    if not table.notes:
        kept.discard(n_rows - 1)
    return kept


def _n_lines(table: Table, row: TableRow) -> int:
    """About how many lines a row takes on the page."""
    pairs = zip(row.cells, table.widths, strict=True)
    return max(1, *(ceil(len(text_of(spans)) * _LETTER / width) for spans, width in pairs))


def _row(
    body: Body, table: Table, row: TableRow, *, is_header: bool = False, is_kept: bool = False
) -> str:
    flags = "<w:cantSplit/>"
    if is_header:
        flags += "<w:tblHeader/>"
    cells = ""
    for position, (spans, width) in enumerate(zip(row.cells, table.widths, strict=True)):
        names = []
        if row.id and position == 0:
            names = [body.name(row.id, text_of(spans))]
        style = _CELL_STYLES[is_header, position in table.numeric]
        content = body.paragraph(style, _cell(body, spans), names, is_kept=is_kept)
        cells += f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{content}</w:tc>'
    return f"<w:tr><w:trPr>{flags}</w:trPr>{cells}</w:tr>"


def _cell(body: Body, spans: tuple[Span, ...]) -> str:
    """The runs of a cell; the letter of a note is raised."""
    runs, text = "", ""
    for span in spans:
        if span.kind == "note":
            runs += run(text) + run(span.text, body.style_ids["note-reference"])
            text = ""
        else:
            text += span.text
    return runs + run(text)


def _below(body: Body, table: Table) -> str:
    """The notes under a table, or the room that keeps text from its last line."""
    if not table.notes:
        return body.paragraph("table-end", "")
    return "".join(
        body.paragraph(
            "table-note", _cell(body, note.spans), [body.name(note.id, text_of(note.spans))]
        )
        for note in table.notes
    )
