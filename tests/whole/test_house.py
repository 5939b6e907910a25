"""The house in figures: how many modules, how dense the code is, who imports whom.

Every figure has a limit in LIMITS; a function that would be worse inside the limits stands in
EXCEPTIONS with the reason. Complexity counts what linters leave out: and/or, comprehensions and
conditional expressions.
"""

import ast
import io
import tokenize
from collections import Counter, defaultdict
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from tests.conftest import ROOT

LIMITS: dict[str, float] = {
    "modules": 220,
    "lines of a module": 400,
    "lines of a function": 60,
    "tokens of a function": 400,
    "functions over 250 tokens, in a hundred": 2,
    "functions over complexity 10, in a hundred": 4,
    "conditional expressions in 10,000 tokens": 17,
    "and/or in 10,000 tokens": 40,
    "small modules with one importer": 15,
    "import circles": 0,
    "public class names used twice": 0,
}
# Functions that are longer, larger or more branched than the limits, and why: path:name.
EXCEPTIONS: dict[str, str] = {}

N_TRIVIAL_LINES, N_SMALL_LINES, N_MANY_TOKENS, N_COMPLEX = 3, 60, 250, 10
_NO_TOKENS = frozenset(
    {
        tokenize.COMMENT,
        tokenize.NL,
        tokenize.NEWLINE,
        tokenize.INDENT,
        tokenize.DEDENT,
        tokenize.ENCODING,
        tokenize.ENDMARKER,
    }
)
_BRANCHES = (
    ast.If,
    ast.For,
    ast.AsyncFor,
    ast.While,
    ast.ExceptHandler,
    ast.IfExp,
    ast.Assert,
    ast.match_case,
)
_Function = ast.FunctionDef | ast.AsyncFunctionDef


class Function(NamedTuple):
    """A function, measured."""

    name: str
    n_lines: int
    n_tokens: int
    complexity: int


class Module(NamedTuple):
    """A module, measured: its tokens without docstrings and comments, what it imports of ours."""

    path: str
    n_lines: int
    n_tokens: int
    n_conditional_expressions: int
    n_and_or: int
    functions: tuple[Function, ...]
    public_classes: tuple[str, ...]
    imports: frozenset[str]


# --- measuring


def docstring_lines(tree: ast.Module) -> set[int]:
    """The numbers of the lines that docstrings take."""
    lines: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | _Function) and ast.get_docstring(node):
            first = node.body[0]
            lines.update(range(first.lineno, (first.end_lineno or first.lineno) + 1))
    return lines


def tokens_by_line(text: str, tree: ast.Module) -> Counter[int]:
    """How many tokens of code each line holds."""
    skipped = docstring_lines(tree)
    found: Counter[int] = Counter()
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type not in _NO_TOKENS and token.start[0] not in skipped:
            found[token.start[0]] += 1
    return found


def n_and_or(node: ast.AST) -> int:
    """How often `and` or `or` stands below a node."""
    return sum(len(n.values) - 1 for n in ast.walk(node) if isinstance(n, ast.BoolOp))


def complexity(function: _Function) -> int:
    """The branches of a function: and/or, comprehensions and conditional expressions counted."""
    nodes = list(ast.walk(function))
    n_branches = sum(isinstance(node, _BRANCHES) for node in nodes)
    n_loops = sum(1 + len(n.ifs) for n in nodes if isinstance(n, ast.comprehension))
    return 1 + n_branches + n_loops + n_and_or(function)


def measured_function(function: _Function, path: str, tokens: Counter[int]) -> Function:
    """Lines, tokens and branches of a function."""
    last = function.end_lineno or function.lineno
    n_tokens = sum(tokens[line] for line in range(function.lineno, last + 1))
    n_lines = last - function.lineno + 1
    return Function(f"{path}:{function.name}", n_lines, n_tokens, complexity(function))


