"""The commands: their arguments, the task that each calls, and the lines that report on it.

In: options as typed. Out: lines, through run_tasks.py.
"""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline import __version__
from pipeline.cli.run_tasks import (
    BLOCKERS,
    each_meeting,
    folders_of,
    one_meeting,
    options_of,
    refused,
    say_lines,
    shared,
)

if TYPE_CHECKING:
    from pipeline.tasks.run_summary import RunSummary


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
@click.option("--pdf", is_flag=True, help="Also make a PDF of each paper (needs LibreOffice).")
@click.option("--track", is_flag=True, help="Write changes in edited papers as tracked changes.")
@click.option(
    "--sources",
    is_flag=True,
    help="Also make copies with the sources of each paragraph in a comment.",
)
@click.option(
    "--pack",
    is_flag=True,
    help="Also pack the evidence: papers, public audit and hashes in one zip.",
)
@shared
def report(  # noqa: PLR0913 - the options of the command
    meetings: tuple[str, ...],
    pdf: bool,
    track: bool,
    sources: bool,
    pack: bool,
    meeting: str,
    **given: Any,
) -> None:
    """Build or refresh the papers of MEETINGS (all of them by default)."""
    from pipeline.files import Disk
    from pipeline.tasks.on_request import OnRequest, make_on_request
    from pipeline.tasks.report import report as run

    options, told = options_of(given), list["RunSummary"]()

    def each(folders: Any, name: str) -> "RunSummary":
        told.append(run(folders, name, Disk(), track))
        return told[-1]

    each_meeting(meetings or ((meeting,) if meeting else ()), options, each)
    for name in make_on_request(folders_of(options), told, OnRequest(sources, pack, pdf), Disk()):
        if options.says_lines:
            click.echo(f"  {options.outputs.name}/{name}")


@cli.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("other", type=click.Path(path_type=Path), required=False)
@click.option("--track", is_flag=True, help="Write changes as tracked changes.")
@click.option(
    "--confirm",
    is_flag=True,
    help="Accept the pairing shown, and treat what is missing as deleted.",
)
@shared
def refresh(
    file: Path, other: Path | None, meeting: str, track: bool, confirm: bool, **given: Any
) -> None:
    """Bring new facts into FILE: a copy of a paper under any name, or a document that contains one
    of its chapters. With OTHER, also bring in the changes of a second returned copy.
    """
    from pipeline.cli.screen import copy_lines
    from pipeline.files import Disk
    from pipeline.tasks.refresh_file import RefreshOptions, refresh_copy

    options = options_of(given)
    asked = RefreshOptions(track, confirm)
    done = refresh_copy(folders_of(options), file, meeting, Disk(), asked, other)
    say_lines(options, done._asdict(), copy_lines(done, options.outputs.name))


@cli.command()
@click.argument("meetings", nargs=-1)
@shared
def check(meetings: tuple[str, ...], meeting: str, **given: Any) -> None:
    """Read MEETINGS and report what is missing or wrong, without writing anything."""
    from pipeline.tasks.check import check as run

    options = options_of(given)._replace(is_strict=True)
    each_meeting(meetings or ((meeting,) if meeting else ()), options, run)


@cli.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("other", type=click.Path(path_type=Path), required=False)
@shared
def verify(file: Path, other: Path | None, meeting: str, **given: Any) -> None:
    """Check each paragraph of FILE against today's facts; with OTHER, show two returned copies side
    by side.
    """
    from pipeline.cli.screen import verified_lines
    from pipeline.files import Disk
    from pipeline.tasks.verify_file import verify_file

    options = options_of(given)
    shown = verify_file(folders_of(options), file, meeting, Disk(), other)
    say_lines(options, shown._asdict(), verified_lines(shown, options.outputs.name))
    if not shown.is_clean:
        sys.exit(BLOCKERS)


@cli.command()
@click.option(
    "--since", default="", help="A run id, or issued; by default the last run that differs."
)
@click.option("--corrigendum", is_flag=True, help="Write the changes as a corrigendum.")
@shared
def changes(meeting: str, since: str, corrigendum: bool, **given: Any) -> None:
    """Show what came in, which sentences changed and why, what needs attention, days and words
    left.
    """
    from pipeline.cli.screen import changes_lines
    from pipeline.files import Disk
    from pipeline.tasks.changes import changes as run

    options = options_of(given)
    shown = run(folders_of(options), one_meeting(options, meeting), since, Disk(), corrigendum)
    say_lines(options, shown._asdict(), changes_lines(shown, options.outputs.name))


