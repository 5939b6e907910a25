"""The XML of a paper as it grows: bookmarks and notes numbered through, cross-references, words
remembered for reading back.

In: names, texts and the ids of styles. Out: pieces of XML. It formats nothing directly: styles do.
References are fields with their result written; a paper that is pasted elsewhere gets plain text.
Nothing asks Word to work the fields out on opening: F9 keeps them right after an edit.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from pipeline.model.block import Block, Note, Paragraph, Span, Table, text_of
from pipeline.ooxml import bookmark_name, note_mark

_LAST_WORD = re.compile(r"(.*[ \u00a0])?(\S+)", re.DOTALL)
_DIGITS = 10**9
_TABLES, _FIGURES, _ANNEXES = "SEQ Table \\* ARABIC", "SEQ Figure \\* ROMAN", "SEQ Annex \\* ROMAN"
_ANNEX = "heading-annex"


class Targets(NamedTuple):
    """What references may point at: labels, each with the field that counts it, and paragraphs;
    none without fields.

    A label is pointed at by the bookmark round its number; an annex that is alone has none.
    """

    labels: Mapping[str, str] = {}
    paragraphs: frozenset[str] = frozenset()

    def field(self, name: str) -> str:
        """The instruction of a reference to a block; empty where it is plain text."""
        if name in self.labels:
            return f"REF {number_mark(name)} \\h"
        if name in self.paragraphs:
            return f"REF {bookmark_name(name)} \\n \\h"
        return ""


def escape(text: str) -> str:
    """Text for XML content and attributes."""
    return (
        text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    )


def run(text: str, style_id: str = "") -> str:
    """A run of text, in a style of letters if one is given; nothing for no text."""
    if not text:
        return ""
    return f'<w:r>{_look(style_id)}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def _look(style_id: str) -> str:
    """The properties of a run in a style of letters; nothing without one."""
    if not style_id:
        return ""
    return f'<w:rPr><w:rStyle w:val="{style_id}"/></w:rPr>'


@dataclass
class Body:
    """The XML of a paper as it grows: pieces of the text, annexes and notes, and the next free
    numbers.

    `meant` are the words of each bookmarked paragraph, for the file to be compared with once it is
    read back.
    """

    style_ids: dict[str, str]
    targets: Targets
    next_note: int = 1
    next_bookmark: int = 1
    next_picture: int = 1
    pieces: list[str] = field(default_factory=list)
    annexes: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    pictures: dict[str, bytes] = field(default_factory=dict)
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

    def paragraph(
        self, style: str, content: str, names: Iterable[str] = (), *, is_kept: bool = False
    ) -> str:
        """A paragraph of a style, bookmarked; kept on the page of the next one if wanted."""
        starts, ends = self.bookmarks(names)
        look = f'<w:pStyle w:val="{self.style_ids[style]}"/>'
        if is_kept:
            look += "<w:keepNext/>"
        return f"<w:p><w:pPr>{look}</w:pPr>{starts}{content}{ends}</w:p>"

    def runs(self, spans: tuple[Span, ...], notes: dict[str, Note], own: str = "") -> str:
        """The runs of spans: text joined, a field where a reference is one, the mark of a note
        where one stands.

        A reference to `own`, the block that it stands in, is its label.
        """
        runs: list[str] = []
        text = ""
        for span in spans:
            number = self._number(span, own)
            if span.kind == "note":
                runs += [run(text), self._note(notes[span.name], span.text)]
                text = ""
            elif number:
                runs += [run(text + split(span.text)[0]), number]
                text = ""
            else:
                text += span.text
        runs.append(run(text))
        return "".join(runs)

    def _number(self, span: Span, own: str) -> str:
        """The number of a reference as a field, that of a label in its bookmark; empty where it is
        plain text.
        """
        if span.kind != "reference":
            return ""
        number = run(split(span.text)[1])
        if span.name != own:
            return field_runs(self.targets.field(span.name), number)
        if own not in self.targets.labels:
            return ""
        starts, ends = self.bookmarks([number_mark(own)])
        return f"{starts}{field_runs(self.targets.labels[own], number)}{ends}"

    def _note(self, note: Note, letter: str) -> str:
        """The mark of a footnote: its number by Word itself, or the letter that its span and its
        text begin with.
        """
        number, style = self.next_note, self.style_ids["note-reference"]
        self.next_note += 1
        look = _look(style)
        mark, custom, shown = f"<w:r>{look}<w:footnoteRef/></w:r>", "", ""
        if letter:
            mark, custom = run(letter, style), ' w:customMarkFollows="1"'
            shown = f'<w:t xml:space="preserve">{escape(letter)}</w:t>'
        text = text_of(note.spans)
        content = f"{mark}<w:r><w:tab/></w:r>{run(text.removeprefix(letter))}"
        paragraph = self.paragraph("note", content, [self.name(note.id, text)])
        self.notes.append(f'<w:footnote w:id="{number}">{paragraph}</w:footnote>')
        starts, ends = self.bookmarks([note_mark(note.id)])
        return (
            f'{starts}<w:r>{look}<w:footnoteReference{custom} w:id="{number}"/>{shown}</w:r>{ends}'
        )


def targets(blocks: tuple[Block, ...], has_fields: bool) -> Targets:
    """What the blocks of a paper offer to references."""
    if not has_fields:
        return Targets()
    annexes = [block.id for block in blocks if _is_annex(block)]
    labels = {block.id: counted for block in blocks if (counted := _counted(block))}
    if len(annexes) == 1:
        del labels[annexes[0]]
    paragraphs = {
        block.id for block in blocks if isinstance(block, Paragraph) and block.style == "paragraph"
    }
    return Targets(labels, frozenset(paragraphs))


def _is_annex(block: Block) -> bool:
    return isinstance(block, Paragraph) and block.style == _ANNEX


def _counted(block: Block) -> str:
    """The field that counts a label; empty where the block is none."""
    if isinstance(block, Table):
        return _TABLES if block.is_numbered else ""
    if block.drawing:
        return _FIGURES
    if _is_annex(block):
        return _ANNEXES
    return ""


def number_mark(block_id: str) -> str:
    """The bookmark round the number of a caption, in the form that Word gives to those it makes
    itself.
    """
    return f"_Ref{int(hashlib.sha256(block_id.encode()).hexdigest(), 16) % _DIGITS:09d}"


def split(text: str) -> tuple[str, str]:
    """A reference as its words and its number: `table 1` is `table ` and `1`."""
    found = _LAST_WORD.fullmatch(text)
    if found is None:
        return text, ""
    return found[1] or "", found[2]


def field_runs(instruction: str, result: str) -> str:
    """The runs of a complex field, none without an instruction; `result` are runs."""
    if not instruction:
        return ""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve">'
        f" {instruction} </w:instrText></w:r><w:r><w:fldChar"
        f' w:fldCharType="separate"/></w:r>{result}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
