"""The sentences of a corrigendum: what a paper says as issued, and what it should say.

In: the paper as issued, what was generated for it, and the paper as generated now. Out: sentences.
Places are given by paragraph and sentence, never by line: lines break differently in each word
processor. Where editors rewrote the words that change, only the place is given, and a person words
the correction.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from lxml import etree

from pipeline.model.papers import STYLES
from pipeline.ooxml import W
from pipeline.refresh.compared_text import (
    FIELD,
    PICTURE,
    atoms,
    is_same,
    normal,
    readable,
)
from pipeline.refresh.counted_fields import fields, words_of
from pipeline.refresh.element_importer import CAPTIONS
from pipeline.refresh.list_numbers import labels
from pipeline.refresh.package import Document, is_a, style_names
from pipeline.refresh.paper_index import NOTE_KIND, ROW, PaperIndex, TextAnchor
from pipeline.refresh.round_trip import LastGenerated
from pipeline.tasks.text_corrections import NEW, TextCorrection, by_words, corrections

Element = etree._Element
Texts = Mapping[str, Any]

_FIELD = re.compile(f"{FIELD}([^{FIELD}]*){FIELD}")
_N_WORDS = 6


class Corrigendum:
    """A paper as issued beside what is generated now; `texts` are the sentences of the language."""

    def __init__(self, issued: bytes, base: LastGenerated, new: bytes, texts: Texts) -> None:
        self.issued, self.new = PaperIndex(Document(issued)), PaperIndex(Document(new))
        self.base, self.texts = base, texts
        self._deleted: set[Element] = set()

    def sentences(self) -> Iterator[str]:
        """The corrections in the order of the paper as generated, those of notes last."""
        last = ""
        names = dict.fromkeys((*self.new.anchors, *self.base.texts))
        for name in sorted(names, key=self._is_note):
            if name in self.base.texts:
                yield from self._changed(name)
            elif self._is_note(name):
                yield from self._new_note(name)
            else:
                yield self._new(name, last)
            # What is new is placed after the last text that a reader of the issued paper can find.
            there = self.issued.anchors.get(name)
            if there is not None and there.kind != NOTE_KIND:
                last = name

    def _is_note(self, name: str) -> bool:
        if name in self.new.anchors:
            return self.new.anchors[name].kind == NOTE_KIND
        return self.base.texts[name].kind == NOTE_KIND

    def _say(self, key: str, **names: str) -> str:
        return str(self.texts[f"corrigendum_{key}"]).format(**names)

    # --- one text

    def _changed(self, name: str) -> Iterator[str]:
        there, base = self.issued.anchors.get(name), self.base.texts[name].texts
        if there is None:
            return  # An editor deleted it, so it was not issued.
        if name not in self.new.anchors:
            yield from self._gone(there, base)
            return
        printed, now = self.issued.texts(there), self.new.texts(self.new.anchors[name])
        if len({len(base), len(printed), len(now)}) > 1:
            words = " | ".join(map(self._resolved, now))
            yield self._say("edited", place=self._place(there), now=words)
            return
        for cell, (was, stands, reads) in enumerate(zip(base, printed, now, strict=True)):
            # An editor may have put right before it was issued what we only now generate.
            if not any(is_same(text, reads) for text in (was, stands)):
                yield from self._text(there, cell, was, stands, reads)

    def _gone(self, there: TextAnchor, base: tuple[str, ...]) -> Iterator[str]:
        """A text that is no longer generated: deleted, unless editors had reworded it."""
        printed = self.issued.texts(there)
        if list(map(normal, printed)) != list(map(normal, base)):
            yield self._say("edited", place=self._place(there), now="–")
            return
        table = self._gone_table(there)
        if table is None:
            yield self._say("delete", place=self._place(there))
        elif table not in self._deleted:
            # One correction deletes a table, however many rows and captions it has.
            self._deleted.add(table)
            yield self._say("delete", place=self._caption(table))

    def _gone_table(self, there: TextAnchor) -> Element | None:
        """The table that a row or caption belongs to, if nothing of it is generated any more."""
        table = self._table_at(there.paragraphs[0])
        if not is_a(table, f"{W}tbl"):
            return None
        if any(row.name in self.new.anchors for row in self.issued.rows_of(table)):
            return None
        return table

    def _table_at(self, paragraph: Element) -> Element | None:
        """The table around a paragraph, or what follows the caption that it is."""
        around = next(paragraph.iterancestors(f"{W}tbl"), None)
        if around is not None:
            return around
        if self._style(paragraph) not in CAPTIONS:
            return None
        below = paragraph.itersiblings()
        return next((e for e in below if self._style(e) not in CAPTIONS), None)

    def _text(self, there: TextAnchor, cell: int, *texts: str) -> Iterator[str]:
        """The corrections of a text given as generated, as printed and as generated now."""
        was, stands, reads = map(self._resolved, texts)
        place = self._place(there, cell)
        if was == reads:
            if atoms(texts[0], PICTURE) != atoms(texts[2], PICTURE):
                yield self._say("picture", place=place)
        elif is_same(was, stands):
            for one in corrections(stands, reads, self.texts["abbreviations"]):
                yield self._correction(there, cell, one)
        else:
            said = by_words(was, stands, reads)
            yield from (self._correction(there, cell, one) for one in said)
            if not said:
                yield self._say("edited", place=place, now=reads)

    def _correction(self, there: TextAnchor, cell: int, one: TextCorrection) -> str:
        place = self._at_sentence(self._place(there, cell), one)
        return self._say(one.kind, place=place, before=one.before, now=one.now)

    def _at_sentence(self, place: str, one: TextCorrection) -> str:
        """The place with its sentence; alone if the text is a single sentence or the language has
        no ordinal that high.
        """
        ordinals = self.texts["ordinals"]
        if one.sentence is None or one.sentence >= len(ordinals):
            return place
        if one.sentence < 0:
            return self._say("paragraph_start", place=place)
        key = "after_sentence" if one.kind == NEW else "sentence"
        return self._say(key, place=place, ordinal=str(ordinals[one.sentence]))

    def _new(self, name: str, last: str) -> str:
        anchor = self.new.anchors[name]
        words = " | ".join(map(self._resolved, self.new.texts(anchor)))
        place = self._place(self.issued.anchors[last]) if last else self._say("beginning")
        key = "insert" if words else "insert_picture"
        if anchor.kind == ROW:
            key = "insert_row"
        # The sentences of places start with a capital; here one stands inside another sentence.
        return self._say(key, place=place[:1].lower() + place[1:], now=words)

    def _new_note(self, name: str) -> Iterator[str]:
        """A new note in a paragraph that was issued; one in a new paragraph comes with it."""
        number = next((n for n, note in self.new.note_names.items() if note == name), "")
        host = self.new.hosts.get(number)
        names = self.new.by_paragraph.get(host, ()) if host is not None else ()
        for there in [self.issued.anchors[n] for n in names if n in self.issued.anchors][:1]:
            words = self._resolved(self.new.texts(self.new.anchors[name])[0])
            yield self._say("insert_note", place=self._place(there), now=words)

    @cached_property
    def _shown(self) -> dict[str, str]:
        """What references show, in the paper as issued first: what they show is not what is
        corrected here.
        """
        found = [
            f
            for paper in (self.new, self.issued)
            for f in fields(paper.document.body)
            if f.kind != "SEQ"
        ]
        return {" ".join(field.code[:2]): field.text for field in found}

    def _resolved(self, text: str) -> str:
        return readable(_FIELD.sub(lambda match: self._shown.get(match[1], ""), text))

    # --- places

    @cached_property
    def _labels(self) -> dict[Element, str]:
        return {paragraph: label.text for paragraph, label in labels(self.issued.document).items()}

    @cached_property
    def _notes(self) -> dict[str, int]:
        """The number of each note, by the order of the references."""
        numbers = [
            r.get(f"{W}id", "") for r in self.issued.document.body.iter(f"{W}footnoteReference")
        ]
        names = (self.issued.note_names.get(number, "") for number in numbers)
        return {name: count for count, name in enumerate(names, start=1) if name}

    def _place(self, anchor: TextAnchor, cell: int | None = None) -> str:
        if anchor.kind == ROW:
            return self._row(anchor, cell)
        if anchor.kind == NOTE_KIND:
            return self._say("note", number=str(self._notes.get(anchor.name, "?")))
        number = self._labels.get(anchor.paragraphs[0], "")
        if number:
            return self._say("paragraph", number=number)
        words = " ".join(words_of(anchor.paragraphs[0]).split()[:_N_WORDS])
        return self._say("unnumbered", words=words)

    def _row(self, anchor: TextAnchor, cell: int | None) -> str:
        """A row by the words of its first cell, and a cell of it by the head of its column."""
        table = next(anchor.paragraphs[0].iterancestors(f"{W}tbl"))
        names = {"table": self._caption(table), "row": self._resolved(self.issued.texts(anchor)[0])}
        heads = [_unmarked(head) for head in next(table.iter(f"{W}tr")).iter(f"{W}tc")]
        if cell is None or cell >= len(heads):
            return self._say("row", **names)
        return self._say("cell", **names, column=heads[cell])

    def _caption(self, table: Element) -> str:
        """The caption above a table: its number, with its title if it has none of its own ("Table"
        alone); empty if it has no caption.
        """
        titles: list[str] = []
        for above in table.itersiblings(preceding=True):
            style = self._style(above)
            if style not in CAPTIONS:
                break
            words = words_of(above).strip()
            if style == STYLES["caption-number"].casefold():
                is_one = any(sign.isdigit() for sign in words) or not titles
                return words if is_one else self._say("table", label=words, title=" ".join(titles))
            titles.insert(0, words)
        return ""

    @cached_property
    def _styles(self) -> dict[str, str]:
        return style_names(self.issued.document)

    def _style(self, paragraph: Element) -> str:
        look = paragraph.find(f"{W}pPr/{W}pStyle")
        return "" if look is None else self._styles.get(look.get(f"{W}val", ""), "")


def _unmarked(cell: Element) -> str:
    """The words of a column's head without the letter of a note. The UN Editorial Manual asks for
    lower-case letters as notes of tables.
    """
    return "".join(
        words_of(run) for run in cell.iter(f"{W}r") if run.find(f"{W}rPr/{W}rStyle") is None
    ).strip()


def corrigendum(issued: bytes, base: LastGenerated, new: bytes, texts: Texts) -> tuple[str, ...]:
    """The sentences of a corrigendum."""
    return tuple(Corrigendum(issued, base, new, texts).sentences())
