"""Changed, unchanged since a year, or not applicable: what the boxes and words beside the title of
a form say.

In: the lines of a document. Out: the status of each form, or `unclear` if marks are missing or
doubled, or are where they could belong to either neighbour. An option that is merely printed is
never taken for one that was chosen.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from pipeline.model.forms import FormLabels
from pipeline.normalise.forms.candidate import Candidate, Origin, Status, the_one
from pipeline.normalise.forms.layout import LabelAnchor, Layout, cells, texts_at
from pipeline.normalise.forms.lines import DocumentLine
from pipeline.normalise.forms.match import title, wrapped_title
from pipeline.normalise.forms.vocabulary import label_key, says_any
from pipeline.ooxml.inline import CHECKED, UNCHECKED

UNCLEAR = "unclear"
_UNCHANGED = "unchanged"
_SIGNS = re.compile(
    rf"(?P<on>[{CHECKED}☑✓✔✗✘■●◼⬛\uf0fe\uf0fd\uf0fc]|\[ ?[xX✓] ?\]|\( ?[xX✓]"
    r" ?\)|(?<!\w)[xX](?!\w))"
    rf"|(?P<off>[{UNCHECKED}□○◻⬜\uf0a8\uf06f]|\[ *\]|\( *\))"
)
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_YEAR_OR_BLANK = re.compile(r"(?:19|20)[0-9]{2}|yyyy")
_MOST_WORDS = 6
_MOST_BELOW = 6
_MARKS = {"status": "s", "on": "x", "off": "o"}
_AT_AN_END = re.compile(r"xs+|s+x")
_ONE_MARK_EACH = re.compile(r"(?:[xo]s)+|(?:s[xo])+")


class Token(NamedTuple):
    """A piece of what is beside a title: on, off or sign (of a box), status or year, with its
    value; `year` if a status and its year are one word.
    """

    kind: str
    value: str = ""
    year: str = ""


def tokens(text: str, labels: FormLabels) -> list[Token] | None:
    """Signs, statuses and years of a text that contains nothing else; None if it contains other
    words.
    """
    found: list[Token] = []
    at = 0
    for sign in _SIGNS.finditer(text):
        words = _words(text[at : sign.start()], labels)
        if words is None:
            return None
        found += [*words, Token(sign.lastgroup or "")]
        at = sign.end()
    words = _words(text[at:], labels)
    return None if words is None else found + words


def _words(text: str, labels: FormLabels) -> list[Token] | None:
    """Statuses and years in a text without signs, longest phrases first; None if a word is left
    over.
    """
    parts = label_key(text).split()
    found: list[Token] = []
    while parts:
        length, token = _longest(parts, labels)
        if not length:
            return None
        if token:
            found.append(token)
        parts = parts[length:]
    return found


def _longest(parts: Sequence[str], labels: FormLabels) -> tuple[int, Token | None]:
    for length in range(min(_MOST_WORDS, len(parts)), 0, -1):
        phrase = " ".join(parts[:length])
        if phrase in labels.statuses:
            return length, Token("status", labels.statuses[phrase].meaning)
        if phrase in labels.status_fillers:
            return length, None
    return _single(parts[0], labels)


def _single(part: str, labels: FormLabels) -> tuple[int, Token | None]:
    """A word that is a year, that runs together what other languages separate (a status, a filler
    and a year in Chinese), or that is what extraction made of a box; 0 for any other word.
    """
    year = _year_in(part)
    if part == year:
        return 1, Token("year", part)
    for phrase, status in labels.statuses.items():
        rest = part.removeprefix(phrase)
        if rest != part and _is_filled(rest, labels):
            return 1, Token("status", status.meaning, _year_in(rest))
    if _YEAR_OR_BLANK.search(part) and _is_filled(part, labels):
        return 1, Token("year", year) if year else None
    if len(part) == 1:
        return 1, Token("sign")  # not a word, and not a mark that could be trusted
    return 0, None


def _year_in(text: str) -> str:
    year = _YEAR.search(text)
    return year[0] if year else ""


def _is_filled(text: str, labels: FormLabels) -> bool:
    """Whether a text contains nothing but years and fillers."""
    pieces = filter(None, _YEAR_OR_BLANK.split(text))
    return all(piece in labels.status_fillers for piece in pieces)


def is_boilerplate(text: str, labels: FormLabels) -> bool:
    """Whether a text is printed on the form, or repeats its status."""
    key = label_key(text)
    if tokens(text, labels) is not None:
        return True
    return any(_begins_with(key, phrase) for phrase in labels.boilerplate)


def _begins_with(key: str, phrase: str) -> bool:
    if phrase.isascii():  # other scripts may write the next word without a space
        return f"{key} ".startswith(f"{phrase} ")
    return key.startswith(phrase)


def has_status(found: list[Token]) -> bool:
    """Whether there is a status among the tokens."""
    return any(token.kind == "status" for token in found)


def status_of(found: list[Token]) -> Status:
    """The one status that is chosen. `unclear` if none is, or more than one, or if a mark has two
    neighbours.
    """
    names = [token.value for token in found if token.kind == "status"]
    if not names:
        return Status()
    chosen = _chosen(found)
    if chosen is None:
        return Status(UNCLEAR)
    if names[chosen] != _UNCHANGED:
        return Status(names[chosen])
    return Status(_UNCHANGED, _since(found, chosen))


def _chosen(found: list[Token]) -> int | None:
    """The position of the marked status among the statuses; None if that is not certain."""
    if any(token.kind == "sign" for token in found):
        return None
    shape = "".join(_MARKS.get(token.kind, "") for token in found)
    if shape.count("s") == 1 and "o" not in shape:
        return 0  # one word alone is what the State wrote
    if shape.count("x") != 1:
        return None
    if _ONE_MARK_EACH.fullmatch(shape):
        return shape.index("x") // 2
    # only the chosen option has a mark: that is certain only if it is at one end
    if not _AT_AN_END.fullmatch(shape):
        return None
    return 0 if shape.startswith("x") else shape.count("s") - 1


def _since(found: list[Token], chosen: int) -> int | None:
    """The one year written between the chosen status and the next; None for none, or for two that
    differ.
    """
    number, years = -1, set()
    for token in found:
        number += token.kind == "status"
        year = token.value if token.kind == "year" else token.year
        if year and number == chosen:
            years.add(int(year))
    return the_one(years, None)


def statuses(lines: Sequence[DocumentLine], labels: FormLabels) -> dict[str, Candidate[Status]]:
    """The status of each form whose title has boxes or words for it beside or below it."""
    found: dict[str, Candidate[Status]] = {}
    for at, column, texts in cells(lines):
        for one in _statuses_in(lines, at, column, texts, labels):
            found[one.field] = _both(found.get(one.field), one)
    return found


def _both(before: Candidate[Status] | None, now: Candidate[Status]) -> Candidate[Status]:
    """Two places that give the status of one form: the same, or unclear."""
    if before is None or before.value == now.value:
        return now
    return now._replace(value=Status(UNCLEAR), lines=(*before.lines, *now.lines))


def _statuses_in(
    lines: Sequence[DocumentLine], at: int, column: int, texts: list[str], labels: FormLabels
) -> Iterator[Candidate[Status]]:
    for number in range(len(texts)):
        wrapped = wrapped_title(texts[number:], labels)
        if wrapped is None:
            continue
        head, n_lines = wrapped
        under = tuple(_until_title(texts[number + n_lines :], labels))
        second = title(head.rest, labels)
        if second is None:
            found = _status_at(LabelAnchor(lines, at, column, head.rest, under), labels)
            if found is not None:
                yield found._replace(field=head.form)
            continue
        # two columns of a page run into one line: which words below belong to which is lost
        found = _status_at(LabelAnchor(lines, at, column, "", under), labels)
        if found is not None:
            yield found._replace(field=head.form, value=Status(UNCLEAR))
            yield found._replace(field=second.form, value=Status(UNCLEAR))


def _until_title(texts: list[str], labels: FormLabels) -> Iterator[str]:
    for text in texts:
        if title(text, labels):
            return
        yield text


def _candidate(status: Status, *lines: DocumentLine) -> Candidate[Status]:
    return Candidate("", status, lines, Origin.COVER)


def _status_at(anchor: LabelAnchor, labels: FormLabels) -> Candidate[Status] | None:
    """The status in the rest of a title's own cell, otherwise in the cells after it, otherwise in
    the lines below it.
    """
    own = (*texts_at(anchor, Layout.SAME_LINE), *texts_at(anchor, Layout.BELOW))
    inside = tokens("\n".join(own), labels)
    if inside is None:  # other words: which of them counts is never guessed
        return _unread(anchor, own, labels)
    if has_status(inside):
        return _of_own_cell(anchor, status_of(inside))
    return _status_after(anchor, inside, labels)


def _status_after(
    anchor: LabelAnchor, inside: list[Token], labels: FormLabels
) -> Candidate[Status] | None:
    """The status in the cells after a title, otherwise in the lines below it."""
    row = texts_at(anchor, Layout.NEXT_CELL)
    beside = tokens("\n".join(row), labels)
    if beside is None:
        return _unread(anchor, row, labels)
    if has_status(beside):
        return _candidate(status_of(beside), anchor.line)
    # marks without words: the words are the titles of their columns
    if beside and anchor.line.table:
        return _by_column(anchor, labels)
    if "".join(row).strip():
        return None
    return _below(anchor, inside, labels)


def _of_own_cell(anchor: LabelAnchor, status: Status) -> Candidate[Status] | None:
    """A box of its own (a form field) that is not ticked says nothing."""
    if anchor.line.is_field and status.status == UNCLEAR:
        return None
    return _candidate(status, anchor.line)


def _unread(
    anchor: LabelAnchor, texts: Sequence[str], labels: FormLabels
) -> Candidate[Status] | None:
    """Unclear if a status is among words that do not belong to it: "unchanged since the initial
    report".
    """
    if not says_any(" ".join(texts), labels.statuses):
        return None
    return _candidate(Status(UNCLEAR), anchor.line)


def _below(anchor: LabelAnchor, own: list[Token], labels: FormLabels) -> Candidate[Status] | None:
    found, used = list(own), [anchor.line]
    for line in islice(anchor.lines, anchor.at + 1, anchor.at + 1 + _MOST_BELOW):
        used.append(line)  # what ends the words beside a title can also come after them
        text = "\n".join(line.filled_texts)
        more = tokens(text, labels)
        if more is None or title(text, labels):
            break
        found += more
    if not has_status(found):
        return None
    return _candidate(status_of(found), *used)


def _by_column(anchor: LabelAnchor, labels: FormLabels) -> Candidate[Status] | None:
    """A mark in a column whose title, further up in the table, is a status."""
    above = _status_columns(anchor, labels)
    if above is None:
        return None
    titles, columns = above
    marked = [
        (columns.get(position, ""), found)
        for position, text in enumerate(anchor.line.texts[anchor.column + 1 :], anchor.column + 1)
        if Token("on") in (found := tokens(text, labels) or [])
    ]
    if len(marked) != 1 or not marked[0][0]:
        return _candidate(Status(UNCLEAR), titles, anchor.line)
    status, found = marked[0]
    if status != _UNCHANGED:
        return _candidate(Status(status), titles, anchor.line)
    years = [int(token.value) for token in found if token.kind == "year"]
    return _candidate(Status(status, next(iter(years), None)), titles, anchor.line)


def _status_columns(
    anchor: LabelAnchor, labels: FormLabels
) -> tuple[DocumentLine, dict[int, str]] | None:
    """The row of the same table whose cells are titles of statuses, and the status of each of its
    columns.
    """
    for line in anchor.lines[: anchor.at]:
        if line.table != anchor.line.table:
            continue
        keys = {position: label_key(text) for position, text in enumerate(line.texts)}
        columns = {
            position: labels.statuses[key].meaning
            for position, key in keys.items()
            if key in labels.statuses
        }
        if len(set(columns.values())) == len(columns) > 1:
            return line, columns
    return None
