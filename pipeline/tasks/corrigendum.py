"""The words of a corrigendum: for what stands in a paper as issued, what is to be read.

In: the paper as issued, what was generated for it, and the paper as generated now. Out: sentences.
A place is named by paragraph and sentence: lines hang on the program that sets them. Where an
editor's words stand in the way, the place is named and a person words it.
"""

import difflib
import re
from collections.abc import Container, Iterator, Mapping
from functools import cached_property
from typing import Any, NamedTuple

from lxml import etree

from pipeline.model.papers import STYLES
from pipeline.ooxml import W
from pipeline.refresh.compared_text import FIELD, PICTURE, atoms, is_same, readable, tokens
from pipeline.refresh.counted_fields import fields, words_of
from pipeline.refresh.element_importer import CAPTIONS
from pipeline.refresh.list_numbers import labels
from pipeline.refresh.package import Document, style_names
from pipeline.refresh.paper_index import NOTE_KIND, ROW, PaperIndex, TextAnchor
from pipeline.refresh.round_trip import LastGenerated

_STOP = re.compile(r"[.!?][\"”’)\]]*\s+(?=[\[\"“‘(A-ZÀ-Þ0-9])")
# Only whole words and numbers: no part of "twenty-one", "d'Epsilon" or "1,234".
_WHOLE = r"(?<![\w'’-])(?<!\d[.,]){}(?![\w'’-]|[.,]\d)"
_MOST = 3
_SHORT = 4
_ALIKE = 0.6
_CONTEXT = 2
READ, AFTER, BEFORE, WORDS = "read", "after_words", "before_words", "words"
WHOLE, GONE, NEW = "whole", "gone", "new"


class TextCorrection(NamedTuple):
    """A correction: its kind, its sentence from nought (None: the only one), words as printed, new
    words.
    """

    kind: str
    sentence: int | None
    before: str
    now: str


class Stretch(NamedTuple):
    """Tokens of one text that stand in the place of tokens of another."""

    start: int
    stop: int
    new_start: int
    new_stop: int

    @property
    def is_added(self) -> bool:
        """Whether nothing of the first text goes."""
        return self.start == self.stop


def sentences(text: str, short: Container[str] = ()) -> list[str]:
    """The sentences of a text; a point behind one of the `short` words ends none.

    >>> sentences("See No. 5. Ten did.", ("No",))
    ['See No. 5.', 'Ten did.']
    """
    found, start = [], 0
    for stop in _STOP.finditer(text):
        word = re.split(r"[\s(\[]", text[: stop.start()])[-1]
        if text[stop.start()] != "." or word not in short:
            found.append(text[start : stop.end()].strip())
            start = stop.end()
    if rest := text[start:].strip():
        found.append(rest)
    return found


def corrections(stands: str, reads: str, short: Container[str] = ()) -> Iterator[TextCorrection]:
    """What makes `reads` of a text that was printed as it was generated."""
    old, new = sentences(stands, short), sentences(reads, short)
    for kind, start, stop, new_start, new_stop in difflib.SequenceMatcher(
        None, old, new, False
    ).get_opcodes():
        n_pairs = min(stop - start, new_stop - new_start) if kind != "equal" else 0
        for n in range(n_pairs):
            yield from _of_sentence(old, start + n, new[new_start + n])
        for n in range(start + n_pairs, stop) if kind != "equal" else ():
            yield TextCorrection(GONE, _number(old, n), old[n], "")
        added = " ".join(new[new_start + n_pairs : new_stop]) if kind != "equal" else ""
        if added:
            yield TextCorrection(NEW, stop - 1 if len(old) > 1 else None, "", added)


def _number(old: list[str], n: int) -> int | None:
    if len(old) > 1:
        return n
    return None


def _of_sentence(old: list[str], n: int, reads: str) -> Iterator[TextCorrection]:
    """The words of one sentence; the whole of it where too much of it is new."""
    said = by_words(old[n], old[n], reads)
    is_alike = (
        difflib.SequenceMatcher(None, tokens(old[n]), tokens(reads), autojunk=False).ratio()
        >= _ALIKE
    )
    # many small corrections of one sentence are harder to carry out than the sentence anew
    if is_alike and 0 < len(said) <= _MOST:
        yield from (one._replace(sentence=_number(old, n)) for one in said)
    else:
        kind = READ if len(old[n].split()) <= _SHORT else WHOLE
        yield TextCorrection(kind, _number(old, n), old[n], reads)


