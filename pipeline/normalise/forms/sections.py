"""The inside of a form: its sections by their headings, its tables by their column titles.

In: the lines of a form. Out: candidates for its rows, the lines that gave the rest its meaning, and
the others with a reason. A title that appears twice, or in a section it does not belong to, turns
its table into text for a person to read.
"""

from collections.abc import Iterable
from typing import NamedTuple

from pipeline.model.doubts import Doubt, DoubtKind
from pipeline.model.forms import FormLabels
from pipeline.model.source import Columns
from pipeline.normalise.forms.candidate import Candidate, FormRow, Origin, the_one
from pipeline.normalise.forms.layout import ColumnTitles
from pipeline.normalise.forms.lines import DocumentLine
from pipeline.normalise.forms.match import Heading, heading, leading, line_heading
from pipeline.normalise.forms.statuses import is_boilerplate
from pipeline.normalise.forms.vocabulary import is_total, line_says_nothing, says_nothing

_FEWEST_TITLES = 2
_MAY_FOLLOW = ("", *"([/:：,;*")  # after a title: a unit or a remark, not more words
_SECTION, _TITLES = Doubt(DoubtKind.SECTION), Doubt(DoubtKind.TITLES)
_NOTE, _COMMENT = Doubt(DoubtKind.NOTE), Doubt(DoubtKind.COMMENT)


class ParsedSections(NamedTuple):
    """A form as read: lines first, then words from which none was read; `context` are the headings
    and titles that gave the rest its meaning.
    """

    lines: tuple[Candidate[FormRow], ...]
    texts: tuple[Candidate[FormRow], ...]
    context: tuple[DocumentLine, ...]
    rest: tuple[tuple[DocumentLine, str], ...]


class _Head(NamedTuple):
    """The titles of a table: fields by column, the section they belong to, what is wrong with them.

    `is_new` until a row has been met below; `doubts` apply to all its lines.
    """

    columns: Columns
    section: str
    faults: tuple[Doubt, ...]
    is_new: bool = True
    doubts: tuple[Doubt, ...] = ()

    def doubting(self, doubt: Doubt) -> "_Head":
        return self._replace(is_new=False, doubts=(*self.doubts, doubt))


class _Reader:
    """One pass over the lines of a form."""

    def __init__(self, form: str, labels: FormLabels) -> None:
        self._form = form
        self._labels = labels
        self._section = ""
        self._heads: ColumnTitles[_Head] = ColumnTitles()
        self._is_open = False  # words were met since the heading: they may begin another section
        self.lines: list[Candidate[FormRow]] = []
        self.texts: list[Candidate[FormRow]] = []
        self.context: list[DocumentLine] = []
        self.rest: list[tuple[DocumentLine, str]] = []

    def read(self, line: DocumentLine) -> None:
        """Find the place of a line."""
        found = line_heading(line, self._labels)
        if line.is_note:
            self._note(line)
        elif found is not None:
            self._enter(line, found)
        elif line.table:
            self._table_row(line)
        elif line_says_nothing(line, self._labels):
            self.rest.append((line, "says-nothing"))
        elif is_boilerplate(line.only_text, self._labels):
            self.rest.append((line, "form-text"))
        else:
            self._words(line, self._section)

    def _table_row(self, line: DocumentLine) -> None:
        head = titles_of(line, self._labels)
        if head is not None:
            self._heads.enter(line, head)
            self.context.append(line)
        elif line_says_nothing(line, self._labels):
            self.rest.append((line, "says-nothing"))
        else:
            self._row(line)

    def _text(self, line: DocumentLine, section: str, doubt: Doubt) -> None:
        row = FormRow(section)
        self.texts.append(Candidate(self._form, row, (line,), Origin.BODY, (doubt,)))

    def _words(self, line: DocumentLine, section: str) -> None:
        """Words from which no line is read: they may begin another section."""
        self._is_open = True
        self._text(line, section, Doubt(DoubtKind.TEXT))

    def _note(self, line: DocumentLine) -> None:
        """A note: a text in the section of its mark, and a doubt on the line, or on all lines below
        the titles.
        """
        doubt = _COMMENT if line.is_comment else _NOTE
        self._text(line, self._section, doubt)
        for last in self.lines[-1:]:
            if _is_noted(last.lines[0], line):
                self.lines[-1] = last.doubting(doubt)
                return
        for titles in self.context[-1:]:
            head = self._heads.above(titles)
            if head is not None and _is_noted(titles, line):
                doubts = tuple(dict.fromkeys((*head.doubts, doubt)))
                self._heads.enter(titles, head._replace(doubts=doubts))

    def _enter(self, line: DocumentLine, found: Heading) -> None:
        """Begin a section; words beside its heading are asked about, and a heading that may mean
        another section begins none.
        """
        if found.is_sentence:
            self._words(line, "")
            return
        self._section = ""
        self._is_open = False
        # a heading inside a table leaves that table's titles in force; those of other tables are
        # behind us
        self._heads.leave_others(line)
        if not found.is_certain:
            self._text(line, "", Doubt(DoubtKind.HEADING))
            return
        self._section = found.meaning
        words = found.words
        if says_nothing(words, self._labels) or is_boilerplate(words, self._labels):
            self.context.append(line)
        else:
            self._words(line, self._section)

    def _row(self, line: DocumentLine) -> None:
        head = self._heads.above(line)
        if head is None:
            self._without_titles(line)
        elif head.is_new and _is_in_brackets(line):
            # a second row of titles: nobody has read what it says about them
            self.context.append(line)
            self._heads.enter(line, head.doubting(_TITLES))
        else:
            self._heads.enter(line, head._replace(is_new=False))
            self._below_titles(line, head)

    def _below_titles(self, line: DocumentLine, head: _Head) -> None:
        if is_total(line, self._labels):
            self.rest.append((line, "total"))
            return
        section = self._section or head.section
        faults = list(head.faults)
        if head.section not in {"", section} or self._sections_in(line, head.columns):
            faults.append(_SECTION)
        if not section:
            faults.append(_SECTION)
        if faults:
            self._text(line, "", faults[0])
            return
        row = FormRow(section, head.columns)
        doubts = self._doubts(line, head)
        self.lines.append(Candidate(self._form, row, (line,), Origin.BODY, doubts))
        self._is_open |= bool(line.only_text)

    def _without_titles(self, line: DocumentLine) -> None:
        """A row of a table without titles; headings in its cells apply to what is beside or below
        them.
        """
        meanings = self._sections_in(line, Columns({}, ()))
        section = self._section
        if meanings:
            self._section = ""
            section = the_one(meanings, "")
        self._is_open = True
        self._text(line, section, Doubt(DoubtKind.NO_TITLES))

    def _sections_in(self, line: DocumentLine, columns: Columns) -> set[str]:
        """The sections whose headings begin cells of a row that have no title."""
        # "Assistance received" in a column without a title divides the rows, whatever the table's
        # own section
        known = set(columns.index.values())
        loose = (cell.text for n, cell in enumerate(line.raw.cells) if n not in known)
        found = filter(None, (heading(text, self._labels) for text in loose if text.strip()))
        return {one.meaning for one in found if not one.is_sentence}

    def _doubts(self, line: DocumentLine, head: _Head) -> tuple[Doubt, ...]:
        """What is unclear about a line: a cell without a title, or words before it that may begin
        another section.
        """
        known = set(head.columns.index.values())
        filled = {n for n, text in enumerate(line.texts) if text.strip()}
        doubts = list(head.doubts)
        if self._is_open and not head.section:
            doubts.insert(0, _SECTION)
        if filled - known:
            doubts.insert(0, Doubt(DoubtKind.COLUMN))
        return tuple(doubts)


