"""The inside of a form: its sections by their headings, its tables by the titles of their columns.

In: the items of a form. Out: lines with their section and columns, texts that gave no line, the
rest with a reason. A title that stands twice, or in a section it does not belong to, makes its
table a text for a person to read.
"""

from collections.abc import Iterable
from typing import NamedTuple

from pipeline.model.forms import FormLabels
from pipeline.model.source import Columns, SheetKind
from pipeline.normalise.forms.lines import DocumentLine
from pipeline.normalise.forms.match import Heading, heading, leading
from pipeline.normalise.forms.statuses import tokens
from pipeline.normalise.forms.vocabulary import label_key

_FEWEST_TITLES = 2
_MAY_FOLLOW = ("", *"([/:：,;*")  # after a title: a unit or a remark, not more words


class FoundLine(NamedTuple):
    """A row of a table under titles; `question` says what is not clear about it."""

    item: DocumentLine
    section: str
    columns: Columns
    question: str = ""


class FoundText(NamedTuple):
    """Words in a section that gave no line, and why."""

    item: DocumentLine
    section: str
    question: str


class ParsedSections(NamedTuple):
    """A form read: `frame` are the headings and titles that gave the rest its meaning."""

    lines: tuple[FoundLine, ...]
    texts: tuple[FoundText, ...]
    frame: tuple[DocumentLine, ...]
    rest: tuple[tuple[DocumentLine, str], ...]


class _Head(NamedTuple):
    """The titles of a table: fields by column, the section they belong to, what is wrong with them.

    `is_new` until a row was met below; `question` is one that all its lines have.
    """

    table: int
    columns: Columns
    section: str
    fault: str
    is_new: bool = True
    question: str = ""


class _Reader:
    """One pass over the items of a form."""

    def __init__(self, labels: FormLabels) -> None:
        self._labels = labels
        self._section = ""
        self._heads: dict[int, _Head] = {}  # by table
        self._is_open = False  # words were met since the heading: they may begin another section
        self.lines: list[FoundLine] = []
        self.texts: list[FoundText] = []
        self.frame: list[DocumentLine] = []
        self.rest: list[tuple[DocumentLine, str]] = []

    def take(self, item: DocumentLine) -> None:
        """Give an item its place."""
        text = item.only_text
        if item.sheet.kind is SheetKind.NOTES:
            self._note(item)
            return
        found = heading(text, self._labels) if text else None
        if found is not None:
            self._enter(item, found)
        elif item.table and (head := titles_of(item, self._labels)):
            self._heads[item.table] = head
            self.frame.append(item)
        elif says_nothing(item, self._labels):
            self.rest.append((item, "says-nothing"))
        elif item.table:
            self._row(item)
        elif is_boilerplate(text, self._labels):
            self.rest.append((item, "form-text"))
        else:
            self._is_open = True
            self.texts.append(FoundText(item, self._section, "text"))

    def _note(self, item: DocumentLine) -> None:
        """A note: a text in the section of its mark, and a question on the line, or on all lines
        below the titles.
        """
        self.texts.append(FoundText(item, self._section, "note"))
        titles, line = (
            self.frame[-1] if self.frame else None,
            self.lines[-1] if self.lines else None,
        )
        if line is not None and _is_noted(line.item, item):
            self.lines[-1] = line._replace(question=_with(line.question, "note"))
        elif titles is not None and titles.table in self._heads and _is_noted(titles, item):
            head = self._heads[titles.table]
            self._heads[titles.table] = head._replace(question=_with(head.question, "note"))

    def _enter(self, item: DocumentLine, found: Heading) -> None:
        """Begin a section; words beside its heading are asked, and one that may mean another
        section begins none.
        """
        if found.is_sentence:
            self._is_open = True
            self.texts.append(FoundText(item, "", "text"))
            return
        self._section = found.meaning if found.is_certain else ""
        self._is_open = False
        self._heads = {table: head for table, head in self._heads.items() if table == item.table}
        if not found.is_certain:
            self.texts.append(FoundText(item, "", "heading"))
        elif says_nothing_of(found.words, self._labels) or is_boilerplate(
            found.words, self._labels
        ):
            self.frame.append(item)
        else:
            self._is_open = True
            self.texts.append(FoundText(item, self._section, "text"))

    def _row(self, item: DocumentLine) -> None:
        head = self._heads.get(item.table)
        if head is None:
            self._without_titles(item)
            return
        section, fault = self._section or head.section, head.fault
        if head.section and section != head.section:
            fault = fault or "section"
        if head.is_new and _is_in_brackets(item):
            self.frame.append(item)  # a second row of titles: what it says of them nobody has read
            self._heads[item.table] = head._replace(
                is_new=False, question=_with(head.question, "titles")
            )
            return
        self._heads[item.table] = head._replace(is_new=False)
        if is_total(item, self._labels):
            self.rest.append((item, "total"))
        elif fault or not section or self._sections_in(item, head.columns):
            self.texts.append(FoundText(item, "", fault or "section"))
        else:
            self.lines.append(FoundLine(item, section, head.columns, self._questions(item, head)))
            self._is_open = self._is_open or bool(item.only_text)

    def _without_titles(self, item: DocumentLine) -> None:
        """A row of a table that nobody titled; headings in its cells are of what stands beside or
        below them.
        """
        meanings = self._sections_in(item, Columns({}, ()))
        section = self._section
        if meanings:
            section = meanings.pop() if len(meanings) == 1 else ""
            self._section = ""
        self._is_open = True
        self.texts.append(FoundText(item, section, "no-titles"))

    def _sections_in(self, item: DocumentLine, columns: Columns) -> set[str]:
        """The sections whose headings begin cells of a row that stand under no title."""
        known = set(columns.index.values())
        cells = [
            cell.text
            for n, cell in enumerate(item.raw.cells)
            if n not in known and cell.text.strip()
        ]
        return {
            found.meaning
            for text in cells
            if (found := heading(text, self._labels)) and not found.is_sentence
        }

    def _questions(self, item: DocumentLine, head: _Head) -> str:
        """What is not clear of a line: a cell without a title, or words before it that may begin
        another section.
        """
        known = set(head.columns.index.values())
        is_lost = any(text.strip() for n, text in enumerate(item.texts) if n not in known)
        is_open = self._is_open and not head.section
        asked = (("column", is_lost), ("section", is_open), (head.question, bool(head.question)))
        return "; ".join(question for question, is_asked in asked if is_asked)


