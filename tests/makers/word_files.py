"""Word files written out in tests: paragraphs, tables and all that may stand in them, as XML put
together by hand.

In: words and a few small makers. Out: bytes of a docx. Nothing here comes from the program's
tables.
"""

import io
import zipfile
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape

NS = (
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels"'
    ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override'
    ' PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>{more}</Types>'
)
RELATIONS = (
    "<Relationships"
    ' xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
FOOTNOTES = (
    '<Override PartName="/word/footnotes.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"/>'
)


def run(text: str) -> str:
    """A run of words; a line break for each line."""
    inner = '</w:t><w:br/><w:t xml:space="preserve">'.join(
        escape(line) for line in text.split("\n")
    )
    return f'<w:r><w:t xml:space="preserve">{inner}</w:t></w:r>'


def p(*parts: str) -> str:
    """A paragraph: plain words are made runs, XML is taken as it is."""
    return (
        "<w:p>"
        + "".join(
            part if part.startswith("<w:") or part.startswith("<mc:") else run(part)
            for part in parts
        )
        + "</w:p>"
    )


def commented(number: int = 0) -> str:
    """The mark of a comment, a part of a paragraph."""
    return f'<w:r><w:commentReference w:id="{number}"/></w:r>'


def inserted(text: str) -> str:
    """A tracked insertion."""
    return f'<w:ins w:id="1" w:author="x">{run(text)}</w:ins>'


def deleted(text: str) -> str:
    """A tracked deletion."""
    return f'<w:del w:id="2" w:author="x"><w:r><w:delText>{escape(text)}</w:delText></w:r></w:del>'


def control(content: str, tag: str = "", placeholder: bool = False) -> str:
    """A content control around runs or blocks."""
    shown = "<w:showingPlcHdr/>" if placeholder else ""
    return (
        "<w:sdt><w:sdtPr><w:tag"
        f' w:val="{tag}"/>{shown}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>'
    )


def box(is_checked: bool) -> str:
    """A check box of the newer kind."""
    state, sign = ("1", "☒") if is_checked else ("0", "☐")
    return (
        f'<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val="{state}"/></w14:checkbox></w:sdtPr>'
        f"<w:sdtContent>{run(sign)}</w:sdtContent></w:sdt>"
    )


def older_box(is_checked: bool, name: str = "") -> str:
    """A check box of the older kind, which holds no words at all."""
    state = "1" if is_checked else "0"
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:name w:val="{name}"/><w:checkBox>'
        f'<w:default w:val="{state}"/></w:checkBox></w:ffData></w:fldChar></w:r>'
        "<w:r><w:instrText> FORMCHECKBOX </w:instrText></w:r>"
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def older_text(text: str, name: str) -> str:
    """A text field of the older kind."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:name'
        f' w:val="{name}"/><w:textInput/></w:ffData></w:fldChar></w:r><w:r><w:instrText> FORMTEXT'
        " </w:instrText></w:r><w:r><w:fldChar"
        f' w:fldCharType="separate"/></w:r>{run(text)}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def symbol(code: str, font: str = "Wingdings") -> str:
    """A sign of a symbol font."""
    return f'<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>'


def tc(content: str, span: int = 1, merge: str = "") -> str:
    """A cell; words are made a paragraph a line. `merge` is restart or continue."""
    grid = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    down = f'<w:vMerge w:val="{merge}"/>' if merge else ""
    inner = (
        content if content.startswith("<w:") else "".join(p(line) for line in content.split("\n"))
    )
    return f"<w:tc><w:tcPr>{grid}{down}</w:tcPr>{inner}</w:tc>"


def tr(*cells: str) -> str:
    """A row; plain words are made cells."""
    return (
        "<w:tr>"
        + "".join(cell if cell.startswith(("<w:tc>", "<w:sdt>")) else tc(cell) for cell in cells)
        + "</w:tr>"
    )


def tbl(*rows: str | Sequence[str]) -> str:
    """A table; a row of plain words is made one."""
    return (
        "<w:tbl><w:tblPr/>"
        + "".join(row if isinstance(row, str) else tr(*row) for row in rows)
        + "</w:tbl>"
    )


def docx(
    *blocks: str,
    notes: Iterable[str] = (),
    comments: Iterable[str] = (),
    header: str = "",
    footer: str = "",
    more: dict[str, str | bytes] | None = None,
    links: str = "",
) -> bytes:
    """The document of these blocks; plain words are made paragraphs. Notes are numbered from 2,
    comments from 0; `more` are further parts of the package.
    """
    body = "".join(block if block.startswith("<w:") else p(block) for block in blocks)
    footnotes = "".join(
        f'<w:footnote w:id="{n}">{p(note)}</w:footnote>' for n, note in enumerate(notes, start=2)
    )
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": TYPES.format(more=FOOTNOTES if footnotes else ""),
        "_rels/.rels": RELATIONS.format(
            f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/>'
        ),
        "word/document.xml": f"<w:document {NS}><w:body>{body}<w:sectPr/></w:body></w:document>",
    }
    said = "".join(
        f'<w:comment w:id="{n}" w:author="desk">{p(text)}</w:comment>'
        for n, text in enumerate(comments)
    )
    if said:
        parts["word/comments.xml"] = f"<w:comments {NS}>{said}</w:comments>"
    for name, text in (("header", header), ("footer", footer)):
        if text:
            tag = {"header": "hdr", "footer": "ftr"}[name]
            parts[f"word/{name}1.xml"] = f"<w:{tag} {NS}>{p(text)}</w:{tag}>"
    related = links
    if footnotes:
        separator = f'<w:footnote w:type="separator" w:id="0">{p("")}</w:footnote>'
        parts["word/footnotes.xml"] = f"<w:footnotes {NS}>{separator}{footnotes}</w:footnotes>"
        related += f'<Relationship Id="rId2" Type="{OFFICE}/footnotes" Target="footnotes.xml"/>'
    parts["word/_rels/document.xml.rels"] = RELATIONS.format(related)
    return package({**parts, **(more or {})})


def package(parts: dict[str, str | bytes]) -> bytes:
    """A package of these parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return target.getvalue()