@cli.command()
@click.argument("paper")
@click.option("--reject", is_flag=True, help="Reject tracked changes instead of accepting them.")
@shared
def submit(paper: str, meeting: str, reject: bool, **given: Any) -> None:
    """Write a clean copy of PAPER to share/, and list what blocks it; the working copy stays."""
    from pipeline.cli.screen import submitted_lines
    from pipeline.files import Disk
    from pipeline.tasks.submit import submit as run

    options = options_of(given)
    done = run(
        folders_of(options),
        one_meeting(options, meeting),
        paper,
        Disk(),
        "reject" if reject else "accept",
    )
    say_lines(options, done._asdict(), submitted_lines(done, options.outputs.name))
    if options.is_strict and done.blocks:
        sys.exit(BLOCKERS)


@cli.command()
@click.argument("words")
@click.argument("place", default="")
@click.option("--open", "is_opened", is_flag=True, help="Open the audit page at the answer.")
@shared
def why(words: str, place: str, meeting: str, is_opened: bool, **given: Any) -> None:
    """Show what fed a paragraph (its id, or "words" in it), or what became of FILE or a PLACE in
    it.
    """
    from pipeline.cli.why_lines import answered
    from pipeline.tasks.why import ask, nothing, open_page, read_audits

    options = options_of(given)
    audits = read_audits(options.outputs, meeting)
    try:
        answers = {name: ask(audit, words, place) for name, audit in audits.items()}
    except ValueError:
        raise refused(
            "This is not a place in a file.", 'Write Sheet!C14, or row 14 "outcome".'
        ) from None
    found = {name: answer for name, answer in answers.items() if answer.blocks or answer.rows}
    if not found:
        raise nothing(place, any(audit.is_file(words) for audit in audits.values()))
    if is_opened:
        open_page(options.outputs, *next(iter(found.items())))
    if options.as_json:
        click.echo(
            json.dumps(
                {name: answer._asdict() for name, answer in found.items()}, ensure_ascii=False
            )
        )
        return
    for name, answer in found.items():
        click.echo(f"{name}:")
        for line in answered(answer.blocks, answer.rows):
            click.echo(f"  {line}")


@cli.group()
def template() -> None:
    """Check Word templates."""


@template.command("check")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--paper", default="progress-report", help="The paper it is for.")
@click.option(
    "--style",
    "styles",
    multiple=True,
    help="A style name, as in Settings: paragraph='Body Text'.",
)
@shared
def template_check(
    file: Path, paper: str, styles: tuple[str, ...], meeting: str, **given: Any
) -> None:
    """List what FILE lacks as a template (anchors, fields, styles), with a sample of each."""
    from pipeline.model.finding import TEMPLATE
    from pipeline.tasks.check import check_template

    options = options_of(given)
    pairs = (style.partition("=") for style in styles)
    named = {role.strip(): name for role, _, name in pairs}
    found = check_template(file, folders_of(options), paper, named, meeting)
    if options.as_json:
        click.echo(json.dumps([lack._asdict() for lack in found], ensure_ascii=False))
    for lack in found if options.says_lines else ():
        click.echo(
            f"{'must' if lack.is_blocking else 'note'} › {lack.where}: {lack.what}\n  {lack.add}"
        )
    is_usable = not any(lack.is_blocking for lack in found)
    if options.says_lines:
        click.echo(
            f"{file.name} can be used for {paper}."
            if is_usable
            else f"{file.name} cannot be used yet."
        )
    if not is_usable:
        sys.exit(TEMPLATE)


@cli.command("new")
@click.argument("name")
@click.option(
    "--after", default="", help="The meeting to start from; by default the last real one."
)
@shared
def new_meeting(name: str, after: str, meeting: str, **given: Any) -> None:
    """Create the folder of meeting NAME, with entry workbooks based on the last meeting."""
    from pipeline.cli.screen import new_lines
    from pipeline.files import Disk
    from pipeline.tasks.new import new

    options = options_of(given)
    made = new(folders_of(options), name, after or meeting, Disk())
    say_lines(options, made._asdict(), new_lines(made, options.inputs.name))
