"""A paper as a Word document: blocks in the place of the anchors, properties, notes; read back and
compared.

In: a template's bytes, a composed paper, its properties and form. Out: bytes, the same for the same
inputs, and the brackets of the template. It refuses (exit 4) a template without its anchors or
styles, and trusts nothing that was in memory: LostText where the saved file reads otherwise.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from lxml import etree

from pipeline.model.block import Block, Composed, Paragraph, Table
from pipeline.model.finding import TEMPLATE, Refused
from pipeline.model.papers import PAPERS
from pipeline.model.settings import Settings
from pipeline.ooxml import W_NS, W, read_package, write_package
from pipeline.render.body import Body, targets
from pipeline.render.template_check import Examined, examine
from pipeline.render.word_parts import (
    DOCUMENT,
    NOTES,
    NUMBERING,
    STYLES_PART,
    PaperProperties,
    declare,
    parsed,
    serialized,
    set_properties,
)
from pipeline.render.word_pictures import add_pictures, picture_xml
from pipeline.render.word_styles import named_roles, style_ids, with_first_number
from pipeline.render.word_tables import table_xml
from pipeline.render.word_template import FreeIds, free_numbers, open_brackets, put_in

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
_NAME, _TEXT, _PARAGRAPH, _BOOKMARK = f"{W}name", f"{W}t", f"{W}p", f"{W}bookmarkStart"


_WITH_FIELDS = frozenset(paper.name for paper in PAPERS if paper.has_fields)
# The language tags of a document, as Word writes them.
TAGS = {"en": "en-GB"}


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
    template_name: str, template: bytes, paper: Composed, about: PaperProperties, form: Form = PLAIN
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
        "Correct the template; `template check` reports the same without any data.",
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


def write_blocks(
    paper: Composed, style_ids: dict[str, str], run_id: str, free: FreeIds, *, has_fields: bool
) -> Body:
    """The XML of a paper; first and last block of its text also carry the run id: a pasted chapter
    knows itself.
    """
    body = Body(style_ids, targets(paper.blocks, has_fields), *free)
    last = len(paper.body) - 1
    first = next((n for n, block in enumerate(paper.body) if _is_chapter(block)), 0)
    for position, block in enumerate(paper.body):
        extra = []
        if position == first:
            extra.append(f"_msp_run_{run_id}")
        if position == last:
            extra.append(f"_msp_end_{run_id}")
        body.pieces.append(_block(body, block, extra))
    for block in paper.annexes:
        body.annexes.append(_block(body, block, []))
    return body


def _is_chapter(block: Block) -> bool:
    return isinstance(block, Paragraph) and block.style == "heading-1"


def _block(body: Body, block: Block, extra: list[str]) -> str:
    if isinstance(block, Table):
        return table_xml(body, block, extra)
    picture = picture_xml(body, block) if block.drawing else ""
    content = body.runs(block.spans, {note.id: note for note in block.notes}, block.id)
    return body.paragraph(block.style, content, [*extra, body.name(block.id, block.text)]) + picture


class LostText(Exception):
    """The saved document does not read as it was meant: a bug, never delivered."""


def compare(content: bytes, meant: dict[str, str]) -> None:
    """LostText unless the words meant under each bookmark stand there in the saved file."""
    parts = read_package(content)
    found: dict[str, str] = {}
    for name in (DOCUMENT, NOTES):
        if name in parts:
            found.update(_bookmarked(parsed(parts[name])))
    for bookmark, text in meant.items():
        if found.get(bookmark) != text:
            raise LostText(f"the text of {bookmark} was not kept")


def _bookmarked(root: etree._Element) -> dict[str, str]:
    """The words of each bookmarked paragraph, in one pass over the part."""
    found: dict[str, str] = {}
    names: list[str] = []
    words: list[str] = []
    for element in root.iter(_PARAGRAPH, _BOOKMARK, _TEXT):
        tag = element.tag
        if tag == _TEXT:
            words.append(element.text or "")
        elif tag == _BOOKMARK:
            names.append(element.get(_NAME, ""))
        else:
            found.update(dict.fromkeys(names, "".join(words)))
            names, words = [], []
    found.update(dict.fromkeys(names, "".join(words)))
    return found


class Templates(NamedTuple):
    """The templates by name without ending; `of_meeting` are the paths of the meeting's own files
    by name, among which somebody may have put one.
    """

    contents: Mapping[str, bytes]
    of_meeting: Mapping[str, str]


def render_papers(
    papers: Iterable[Composed],
    templates: Templates,
    settings: Settings,
    run: str,
    meeting: str,
) -> dict[str, Rendered]:
    """Each paper as a Word document, by name.

    Refused (exit 4) where a template is missing or cannot be used, or a style named in Settings is
    in none of them.
    """
    rendered = {}
    for paper in papers:
        name = _template_of(paper.paper, templates, settings)
        about = _about(paper, settings, run, meeting)
        form = Form(
            settings.style,
            settings.first_paragraph.get(paper.paper, 1),
            paper.paper in _WITH_FIELDS,
        )
        rendered[paper.paper] = render(name, templates.contents[name], paper, about, form)
    _refuse_names(settings, frozenset().union(*(one.named_roles for one in rendered.values())))
    return rendered


def _template_of(paper: str, templates: Templates, settings: Settings) -> str:
    """The name of a paper's template: that of Settings, else its own. Refused (exit 4) where it is
    not among the templates, with where it lies.
    """
    name = settings.template.get(paper) or paper
    if name in templates.contents:
        return name
    file, at = f"{name}.docx", settings.ref(f"template.{paper}")
    known = ", ".join(sorted(templates.contents)) or "none"
    cure = f"Put {file} into the folder templates, or name one that lies there: {known}."
    if file in templates.of_meeting:
        cure = f"Move inputs/{templates.of_meeting[file]} into the folder templates."
    where = f"{at.source} › {at.place}: " if at.source else ""
    raise Refused(TEMPLATE, f"{where}there is no template {file} in the folder templates.", cure)


def _about(paper: Composed, settings: Settings, run: str, meeting: str) -> PaperProperties:
    titles = (line.text for line in paper.masthead if line.id == "masthead-title")
    language = TAGS.get(settings.language, settings.language)
    return PaperProperties(
        next(titles, paper.paper), settings.author_body, language, settings.as_of, run, meeting
    )


def _refuse_names(settings: Settings, named: frozenset[str]) -> None:
    """Refused (exit 4) where a name in Settings is that of a style of no template in use."""
    for role, name in settings.style.items():
        if role not in named:
            at = settings.ref(f"style.{role}")
            what = (
                f"{at.source} › {at.place}: no template of the meeting has a style {name!r} for"
                " that."
            )
            raise Refused(
                TEMPLATE,
                what,
                "Write its name as Word shows it; `template check` suggests the nearest.",
            )
