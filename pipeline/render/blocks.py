"""Blocks as WordprocessingML: one escaped string for a whole paper, with bookmarks and notes numbered through.

In: blocks and the ids of styles. Out: XML of the body and of the footnotes. It formats nothing directly: styles do.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from pipeline.model.block import Block, Note, Paragraph, Span, Table, TableRow, text_of
from pipeline.ooxml import bookmark_name

STYLES = {
    "paragraph": "_ Single Txt_G",
    "unnumbered": "_ Single Txt unnumbered_G",
    "heading-1": "_ H _Ch_G",
    "heading-2": "_ H_1_G",
    "heading-3": "_ H_2/3_G",
    "caption-number": "Table Caption Number_G",
    "caption-title": "Table Caption Title_G",
    "table": "UN Table_G",
    "table-header": "Table Header_G",
    "table-body": "Table Body_G",
    "table-end": "Table End_G",
    "note": "footnote text",
    "note-reference": "footnote reference",
}
TABLE_INDENT = 1134


def escape(text: str) -> str:
    """Text for XML content and attributes."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


@dataclass
class Body:
    """The XML of a paper as it grows: pieces of the body and of the notes, and the next free numbers.

    `meant` are the words of each bookmarked paragraph, for the file to be compared with once it is read back.
    """

    style_ids: dict[str, str]
    pieces: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    next_bookmark: int = 1
    next_note: int = 1
    meant: dict[str, str] = field(default_factory=dict)

    def name(self, block_id: str, text: str) -> str:
        """The bookmark of a block, its words remembered."""
        name = bookmark_name(block_id)
        self.meant[name] = text
        return name

    def bookmarks(self, names: Iterable[str]) -> tuple[str, str]:
        """Starts and ends of bookmarks over a whole paragraph."""
        starts, ends = "", ""
        for name in names:
            starts += f'<w:bookmarkStart w:id="{self.next_bookmark}" w:name="{name}"/>'
            ends = f'<w:bookmarkEnd w:id="{self.next_bookmark}"/>' + ends
            self.next_bookmark += 1
        return starts, ends

    def paragraph(self, style: str, content: str, names: Iterable[str] = ()) -> str:
        """A paragraph of a style, bookmarked."""
        starts, ends = self.bookmarks(names)
        return f'<w:p><w:pPr><w:pStyle w:val="{self.style_ids[style]}"/></w:pPr>{starts}{content}{ends}</w:p>'

    def runs(self, spans: tuple[Span, ...], notes: dict[str, Note]) -> str:
        """The runs of spans: text joined, a reference where a note stands."""
        runs: list[str] = []
        text = ""
        for span in spans:
            if span.kind == "note":
                runs += [_run(text), self._note(notes[span.name])]
                text = ""
            else:
                text += span.text
        runs.append(_run(text))
        return "".join(runs)

    def _note(self, note: Note) -> str:
        number, style = self.next_note, self.style_ids["note-reference"]
        self.next_note += 1
        look = f'<w:rPr><w:rStyle w:val="{style}"/></w:rPr>'
        content = f"<w:r>{look}<w:footnoteRef/></w:r><w:r><w:tab/></w:r>{_run(text_of(note.spans))}"
        paragraph = self.paragraph("note", content, [self.name(note.id, text_of(note.spans))])
        self.notes.append(f'<w:footnote w:id="{number}">{paragraph}</w:footnote>')
        return f'<w:r>{look}<w:footnoteReference w:id="{number}"/></w:r>'


def _run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""


def write_blocks(blocks: tuple[Block, ...], style_ids: dict[str, str], run: str) -> Body:
    """The XML of the blocks; the first and the last also carry the run id, so that a pasted chapter knows itself."""
    body = Body(style_ids)
    last = len(blocks) - 1
    first = next((n for n, block in enumerate(blocks) if _is_chapter(block)), 0)
    for position, block in enumerate(blocks):
        extra = [f"_msp_run_{run}"] if position == first else []
        extra += [f"_msp_end_{run}"] if position == last else []
        if isinstance(block, Table):
            body.pieces.append(_table(body, block, extra))
        else:
            body.pieces.append(_paragraph(body, block, extra))
    return body


def _is_chapter(block: Block) -> bool:
    return isinstance(block, Paragraph) and block.style == "heading-1"


def _paragraph(body: Body, block: Paragraph, extra: list[str]) -> str:
    text = block.text
    content = body.runs(block.spans, {note.id: note for note in block.notes}) if block.notes else _run(text)
    return body.paragraph(block.style, content, [*extra, body.name(block.id, text)])


def _table(body: Body, table: Table, extra: list[str]) -> str:
    number = text_of(table.label)
    label = body.paragraph("caption-number", _run(number), [*extra, body.name(table.id, number)])
    words = text_of(table.title)
    title = body.paragraph("caption-title", _run(words), [body.name(f"{table.id}-title", words)])
    words = escape(words)
    columns = "; ".join(text_of(head) for head in table.columns)
    look = (
        f'<w:tblPr><w:tblStyle w:val="{body.style_ids["table"]}"/><w:tblW w:w="{sum(table.widths)}" w:type="dxa"/>'
        f'<w:tblInd w:w="{TABLE_INDENT}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        f'<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1"'
        f' w:noVBand="1"/><w:tblCaption w:val="{words}"/><w:tblDescription w:val="{escape(columns)}"/></w:tblPr>'
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in table.widths)
    header = _row(body, table, TableRow(f"{table.id}-columns", table.columns), "table-header")
    rows = "".join(_row(body, table, row, "table-body") for row in table.rows)
    end = body.paragraph("table-end", "")
    return f"{label}{title}<w:tbl>{look}<w:tblGrid>{grid}</w:tblGrid>{header}{rows}</w:tbl>{end}"


def _row(body: Body, table: Table, row: TableRow, style: str) -> str:
    flags = "<w:cantSplit/>" + ("<w:tblHeader/>" if style == "table-header" else "")
    cells = ""
    for position, (spans, width) in enumerate(zip(row.cells, table.widths, strict=True)):
        text = text_of(spans)
        names = [body.name(row.id, text)] if row.id and position == 0 else []
        content = body.paragraph(style, _run(text), names)
        cells += f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{content}</w:tc>'
    return f"<w:tr><w:trPr>{flags}</w:trPr>{cells}</w:tr>"