def imported_names(tree: ast.Module) -> set[str]:
    """The dotted names that a module imports, lazy and TYPE_CHECKING imports among them."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
    return names


def module_paths(folder: Path) -> dict[str, Path]:
    """The modules below a folder by their dotted names."""
    found: dict[str, Path] = {}
    for path in sorted(folder.rglob("*.py")):
        parts = path.relative_to(folder.parent).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def measured_module(name: str, paths: dict[str, Path]) -> Module:
    """A module, measured."""
    text = paths[name].read_text(encoding="utf-8")
    tree = ast.parse(text)
    tokens = tokens_by_line(text, tree)
    nodes = list(ast.walk(tree))
    path = paths[name].relative_to(ROOT).as_posix()
    classes = (node.name for node in nodes if isinstance(node, ast.ClassDef))
    return Module(
        path=path,
        n_lines=len(text.splitlines()),
        n_tokens=sum(tokens.values()),
        n_conditional_expressions=sum(isinstance(node, ast.IfExp) for node in nodes),
        n_and_or=n_and_or(tree),
        functions=tuple(
            measured_function(n, path, tokens) for n in nodes if isinstance(n, _Function)
        ),
        public_classes=tuple(n for n in classes if not n.startswith("_")),
        imports=frozenset(imported_names(tree) & (paths.keys() - {name})),
    )


@lru_cache(maxsize=1)
def modules() -> dict[str, Module]:
    """All modules of the program by their dotted names."""
    paths = module_paths(ROOT / "pipeline")
    return {name: measured_module(name, paths) for name in paths}


def is_marker(module: Module) -> bool:
    """Whether a module only makes its folder a package: importing it leads nowhere."""
    return module.path.endswith("__init__.py") and module.n_lines < 8


def reachable(start: str, imports: dict[str, set[str]]) -> set[str]:
    """The modules that one leads to by its imports."""
    seen: set[str] = set()
    waiting = list(imports[start])
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting.extend(imports[name])
    return seen


def import_circles() -> set[frozenset[str]]:
    """Groups of modules that import one another."""
    known = modules()
    real = {name for name, module in known.items() if not is_marker(module)}
    imports = {name: set(module.imports & real) for name, module in known.items()}
    reached = {name: reachable(name, imports) for name in known}
    return {
        frozenset(other for other in reached[name] if name in reached[other])
        for name in known
        if name in reached[name]
    }


def small_with_one_importer() -> list[str]:
    """Modules of a few lines that one other module imports: a part of that one."""
    importers = Counter(name for module in modules().values() for name in module.imports)
    return [
        module.path
        for name, module in modules().items()
        if importers[name] == 1
        and module.n_lines < N_SMALL_LINES
        and not module.path.endswith("__init__.py")
    ]


def classes_used_twice() -> dict[str, list[str]]:
    """Public class names that stand in more than one module."""
    places: defaultdict[str, list[str]] = defaultdict(list)
    for module in modules().values():
        for name in set(module.public_classes):
            places[name].append(module.path)
    return {name: paths for name, paths in places.items() if len(paths) > 1}


def functions(is_without_exceptions: bool = False) -> list[Function]:
    """All functions of the program."""
    every = [function for module in modules().values() for function in module.functions]
    if is_without_exceptions:
        return [function for function in every if function.name not in EXCEPTIONS]
    return every


def in_10_000_tokens(count: int) -> float:
    """So many in ten thousand tokens of code."""
    return 1e4 * count / sum(module.n_tokens for module in modules().values())


def in_a_hundred(found: list[Function]) -> float:
    """So many of a hundred functions."""
    return 100 * len(found) / len(functions())


# --- the limits


def test_there_are_no_more_modules_than_ideas() -> None:
    """Modules of more than a few lines."""
    found = [m for m in modules().values() if m.n_lines > N_TRIVIAL_LINES]

    assert len(found) <= LIMITS["modules"]


def test_no_module_is_too_long() -> None:
    """Lines of each module."""
    limit = LIMITS["lines of a module"]

    assert not [(m.path, m.n_lines) for m in modules().values() if m.n_lines > limit]


def test_no_function_is_too_long() -> None:
    """Lines of each function, its docstring counted."""
    limit = LIMITS["lines of a function"]

    assert not [f for f in functions(is_without_exceptions=True) if f.n_lines > limit]


def test_no_function_is_too_large() -> None:
    """Tokens of each function."""
    limit = LIMITS["tokens of a function"]

    assert not [f for f in functions(is_without_exceptions=True) if f.n_tokens > limit]


def test_few_functions_are_large() -> None:
    """Functions of many tokens, of a hundred."""
    found = [f for f in functions() if f.n_tokens > N_MANY_TOKENS]

    assert in_a_hundred(found) <= LIMITS["functions over 250 tokens, in a hundred"], found


def test_few_functions_have_many_branches() -> None:
    """Functions of many branches, of a hundred."""
    found = [f for f in functions() if f.complexity > N_COMPLEX]

    assert in_a_hundred(found) <= LIMITS["functions over complexity 10, in a hundred"], found


def test_conditional_expressions_are_rare() -> None:
    """`a if b else c` in ten thousand tokens."""
    found = {m.path: m.n_conditional_expressions for m in modules().values()}
    density = in_10_000_tokens(sum(found.values()))

    assert density <= LIMITS["conditional expressions in 10,000 tokens"], Counter(found)


def test_and_and_or_are_rare() -> None:
    """`and` and `or` in ten thousand tokens."""
    found = {m.path: m.n_and_or for m in modules().values()}

    assert in_10_000_tokens(sum(found.values())) <= LIMITS["and/or in 10,000 tokens"], Counter(
        found
    )


def test_few_modules_serve_one_other_alone() -> None:
    """A small module that one other imports is a part of that one."""
    found = small_with_one_importer()

    assert len(found) <= LIMITS["small modules with one importer"], found


def test_no_modules_import_one_another_in_a_circle() -> None:
    """Lazy and TYPE_CHECKING imports counted."""
    found = [sorted(circle) for circle in import_circles()]

    assert len(found) <= LIMITS["import circles"], found


def test_a_class_name_stands_in_one_module() -> None:
    """A public name means one thing."""
    found = classes_used_twice()

    assert len(found) <= LIMITS["public class names used twice"], found


def test_each_exception_is_needed_still() -> None:
    """It stands for a function that is there and over a limit, and says why."""
    over = {
        function.name
        for function in functions()
        if function.n_lines > LIMITS["lines of a function"]
        or function.n_tokens > N_MANY_TOKENS
        or function.complexity > N_COMPLEX
    }

    assert not [name for name, reason in EXCEPTIONS.items() if name not in over or not reason]
