"""The command line: the only part that prints or exits.

In: arguments. Out: lines on the screen, or one JSON value with --json, and an exit code: 0 written,
1 blockers found by check or --strict, 2 usage or settings, 3 nothing could be read, 4 template, 5
cannot write, 6 another run, 70 a fault of the program, 130 interrupted.
"""

import sys
from pathlib import Path

import click

from pipeline import INTERRUPTED, INTERRUPTED_LINE
from pipeline.cli.commands import cli

BUG = 70


def main(arguments: list[str] | None = None) -> None:
    """Run the command line, by default with the arguments as typed; every failure ends in a
    sentence and an exit code.
    """
    from pipeline.model.finding import USAGE, Refused

    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        cli(arguments, standalone_mode=False)
    except Refused as refused:
        click.echo(f"{refused.message}\n  {refused.cure}", err=True)
        sys.exit(refused.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(USAGE)
    except (click.Abort, KeyboardInterrupt):
        _say_interrupted()
    except Exception as error:
        if _is_interruption(error):
            _say_interrupted()
        _say_bug(error)
        sys.exit(BUG)


def _say_interrupted() -> None:
    click.echo(INTERRUPTED_LINE, err=True)
    sys.exit(INTERRUPTED)


def _is_interruption(error: BaseException) -> bool:
    """Whether Ctrl-C is behind an error: a library that is being loaded may raise one of its own
    from it.
    """
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, KeyboardInterrupt):
        cause = cause.__cause__ or cause.__context__
    return cause is not None


def _say_bug(error: BaseException) -> None:
    """Where in the program it happened: no words of an input, no traceback."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else "?"
    click.echo(
        f"An error in the program ({type(error).__name__} at {where})."
        " The papers are as they were.",
        err=True,
    )
    click.echo("  Please report this line; there is no need to send the inputs.", err=True)
