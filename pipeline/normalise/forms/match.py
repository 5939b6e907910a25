"""One matcher: phrases of the vocabulary at the beginning of a text.

In: a text and the vocabulary. Out: what it begins with (a label, the title of a form, the heading
of a section), what is left over, and whether that is certain. Titles decide, letters do not.
"""

import re
from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple

from pipeline.model.forms import FormLabels, Phrases
from pipeline.normalise.forms.lines import DocumentLine
from pipeline.normalise.forms.vocabulary import label_key

_WORD = re.compile(r"[^\s:：]+[:：]?|[:：]")
_LETTER = re.compile(r"[A-Z]")
_NUMBERING = re.compile(
    r"\A(?:(?:part|section|table|partie|tableau|parte|sección|cuadro|tabla|часть|раздел|таблица)\s+)?"
    r"(?:\(?[0-9ivx]{1,4}[.):]|[0-9]{1,2}(?:\.[0-9]{1,2})*|\(?[a-z][.):]|(?:[0-9]{1,2}|[a-z]|[ivx]{1,4})\s?[–—-]|[•·▪*–—-])\s+",
    re.IGNORECASE,
)
_MOST_WORDS = 16


class PhraseMatch(NamedTuple):
    """A phrase found at the beginning of a text: what it means, its language, and what the text
    says after it.
    """

    meaning: str
    language: str
    rest: str


def may_begin(text: str, starts: frozenset[str]) -> bool:
    """Whether a text may begin with a phrase, by its first word, or by its second after a stray
    letter or sign.
    """
    first = _WORD.search(text)
    if first is None:
        return False
    key = label_key(first[0])
    return len(key) <= 1 or key.partition(" ")[0] in starts


def leading(text: str, phrases: Phrases, most: int = _MOST_WORDS) -> PhraseMatch | None:
    """The longest phrase that the text begins with; a stray letter or sign before it does not
    matter.
    """
    if not may_begin(text, phrases.starts):
        return None
    words = list(islice(_WORD.finditer(text), most))
    for first in range(min(2, len(words))):
        if first and len(label_key(words[0][0])) > 1:
            break
        if label_key(words[first][0]).partition(" ")[0] not in phrases.starts:
            continue
        if best := _longest(text, words[first:], phrases):
            return best
    return None


def _longest(text: str, words: list[re.Match[str]], phrases: Phrases) -> PhraseMatch | None:
    best, before = None, ""
    for word in words:
        key = label_key(text[words[0].start() : word.end()])
        if key in phrases and key != before:  # a sign after the phrase is none of it
            best = PhraseMatch(phrases[key].meaning, phrases[key].language, text[word.end() :])
        before = key
    return best


class Title(NamedTuple):
    """The title of a form at the beginning of a text: the form, its letter if there is one, and the
    text after it.
    """

    form: str
    letter: str
    language: str
    rest: str


_ENDS = re.compile(r"\s*(?:$|[\n:：(\[.…_–—-])")


def title(text: str, labels: FormLabels) -> Title | None:
    """The title of a form with which a text begins, with or without the word for form and a letter;
    None for none.
    """
    bare, letter = _without_letter(text.strip(), labels)
    found = leading(bare, labels.titles)
    if found is None or (not letter and not _ENDS.match(found.rest)):
        return None  # a sentence that begins with the words of a title
    before = bare[: len(bare) - len(found.rest)]
    is_next = bool(_without_letter(found.rest.strip(), labels)[1])
    return Title(
        found.meaning, letter, found.language, found.rest if is_next else _after(before, found.rest)
    )


def title_text(item: DocumentLine, labels: FormLabels) -> str:
    """The text of a row that may be a title: its only one, or letter and title in two cells."""
    texts = [text.strip() for text in item.texts if text.strip()]
    # letter, title
    if len(texts) == 2 and not _without_letter(texts[0], labels)[0]:  # noqa: PLR2004
        return f"{texts[0]}: {texts[1]}"
    return texts[0] if len(texts) == 1 else ""


UNKNOWN = "unknown"
_LONGEST_TITLE = 120


def unknown_title(text: str, labels: FormLabels) -> Title | None:
    """The title of a form that nobody knows: "Form K: Something new"; None for a known one, a
    sentence or a status.
    """
    whole = text.strip()
    if len(whole) > _LONGEST_TITLE or whole.endswith((".", "。")):
        return None
    bare, letter = _without_letter(whole, labels)
    is_capital = whole[: len(whole) - len(bare)].rstrip(" :：.-–—\t\n").endswith(letter)
    is_title = (
        bool(letter)
        and is_capital
        and bool(bare)
        and bare[0] == bare[0].upper()
        and bare[0].isalpha()
    )
    if not is_title or title(whole, labels):
        return None
    key = f" {label_key(bare)} "
    return (
        None
        if any(f" {status} " in key for status in labels.statuses)
        else Title(UNKNOWN, letter, "", "")
    )


