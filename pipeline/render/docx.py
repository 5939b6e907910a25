"""A paper as a Word document: blocks in the place of the anchors, properties, notes; read back and
compared.

In: a template's bytes, a composed paper, its properties and form. Out: bytes, the same for the same
inputs, and the brackets of the template. It refuses (exit 4) a template without its anchors or
styles.
"""

from typing import NamedTuple

from lxml import etree

from pipeline.model.block import Composed
from pipeline.model.finding import TEMPLATE, Refused
from pipeline.ooxml import W_NS, write_package
from pipeline.render.anchors import put_in
from pipeline.render.blocks import write_blocks
from pipeline.render.body import Body
from pipeline.render.numbering import with_first_number
from pipeline.render.parts import (
    DOCUMENT,
    NOTES,
    NUMBERING,
    STYLES_PART,
    declare,
    parsed,
    serialized,
)
from pipeline.render.pictures import add_pictures
from pipeline.render.properties import About, set_properties
from pipeline.render.read_back import compare
from pipeline.render.skeleton import open_brackets
from pipeline.render.styles import named_roles, style_ids
from pipeline.render.taken import free_numbers
from pipeline.render.template_check import Examined, examine

_MARK = "the notes stand here"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NOTES_KIND = (
    "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml",
    f"{_OFFICE}/footnotes",
)
EMPTY_NOTES = (
    f'<w:footnotes xmlns:w="{W_NS}"><w:footnote w:type="separator"'
    ' w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote><w:footnote'
    ' w:type="continuationSeparator"'
    ' w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote></w:footnotes>'
)


class Form(NamedTuple):
    """How a paper is set: names of styles by role, number of its first paragraph, whether
    references are fields.
    """

    styles: dict[str, str] = {}
    first_paragraph: int = 1
    has_fields: bool = False


PLAIN = Form()


class Rendered(NamedTuple):
    """A paper's bytes, the brackets of its template (part of the page, and words), roles whose
    style it has by name.
    """

    content: bytes
    template_brackets: tuple[tuple[str, str], ...]
    named_roles: frozenset[str]


def render(
    template_name: str, template: bytes, paper: Composed, about: About, form: Form = PLAIN
) -> Rendered:
    """The paper as a Word document.

    Refused (exit 4) for a template that cannot be used; LostText where the file read back differs
    from the blocks.
    """
    scalars = {line.id.removeprefix("masthead-"): line.text for line in paper.masthead}
    parts = _usable(template_name, examine(template, scalars, form.styles, form.first_paragraph))
    brackets = open_brackets(parts)
    ids = style_ids(parts[STYLES_PART], form.styles)
    body = write_blocks(paper, ids, about.run, free_numbers(parts), has_fields=form.has_fields)
    texts = {"[[body]]": "".join(body.pieces), "[[annexes]]": "".join(body.annexes)}
    parts[DOCUMENT] = put_in(template_name, parts[DOCUMENT], texts)
    if body.notes:
        _add_notes(parts, body)
    add_pictures(parts, body)
    if form.first_paragraph > 1:
        parts[NUMBERING] = with_first_number(parts, ids["paragraph"], form.first_paragraph)
    set_properties(parts, about, paper.paper)
    content = write_package(parts)
    compare(content, body.meant)
    return Rendered(content, brackets, named_roles(parts[STYLES_PART], form.styles))


def _usable(template: str, examined: Examined) -> dict[str, bytes]:
    """The parts of a template that can be used; Refused (exit 4) with all that it must have."""
    if not examined.blocking:
        return examined.parts
    listed = "".join(f"\n  {lack.where}: {lack.what} {lack.add}" for lack in examined.blocking)
    raise Refused(
        TEMPLATE,
        f"templates/{template}.docx cannot be used yet:{listed}",
        "Mend the template; `template check` says the same before any data.",
    )


def _add_notes(parts: dict[str, bytes], body: Body) -> None:
    """The notes of the body behind those of the template; a template without notes gets the part
    for them.
    """
    if NOTES not in parts:
        parts[NOTES] = EMPTY_NOTES.encode()
        declare(parts, NOTES, "word/_rels/document.xml.rels", *NOTES_KIND)
    root = parsed(parts[NOTES])
    root.append(etree.Comment(_MARK))
    parts[NOTES] = serialized(root).replace(
        f"<!--{_MARK}-->".encode(), "".join(body.notes).encode()
    )
