"""The XML of a paper as it grows: bookmarks and notes numbered through, words remembered for
reading back.

In: names, texts and the ids of styles. Out: pieces of XML. It formats nothing directly: styles do.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from pipeline.model.block import Note, Span, text_of
from pipeline.ooxml import bookmark_name, note_mark
from pipeline.render.references import Targets, number_mark, split
from pipeline.render.references import field as field_xml


def escape(text: str) -> str:
    """Text for XML content and attributes."""
    return (
        text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    )


def run(text: str, style_id: str = "") -> str:
    """A run of text, in a style of letters if one is given; nothing for no text."""
    look = f'<w:rPr><w:rStyle w:val="{style_id}"/></w:rPr>' if style_id else ""
    return f'<w:r>{look}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""


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
        look = f'<w:pStyle w:val="{self.style_ids[style]}"/>' + ("<w:keepNext/>" if is_kept else "")
        return f"<w:p><w:pPr>{look}</w:pPr>{starts}{content}{ends}</w:p>"

    def runs(self, spans: tuple[Span, ...], notes: dict[str, Note], own: str = "") -> str:
        """The runs of spans: text joined, a field where a reference is one, the mark of a note
        where one stands.

        A reference to `own`, the block that it stands in, is its label.
        """
        runs: list[str] = []
        text = ""
        for span in spans:
            number = self._number(span, own) if span.kind == "reference" else ""
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
        number = run(split(span.text)[1])
        if span.name != own:
            instruction = self.targets.field(span.name)
            return field_xml(instruction, number) if instruction else ""
        if own not in self.targets.labels:
            return ""
        starts, ends = self.bookmarks([number_mark(own)])
        return f"{starts}{field_xml(self.targets.labels[own], number)}{ends}"

    def _note(self, note: Note, letter: str) -> str:
        """The mark of a footnote: its number by Word itself, or the letter that its span and its
        text begin with.
        """
        number, style = self.next_note, self.style_ids["note-reference"]
        self.next_note += 1
        look = f'<w:rPr><w:rStyle w:val="{style}"/></w:rPr>'
        mark = run(letter, style) if letter else f"<w:r>{look}<w:footnoteRef/></w:r>"
        text = text_of(note.spans)
        content = f"{mark}<w:r><w:tab/></w:r>{run(text.removeprefix(letter))}"
        paragraph = self.paragraph("note", content, [self.name(note.id, text)])
        self.notes.append(f'<w:footnote w:id="{number}">{paragraph}</w:footnote>')
        starts, ends = self.bookmarks([note_mark(note.id)])
        custom = ' w:customMarkFollows="1"' if letter else ""
        shown = f'<w:t xml:space="preserve">{escape(letter)}</w:t>' if letter else ""
        return (
            f'{starts}<w:r>{look}<w:footnoteReference{custom} w:id="{number}"/>{shown}</w:r>{ends}'
        )
