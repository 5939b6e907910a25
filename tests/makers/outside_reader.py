"""The papers of a meeting read by an outsider: zip and lxml for papers, openpyxl and csv for
inputs, nothing of ours.

In: the outputs of a meeting and the folder of inputs. Out: faults, a line each, and how much was
looked at. Every number and State of the text must lie in a span that tells its source, and every
cell cited must hold the words quoted. Run as `python tests/makers/outside_reader.py outputs/demo
inputs`.
"""

import csv
import hashlib
import io
import json
import re
import sys
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
import pdfplumber
import pypdf
from lxml import etree

Json = dict[str, Any]
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

UNITS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
ORDINALS = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
]
SMALL = {word: n for n, word in enumerate(UNITS)} | {
    word: n for n, word in enumerate(ORDINALS, start=1)
}
DECADES = {word: 10 * n for n, word in enumerate(TENS, start=2)} | {
    "thirtieth": 30,
    "fortieth": 40,
    "fiftieth": 50,
}
_SMALL, _DECADE = "|".join(sorted(SMALL, key=len, reverse=True)), "|".join(DECADES)
BELOW_HUNDRED = rf"(?:(?:{_DECADE})(?:-(?:{_SMALL}))?|{_SMALL})"
NUMBER = re.compile(
    rf"\d+|(?<!\w)(?:(?:{_SMALL})[ -]hundred(?: and {BELOW_HUNDRED})?|{BELOW_HUNDRED})(?!\w)",
    re.IGNORECASE,
)
CELL = re.compile(r"(?P<sheet>.*)!(?P<cell>[A-Z]+\d+)", re.DOTALL)
CSV_CELL = re.compile(r'row (?P<row>\d+) "(?P<column>.*)"', re.DOTALL)
HEADER_ROWS, SHORT_YEARS_FROM = 10, 1900


class Token(NamedTuple):
    """A number or a State in a text: where it stands, and its value or code."""

    start: int
    end: int
    words: str
    number: int = -1
    state: str = ""


def value_of(words: str) -> int:
    """The number a token says.

    >>> value_of("one hundred and twenty-first")
    121
    """
    if words.isdigit():
        return int(words)
    head, _, rest = re.sub(r"[ -]hundred", "-hundred", words.casefold()).rpartition("-hundred")
    hundreds = 100 * SMALL[head] if head else 0
    parts = rest.removeprefix(" and ").split("-") if rest else []
    return hundreds + sum(DECADES[part] if part in DECADES else SMALL[part] for part in parts)


def numbers(text: str) -> list[Token]:
    """The digit groups and number words of a text."""
    return [Token(m.start(), m.end(), m[0], number=value_of(m[0])) for m in NUMBER.finditer(text)]


def _csv_rows(path: Path) -> list[list[str]]:
    """The rows of a csv file, line breaks inside quotes as they are."""
    return list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))


class Names:
    """The names of States in a reference folder: as printed, and all that a cell may call them."""

    def __init__(self, folder: Path) -> None:
        rows = list(
            csv.DictReader(
                io.StringIO((folder / "states.csv").read_text(encoding="utf-8"), newline="")
            )
        )
        aliases = list(
            csv.DictReader(
                io.StringIO((folder / "aliases.csv").read_text(encoding="utf-8"), newline="")
            )
        )
        self.codes = {row["iso3"] for row in rows}
        printed = {row[column]: row["iso3"] for row in rows for column in ("name_en", "running_en")}
        printed |= {name.removeprefix("the "): code for name, code in printed.items()}
        english = {row["alias"]: row["iso3"] for row in aliases if row["lang"] == "en"}
        self.printed = {
            name: code for name, code in {**english, **printed}.items() if not name.isupper()
        }
        columns = ("iso3", "iso2", "name_en", "running_en", "name_fr", "name_es")
        known = {row[column]: row["iso3"] for row in rows for column in columns if row[column]}
        known |= {row["alias"]: row["iso3"] for row in aliases}
        self._pattern, self._any = self._of(self.printed), self._of(known)
        self._known = {name.casefold(): code for name, code in known.items()}

    @staticmethod
    def _of(names: Iterable[str]) -> re.Pattern[str]:
        longest_first = sorted(names, key=len, reverse=True)
        return re.compile(
            r"(?<!\w)(?:" + "|".join(re.escape(name) for name in longest_first) + r")(?!\w)"
        )

    def states(self, text: str) -> list[Token]:
        """The States named in a printed text."""
        return [
            Token(m.start(), m.end(), m[0], state=self.printed[m[0]])
            for m in self._pattern.finditer(text)
        ]

    def in_words(self, words: str) -> set[str]:
        """The codes of the States that the words of a cell name, in any language."""
        return {self._known[found.casefold()] for found in self._any.findall(words)}