def by_words(was: str, stands: str, reads: str) -> list[TextCorrection]:
    """The words of `stands` that must read otherwise, each with as many around it as tell it from
    others.

    Nothing where words that changed since they were generated do not stand there once: an editor
    wrote others.
    """
    old, new = tokens(was), tokens(reads)
    found = [_widened(stands, old, new, stretch) for stretch in _stretches(old, new)]
    return [one for one in found if one is not None] if None not in found else []


def _stretches(old: list[str], new: list[str]) -> list[Stretch]:
    """Where two texts differ; stretches with no word between them are one."""
    found: list[Stretch] = []
    for kind, *at in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        stretch = Stretch(*at)
        if found and not any(token.isalnum() for token in old[found[-1].stop : stretch.start]):
            before = found.pop()
            stretch = stretch._replace(start=before.start, new_start=before.new_start)
        found.append(stretch)
    return found


def _widened(stands: str, old: list[str], new: list[str], at: Stretch) -> TextCorrection | None:
    """The stretch, with words of both texts before and behind it until it stands once in the text
    as printed.
    """
    if at.is_added:
        return _added(stands, old, new, at)
    while True:
        before = "".join(old[at.start : at.stop]).strip()
        now = "".join(new[at.new_start : at.new_stop]).strip()
        if _stands_once(before, stands):
            return TextCorrection(READ if now else WORDS, None, before, now)
        # by the words before it, until the text begins there; then by those behind
        if min(at.start, at.new_start) > 0:
            at = at._replace(start=at.start - 1, new_start=at.new_start - 1)
        elif at.stop < len(old) and at.new_stop < len(new):
            at = at._replace(stop=at.stop + 1, new_stop=at.new_stop + 1)
        else:
            return None


def _added(stands: str, old: list[str], new: list[str], at: Stretch) -> TextCorrection | None:
    """Words put in: behind words that stand once, else before such."""
    now = "".join(new[at.new_start : at.new_stop]).strip()
    for kind, contexts in (
        (AFTER, ("".join(old[n : at.start]) for n in range(at.start - 1, -1, -1))),
        (BEFORE, ("".join(old[at.start : n]) for n in range(at.start + 1, len(old) + 1))),
    ):
        for context in contexts:
            if len(context.split()) >= _CONTEXT and _stands_once(context.strip(), stands):
                return TextCorrection(kind, None, context.strip(), now)
    return None