def _with(questions: str, question: str) -> str:
    return "; ".join(dict.fromkeys((*filter(None, questions.split("; ")), question)))


def _is_noted(row: DocumentLine, note: DocumentLine) -> bool:
    """Whether the mark of a note stands in a row."""
    return note.sheet.within[-2:] == (int(row.sheet.name), row.raw.number) if row.table else False


def _is_in_brackets(item: DocumentLine) -> bool:
    """Whether all that a row says stands in brackets: units, or remarks on the titles above."""
    return all(
        text.strip()[:1] in "(（" and text.strip()[-1:] in ")）"
        for text in item.texts
        if text.strip()
    )


def titles_of(item: DocumentLine, labels: FormLabels) -> _Head | None:
    """The row as the titles of its table; None where fewer than two of its cells are titles of
    columns.
    """
    index: dict[str, int] = {}
    sections: set[str] = set()
    n_unknown, doubled = 0, False
    for position, text in enumerate(item.texts):
        if not text.strip():
            continue
        found = leading(text.replace("\n", " "), labels.columns)
        if found is None or found.rest.strip()[:1] not in _MAY_FOLLOW:
            n_unknown += 1
            continue
        field, _, section = found.meaning.partition("/")
        sections |= {section} - {""}
        doubled = doubled or field in index
        index.setdefault(field, position)
    if len(index) < _FEWEST_TITLES or n_unknown > len(index):
        return None
    fault = "titles" if doubled or len(sections) > 1 else ""
    section = sections.pop() if len(sections) == 1 else ""
    return _Head(item.table, Columns(index, item.texts), section, fault)


def says_nothing(item: DocumentLine, labels: FormLabels) -> bool:
    """Whether the words of an item say, one and all, that there is nothing to say."""
    return all(says_nothing_of(text, labels) for text in item.texts if text.strip())


def says_nothing_of(text: str, labels: FormLabels) -> bool:
    """Whether a text says that there is nothing, or is none."""
    key = label_key(text)
    return not key or key in labels.nothing


def is_total(item: DocumentLine, labels: FormLabels) -> bool:
    """Whether a row adds up others."""
    first = next((label_key(text) for text in item.texts if text.strip()), "")
    return first in labels.totals or first.split(" ")[0] in labels.totals


def is_boilerplate(text: str, labels: FormLabels) -> bool:
    """Whether a text is printed on the form, or repeats what became of it."""
    key = label_key(text)
    return tokens(text, labels) is not None or any(
        key == phrase
        or key.startswith(f"{phrase} ")
        or (not phrase.isascii() and key.startswith(phrase))
        for phrase in labels.boilerplate
    )


def parse_sections(items: Iterable[DocumentLine], labels: FormLabels) -> ParsedSections:
    """The lines and texts of a form."""
    reader = _Reader(labels)
    for item in items:
        reader.take(item)
    return ParsedSections(
        tuple(reader.lines), tuple(reader.texts), tuple(reader.frame), tuple(reader.rest)
    )