def _outer_paragraphs(path: Path) -> list[etree._Element]:
    """The paragraphs of a Word file that stand in no table."""
    with zipfile.ZipFile(path) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    return [p for p in root.iter(f"{W}p") if next(p.iterancestors(f"{W}tbl"), None) is None]


class Cells:
    """The cells of the inputs, read again."""

    def __init__(self, inputs: Path) -> None:
        self._inputs = inputs
        self._book = cache(lambda source: openpyxl.load_workbook(inputs / source, data_only=True))
        self._rows = cache(lambda source: _csv_rows(inputs / source))
        self._document = cache(lambda source: _document_words(inputs / source))
        self._printed = cache(lambda source: _printed_words(inputs / source))
        self._paragraphs = cache(lambda source: _outer_paragraphs(inputs / source))

    def fault(self, ref: Json) -> str:
        """What is wrong with a reference; empty where the cell holds the words quoted."""
        try:
            found = self.words(ref["source"], ref["place"])
        except (KeyError, ValueError, OSError, IndexError, StopIteration) as error:
            return f"no such cell ({type(error).__name__})"
        if found is None:
            return (
                ""
                if ref["words"] in (self._inputs / ref["source"]).read_text(encoding="utf-8")
                else "other words"
            )
        words = ref["words"].replace(" | ", " ").split()
        is_part = ref["source"].endswith(".pdf") and " ".join(words) in " ".join(found.split())
        return "" if found.split() == words or is_part else "other words"

    def words(self, source: str, place: str) -> str | None:
        """The words of a cell as the file has them; None for a path in a YAML file."""
        if source.endswith(".yaml"):
            return None
        if source.endswith(".docx"):
            if outer := re.fullmatch(r"paragraph (\d+)", place):
                return words_in(self._paragraphs(source)[int(outer[1]) - 1])
            return self._document(source)[place]
        if source.endswith(".csv"):
            row, column = _parts(CSV_CELL, place)
            rows = self._rows(source)
            header = next(cells for cells in rows[:HEADER_ROWS] if column in cells)
            return str(rows[int(row) - 1][header.index(column)])
        if source.endswith(".pdf"):
            return self._printed(source)[place]
        sheet, cell = _parts(CELL, place)
        return as_text(self._book(source)[sheet][cell].value)


def _document_words(path: Path) -> dict[str, str]:
    """The words of the tables of a Word file by place: rows and cells."""
    with zipfile.ZipFile(path) as archive:
        body = etree.fromstring(archive.read("word/document.xml"))[0]
    words: dict[str, str] = {}
    for n, table in enumerate(body.findall(f"{W}tbl"), start=1):
        for k, row in enumerate(table.findall(f"{W}tr"), start=1):
            cells = [
                " ".join(words_in(p) for p in cell.iter(f"{W}p")) for cell in row.findall(f"{W}tc")
            ]
            words[f"table {n} row {k}"] = " ".join(cells)
            words |= {
                f"table {n} row {k} column {m}": cell for m, cell in enumerate(cells, start=1)
            }
    return words


def _printed_words(path: Path) -> dict[str, str]:
    """The words of a PDF file by page and line."""
    fields = pypdf.PdfReader(path).get_fields() or {}
    in_fields = {
        f"field {name}": f"{field.get('/TU')} {field.get('/V')}".replace("/Yes", "☒")
        for name, field in fields.items()
    }
    with pdfplumber.open(path) as document:
        return in_fields | {
            f"page {n} line {k}": line["text"]
            for n, page in enumerate(document.pages, start=1)
            for k, line in enumerate(page.extract_text_lines(), start=1)
        }