def wrapped_title(lines: Sequence[str], labels: FormLabels) -> tuple[Title, int] | None:
    """The title with which lines begin, and how many it goes over: one, or more where it has a
    letter and wraps.
    """
    if not _may_begin_title(lines[0], labels):
        return None
    head = title(lines[0], labels)
    if head is not None:
        return head, 1
    if not _without_letter(lines[0].strip(), labels)[1]:
        return None
    for n_lines in range(2, min(_MOST_LINES, len(lines)) + 1):
        head = title(" ".join(line.strip() for line in lines[:n_lines]), labels)
        if head is not None:
            return head, n_lines
    return None


_MOST_LINES = 3


def _has_form_word(text: str, labels: FormLabels) -> bool:
    first = _WORD.search(text)
    return first is not None and label_key(first[0]).startswith(labels.form_words)


def _may_begin_title(text: str, labels: FormLabels) -> bool:
    """Whether a text may begin with a title, or with the word for form: most texts begin with
    neither.
    """
    first = _WORD.search(text)
    if first is None:
        return False
    key = label_key(first[0])
    return (
        len(key) <= 1
        or key.partition(" ")[0] in labels.titles.starts
        or key.startswith(labels.form_words)
    )


def _without_letter(text: str, labels: FormLabels) -> tuple[str, str]:
    """The text without "Form I:" at its beginning, and the letter."""
    if not _has_form_word(text, labels):
        return text, ""
    words = list(islice(_WORD.finditer(text), 2))
    for last in range(min(2, len(words))):
        key = label_key(text[: words[last].end()]).replace(" ", "")
        form, letter = key[:-1], key[-1:]
        if form in labels.form_words and _LETTER.fullmatch(letter.upper()):
            return text[words[last].end() :].lstrip(" :：.-–—\t\n"), letter.upper()
    return text, ""


def _after(before: str, rest: str) -> str:
    """What follows a title on its line and below: the rest of a longer title is none of it.

    A colon ends the title where it has not ended yet; one behind a box or in brackets belongs to
    what follows.
    """
    first, line_break, below = rest.partition("\n")
    colon = None if before.endswith((":", "：")) else re.match(r"[^:：(（\[☐☒□■✓✔]*[:：]", first)
    return (first[colon.end() :] if colon else first) + line_break + below


_ENDS_HEADING = re.compile(r"[:：\n–—]|\s-\s")
_IN_BRACKETS = re.compile(r"[(（\[][^()（）\[\]]*[)）\]]")
_PROVIDED = "provided"
_MOST_TOGETHER = (4, 3, 2, 1)  # "un autre État partie"
_BESIDE = re.compile(
    r"[0-9]{1,2}|(?:19|20)[0-9]{2}"
)  # numbers of articles, and years; a sum is none


class Heading(NamedTuple):
    """A text that begins with a heading: what the phrase stands for, whether that is certain, and
    what else it says.

    `is_sentence` tells a text that only begins with the words of a heading: nothing stands under
    it.
    """

    meaning: str
    is_certain: bool
    words: str
    is_sentence: bool = False


def heading(text: str, labels: FormLabels) -> Heading | None:
    """The heading of a section with which a text begins, numbering left out; None for none.

    "Assistance provided and received" or "provided by donors" begin with the words of one section
    and may mean another; what stands in brackets beside it ("provided (and received)") is among the
    words that are asked.
    """
    bare = _NUMBERING.sub("", text.strip(), count=1)
    found = leading(bare, labels.sections)
    if found is None:
        return None
    before, rest, words = bare[: len(bare) - len(found.rest)], "", found.rest
    if not before.endswith((":", "：")):
        end = _ENDS_HEADING.search(found.rest)
        rest, words = (
            (found.rest[: end.start()], found.rest[end.end() :]) if end else (found.rest, "")
        )
    said = _IN_BRACKETS.sub(" ", rest)
    if _says_no_more(said, found.meaning, labels):
        remarks = [
            part
            for part in _IN_BRACKETS.findall(f"{rest} {words}")
            if not _says_no_more(part, found.meaning, labels)
        ]
        more = " ".join((_IN_BRACKETS.sub("", words), *remarks))
        return Heading(found.meaning, is_certain=True, words=more.strip(" .…_–—-\t\n"))
    is_sentence = len(bare) > _LONGEST_TITLE or bare.endswith((".", "。", ";"))
    return Heading(found.meaning, is_certain=False, words=rest, is_sentence=is_sentence)


def _says_no_more(rest: str, meaning: str, labels: FormLabels) -> bool:
    """Whether words beside the phrase of a heading leave it what it is."""
    known = labels.beside | labels.others if meaning == _PROVIDED else labels.beside
    words = [word for word in label_key(rest).split() if not _BESIDE.fullmatch(word)]
    while words:
        n_known = next((n for n in _MOST_TOGETHER if " ".join(words[:n]) in known), 0)
        if not n_known:
            return False
        words = words[n_known:]
    return True
