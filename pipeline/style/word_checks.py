"""Checks of words and numbers: acronyms, capitals of headings, banned words, brackets that do not
close, symbols outside brackets, words below ten, figures for a whole series.

In: text and rules. Out: places of faults. Which words are known stands in the file of rules. A
figure that counts nothing (article 7, a day, a year, an amount) is none of its business.
"""

import re
from collections.abc import Iterator

from pipeline.style.rules import StyleRules

_ACRONYM = re.compile(r"(?<![\w/.-])[A-Z]{2,6}s?(?![\w/.$-])")
_ROMAN = re.compile(r"[IVXLC]+")
_CAPITAL = re.compile(r"(?<![\w’'-])[A-ZÀ-Þ][\wà-ÿ’'-]*")
_SYMBOL = re.compile(r"(?<![\w/])[A-Z]{2,5}/[A-Z]+/[\w/.-]*\d")
_OPEN, _CLOSE = "([“", ")]”"
_FIGURE = re.compile(r"(?<![\w.,/–’'$€£-])[0-9](?![\w/–’'%-])(?![.,]\d)")
# From ten upwards; four figures without a comma are a year.
_TEN_UP = r"(?:[1-9]\d{1,2}|[1-9]\d{0,2}(?:,\d{3})+)"
_LARGE = re.compile(rf"(?<![\w.,/–$€£-]){_TEN_UP}(?![\w/–-])(?![.,]\d)")
_BEFORE = re.compile(r"(\S+)[ \u00a0]\Z")
_SENTENCE = re.compile(r"[^.?!]*(?:[.?!](?!\s|$)[^.?!]*)*[.?!]?")
_TEN = 10


def acronym(text: str, rules: StyleRules) -> Iterator[tuple[int, int]]:
    """Acronyms that are neither known nor introduced in brackets; codes before an amount are
    none.
    """
    for found in _ACRONYM.finditer(text):
        word = found[0].removesuffix("s")
        is_amount = re.match(r"[ \u00a0]?\d", text[found.end() :])
        if (
            word not in rules.acronyms
            and not _ROMAN.fullmatch(word)
            and f"({word})" not in text
            and not is_amount
        ):
            yield found.span()


def heading_acronym(text: str, rules: StyleRules) -> Iterator[tuple[int, int]]:
    """Any acronym in a heading."""
    for found in _ACRONYM.finditer(text):
        if not _ROMAN.fullmatch(found[0]):
            yield found.span()


def heading_capitals(text: str, rules: StyleRules) -> Iterator[tuple[int, int]]:
    """Words of a heading with a capital that are neither its first word nor a name."""
    known = rules.capitals | _words_of_names(rules)
    for found in _CAPITAL.finditer(text):
        if found[0] in known or _ROMAN.fullmatch(found[0]):
            continue
        if not _begins_a_sentence(text[: found.start()]):
            yield found.span()


def _words_of_names(rules: StyleRules) -> set[str]:
    """The words that names of States are made of."""
    words: set[str] = set()
    for state in rules.states:
        words.update(re.findall(r"[\w’'-]+", f"{state.listed} {state.running}"))
    return words


def _begins_a_sentence(before: str) -> bool:
    """Whether what stands before a word ends a sentence, or holds no word."""
    if before.endswith((". ", ".\u00a0")):
        return True
    return re.search(r"\w", before) is None


def banned(text: str, rules: StyleRules) -> Iterator[tuple[int, int]]:
    """Words that shame a State."""
    for word in rules.words.banned:
        for found in re.finditer(rf"(?i)(?<!\w){re.escape(word)}(?!\w)", text):
            yield found.span()


def brackets(text: str, rules: StyleRules) -> Iterator[tuple[int, int]]:
    """Brackets and quotation marks that are closed without being opened, or not closed from there
    to the end.
    """
    waiting: list[tuple[str, int]] = []
    for position, letter in enumerate(text):
        if letter in _OPEN:
            waiting.append((_CLOSE[_OPEN.index(letter)], position))
        elif letter in _CLOSE:
            if waiting and waiting[-1][0] == letter:
                waiting.pop()
            else:
                yield position, position + 1
    yield from ((position, len(text)) for _, position in waiting)


def symbol_in_text(text: str, rules: StyleRules) -> Iterator[tuple[int, int]]:
    """Symbols of documents outside brackets."""
    for found in _SYMBOL.finditer(text):
        before = text[: found.start()]
        if before.count("(") + before.count("[") <= before.count(")") + before.count("]"):
            yield found.span()


def _counts(text: str, start: int, end: int, rules: StyleRules) -> bool:
    """Whether a figure counts something: no reference before it, no month, unit or series of a
    reference after it.
    """
    before = _BEFORE.search(text[:start])
    word = before[1].casefold().strip("(,;[") if before else ""
    if word in (*rules.after_reference, *rules.words.months):
        return False
    references = "|".join(map(re.escape, sorted(rules.after_reference)))
    series = rf"(?i)(?:{references})[ \u00a0][\d, \u00a0a-z]{{1,20}}\Z"
    if re.search(series, text[:start]):
        return False
    joints = rf"[ \u00a0](?:{rules.list_joint}|{rules.range_joint})[ \u00a0]|–"
    after = re.sub(rf"\A(?:{joints})\d+(?=[ \u00a0])", "", text[end:])
    return not after.lstrip(" \u00a0").startswith((*rules.words.months, *rules.before_unit))


def below_ten(text: str, rules: StyleRules) -> Iterator[tuple[int, int]]:
    """Figures below ten that count something in a sentence without a figure from ten up."""
    for sentence in _SENTENCE.finditer(text):
        has_large = any(
            _counts(text, sentence.start() + m.start(), sentence.start() + m.end(), rules)
            for m in _LARGE.finditer(sentence[0])
        )
        for found in _FIGURE.finditer(sentence[0]):
            start, end = sentence.start() + found.start(), sentence.start() + found.end()
            is_item = text[max(start - 1, 0) : end + 1] == f"({found[0]})"
            if not has_large and not is_item and _counts(text, start, end, rules):
                yield start, end


def series(text: str, rules: StyleRules) -> Iterator[tuple[int, int]]:
    """Number words below ten in one series with a figure: "eight of the 14", "14, six and 12"."""
    small = "|".join(rules.words.units[1:_TEN])
    joint = "[ \u00a0]"
    article, conjunction = "|".join(rules.articles), rules.list_joint
    share = rf"{joint}{rules.share_joint}{joint}(?:(?:{article}){joint})?"
    links = rf"(?:,{joint}|{joint}{conjunction}{joint}|{share})"
    word_first = re.compile(
        rf"(?<![\w-])(?P<at>{small}){links}{_TEN_UP}(?![\w/–-])(?!{joint}(?:{'|'.join(rules.words.months)}))"
    )
    word_last = re.compile(rf"(?<![\w/–-]){_TEN_UP}{links}(?P<at>{small})(?![\w-])")
    for pattern in (word_first, word_last):
        for found in pattern.finditer(text):
            yield found.span("at")