def _parts(pattern: re.Pattern[str], place: str) -> tuple[str, str]:
    """The two parts of a place; ValueError where it has another form."""
    found = pattern.fullmatch(place)
    if found is None:
        raise ValueError(place)
    return found[1], found[2]


def as_text(value: object) -> str:
    """The value of a cell as text, dates in ISO form."""
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    return (
        ""
        if value is None
        else str(int(value) if isinstance(value, float) and value.is_integer() else value)
    )


def words_in(element: etree._Element) -> str:
    """The letters of an element as a reader sees them."""
    return "".join(node.text or "" for node in element.iter(f"{W}t"))


class Document:
    """A paper unzipped: the words under each bookmark, and those that no bookmark reaches."""

    def __init__(self, path: Path) -> None:
        with zipfile.ZipFile(path) as archive:
            names = [
                name for name in archive.namelist() if re.fullmatch(r"word/[a-z]+\d*\.xml", name)
            ]
            self.roots = [etree.fromstring(archive.read(name)) for name in sorted(names)]
        marks = [mark for root in self.roots for mark in root.iter(f"{W}bookmarkStart")]
        self.by_bookmark = {
            mark.get(f"{W}name", ""): next(mark.iterancestors(f"{W}p")) for mark in marks
        }
        self.reached: list[etree._Element] = []

    def block(self, bookmark: str, is_table: bool) -> str:
        """The words under a bookmark; of a table: number, title and cells, a line each."""
        start = self.by_bookmark[bookmark]
        paragraphs = [start]
        if is_table:
            title = next(start.itersiblings())
            paragraphs += [title, *next(title.itersiblings()).iter(f"{W}p")]
        self.reached += paragraphs
        return "\n".join(words_in(paragraph) for paragraph in paragraphs)

    def others(self) -> Iterator[str]:
        """The paragraphs of every part that no block reaches: masthead, headers, footers."""
        for root in self.roots:
            yield from (words_in(p) for p in root.iter(f"{W}p") if p not in self.reached)


