"""The command line: the only module that prints or exits.

In: arguments. Out: lines on the screen, or one JSON value with --json, and an exit code: 0 written, 1 blockers found
by check or --strict, 2 usage or settings, 3 nothing could be read, 4 template, 5 cannot write, 6 another run, 70 a
fault of the program, 130 interrupted.
"""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import click

from pipeline import __version__

BLOCKERS, USAGE, BUG, INTERRUPTED = 1, 2, 70, 130
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


def _shared(command: Command) -> Command:
    """The options of every command, allowed after its name."""
    options = (
        click.option("--inputs", type=click.Path(path_type=Path), default=_ROOT / "inputs", help="Folder of inputs."),
        click.option(
            "--outputs", type=click.Path(path_type=Path), default=_ROOT / "outputs", help="Folder of outputs."
        ),
        click.option(
            "--templates", type=click.Path(path_type=Path), default=_ROOT / "templates", help="Folder of templates."
        ),
        click.option("--meeting", "-m", default="", help="Name of a meeting folder."),
        click.option("--json", "as_json", is_flag=True, help="One JSON value instead of lines."),
        click.option("--strict", is_flag=True, help="Exit 1 where a blocker was found."),
        click.option("--quiet", is_flag=True, help="Nothing on the screen but failures."),
    )
    for option in options:
        command = option(command)
    return command


def _options(given: dict[str, Any]) -> Options:
    return Options(
        given["inputs"], given["templates"], given["outputs"], given["as_json"], given["quiet"], given["strict"]
    )


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def cli() -> None:
    """Progress papers of the Convention on Cluster Munitions.

    \b
    make report                    build the papers of every meeting
    msp-report why "country coalitions"   what fed a sentence
    """


@cli.command()
@click.argument("meetings", nargs=-1)
@_shared
def report(meetings: tuple[str, ...], meeting: str, **given: Any) -> None:
    """Build or leave the papers of MEETINGS (all of them by default)."""
    from pipeline.files import Disk
    from pipeline.tasks.report import report as run

    _each_meeting(meetings or ((meeting,) if meeting else ()), _options(given), lambda f, m: run(f, m, Disk()))


@cli.command()
@click.argument("meetings", nargs=-1)
@_shared
def check(meetings: tuple[str, ...], meeting: str, **given: Any) -> None:
    """Read MEETINGS and say what is missing or wrong, without writing anything."""
    from pipeline.tasks.check import check as run

    options = _options(given)._replace(is_strict=True)
    _each_meeting(meetings or ((meeting,) if meeting else ()), options, run)


def _each_meeting(meetings: tuple[str, ...], options: Options, run: Callable[[Any, str], Any]) -> None:
    """Run a task for each meeting; a meeting that is refused does not keep the others from theirs."""
    from pipeline.build import Folders
    from pipeline.build import meetings as known
    from pipeline.model.finding import Refused
    from pipeline.tasks.screen import lines

    folders = Folders(options.inputs, options.templates, options.outputs, _ROOT / "pipeline")
    told, failures = [], []
    for name in dict.fromkeys(meetings) or known(folders):
        try:
            told.append(run(folders, name))
        except Refused as refused:
            failures.append((name, refused))
            if not options.as_json:
                click.echo(f"{name}: {refused.message}\n  {refused.cure}", err=True)
            continue
        if not options.as_json and not options.is_quiet:
            for line in lines(told[-1], f"{options.outputs.name}/{name}"):
                click.echo(line)
    if options.as_json:
        refusals = [{"meeting": n, "exit": r.exit_code, "message": r.message, "cure": r.cure} for n, r in failures]
        click.echo(json.dumps({"meetings": [t.as_dict() for t in told], "refused": refusals}, ensure_ascii=False))
    if failures:
        sys.exit(failures[0][1].exit_code)
    if not told:
        raise Refused(
            USAGE, f"There is no meeting in {options.inputs.name}.", "A meeting is a folder with meeting.xlsx."
        )
    if options.is_strict and any(t.n_blockers for t in told):
        sys.exit(BLOCKERS)


@cli.command()
@click.argument("words")
@click.argument("place", default="")
@_shared
def why(words: str, place: str, meeting: str, **given: Any) -> None:
    """What fed a paragraph (its id, or "words" in it), or what became of FILE or a PLACE in it."""
    from pipeline.model.finding import Refused
    from pipeline.tasks.screen import answered
    from pipeline.tasks.why import ask

    options = _options(given)
    found: dict[str, Any] = {}
    for name, audit in _audits(options, meeting):
        try:
            answer = ask(audit, words, place)
        except ValueError:
            raise Refused(USAGE, f"{place!r} is no place in a file.", 'Write Sheet!C14, or row 14 "outcome".') from None
        if answer.blocks or answer.rows:
            found[name] = answer
    if not found:
        raise Refused(
            USAGE, "No paragraph, row or file answers to that.", "Give an id or words of a paragraph, or a file."
        )
    if options.as_json:
        click.echo(json.dumps({name: answer._asdict() for name, answer in found.items()}, ensure_ascii=False))
        return
    for name, answer in found.items():
        click.echo(f"{name}:")
        for line in answered(answer.blocks, answer.rows):
            click.echo(f"  {line}")


def _audits(options: Options, meeting: str) -> list[tuple[str, dict[str, Any]]]:
    """The audits of the last runs, of one meeting or of all. Refused (exit 2) where there is none."""
    from pipeline.model.finding import Refused

    paths = sorted(options.outputs.glob(f"{meeting or '*'}/internal/audit.json"))
    if not paths:
        raise Refused(USAGE, "No papers have been made yet.", "Run `make report` first.")
    try:
        return [(path.parent.parent.name, json.loads(path.read_text(encoding="utf-8"))) for path in paths]
    except (OSError, ValueError):
        raise Refused(USAGE, "internal/audit.json cannot be read.", "Delete it and run `make report` again.") from None


def _say_bug(error: BaseException) -> None:
    """Where in the program it happened: no words of an input, no traceback."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else "?"
    click.echo(f"A fault of the program ({type(error).__name__} at {where}). The papers are as they were.", err=True)
    click.echo("  Please report that line; the inputs need not be sent.", err=True)


def main() -> None:
    """Run the command line; every failure ends in a sentence and an exit code."""
    from pipeline.model.finding import Refused

    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        cli(standalone_mode=False)
    except Refused as refused:
        click.echo(f"{refused.message}\n  {refused.cure}", err=True)
        sys.exit(refused.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(USAGE)
    except (click.Abort, KeyboardInterrupt):
        click.echo("Interrupted. The papers are as they were.", err=True)
        sys.exit(INTERRUPTED)
    except Exception as error:
        _say_bug(error)
        sys.exit(BUG)
