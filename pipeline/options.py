"""What every command of the command line is given: folders, a meeting, how to answer.

In: options as typed. Out: Options, and the folders they name. It prints nothing.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

if TYPE_CHECKING:
    from pipeline.load import Folders

_ROOT = Path(__file__).resolve().parent.parent


class Options(NamedTuple):
    """What every command is given."""

    inputs: Path
    templates: Path
    outputs: Path
    as_json: bool
    is_quiet: bool
    is_strict: bool


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
        click.option("--json", "as_json", is_flag=True, help="One JSON value instead of lines."),
        click.option("--strict", is_flag=True, help="Exit 1 where a blocker was found."),
        click.option("--quiet", is_flag=True, help="Nothing on the screen but failures."),
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