class Reader:
    """One meeting: its audit beside its papers and inputs."""

    def __init__(self, outputs: Path, inputs: Path) -> None:
        self.audit: Json = json.loads((outputs / "internal/audit.json").read_text(encoding="utf-8"))
        self.outputs, self.inputs, self.cells = outputs, inputs, Cells(inputs)
        states = next(s["path"] for s in self.audit["sources"] if s["path"].endswith("/states.csv"))
        self.names = Names((inputs / states).parent)
        self.figures = {figure["name"]: figure for figure in self.audit["figures"]}
        self.looked_at: Counter[str] = Counter()

    def faults(self) -> Iterator[str]:
        """Everything that is wrong, papers first."""
        for paper in dict.fromkeys(block["paper"] for block in self.audit["blocks"]):
            yield from (f"{paper}: {fault}" for fault in self._paper(paper))
        for source in self.audit["sources"]:
            if (
                hashlib.sha256((self.inputs / source["path"]).read_bytes()).hexdigest()
                != source["sha256"]
            ):
                yield f"{source['path']}: another file than the one pinned"
        for ref in self._refs():
            self.looked_at["refs"] += 1
            if fault := self.cells.fault(ref):
                yield f"{ref['source']} › {ref['place']}: {fault}"

    def _refs(self) -> Iterator[Json]:
        for owner in (
            *self.audit["blocks"],
            *self.audit["absent"],
            *self.audit["figures"],
            *self.audit["answers"],
        ):
            yield from owner["refs"]
        for figure in self.audit["figures"]:
            yield from (ref for state in figure["states"] for ref in state["refs"])

    def _paper(self, paper: str) -> Iterator[str]:
        document = Document(self.outputs / f"{paper}.docx")
        blocks = [block for block in self.audit["blocks"] if block["paper"] == paper]
        tables = {
            kind: [block["id"] for block in blocks if block["kind"] == kind]
            for kind in ("table", "paragraph", "picture")
        }
        # the table of one record bears a word and no number
        tables["table"] = [
            b["id"] for b in blocks if b["kind"] == "table" and b["spans"][0]["kind"] == "reference"
        ]
        masthead = [block["text"] for block in blocks if block["kind"] == "masthead"]
        for block in blocks:
            if block["kind"] != "masthead":
                if block["bookmark"] not in document.by_bookmark:
                    yield f"{block['id']}: no bookmark in the document"
                    continue
                text = document.block(block["bookmark"], block["kind"] == "table")
                if text != "".join(span["text"] for span in block["spans"]):
                    yield f"{block['id']}: the document has other words than its spans"
            yield from (f"{block['id']}: {fault}" for fault in self._block(block, tables))
        for text in document.others():
            rest = text
            for line in sorted(filter(None, masthead), key=len, reverse=True):
                rest = rest.replace(line, " ")
            is_page_number = rest.strip().isdigit()  # Word works it out
            if not is_page_number and (numbers(rest) or self.names.states(rest)):
                yield f"outside all blocks: {rest!r}"

    def _block(self, block: Json, tables: dict[str, list[str]]) -> Iterator[str]:
        text = "".join(span["text"] for span in block["spans"])
        tokens = [*self.names.states(text)]
        taken = [range(token.start, token.end) for token in tokens]
        tokens += [
            token for token in numbers(text) if not any(token.start in span for span in taken)
        ]
        for token in tokens:
            self.looked_at["states" if token.state else "numbers"] += 1
            span = self._span(block["spans"], token)
            if span is None or span["kind"] == "text":
                yield f"{token.words!r} lies in no span that tells its source"
            elif not (
                self._is_state(block, span, token)
                if token.state
                else self._is_number(block, span, token, tables)
            ):
                yield f"{token.words!r} is not what its {span['kind']} {span.get('name')} says"

    @staticmethod
    def _span(spans: list[Json], token: Token) -> Json | None:
        start = 0
        for span in spans:
            end = start + len(span["text"])
            if start <= token.start and token.end <= end:
                return span
            start = end
        return None

    def _is_number(
        self, block: Json, span: Json, token: Token, tables: dict[str, list[str]]
    ) -> bool:
        name = span.get("name", "")
        if span["kind"] == "figure":
            return name in block["figures"] and token.number in self._said(
                self.figures[name], span.get("state", "")
            )
        if span["kind"] == "reference":
            return any(
                name in ids and token.number == ids.index(name) + 1 for ids in tables.values()
            )
        if span["kind"] == "law":
            return token.number in {other.number for other in numbers(name.replace("_", " "))}
        quoted = re.sub(
            r"[-_]|(?<=[a-zA-Z])(?=\d)", " ", " ".join(ref["words"] for ref in block["refs"])
        )
        found = {other.number for other in numbers(quoted)}
        return token.number in found | {
            number % 100 for number in found if number > SHORT_YEARS_FROM
        }

    @staticmethod
    def _said(figure: Json, state: str) -> set[int]:
        """What a figure may print: its value, or the year of the State, or the one year that all
        its States share.
        """
        years = {s["since"] for s in figure["states"] if "since" in s and state in ("", s["iso3"])}
        return years if state else {figure["value"], *(years if len(years) == 1 else ())}

    def _is_state(self, block: Json, span: Json, token: Token) -> bool:
        figure = self.figures.get(span.get("name", ""))
        if span["kind"] == "state" and token.state != span["state"]:
            return False
        if span["kind"] == "state" and figure:
            return any(state["iso3"] == token.state and state["refs"] for state in figure["states"])
        return any(token.state in self.names.in_words(ref["words"]) for ref in block["refs"])


def main(outputs: str, inputs: str) -> int:
    """Print the faults of a meeting; 1 where there is one."""
    reader = Reader(Path(outputs), Path(inputs))
    faults = list(reader.faults())
    print("\n".join([*faults, f"{dict(reader.looked_at)}: {len(faults)} faults"]))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
