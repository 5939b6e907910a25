"""The wording environment: Jinja with pieces instead of text, and an allow-list checked before any
data.

In: a wording. Out: spans, or the faults of the wording. Loops, calls, digits, number words, State
names, banned words and anything printed that is not traced are refused.
"""

import re
from collections.abc import Callable, Container, Iterator
from functools import cache
from typing import Any, NamedTuple

from jinja2 import StrictUndefined, Template, TemplateSyntaxError, Undefined, nodes
from jinja2.nativetypes import NativeCodeGenerator
from jinja2.sandbox import ImmutableSandboxedEnvironment

from pipeline.compose.language_words import LanguageWords
from pipeline.compose.wording_views import FIELDS, FORMS, OWN_FIGURES, Traced, reference_key
from pipeline.language import name_key
from pipeline.model.block import Span

_ALLOWED = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.If,
    nodes.Getattr,
    nodes.Name,
    nodes.Filter,
    nodes.Const,
    nodes.Compare,
    nodes.Operand,
    nodes.And,
    nodes.Or,
    nodes.Not,
)
_ROOTS = frozenset({"f", "s", "law", "item", "row", "ref"})
_PRINTED_ROOTS = frozenset({"f", "s", "item", "row"})
_FIGURE_ROOTS = frozenset({"f", "row"})
_AS_THEY_STAND = frozenset({"law", "ref"})
_WITHOUT_TEXT = frozenset({"note", "reference"})
_OF_FIGURES = frozenset({"n", "form"})
_ASKED_ROOTS = frozenset({"s", "item", "ref"})
_WORD = re.compile(r"[^\W\d_]+")


def only_traced(value: Any) -> Traced:
    """The value, if a filter made it; TypeError for anything else that would be printed."""
    if isinstance(value, Undefined):
        value._fail_with_undefined_error()
    if not isinstance(value, Traced) or not len(value):
        raise TypeError(f"printed but not traced: {type(value).__name__}")
    return value


class _Environment(ImmutableSandboxedEnvironment):
    code_generator_class = NativeCodeGenerator
    concat = staticmethod(tuple)  # type: ignore[assignment]


class WordingRules(NamedTuple):
    """What literal wording may not hold, and the names that there are: figures, settings, what is
    referred to.
    """

    words: LanguageWords
    names: re.Pattern[str] | None
    figures: frozenset[str]
    settings: frozenset[str]
    references: frozenset[str] = frozenset()


class Wording:
    """Renders wordings into spans; each is compiled once."""

    def __init__(self, filters: dict[str, Any]) -> None:
        self._environment = _Environment(
            undefined=StrictUndefined, finalize=only_traced, autoescape=False
        )
        self._environment.filters = filters
        self._environment.tests = {}
        self._environment.globals = {}
        self._template: Callable[[str], Template] = cache(self._environment.from_string)
        self._expression: Callable[[str], Any] = cache(
            lambda text: self._environment.compile_expression(text, undefined_to_none=False)
        )

    def spans(self, text: str, context: dict[str, Any]) -> tuple[Span, ...]:
        """The spans of a wording; a branch that is not taken leaves none."""
        pieces: Any = self._template(text).render(context)
        spans: list[Span] = []
        for piece in pieces:
            spans += piece if isinstance(piece, Traced) else [Span(piece)]
        return tuple(span for span in spans if span.text or span.kind in _WITHOUT_TEXT)

    def holds(self, when: str, context: dict[str, Any]) -> bool:
        """Whether a condition holds; an undefined name raises."""
        return bool(self._expression(when)(**context))

    def faults(self, text: str, rules: WordingRules) -> list[str]:
        """What is wrong with a wording, before any data."""
        try:
            tree = self._environment.parse(text)
        except TemplateSyntaxError as error:
            return [f"not a wording: {error.message}"]
        faults: list[str] = []
        for node in tree.find_all(nodes.Node):
            faults += _node_faults(node, rules, self._environment.filters)
        return faults

    def when_faults(self, when: str, rules: WordingRules) -> list[str]:
        """What is wrong with a condition: the same rules, as the test of an if."""
        return self.faults("{% if " + when + " %}{% endif %}", rules)


def _node_faults(node: nodes.Node, rules: WordingRules, known: dict[str, Any]) -> list[str]:
    faults: list[str] = []
    match node:
        case nodes.TemplateData():
            faults = list(_literal_faults(node.data, rules))
        case nodes.Output():
            faults = _output_faults(node)
        case nodes.If():
            faults = _test_faults(node.test)
        case nodes.Getattr():
            faults = _name_faults(node, rules)
        case nodes.Name():
            faults = _unknown(node.name, _ROOTS)
        case nodes.Filter():
            faults = [*_unknown(node.name, known), *_term_faults(node, rules.words)]
        case _ if not isinstance(node, _ALLOWED):
            faults = [f"{type(node).__name__} is not allowed"]
    return faults


def _unknown(name: str, known: Container[str]) -> list[str]:
    if name in known:
        return []
    return [f"unknown name or filter {name}"]