def _is_noted(row: DocumentLine, note: DocumentLine) -> bool:
    """Whether a row contains the mark of a note."""
    if not row.table:
        return False
    return note.sheet.within[-2:] == (int(row.sheet.name), row.raw.number)


def _is_in_brackets(line: DocumentLine) -> bool:
    """Whether everything in a row is in brackets: units, or remarks on the titles above."""
    texts = [text.strip() for text in line.filled_texts]
    return all(text[0] + text[-1] in {"()", "（）", "(）", "（)"} for text in texts)


def titles_of(line: DocumentLine, labels: FormLabels) -> _Head | None:
    """The row as the titles of its table; None if fewer than two of its cells are column titles."""
    texts = {n: text.replace("\n", " ") for n, text in enumerate(line.texts) if text.strip()}
    titles = {n: _column_title(text, labels) for n, text in texts.items()}
    found = [(meaning.partition("/"), n) for n, meaning in titles.items() if meaning]
    index: dict[str, int] = {}
    for (field, _, _), n in found:
        index.setdefault(field, n)
    # one word of a sentence may happen to be a title; a row of titles has at least two, and mostly
    # titles
    n_unknown = len(titles) - len(found)
    if len(index) < _FEWEST_TITLES or n_unknown > len(index):
        return None
    sections = {section for (_, _, section), _ in found} - {""}
    faults: tuple[Doubt, ...] = ()
    if len(index) < len(found) or len(sections) > 1:
        faults = (_TITLES,)
    return _Head(Columns(index, line.texts), the_one(sections, ""), faults)


def _column_title(text: str, labels: FormLabels) -> str:
    """The column of which a text is the title, with the section it belongs to; empty for none."""
    found = leading(text, labels.columns)
    if found is None or found.rest.strip()[:1] not in _MAY_FOLLOW:
        return ""
    return found.meaning


def parse_sections(lines: Iterable[DocumentLine], form: str, labels: FormLabels) -> ParsedSections:
    """The lines and texts of a form."""
    reader = _Reader(form, labels)
    for line in lines:
        reader.read(line)
    return ParsedSections(
        tuple(reader.lines), tuple(reader.texts), tuple(reader.context), tuple(reader.rest)
    )