def _stands_once(words: str, text: str) -> bool:
    return bool(words) and len(re.findall(_WHOLE.format(re.escape(words)), text)) == 1


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
        """What is to be corrected, in the order of the paper as generated."""
        last = ""
        names = dict.fromkeys((*self.new.anchors, *self.base.texts))
        for name in sorted(names, key=self._is_note):
            anchor, there = self.new.anchors.get(name), self.issued.anchors.get(name)
            if name in self.base.texts:
                yield from self._changed(name)
            elif anchor is not None and anchor.kind == NOTE_KIND:
                yield from self._new_note(name)
            elif anchor is not None:
                yield self._new(name, last)
            # a new paragraph is told by the printed one before it; a note is no such place
            if there is not None and there.kind != NOTE_KIND:
                last = name

    def _is_note(self, name: str) -> bool:
        anchor = self.new.anchors.get(name) or self.base.texts[name]
        return anchor.kind == NOTE_KIND

    def _say(self, key: str, **names: str) -> str:
        return str(self.texts[f"corrigendum_{key}"]).format(**names)

    # --- one text

    def _changed(self, name: str) -> Iterator[str]:
        there, fresh = self.issued.anchors.get(name), self.new.anchors.get(name)
        if there is None:
            return  # it was not printed
        base, printed = self.base.texts[name].texts, self.issued.texts(there)
        is_whole = len(base) == len(printed) and all(map(is_same, base, printed))
        if fresh is None:
            yield from self._gone(there, is_whole)
            return
        now = self.new.texts(fresh)
        if not len(base) == len(printed) == len(now):
            yield self._say(
                "edited", place=self._place(there), now=" | ".join(map(self._resolved, now))
            )
            return
        for cell, (was, stands, reads) in enumerate(zip(base, printed, now, strict=True)):
            # what did not change needs no correction, nor what was printed as it should read
            if not any(is_same(text, reads) for text in (was, stands)):
                yield from self._text(there, cell, was, stands, reads)

    def _gone(self, there: TextAnchor, is_whole: bool) -> Iterator[str]:
        """A text that is generated no more: to be deleted, unless an editor's words stand there."""
        if not is_whole:
            yield self._say("edited", place=self._place(there), now="–")
            return
        table = self._gone_table(there)
        if table is None:
            yield self._say("delete", place=self._place(there), now="–")
        else:
            yield from self._delete_table(table)

    def _gone_table(self, there: TextAnchor) -> Element | None:
        """The table of a row or caption, where nothing of it is generated any more."""
        table: Element | None = next(there.paragraphs[0].iterancestors(f"{W}tbl"), None)
        if table is None and self._style(there.paragraphs[0]) in CAPTIONS:
            below = there.paragraphs[0].itersiblings()
            table = next((e for e in below if self._style(e) not in CAPTIONS), None)
        if table is None or table.tag != f"{W}tbl":
            return None
        rows = [
            s.name
            for s in self.issued.anchors.values()
            if s.row is not None and s.row.getparent() is table
        ]
        return None if any(name in self.new.anchors for name in rows) else table

    def _delete_table(self, table: Element) -> Iterator[str]:
        """A table that goes is one correction, whatever stands in it."""
        if table not in self._deleted:
            self._deleted.add(table)
            yield self._say("delete", place=self._caption(table))

    def _text(self, there: TextAnchor, cell: int, *texts: str) -> Iterator[str]:
        was, stands, reads = map(self._resolved, texts)
        place = self._place(there, cell)
        if was == reads:
            is_other = atoms(texts[0], PICTURE) != atoms(texts[2], PICTURE)
            yield from [self._say("picture", place=place)] if is_other else []
        elif is_same(was, stands):
            for one in corrections(stands, reads, self.texts["abbreviations"]):
                yield self._correction(there, cell, one)
        else:
            said = by_words(was, stands, reads)
            yield from (self._correction(there, cell, one) for one in said)
            if not said:
                yield self._say("edited", place=place, now=reads)

    def _correction(self, there: TextAnchor, cell: int, one: TextCorrection) -> str:
        ordinals, place = self.texts["ordinals"], self._place(there, cell)
        if one.sentence is not None and one.sentence < len(ordinals):
            key = "sentence"
            if one.kind == NEW:  # -1: before the first
                key = "after_sentence" if one.sentence >= 0 else "paragraph_start"
            place = self._say(key, place=place, ordinal=str(ordinals[max(one.sentence, 0)]))
        return self._say(one.kind, place=place, before=one.before, now=one.now)

    def _new(self, name: str, last: str) -> str:
        anchor = self.new.anchors[name]
        words = " | ".join(map(self._resolved, self.new.texts(anchor)))
        place = self._place(self.issued.anchors[last]) if last else self._say("beginning")
        key = "insert_row" if anchor.kind == ROW else "insert" if words else "insert_picture"
        return self._say(key, place=place[:1].lower() + place[1:], now=words)

    def _new_note(self, name: str) -> Iterator[str]:
        """A note that came to a paragraph that was printed."""
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
        """A row of a table by its first cell; of its cells one by its head."""
        table = next(anchor.paragraphs[0].iterancestors(f"{W}tbl"))
        names = {"table": self._caption(table), "row": self._resolved(self.issued.texts(anchor)[0])}
        heads = [_unmarked(head) for head in next(table.iter(f"{W}tr")).iter(f"{W}tc")]
        if cell is None or cell >= len(heads):
            return self._say("row", **names)
        return self._say("cell", **names, column=heads[cell])

    def _caption(self, table: Element) -> str:
        """The number of a table as it is printed above it, of one without number its title too;
        empty where none is.
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
    """The words of the head of a column without the letter of a note."""
    return "".join(
        words_of(run) for run in cell.iter(f"{W}r") if run.find(f"{W}rPr/{W}rStyle") is None
    ).strip()


def corrigendum(issued: bytes, base: LastGenerated, new: bytes, texts: Texts) -> tuple[str, ...]:
    """The sentences of a corrigendum."""
    return tuple(Corrigendum(issued, base, new, texts).sentences())
