"""Words: acronyms, capitals of headings, banned words, brackets that do not close, symbols outside
brackets.

In: text and rules. Out: places of faults. Which words are known stands in the file of rules.
"""

import re
from collections.abc import Iterator

from pipeline.style.rules import StyleRules

_ACRONYM = re.compile(r"(?<![\w/.-])[A-Z]{2,6}s?(?![\w/.$-])")
_ROMAN = re.compile(r"[IVXLC]+")
_CAPITAL = re.compile(r"(?<![\w’'-])[A-ZÀ-Þ][\wà-ÿ’'-]*")
_SYMBOL = re.compile(r"(?<![\w/])[A-Z]{2,5}/[A-Z]+/[\w/.-]*\d")
_OPEN, _CLOSE = "([“", ")]”"


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
    named = {
        word
        for state in rules.states
        for form in (state.listed, state.running)
        for word in re.findall(r"[\w’'-]+", form)
    }
    for found in _CAPITAL.finditer(text):
        is_first = not re.search(r"\w", text[: found.start()]) or text[: found.start()].endswith(
            (". ", ".\u00a0")
        )
        if (
            not is_first
            and found[0] not in rules.capitals | named
            and not _ROMAN.fullmatch(found[0])
        ):
            yield found.span()


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
