"""Words that only a report itself holds: names of persons, what is told of them, ways to reach
them, storage places, coordinates.

In: the sheets of national reports, and the words of the reference by which such words are known.
Out: the same sheets, with LEFT_OUT in their stead, so that nothing made from them can carry them;
where each file held any. A reading may lose a cell by this, which a person is then asked about; it
never gains one.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from itertools import groupby, pairwise
from typing import NamedTuple

from pipeline.model.finding import Finding, Outcome, found
from pipeline.model.forms import FormLabels, Phrases
from pipeline.model.source import (
    Cell,
    CellKind,
    RawRow,
    Ref,
    RowKey,
    Sheet,
    SheetKind,
    Step,
    in_reports,
)
from pipeline.normalise.forms.lines import DocumentLine, document_lines
from pipeline.normalise.forms.match import heading, leading, title

LEFT_OUT = "(left out)"
_END = re.compile(r"[.!?…;]\s+|[。！？；\n]")
_AGAIN = re.compile(rf"(?:{re.escape(LEFT_OUT)}\s*)+(?={re.escape(LEFT_OUT)})")
_STOPS = (".", "!", "?", "。", "！", "？")
_EMAIL = r"(?<![\w.+%-])[\w.+%-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,6}"
_FROM_ABROAD = r"\+\d{1,3}[\s(./-]{0,2}(?:\d[\s()./-]{0,2}){6,12}"
_NUMBER = r"\w{0,3}\W{0,4}\+?[\d(][\d\s()./-]{4,24}"
# Degrees with minutes or a quarter of the sky (no temperature has either), pairs of decimal
# degrees, and squares of a military grid.
_MINUTES = r"\d{1,2}(?:[.,]\d{1,6})?\s?['′’´](?:\s?\d{1,2}(?:[.,]\d{1,6})?\s?(?:[\"″”]|''|’’))?"
_QUARTER = r"[NSEWO](?!\w)"
_DEGREES = (
    r"(?:\b[NSEWO]\s?)?\d{1,3}(?:[.,]\d{1,8})?\s?[°º]\s?"
    rf"(?:{_MINUTES}(?:\s?{_QUARTER})?|{_QUARTER})"
)
_DECIMAL = r"[-+–]?\d{1,3}[.,]\d{4,10}"
_PAIR = rf"(?<![\d.,]){_DECIMAL}(?:\s?[NS])?\s?[,;/\s]\s?{_DECIMAL}(?:\s?{_QUARTER})?(?!\d)"
_HALF = rf"(?<![\w.,]){_DECIMAL}\s?{_QUARTER}|\b[NSEW]\s?{_DECIMAL}(?!\d)"
_GRID = r"\b\d{1,2}[C-HJ-NP-X]\s?[A-HJ-NP-Z]{2}\s?\d{4,5}\s?\d{4,5}\b|\bUTM\b[^.;\n]{0,60}"
_OF_NUMBERS = re.compile("|".join((_FROM_ABROAD, _DEGREES, _PAIR, _HALF, _GRID)))
_NO_WORD = re.compile(r"[\W\d]*")
_FEWEST_OF_A_TABLE = 3


class _Patterns(NamedTuple):
    """What is looked for in a text: words to be left out, what makes a sentence one about a person,
    the beginning of a sentence that goes on about that person, labels with what follows them, and
    labels with nothing behind them.
    """

    words: tuple[re.Pattern[str], ...]
    persons: re.Pattern[str]
    going_on: re.Pattern[str]
    labelled: re.Pattern[str]
    alone: re.Pattern[str]


def _any_of(words: Iterable[str]) -> str:
    """The words as alternatives, the longest first; where there are none, what never matches."""
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True))) or "(?!)"


@lru_cache(maxsize=4)  # there is one set of labels per run
def _patterns(labels: FormLabels) -> _Patterns:
    told = labels.private
    label = (
        rf"(?:{_any_of((*told.contacts, *told.places))})(?!\w)\s*(?:\([^()\n]{{0,160}}\))?[\s*]*"
    )
    numbers = rf"(?<![^\W\d_])(?:{_any_of(told.before_numbers)}){_NUMBER}"
    # "12 M. euros" is a sum; a line of a page may end before the name; initials end no sentence
    names = (
        rf"(?<!\d)(?<!\d\s)(?<!\w)(?:{_any_of(told.before_names)})\.?"
        r"(?:[ \t]*\Z|[ \t]+(?=[^\W\d_]))"
        r"(?:[^\W\d_]\.[ \t]?)*"
    )
    return _Patterns(
        words=(re.compile(_EMAIL), re.compile(numbers, re.IGNORECASE), _OF_NUMBERS),
        persons=re.compile(rf"{names}|(?i:{_any_of(told.beside_names)})"),
        going_on=re.compile(rf"\W*(?:{_any_of(told.going_on)})(?!\w)", re.IGNORECASE),
        labelled=re.compile(rf"((?<!\w){label}[:：][ \t]*)[^\s*][^\n]*", re.IGNORECASE),
        alone=re.compile(rf"\W*{label}[\s:：._…*-]*", re.IGNORECASE),
    )


def without_private_words(
    sheets: tuple[Sheet, ...], labels: FormLabels
) -> Outcome[tuple[Sheet, ...]]:
    """The sheets, those of national reports without such words; a note for each file that held
    any.
    """
    made: list[Sheet] = []
    findings: list[Finding] = []
    for source, group in groupby(sheets, key=lambda sheet: sheet.source):
        of_file = tuple(group)
        if in_reports(source):
            of_file, rows = _cleared(of_file, labels)
            findings += [found("private-words", ref, n=str(len(rows))) for ref in rows[:1]]
        made += of_file
    return Outcome(tuple(made), tuple(findings))


@lru_cache(maxsize=2_048)  # a pure function, as the parser is: runs that are compared share reports
def _cleared(
    sheets: tuple[Sheet, ...], labels: FormLabels
) -> tuple[tuple[Sheet, ...], tuple[Ref, ...]]:
    """The sheets of a file without such words, and the rows that held any."""
    reader = _Reader(labels)
    changed = {line.key: row for line, row in reader.rows(_lines(sheets))}
    if not changed and not any(sheet.remarks for sheet in sheets):
        return sheets, ()
    refs = [sheet.ref(raw) for sheet in sheets for raw in sheet.rows if sheet.key(raw) in changed]
    return tuple(reader.sheet(sheet, changed) for sheet in sheets), tuple(refs)


def _lines(sheets: tuple[Sheet, ...]) -> list[DocumentLine]:
    """The rows of a file as a reader meets them; each worksheet is a table."""
    if any(sheet.is_document for sheet in sheets):
        every = document_lines(sheets)
        return [*every.lines, *every.margins]
    return [
        DocumentLine(sheet, raw, number)
        for number, sheet in enumerate(sheets, start=1)
        for raw in sheet.rows
    ]


class _Reader:
    """One pass over the lines of a file; it knows which columns and which line below hold what a
    label announced.
    """

    def __init__(self, labels: FormLabels) -> None:
        self._labels = labels
        self._patterns = _patterns(labels)
        self._table = 0
        self._columns: set[int] = set()
        self._is_first = True  # no row of the table has had two filled cells so far
        self._is_below = False  # the line before is a label with nothing beside it
        self._goes_on = False  # the line before ends within a sentence that is left out

    def rows(self, lines: Iterable[DocumentLine]) -> Iterator[tuple[DocumentLine, RawRow]]:
        """The lines that change, each with its row as it is from now on."""
        for line in lines:
            if line.table != self._table:
                self._table, self._columns, self._is_first = line.table, set(), True
            self._end_columns(line)
            announced = self._columns | self._announced(line)
            cells = tuple(
                self._cell(cell, line, is_announced=n in announced)
                for n, cell in enumerate(line.raw.cells)
            )
            if cells != line.raw.cells:
                yield line, line.raw._replace(cells=cells)

    def sheet(self, sheet: Sheet, changed: Mapping[RowKey, RawRow]) -> Sheet:
        """A sheet with the rows that change, and what its reader remarked."""
        rows = tuple(changed.get(sheet.key(raw), raw) for raw in sheet.rows)
        remarks = tuple(one._replace(hint=self._text(one.hint)) for one in sheet.remarks)
        return replace(sheet, rows=rows, remarks=remarks)

    def _announced(self, line: DocumentLine) -> set[int]:
        """The cells of a line that hold what a label beside or above them announces."""
        filled = [n for n, cell in enumerate(line.raw.cells) if cell.text.strip()]
        alone = [n for n in filled if self._is_label(line.raw.cells[n].text)]
        if self._is_below and len(filled) == 1 and not alone:
            self._is_below = False
            return set(filled)
        self._is_below = bool(alone) and filled[-1] == alone[-1] and not line.is_note
        is_first, self._is_first = self._is_first, self._is_first and len(filled) <= 1
        if line.table and (is_first or len(filled) >= _FEWEST_OF_A_TABLE):
            self._columns |= set(alone)
        if len(filled) >= _FEWEST_OF_A_TABLE:
            return set()  # titles of columns: nothing stands beside them
        return {after for one, after in pairwise(filled) if one in alone}

    def _end_columns(self, line: DocumentLine) -> None:
        """A cell that is itself a title or a label ends the column of a label above it."""
        for n in sorted(self._columns):
            for cell in line.raw.cells[n : n + 1]:
                if self._is_known(cell.text) or self._is_label(cell.text):
                    self._columns.discard(n)

    def _is_label(self, text: str) -> bool:
        return self._patterns.alone.fullmatch(text) is not None

    def _is_known(self, text: str) -> bool:
        """Whether a text is wholly a label or title by which a report is read."""
        every = (self._labels.labels, self._labels.labels_alone, self._labels.columns)
        of_facts = (self._labels.deadlines, self._labels.areas)
        if any(_is_wholly(text, phrases) for phrases in (*every, *of_facts)):
            return True
        return title(text, self._labels) is not None or heading(text, self._labels) is not None

    def _cell(self, cell: Cell, line: DocumentLine, *, is_announced: bool) -> Cell:
        if not cell.text.strip():
            return cell
        text = LEFT_OUT
        if not is_announced or self._is_known(cell.text) or self._is_label(cell.text):
            text = self._text(cell.text, is_on_a_page=line.sheet.kind is SheetKind.PAGE)
        if text == cell.text:
            return cell
        steps = tuple(self._step(step, cell.text, text) for step in cell.steps)
        return Cell(text, cell.fault, CellKind.TEXT, steps)

    def _step(self, step: Step, before: str, after: str) -> Step:
        """The step without what its cell is without."""
        ref = step.ref._replace(words=step.ref.words.replace(before, after))
        return step._replace(
            before=step.before.replace(before, after),
            after=step.after.replace(before, after),
            ref=ref,
        )

    def _text(self, text: str, *, is_on_a_page: bool = False) -> str:
        """The text with what is left out of it; a sentence may go on from one line of a page to the
        next.
        """
        is_begun, self._goes_on = self._goes_on and is_on_a_page, False
        if not is_begun and _NO_WORD.fullmatch(text):
            return _OF_NUMBERS.sub(LEFT_OUT, text)
        made = self._patterns.labelled.sub(rf"\g<1>{LEFT_OUT}", text)
        for pattern in self._patterns.words:  # before sentences, which "tel. 555" seems to end
            made = pattern.sub(LEFT_OUT, made)
        made, is_out = self._without_persons(made, is_begun=is_begun)
        self._goes_on = is_on_a_page and is_out and not text.rstrip().endswith(_STOPS)
        return made

    def _without_persons(self, text: str, *, is_begun: bool) -> tuple[str, bool]:
        """The text without sentences about a person, and whether its last one was left out."""
        told = [match.span() for match in self._patterns.persons.finditer(text)]
        if not told and not is_begun:
            return text, False
        ends = (match for match in _END.finditer(text) if not _is_inside(match.start(), told))
        bounds = (0, *(match.end() for match in ends), len(text))
        made, was_out = [], is_begun
        for start, end in pairwise(bounds):
            sentence = text[start:end]
            if not sentence:
                continue
            is_out = any(start <= at < end for at, _ in told)
            if was_out and not is_out:
                goes_on = self._patterns.going_on.match(sentence) is not None
                is_out = goes_on or (is_begun and not start)
            made.append(_left_out(sentence) if is_out else sentence)
            was_out = is_out
        return _AGAIN.sub("", "".join(made)), was_out


def _left_out(sentence: str) -> str:
    """The mark in the stead of a sentence, with the space that parts it from the next."""
    return LEFT_OUT + sentence[len(sentence.rstrip()) :]


def _is_inside(at: int, spans: Iterable[tuple[int, int]]) -> bool:
    return any(start <= at < end for start, end in spans)


def _is_wholly(text: str, phrases: Phrases) -> bool:
    """Whether a text is one of the phrases, and nothing else."""
    read = leading(text, phrases)
    return read is not None and not read.rest.strip(" :：*()[]…._\n")
