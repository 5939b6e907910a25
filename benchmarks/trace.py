"""One cell of the log, and one of a national report in Word, followed through a run to its paper.

    python -m benchmarks.trace [--list] [folder of another checkout]

In: the demo, reported once with nothing cached. Out: the modules and functions that the value
enters until the papers are rendered and in the whole run, the calls, and the moves from one module
to another. A value enters a function where the
call is given or gives back its words: as a text that contains them, or as an object that holds such
a text directly (a field of a model, an item of a tuple, list or dict of at most MOST items). Only
functions of the program count; generators once, comprehensions never. The calls stand in the order
in which they began; a move is a call in another module than the call before it. `--list` prints the
modules in that order, each with its calls and moves.
"""

import contextlib
import io
import os
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path
from types import CodeType, FrameType
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
MOST = 60
GENERATOR = 0x20
RENDERS = "render_papers"  # makes the papers of a meeting, in every version so far


class Value(NamedTuple):
    """A value that is followed: words of a cell, and how far it should go at most."""

    name: str
    words: str
    n_modules: int
    n_moves: int


VALUES = (
    Value("the log", "The draft concerned the section on cooperation", 22, 150),
    Value("a report in Word", "662000", 22, 90),
)


class Call:
    """A call of a function of ours, and which values it was given or gave back."""

    def __init__(self, module: str, function: str) -> None:
        self.module, self.function = module, function
        self.carries: set[str] = set()


def parts(value: object) -> Iterable[object]:
    """What an object holds directly."""
    if isinstance(value, dict):
        return value.values() if len(value) <= MOST else ()
    if isinstance(value, tuple | list):
        return value if len(value) <= MOST else ()
    if type(value).__module__.startswith("pipeline") and not isinstance(value, type):
        return getattr(value, "__dict__", {}).values()
    return ()


def carried(value: object) -> set[str]:
    """The names of the values that stand in an object."""
    texts = [value] if isinstance(value, str) else [v for v in parts(value) if isinstance(v, str)]
    return {one.name for one in VALUES for text in texts if one.words in text}


def arguments(code: CodeType) -> tuple[str, ...]:
    """The names of a function's arguments."""
    n_starred = bool(code.co_flags & 0x04) + bool(code.co_flags & 0x08)
    return code.co_varnames[: code.co_argcount + code.co_kwonlyargcount + n_starred]


class Trace:
    """The calls of a run, in the order in which they began."""

    def __init__(self, program: Path) -> None:
        self.program = f"{program}{os.sep}"
        self.calls: list[Call] = []
        self.open: dict[FrameType, Call] = {}
        self.n_until_papers = 0

    def __call__(self, frame: FrameType, event: str, result: object) -> None:
        """What Python says of each call and return."""
        code = frame.f_code
        if not self.is_ours(code):
            return
        if event == "call" and frame not in self.open:
            self.begin(frame, code)
        elif event == "return" and frame in self.open:
            if code.co_name == RENDERS and not self.n_until_papers:
                self.n_until_papers = len(self.calls)
            self.open[frame].carries |= carried(result)
            if result is None or not code.co_flags & GENERATOR:
                del self.open[frame]

    def is_ours(self, code: CodeType) -> bool:
        """Whether it is a function of the program: no comprehension, no template."""
        is_named = not code.co_name.startswith("<") and code.co_filename.endswith(".py")
        return is_named and code.co_filename.startswith(self.program)

    def begin(self, frame: FrameType, code: CodeType) -> None:
        """A call and what it is given."""
        call = Call(code.co_filename.removeprefix(self.program), code.co_qualname)
        for name in arguments(code):
            call.carries |= carried(frame.f_locals.get(name))
        self.open[frame] = call
        self.calls.append(call)


def traced(program: Path) -> Trace:
    """The calls of a report of the demo."""
    sys.path.insert(0, str(program))
    from pipeline.cli import main  # noqa: PLC0415  # from that folder, not from here

    trace = Trace(program / "pipeline")
    folders = [f"--{name}={program / name}" for name in ("inputs", "templates", "outputs")]
    with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):
        sys.setprofile(trace)
        try:
            main(["report", "demo", "--json", *folders])
        finally:
            sys.setprofile(None)
    return trace


def show(value: Value, trace: Trace, is_listed: bool) -> None:
    """The figures of a value until the papers are rendered, and in the whole run."""
    until = trace.calls[: trace.n_until_papers]
    for name, some in (("until its paper", until), ("in the whole run", trace.calls)):
        found = [call for call in some if value.name in call.carries]
        _show(f"a cell of {value.name} {name}", value, found, is_listed)


def _show(name: str, value: Value, found: list[Call], is_listed: bool) -> None:
    """One line of figures; the modules in the order in which they were entered, where asked."""
    modules = Counter(call.module for call in found)
    functions = {(call.module, call.function) for call in found}
    moves = Counter(
        after.module for before, after in pairwise(found) if after.module != before.module
    )
    print(
        f"{name}: {len(modules)} modules (goal {value.n_modules}),"
        f" {sum(moves.values())} moves (goal {value.n_moves}),"
        f" {len(found)} calls of {len(functions)} functions"
    )
    if is_listed:
        for module, n_calls in modules.items():
            print(f"  {n_calls:>5} calls {moves[module]:>5} moves  {module}")


def main(words: list[str]) -> None:
    """Trace the program of this checkout, or of another."""
    others = [Path(word) for word in words if not word.startswith("--")]
    root = others[0] if others else ROOT
    with tempfile.TemporaryDirectory() as folder:
        program = Path(folder)
        for name in ("pipeline", "inputs", "templates"):
            shutil.copytree(root / name, program / name)
        shutil.copyfile(root / "requirements.lock", program / "requirements.lock")
        trace = traced(program)
    for value in VALUES:
        show(value, trace, "--list" in words)


if __name__ == "__main__":
    main(sys.argv[1:])
