"""The command line: the only module that prints or exits.

In: arguments. Out: lines on the screen, or one JSON value with --json, and an exit code: 0 written, 1 blockers found
by check or --strict, 2 usage or settings, 3 nothing could be read, 4 template, 5 cannot write, 6 another run, 70 a
fault of the program, 130 interrupted.
"""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline import __version__
from pipeline.options import Options, folders_of, options_of, shared

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.model.finding import Refused
    from pipeline.tasks.shown import Told

BLOCKERS, BUG, INTERRUPTED = 1, 70, 130


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
@click.option("--pdf", is_flag=True, help="A PDF beside each paper too; needs LibreOffice.")
@click.option("--track", is_flag=True, help="Write changes in edited papers as tracked changes.")
@click.option("--sources", is_flag=True, help="Copies of the papers too, the sources of each paragraph in a comment.")
@click.option("--pack", is_flag=True, help="The evidence too: papers, public audit and hashes in one zip.")
@shared
def report(  # noqa: PLR0913 - the options of the command
    meetings: tuple[str, ...], pdf: bool, track: bool, sources: bool, pack: bool, meeting: str, **given: Any
) -> None:
    """Build or refresh the papers of MEETINGS (all of them by default)."""
    from pipeline.files import Disk
    from pipeline.tasks.on_request import OnRequest, make_on_request
    from pipeline.tasks.report import report as run

    options, told = options_of(given), list["Told"]()

    def each(folders: Any, name: str) -> "Told":
        told.append(run(folders, name, Disk(), track))
        return told[-1]

    _each_meeting(meetings or ((meeting,) if meeting else ()), options, each)
    for name in make_on_request(folders_of(options), told, OnRequest(sources, pack, pdf), Disk()):
        if not options.as_json and not options.is_quiet:
            click.echo(f"  {options.outputs.name}/{name}")


@cli.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--track", is_flag=True, help="Write changes as tracked changes.")
@click.option("--confirm", is_flag=True, help="Take the pairing shown, and what is missing for deleted.")
@shared
def refresh(file: Path, meeting: str, track: bool, confirm: bool, **given: Any) -> None:
    """Bring the new facts into FILE: a copy of a paper under any name, or a master with a chapter of ours."""
    from pipeline.files import Disk
    from pipeline.tasks.copies import Asked, refresh_copy
    from pipeline.tasks.screen import copy_lines

    options = options_of(given)
    done = refresh_copy(folders_of(options), file, meeting, Disk(), Asked(track, confirm))
    _say_lines(options, done._asdict(), copy_lines(done))


@cli.command()
@click.argument("meetings", nargs=-1)
@shared
def check(meetings: tuple[str, ...], meeting: str, **given: Any) -> None:
    """Read MEETINGS and say what is missing or wrong, without writing anything."""
    from pipeline.tasks.check import check as run

    options = options_of(given)._replace(is_strict=True)
    _each_meeting(meetings or ((meeting,) if meeting else ()), options, run)


def _each_meeting(meetings: tuple[str, ...], options: Options, run: Callable[[Any, str], "Told"]) -> None:
    """Run a task for each meeting; a meeting that is refused does not keep the others from theirs."""
    from pipeline.build import meetings as known
    from pipeline.model.finding import Refused

    folders = folders_of(options)
    told: list[Told] = []
    failures: list[tuple[str, Refused]] = []
    for name in dict.fromkeys(meetings) or known(folders):
        try:
            told.append(run(folders, name))
        except Refused as refused:
            failures.append((name, refused))
            _say_refused(name, refused, options)
        else:
            _say_told(told[-1], options)
    if options.as_json:
        refusals = [{"meeting": n, "exit": r.exit_code, "message": r.message, "cure": r.cure} for n, r in failures]
        click.echo(json.dumps({"meetings": [t.as_dict() for t in told], "refused": refusals}, ensure_ascii=False))
    if failures:
        sys.exit(failures[0][1].exit_code)
    if not told:
        raise _refused(f"There is no meeting in {options.inputs.name}.", "A meeting is a folder with meeting.xlsx.")
    if options.is_strict and any(t.n_blockers for t in told):
        sys.exit(BLOCKERS)


@cli.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("other", type=click.Path(path_type=Path), required=False)
@shared
def verify(file: Path, other: Path | None, meeting: str, **given: Any) -> None:
    """Hold each paragraph of FILE against the facts of today; with OTHER, show two returned copies side by side."""
    from pipeline.files import Disk
    from pipeline.tasks.screen import verified_lines
    from pipeline.tasks.verify_file import verify_file

    options = options_of(given)
    shown = verify_file(folders_of(options), file, meeting, Disk(), other)
    _say_lines(options, shown._asdict(), verified_lines(shown, options.outputs.name))
    if not shown.is_clean:
        sys.exit(BLOCKERS)


@cli.command()
@click.option("--since", default="", help="A run, or issued; by default the last run that differs.")
@click.option("--corrigendum", is_flag=True, help="Word what moved as a corrigendum.")
@shared
def changes(meeting: str, since: str, corrigendum: bool, **given: Any) -> None:
    """What came in, which sentences moved and why, what needs a person, days and words left."""
    from pipeline.files import Disk
    from pipeline.tasks.changes_page import changes as run
    from pipeline.tasks.screen import changes_lines

    options = options_of(given)
    shown = run(folders_of(options), _one_meeting(options, meeting), since, Disk(), corrigendum)
    _say_lines(options, shown._asdict(), changes_lines(shown, options.outputs.name))