def _term_faults(node: nodes.Filter, words: LanguageWords) -> list[str]:
    """A closed value is printed by its term, and a language may have none for the values of a
    name.
    """
    match node:
        case nodes.Filter(name="term", node=nodes.Getattr(attr=name)) if name not in words.terms:
            return [f"no {name} among the terms in words.<language>.yaml"]
    return []


def _output_faults(output: nodes.Output) -> list[str]:
    """Printed is what a filter makes of a figure, field or setting, or a term of law or reference
    as it stands.
    """
    unfiltered = [node for node in output.nodes if not _is_printable(node)]
    return ["printed without a filter, or by more than one"] * len(unfiltered)


def _is_printable(node: nodes.Node) -> bool:
    if isinstance(node, nodes.TemplateData) or _root(node) in _AS_THEY_STAND:
        return True
    return isinstance(node, nodes.Filter) and _is_filtered(node)


def _root(node: nodes.Node | None) -> str:
    """The root of `root.name`; empty for anything else."""
    match node:
        case nodes.Getattr(node=nodes.Name(name=root)):
            return str(root)
    return ""


def _is_filtered(node: nodes.Filter) -> bool:
    """Whether a filter is given figures, fields and settings alone, each by its place."""
    if any((node.kwargs, node.dyn_args, node.dyn_kwargs)):
        return False
    return all(_root(value) in _PRINTED_ROOTS for value in (node.node, *node.args))


def _test_faults(test: nodes.Node) -> list[str]:
    """A condition looks at `.form` against a form there is, `.n` against a number, and `has_…`; at
    nothing else.
    """
    match test:
        case nodes.And() | nodes.Or():
            return [*_test_faults(test.left), *_test_faults(test.right)]
        case nodes.Not():
            return _test_faults(test.node)
        case nodes.Compare():
            faults: list[str] = []
            for operand in test.ops:
                faults += _operand_faults(test.expr, operand.expr)
            return faults
        case nodes.Getattr(attr=name) if _root(test) in _ASKED_ROOTS and name.startswith("has_"):
            return []
    return ["a condition may use only .n, .form and has_…"]


def _is_figure(node: nodes.Node) -> bool:
    """A figure by name, the one of a row, or one that the record brings with it."""
    if _root(node) in _FIGURE_ROOTS:
        return True
    return isinstance(node, nodes.Getattr) and f"{_root(node)}.{node.attr}" in OWN_FIGURES


def _operand_faults(left: nodes.Expr, right: nodes.Expr) -> list[str]:
    wanted = _type_of_figure(left)
    if not isinstance(right, nodes.Const) or type(right.value) is not wanted:
        return ["a condition may compare only .form with a form, or .n with a number"]
    if wanted is str and right.value not in FORMS:
        return [f"no form {right.value}"]
    return []


def _type_of_figure(node: nodes.Expr) -> type | None:
    """What is told of a figure: a form in words, or a number; None where the node is no figure."""
    if not isinstance(node, nodes.Getattr) or not _is_figure(node.node):
        return None
    return str if node.attr == "form" else int


def _literal_faults(text: str, rules: WordingRules) -> Iterator[str]:
    if any(letter.isnumeric() for letter in text):
        yield "digits in the wording"
    if taken := _number_words(text, rules.words):
        yield f"a number in words ({', '.join(taken)})"
    low = name_key(text)
    unwanted = (*rules.words.banned_words, *rules.words.counting_words)
    if banned := [word for word in unwanted if re.search(_whole_word(word), low)]:
        yield f"a word that is not used in papers ({', '.join(banned)})"
    if rules.names and rules.names.search(low):
        yield "the name of a State"
    if re.search(r"\s\s", text):
        yield "two spaces together"
    if re.search("[{}]", text):
        yield "a brace that would be printed"


def _whole_word(word: str) -> str:
    return rf"(?<!\w){re.escape(word)}(?!\w)"


def _number_words(text: str, words: LanguageWords) -> list[str]:
    """The words of a text that are numbers, without those that a sentence may have."""
    own = {word.casefold() for word in _WORD.findall(text)}
    numbers = {*words.units, *words.tens, *words.hundred.split()} - {""}
    return sorted(own & numbers - set(words.allowed_words))


def _name_faults(node: nodes.Getattr, rules: WordingRules) -> list[str]:
    if not isinstance(node.node, nodes.Name):
        known: Container[str] = _OF_FIGURES
        kind, name = "unknown attribute", node.attr
    elif node.node.name in _ROOTS:
        kind, name, known = _known_names(node.node.name, node.attr, rules)
    else:
        return []
    if name in known:
        return []
    return [f"{kind} {node.attr}"]


def _known_names(root: str, attr: str, rules: WordingRules) -> tuple[str, str, Container[str]]:
    """What is said of a name that its root does not have, the name looked for, and the names it
    has.
    """
    bare = attr.removeprefix("has_")
    by_root: dict[str, tuple[str, str, Container[str]]] = {
        "f": ("no figure", attr, rules.figures),
        "s": ("no setting", bare, rules.settings),
        "item": ("no field", bare, FIELDS),
        "row": ("no attribute of a row", attr, {"figure"}),
        "law": ("no term of law", attr, rules.words.law),
        "ref": ("no block or annex", reference_key(bare), rules.references),
    }
    return by_root[root]
