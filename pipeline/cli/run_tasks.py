"""The options that every command shares, and a task run for each meeting: what it gave, on screen.

In: options, and what a task gave. Out: lines on the screen or one JSON value, and exits where a
meeting was refused or holds blockers.
"""

import json
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.model.finding import Refused
    from pipeline.tasks.run_summary import RunSummary
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pipeline.load import Folders


BLOCKERS = 1

_ROOT = Path(__file__).resolve().parents[2]


class Options(NamedTuple):
    """What every command is given."""

    inputs: Path
    templates: Path
    outputs: Path
    as_json: bool
    is_quiet: bool
    is_strict: bool

    @property
    def says_lines(self) -> bool:
        """Whether lines for a person are said: neither JSON nor nothing was asked for."""
        return not any((self.as_json, self.is_quiet))


Command = Callable[..., Any]


def shared(command: Command) -> Command:
    """The options of every command, allowed after its name."""
    options = (
        click.option(
            "--inputs",
            type=click.Path(path_type=Path),
            default=_ROOT / "inputs",
            help="Folder of inputs.",
        ),
        click.option(
            "--outputs",
            type=click.Path(path_type=Path),
            default=_ROOT / "outputs",
            help="Folder of outputs.",
        ),
        click.option(
            "--templates",
            type=click.Path(path_type=Path),
            default=_ROOT / "templates",
            help="Folder of templates.",
        ),
        click.option("--meeting", "-m", default="", help="Name of a meeting folder."),
        click.option(
            "--json", "as_json", is_flag=True, help="Print one JSON value instead of lines."
        ),
        click.option("--strict", is_flag=True, help="Exit with 1 if a blocker was found."),
        click.option("--quiet", is_flag=True, help="Print failures only."),
    )
    for option in options:
        command = option(command)
    return command


def options_of(given: dict[str, Any]) -> Options:
    """The options as given."""
    return Options(
        given["inputs"],
        given["templates"],
        given["outputs"],
        given["as_json"],
        given["quiet"],
        given["strict"],
    )


def folders_of(options: Options) -> "Folders":
    """The folders they name, and the program itself."""
    from pipeline.load import Folders

    return Folders(options.inputs, options.templates, options.outputs, _ROOT / "pipeline")


def each_meeting(
    meetings: tuple[str, ...], options: Options, run: Callable[[Any, str], "RunSummary"]
) -> None:
    """Run a task for each meeting; a meeting that is refused does not keep the others from
    theirs.
    """
    from pipeline.load import meetings as known
    from pipeline.model.finding import Refused

    folders = folders_of(options)
    told: list[RunSummary] = []
    failures: list[tuple[str, Refused]] = []
    for name in dict.fromkeys(meetings) or known(folders):
        try:
            told.append(run(folders, name))
        except Refused as reason:
            failures.append((name, reason))
            _say_refused(name, reason, options)
        else:
            _say_told(told[-1], options)
    if options.as_json:
        refusals = [
            {"meeting": n, "exit": r.exit_code, "message": r.message, "cure": r.cure}
            for n, r in failures
        ]
        click.echo(
            json.dumps(
                {"meetings": [t.as_dict() for t in told], "refused": refusals}, ensure_ascii=False
            )
        )
    if failures:
        sys.exit(failures[0][1].exit_code)
    if not told:
        raise refused(
            f"There is no meeting in {options.inputs.name}.",
            "A meeting is a folder with meeting.xlsx.",
        )
    if options.is_strict and any(t.n_blockers for t in told):
        sys.exit(BLOCKERS)


def one_meeting(options: Options, meeting: str) -> str:
    """The meeting named, or the only one. Refused (exit 2) where there are several."""
    from pipeline.load import meetings

    known = meetings(folders_of(options))
    if meeting:
        return meeting
    if len(known) == 1:
        return known[0]
    raise refused("There are several meetings.", f"Name one with --meeting: {', '.join(known)}.")


def say_lines(options: Options, value: Any, lines: "Iterable[str]") -> None:
    """One JSON value, or lines, or nothing."""
    if options.as_json:
        click.echo(json.dumps(value, ensure_ascii=False))
    elif not options.is_quiet:
        for line in lines:
            click.echo(line)


def _say_refused(name: str, refused: "Refused", options: Options) -> None:
    if not options.as_json:
        click.echo(f"{name}: {refused.message}\n  {refused.cure}", err=True)


def _say_told(told: "RunSummary", options: Options) -> None:
    from pipeline.cli.screen import lines

    if options.says_lines:
        for line in lines(told, f"{options.outputs.name}/{told.meeting}"):
            click.echo(line)


def refused(message: str, cure: str) -> "Refused":
    """The refusal of a command that was typed wrong: exit 2."""
    from pipeline.model.finding import USAGE, Refused

    return Refused(USAGE, message, cure)
