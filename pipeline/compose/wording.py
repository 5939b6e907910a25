"""The wording environment: Jinja with pieces instead of text, and an allow-list checked before any
data.

In: a wording. Out: spans, or the faults of the wording. Loops, calls, digits, number words, State
names, banned words and anything printed that is not traced are refused.
"""

import re
from collections.abc import Callable
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
        spans = (
            span
            for piece in pieces
            for span in (piece if isinstance(piece, Traced) else (Span(piece),))
        )
        return tuple(span for span in spans if span.text or span.kind in {"note", "reference"})

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
    match node:
        case nodes.TemplateData():
            return _literal_faults(node.data, rules)
        case nodes.Output():
            return _output_faults(node)
        case nodes.If():
            return _test_faults(node.test)
        case nodes.Getattr():
            return _name_faults(node, rules)
        case nodes.Name() | nodes.Filter():
            is_known = node.name in (_ROOTS if isinstance(node, nodes.Name) else known)
            return [] if is_known else [f"unknown name or filter {node.name}"]
    return [] if isinstance(node, _ALLOWED) else [f"{type(node).__name__} is not allowed"]


def _output_faults(output: nodes.Output) -> list[str]:
    """Printed is what a filter makes of a figure, field or setting, or a term of law or reference
    as it stands.
    """
    return [
        "printed without a filter, or by more than one"
        for node in output.nodes
        if not (isinstance(node, nodes.TemplateData) or _is_term(node) or _is_filtered(node))
    ]


def _root(node: nodes.Node | None) -> str:
    """The root of `root.name`; empty for anything else."""
    return (
        node.node.name
        if isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name)
        else ""
    )


def _is_term(node: nodes.Node) -> bool:
    return _root(node) in _AS_THEY_STAND


def _is_filtered(node: nodes.Node) -> bool:
    if not isinstance(node, nodes.Filter) or node.kwargs or node.dyn_args or node.dyn_kwargs:
        return False
    return all(_root(value) in _PRINTED_ROOTS for value in (node.node, *node.args))


def _test_faults(test: nodes.Node) -> list[str]:
    """A condition looks at `.form` against a form there is, `.n` against a number, and `has_…`; at
    nothing else.
    """
    if isinstance(test, nodes.And | nodes.Or):
        return [*_test_faults(test.left), *_test_faults(test.right)]
    if isinstance(test, nodes.Not):
        return _test_faults(test.node)
    if isinstance(test, nodes.Compare):
        return [fault for operand in test.ops for fault in _operand_faults(test.expr, operand.expr)]
    if (
        isinstance(test, nodes.Getattr)
        and _root(test) in {"s", "item", "ref"}
        and test.attr.startswith("has_")
    ):
        return []
    return ["a condition may look at .n, .form and has_… alone"]


def _is_figure(node: nodes.Node) -> bool:
    """A figure by name, the one of a row, or one that the record brings with it."""
    own = isinstance(node, nodes.Getattr) and f"{_root(node)}.{node.attr}" in OWN_FIGURES
    return own or _root(node) in _FIGURE_ROOTS


def _operand_faults(left: nodes.Expr, right: nodes.Expr) -> list[str]:
    is_figure = isinstance(left, nodes.Getattr) and _is_figure(left.node)
    wanted: type = (
        str if is_figure and isinstance(left, nodes.Getattr) and left.attr == "form" else int
    )
    if not is_figure or not isinstance(right, nodes.Const) or type(right.value) is not wanted:
        return ["a condition may compare .form with a form, or .n with a number, alone"]
    return [f"no form {right.value}"] if wanted is str and right.value not in FORMS else []


def _literal_faults(text: str, rules: WordingRules) -> list[str]:
    faults = ["digits in the wording"] if any(letter.isnumeric() for letter in text) else []
    words = {word.casefold() for word in _WORD.findall(text)}
    numbers = {*rules.words.units, *rules.words.tens, *rules.words.hundred.split()} - {""}
    taken = sorted(words & numbers - set(rules.words.allowed_words))
    if taken:
        faults.append(f"a number in words ({', '.join(taken)})")
    low = name_key(text)
    unwanted = (*rules.words.banned_words, *rules.words.counting_words)
    banned = [word for word in unwanted if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", low)]
    if banned:
        faults.append(f"a word that is not used in papers ({', '.join(banned)})")
    if rules.names and rules.names.search(low):
        faults.append("the name of a State")
    if re.search(r"\s\s", text):
        faults.append("two spaces in a row")
    if "{" in text or "}" in text:
        faults.append("a brace that would be printed")
    return faults


def _name_faults(node: nodes.Getattr, rules: WordingRules) -> list[str]:
    if not isinstance(node.node, nodes.Name):
        return [] if node.attr in {"n", "form"} else [f"unknown attribute {node.attr}"]
    bare = node.attr.removeprefix("has_")
    known = {
        "f": ("figure", node.attr, rules.figures),
        "s": ("setting", bare, rules.settings),
        "item": ("field", bare, FIELDS),
        "row": ("attribute of a row", node.attr, {"figure"}),
        "law": ("term of law", node.attr, rules.words.law),
        "ref": ("block or annex", reference_key(bare), rules.references),
    }
    if node.node.name not in known:
        return []
    kind, name, names = known[node.node.name]
    return [] if name in names else [f"no {kind} {node.attr}"]
