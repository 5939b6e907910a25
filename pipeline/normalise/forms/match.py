"""The one matcher: phrases of the vocabulary at the beginning of a text.

In: a text and the vocabulary. Out: what it begins with (a label, the title of a form, the heading
of a section), what is left over, and whether that is certain. Titles decide and letters do not: two
versions of the form, in use in the same years, exchange the letters of Forms C and D.
"""

import re
from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple

from pipeline.model.forms import FormLabels, Phrases
from pipeline.normalise.forms.lines import DocumentLine
from pipeline.normalise.forms.vocabulary import label_key, says_any

UNKNOWN = "unknown"
_WORD = re.compile(r"[^\s:：]+[:：]?|[:：]")
_LETTER = re.compile(r"[A-Z]")
_BEHIND_LETTER = " :：.-–—\t\n"
_NUMBERING = re.compile(
    r"\A(?:(?:part|section|table|partie|tableau|parte|sección|cuadro|tabla|часть|раздел|таблица)\s+)?"
    r"(?:\(?[0-9ivx]{1,4}[.):]|[0-9]{1,2}(?:\.[0-9]{1,2})*|\(?[a-z][.):]|(?:[0-9]{1,2}|[a-z]|[ivx]{1,4})\s?[–—-]|[•·▪*–—-])\s+",
    re.IGNORECASE,
)
_MOST_WORDS = 16
_MOST_LINES = 3  # the most lines of a title that wraps
_LONGEST_TITLE = 120
_ENDS = re.compile(r"\s*(?:$|[\n:：(\[.…_–—-])")
_COLON = re.compile(r"[^:：(（\[☐☒□■✓✔]*[:：]")
_ENDS_HEADING = re.compile(r"[:：\n–—]|\s-\s")
_IN_BRACKETS = re.compile(r"[(（\[][^()（）\[\]]*[)）\]]")
_MOST_TOGETHER = (4, 3, 2, 1)  # "un autre État partie"
# numbers of articles, and years; a sum is none
_PLAIN_NUMBER = re.compile(r"[0-9]{1,2}|(?:19|20)[0-9]{2}")


class PhraseMatch(NamedTuple):
    """A phrase found at the beginning of a text: what it means, its language, and what the text
    says after it.
    """

    meaning: str
    language: str
    rest: str


def _first_key(text: str) -> str:
    word = _WORD.search(text)
    return label_key(word[0]) if word else ""


def may_begin(text: str, starts: frozenset[str]) -> bool:
    """Whether a text may begin with a phrase, judged by its first word, or by its second after a
    stray letter or character.
    """
    first = _WORD.search(text)
    if first is None:
        return False
    key = label_key(first[0])
    return len(key) <= 1 or key.partition(" ")[0] in starts


def leading(text: str, phrases: Phrases) -> PhraseMatch | None:
    """The longest phrase with which the text begins; a stray letter or character before it does not
    matter.
    """
    if not may_begin(text, phrases.starts):
        return None
    words = list(islice(_WORD.finditer(text), _MOST_WORDS))
    best = _longest(text, words, phrases)
    if best is not None or len(label_key(words[0][0])) > 1:
        return best
    return _longest(text, words[1:], phrases)


def _longest(text: str, words: list[re.Match[str]], phrases: Phrases) -> PhraseMatch | None:
    if not words or label_key(words[0][0]).partition(" ")[0] not in phrases.starts:
        return None
    best, before = None, ""
    for word in words:
        key = label_key(text[words[0].start() : word.end()])
        if key in phrases and key != before:  # a character after the phrase is not part of it
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


def title(text: str, labels: FormLabels) -> Title | None:
    """The title of a form with which a text begins, with or without the word for form and a letter;
    None if there is none.
    """
    bare, letter = _without_letter(text.strip(), labels)
    found = leading(bare, labels.titles)
    if found is None:
        return None
    if not letter and not _ENDS.match(found.rest):
        return None  # a sentence that begins with the words of a title
    rest = found.rest
    _, next_letter = _without_letter(rest.strip(), labels)
    if not next_letter:
        rest = _after(bare.removesuffix(rest), rest)
    return Title(found.meaning, letter, found.language, rest)


def _after(before: str, rest: str) -> str:
    """What follows a title on its line and below, without the rest of a longer title.

    A colon ends the title unless it has already ended; a colon after a box or in brackets belongs
    to what follows.
    """
    if before.endswith((":", "：")):
        return rest
    first, line_break, below = rest.partition("\n")
    colon = _COLON.match(first)
    if colon is not None:
        first = first[colon.end() :]
    return first + line_break + below


def title_text(line: DocumentLine, labels: FormLabels) -> str:
    """The text of a row that may be a title: its only one, or letter and title in two cells."""
    texts = [text.strip() for text in line.filled_texts]
    match texts:
        case [only]:
            return only
        case [letter, words] if not _without_letter(letter, labels)[0]:
            return f"{letter}: {words}"
        case _:
            return ""