@cli.command()
@click.argument("paper")
@click.option("--reject", is_flag=True, help="Reject tracked changes instead of accepting them.")
@shared
def submit(paper: str, meeting: str, reject: bool, **given: Any) -> None:
    """A clean copy of PAPER in share/, after listing what still blocks; the working copy stays."""
    from pipeline.files import Disk
    from pipeline.tasks.screen import submitted_lines
    from pipeline.tasks.submit_paper import submit as run

    options = options_of(given)
    done = run(folders_of(options), _one_meeting(options, meeting), paper, Disk(), "reject" if reject else "accept")
    _say_lines(options, done._asdict(), submitted_lines(done, options.outputs.name))
    if options.is_strict and done.blocks:
        sys.exit(BLOCKERS)


def _one_meeting(options: Options, meeting: str) -> str:
    """The meeting named, or the only one. Refused (exit 2) where there are several."""
    from pipeline.build import meetings

    known = meetings(folders_of(options))
    if meeting or len(known) == 1:
        return meeting or known[0]
    raise _refused("Several meetings have papers.", f"Name one with --meeting: {', '.join(known)}.")


def _say_lines(options: Options, value: Any, lines: "Iterable[str]") -> None:
    """One JSON value, or lines, or nothing."""
    if options.as_json:
        click.echo(json.dumps(value, ensure_ascii=False))
    elif not options.is_quiet:
        for line in lines:
            click.echo(line)


def _say_refused(name: str, refused: "Refused", options: Options) -> None:
    if not options.as_json:
        click.echo(f"{name}: {refused.message}\n  {refused.cure}", err=True)


def _say_told(told: "Told", options: Options) -> None:
    from pipeline.tasks.screen import lines

    if not options.as_json and not options.is_quiet:
        for line in lines(told, f"{options.outputs.name}/{told.meeting}"):
            click.echo(line)


@cli.command()
@click.argument("words")
@click.argument("place", default="")
@click.option("--open", "is_opened", is_flag=True, help="Open the audit page at what was found.")
@shared
def why(words: str, place: str, meeting: str, is_opened: bool, **given: Any) -> None:
    """What fed a paragraph (its id, or "words" in it), or what became of FILE or a PLACE in it."""
    from pipeline.tasks.opened import open_page
    from pipeline.tasks.why import ask
    from pipeline.tasks.why_audits import nothing, read_audits
    from pipeline.tasks.why_lines import answered

    options = options_of(given)
    audits = read_audits(options.outputs, meeting)
    try:
        answers = {name: ask(audit, words, place) for name, audit in audits.items()}
    except ValueError:
        raise _refused("That is no place in a file.", 'Write Sheet!C14, or row 14 "outcome".') from None
    found = {name: answer for name, answer in answers.items() if answer.blocks or answer.rows}
    if not found:
        raise nothing(place, any(audit.is_file(words) for audit in audits.values()))
    if is_opened:
        open_page(options.outputs, *next(iter(found.items())))
    if options.as_json:
        click.echo(json.dumps({name: answer._asdict() for name, answer in found.items()}, ensure_ascii=False))
        return
    for name, answer in found.items():
        click.echo(f"{name}:")
        for line in answered(answer.blocks, answer.rows):
            click.echo(f"  {line}")


@cli.group()
def template() -> None:
    """Word templates."""


@template.command("check")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--paper", default="progress-report", help="The paper it is for.")
@click.option("--style", "styles", multiple=True, help="Name of a style, as in Settings: paragraph='Body Text'.")
@shared
def template_check(file: Path, paper: str, styles: tuple[str, ...], meeting: str, **given: Any) -> None:
    """What FILE must have to be a template, before any data: anchors, fields, styles, with a sample of each."""
    from pipeline.model.finding import TEMPLATE
    from pipeline.tasks.template import check_template

    options = options_of(given)
    pairs = (style.partition("=") for style in styles)
    found = check_template(file, options.templates, paper, {role.strip(): name for role, _, name in pairs})
    if options.as_json:
        click.echo(json.dumps([lack._asdict() for lack in found], ensure_ascii=False))
    for lack in () if options.as_json or options.is_quiet else found:
        click.echo(f"{'must' if lack.is_blocking else 'note'} › {lack.where}: {lack.what}\n  {lack.add}")
    is_usable = not any(lack.is_blocking for lack in found)
    if not options.as_json and not options.is_quiet:
        click.echo(f"{file.name} can be used for {paper}." if is_usable else f"{file.name} cannot be used yet.")
    if not is_usable:
        sys.exit(TEMPLATE)


def _refused(message: str, cure: str) -> "Refused":
    from pipeline.model.finding import USAGE, Refused

    return Refused(USAGE, message, cure)


def _say_bug(error: BaseException) -> None:
    """Where in the program it happened: no words of an input, no traceback."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else "?"
    click.echo(f"A fault of the program ({type(error).__name__} at {where}). The papers are as they were.", err=True)
    click.echo("  Please report that line; the inputs need not be sent.", err=True)


def main(arguments: list[str] | None = None) -> None:
    """Run the command line, by default with what was typed; every failure ends in a sentence and an exit code."""
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
        click.echo("Interrupted. The papers are as they were.", err=True)
        sys.exit(INTERRUPTED)
    except Exception as error:
        _say_bug(error)
        sys.exit(BUG)