def unknown_title(text: str, labels: FormLabels) -> Title | None:
    """An unknown title of a form: "Form K: Something new"; None for a known one, a sentence or a
    status.
    """
    whole = text.strip()
    if len(whole) > _LONGEST_TITLE or whole.endswith((".", "。")):
        return None
    bare, letter = _without_letter(whole, labels)
    is_capital = whole.removesuffix(bare).rstrip(_BEHIND_LETTER).endswith(letter)
    if not letter or not is_capital or not _begins_with_capital(bare):
        return None
    if title(whole, labels) or says_any(bare, labels.statuses):
        return None
    return Title(UNKNOWN, letter, "", "")


def _begins_with_capital(text: str) -> bool:
    return text[:1].isalpha() and text[0] == text[0].upper()


def wrapped_title(lines: Sequence[str], labels: FormLabels) -> tuple[Title, int] | None:
    """The title with which lines begin, and how many lines it takes: one, or more if it has a
    letter and wraps.
    """
    if not _may_begin_title(lines[0], labels):
        return None
    head = title(lines[0], labels)
    if head is not None:
        return head, 1
    _, letter = _without_letter(lines[0].strip(), labels)
    if not letter:
        return None
    for n_lines in range(2, min(_MOST_LINES, len(lines)) + 1):
        head = title(" ".join(line.strip() for line in lines[:n_lines]), labels)
        if head is not None:
            return head, n_lines
    return None


def _may_begin_title(text: str, labels: FormLabels) -> bool:
    """Whether a text may begin with a title, or with the word for form: most begin with neither."""
    return may_begin(text, labels.titles.starts) or _has_form_word(text, labels)


def _has_form_word(text: str, labels: FormLabels) -> bool:
    return _first_key(text).startswith(labels.form_words)


def _without_letter(text: str, labels: FormLabels) -> tuple[str, str]:
    """The text without "Form X:" at its beginning, and the letter."""
    if not _has_form_word(text, labels):
        return text, ""
    for word in islice(_WORD.finditer(text), 2):
        key = label_key(text[: word.end()]).replace(" ", "")
        letter = key[-1:].upper()
        if key[:-1] in labels.form_words and _LETTER.fullmatch(letter):
            return text[word.end() :].lstrip(_BEHIND_LETTER), letter
    return text, ""


class Heading(NamedTuple):
    """A text that begins with a heading: what the phrase stands for, whether that is certain, and
    what else it says.

    `is_sentence` marks a text that only begins with the words of a heading: nothing belongs under
    it.
    """

    meaning: str
    is_certain: bool
    words: str
    is_sentence: bool = False


def heading(text: str, labels: FormLabels) -> Heading | None:
    """The heading of a section with which a text begins, without its numbering; None if there is
    none.

    "Assistance provided and received" or "provided by donors" begin with the words of one section
    and may mean another; what is in brackets beside it ("provided (and received)") is among the
    words that are asked about.
    """
    bare = _NUMBERING.sub("", text.strip(), count=1)
    found = leading(bare, labels.sections)
    if found is None:
        return None
    rest, words = _parted(bare.removesuffix(found.rest), found.rest)
    if not _leaves_meaning(_IN_BRACKETS.sub(" ", rest), found.meaning, labels):
        is_sentence = len(bare) > _LONGEST_TITLE or bare.endswith((".", "。", ";"))
        return Heading(found.meaning, is_certain=False, words=rest, is_sentence=is_sentence)
    in_brackets = _IN_BRACKETS.findall(f"{rest} {words}")
    remarks = [one for one in in_brackets if not _leaves_meaning(one, found.meaning, labels)]
    more = " ".join((_IN_BRACKETS.sub("", words), *remarks))
    return Heading(found.meaning, is_certain=True, words=more.strip(" .…_–—-\t\n"))


def line_heading(line: DocumentLine, labels: FormLabels) -> Heading | None:
    """The heading that a line is; a note is never one."""
    if line.is_note or not line.only_text:
        return None
    return heading(line.only_text, labels)


def _parted(before: str, rest: str) -> tuple[str, str]:
    """What follows the phrase of a heading, split where the heading ends."""
    if before.endswith((":", "：")):
        return "", rest
    end = _ENDS_HEADING.search(rest)
    if end is None:
        return rest, ""
    return rest[: end.start()], rest[end.end() :]


def _leaves_meaning(rest: str, meaning: str, labels: FormLabels) -> bool:
    """Whether words beside the phrase of a heading leave its meaning unchanged."""
    known = labels.heading_words.get(meaning, labels.heading_words[""])
    words = [word for word in label_key(rest).split() if not _PLAIN_NUMBER.fullmatch(word)]
    while words:
        n_known = next((n for n in _MOST_TOGETHER if " ".join(words[:n]) in known), 0)
        if not n_known:
            return False
        words = words[n_known:]
    return True
