"""What a person reads on the screen: calm lines, findings by file, where the papers are.

In: what a task told. Out: lines of text. At most twenty findings; the rest are counted and stand in
the workbook.
"""

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Any

from pipeline.language import plural
from pipeline.model.codes import GROUPS
from pipeline.model.tables import PREVIOUS
from pipeline.tasks.run_summary import RunSummary

if TYPE_CHECKING:
    from pipeline.tasks.changes import ChangesShown as Changes
    from pipeline.tasks.new import NewMeeting as New
    from pipeline.tasks.refresh_file import CopyOutcome
    from pipeline.tasks.submit import Submitted
    from pipeline.tasks.verify_file import VerifiedShown as Verified


_MOST = 20
_ORDER = (
    "used",
    "not-printed",
    "superseded",
    "duplicate",
    "excluded",
    "quarantined",
    "not-about-this-report",
)
_EDITS = {
    "take": "brought up to date",
    "inserted": "new",
    "remove": "no longer generated, removed",
    "edited": "edited, kept",
    "conflict": "edited, and its facts have changed: kept with a comment",
    "orphan": "no longer generated but edited, kept with a comment",
    "head": "no longer generated, kept because an editor wrote below it in the table",
    "deleted": "deleted by the editor, left out",
    "emptied": "emptied by the editor, left empty",
    "missing": "missing, too many to be called deleted",
    "relinked": "recognised by their words",
    "split": "split",
    "merged": "merged",
    "moved": "moved",
    "copied": "copied",
    "apart": (
        "in several places under one bookmark, none as generated: kept with a comment, see"
        " which is the one"
    ),
    "page": "round the text brought up to date",
    "page kept": "round the text edited or gone, and left: it should read otherwise by now",
    "recounted": "with the number of a table or reference updated",
    "unresolved": "with a reference to something that no longer exists",
}
_UNSUPPORTED = "the {kind} “{what}” is not supported by a figure of this paragraph"
_ALARMS = {
    "cell": "{what} of this row repeats another row of the table",
    "reference": ("a reference shows a wrong number: {what}; refresh, or F9 in Word, corrects it"),
    "negation": "“{what}” is in the edited sentence or in the generated one, but not in both",
    "list": "the number {what} stands before a list of more or fewer names",
    "lost reference": "the reference “{what}” points to something that no longer exists",
}
_MOST_NAMES = 5
_STATES = {"unchanged": "nothing has changed since the last run"}
Json = dict[str, Any]


def lines(told: RunSummary, outputs: str) -> Iterator[str]:
    """The lines on one meeting; `outputs` is the folder of its papers as it may be named."""
    state = _STATES.get(told.status, told.status)
    yield f"{told.meeting}: {state} (run {told.run})"
    yield from _rows(told.conservation)
    yield from findings(told.findings, outputs)
    yield from _review(told)
    yield from _by_hand(told, outputs)
    yield from deadlines(told.deadlines)
    for paper in told.papers:
        yield from _paper(paper, outputs)


_REVIEW = {
    "open": (
        "review.xlsx is open in another program and could not be extended. Close it and run again."
    ),
    "unreadable": (
        "review.xlsx cannot be read, so nothing was written to it. Repair it or replace it with a"
        " copy."
    ),
}


def _review(told: RunSummary) -> Iterator[str]:
    if told.review.get("open"):
        yield f"  awaiting confirmation in inputs/{told.meeting}/review.xlsx: {told.review['open']}"
    if told.review.get("why"):
        yield f"  {_REVIEW[told.review['why']]}"


def _by_hand(told: RunSummary, outputs: str) -> Iterator[str]:
    """What a person had changed, or nothing makes any more, and where it is kept."""
    for one in told.by_hand:
        file, kept, n = f"{outputs}/{one['file']}", f"{outputs}/{one['kept']}", one["n"]
        if one["what"] == "gone":
            yield f"  {n} of {file} made no more: kept in {kept}"
        elif file.endswith(".xlsx"):
            yield f"  {file} had been changed by hand: that version is kept as {kept}"
        else:
            yield f"  {n} of {file} had been changed by hand: kept in {kept}"


def _rows(conservation: dict[str, int]) -> Iterator[str]:
    parts = [f"{conservation[fate]} {fate}" for fate in _ORDER if conservation.get(fate)]
    yield (
        f"  {conservation['rows']} rows read = {' + '.join(parts) or '0'};"
        f" {conservation['unaccounted']} unaccounted"
    )


def _paper(paper: Json, outputs: str) -> Iterator[str]:
    if not paper["file"]:
        return
    limit = f" of {paper['word_limit']}" if paper["word_limit"] else ""
    apart = f"{paper['words_in_headings']} in headings, {paper['words_in_notes']} in notes"
    words = f"{paper['words']}{limit} words ({apart})"
    yield f"  {outputs}/{paper['file']}: {words}, {paper['open_brackets']} open brackets"
    if paper["beside"] == "issued":
        yield f"    {paper['paper']}.docx has been issued; it was left unchanged."
    elif paper["beside"]:
        yield (
            f"    {paper['paper']}.docx is {paper['beside']}; it was left as it is and the new text"
            " stands beside it."
        )
    yield from edits(paper.get("edits", {}))


def edits(found: dict[str, list[str]]) -> Iterator[str]:
    """What became of the editors' words, a kind a line; paragraphs by their ids."""
    for what, text in _EDITS.items():
        names = found.get(what, ())
        if names:
            listed = ", ".join(name.removeprefix("_msp_") for name in names[:_MOST_NAMES])
            if len(names) > _MOST_NAMES:
                listed += f" and {len(names) - _MOST_NAMES} more"
            yield f"    {len(names)} {text}: {listed}"


def copy_lines(done: "CopyOutcome") -> Iterator[str]:
    """The lines on a copy that was refreshed."""
    yield (
        f"{done.meeting}: {done.file} ({done.paper})"
        f" {'refreshed' if done.is_changed else 'has nothing to change'}"
    )
    yield from edits(done.edits)
    if done.pairs:
        yield (
            "  These paragraphs may have lost their bookmarks. If the pairing is right, run again"
            " with --confirm:"
        )
        for name, place in done.pairs:
            yield f"    {name.removeprefix('_msp_')}: {place}"


def verified_lines(shown: "Verified", outputs: str) -> Iterator[str]:
    """The lines on a file that was verified."""
    counts = ", ".join(f"{count} {status}" for status, count in shown.statuses.items())
    yield f"{shown.meeting}: {shown.file} ({shown.paper}): {counts}"
    for line in shown.stale[:_MOST]:
        told = f"  {line['paragraph'].removeprefix('_msp_')}: the facts have changed. {line['why']}"
        if line["files"]:
            told += f" [{line['files']}]"
        yield told
    for alarm in shown.alarms[:_MOST]:
        name = alarm["paragraph"].removeprefix("_msp_")
        yield f"  {name}: {_ALARMS.get(alarm['kind'], _UNSUPPORTED).format(**alarm)}"
    for fact in shown.left_out[:_MOST]:
        name = fact["paragraph"].removeprefix("_msp_")
        yield f"  {name}: the {fact['kind']} “{fact['what']}” of the generated text was left out"
    for fault in shown.style[:_MOST]:
        yield f"  {fault['paragraph'].removeprefix('_msp_')}: house style, {fault['rule']}"
    rest = {
        "brackets": shown.open_brackets,
        "comments": shown.comments,
        "tracked changes": shown.tracked_changes,
    }
    yield "  open: " + ", ".join(f"{count} {what}" for what, count in rest.items())
    yield f"  every paragraph: {outputs}/{shown.meeting}/{shown.page}"


def submitted_lines(done: "Submitted", outputs: str) -> Iterator[str]:
    """The lines on a paper handed on: what still blocks, first."""
    for what, count in done.blocks.items():
        yield f"{done.meeting}: {done.paper} still has: {count} {what}"
    yield (
        f"{done.meeting}: {outputs}/{done.meeting}/{done.file} is the clean copy; the working copy"
        " is as it was"
    )


def changes_lines(shown: "Changes", outputs: str) -> Iterator[str]:
    """The lines on what moved."""
    yield f"{shown.meeting}: {len(shown.moved)} texts moved since run {shown.since or 'none'}"
    for source in shown.came[:_MOST]:
        yield f"  {source['how']}: {source['file']}"
    for moved in shown.moved[:_MOST]:
        first = "cleared, " if moved["cleared"] else ""
        why = moved["why"] or "appeared or disappeared"
        yield f"  {first}{moved['paper']} {moved['paragraph']}: {why}"
    for item in shown.corrigendum[:_MOST]:
        yield f"  {item['paper']}: {item['words']}"
    if len(shown.corrigendum) > _MOST:
        yield f"  and {len(shown.corrigendum) - _MOST} more corrections on the page below"
    yield f"  {shown.needed} blockers and decisions need your attention"
    yield from deadlines(shown.deadlines)
    for paper in shown.budget:
        told = f"  {paper['paper']}: {paper['words']} words"
        if paper["limit"]:
            told += f" of {paper['limit']}"
        yield told
    yield f"  the words: {outputs}/{shown.meeting}/{shown.page}"


def new_lines(made: "New", inputs: str) -> Iterator[str]:
    """The lines on a folder that was made: what is in it, what was carried over, what to do
    next.
    """
    yield f"{made.meeting}: {inputs}/{made.meeting}/ was created from {made.after}"
    books = [name for name in made.files if name.endswith(".xlsx") and "/" not in name]
    yield f"  to fill in: {', '.join(books)}; put national reports into national-reports/"
    for table, count in made.carried.items():
        yield f"  carried over into {table}, to be checked: {plural(count, 'row')}"
    if PREVIOUS.name in made.carried:
        told = f"as counted now, because no figures of {made.after} as issued are on record"
        if made.is_issued:
            told = "as issued"
        yield f"  the figures in Previous are {told}"
    for table, places in made.kept_out.items():
        more = f" and {len(places) - 1} more" if len(places) > 1 else ""
        yield (
            f"  not carried over into {table}, for {made.after} keeps it out: {places[0]}{more};"
            f" check {made.after}"
        )
    if made.left_out:
        yield (
            "  left out of Previous because they were not exact, or were issued with two values:"
            f" {', '.join(made.left_out)}"
        )
    yield (
        "  start with the yellow cells of Settings in meeting.xlsx, then: make check"
        f" MSP={made.meeting}"
    )


def deadlines(due: list[Json]) -> Iterator[str]:
    """A line a deadline, the earliest first; none where a task told of none."""
    if due:
        yield "  deadlines, in days from the as-of date:"
    for deadline in due:
        what = deadline["meaning"]
        if deadline["is_hint"]:
            what = f"hint: {what}"
        told = "; ".join(
            part for part in (_where(deadline), deadline["source"], deadline["mark"]) if part
        )
        yield f"    {deadline['on']}, {_days(deadline['days'])}: {what} [{told}]"


def _days(days: int) -> str:
    if not days:
        return "on that day"
    count = plural(abs(days), "day")
    if days > 0:
        return f"in {count}"
    return f"{count} before"


def _where(deadline: Json) -> str:
    """The cell; of the meeting's own settings without the file, which the heading names."""
    place = str(deadline["place"])
    return place if not place or place.startswith("Settings!") else f"{deadline['file']} › {place}"


def _name(finding: Json) -> str:
    """What a finding is called: by its id where the sheet Answers may settle it, else by its
    code.
    """
    return str(finding["id"] if finding["severity"] == "decision" else finding["code"])


def _by_file(found: list[Json]) -> Iterator[str]:
    """A line a file, and below it a line for each finding."""
    by_file = sorted(found, key=lambda finding: str(finding["file"]))
    for file, group in groupby(by_file, key=lambda finding: str(finding["file"])):
        yield f"    inputs/{file}"
        for finding in group:
            place = " › ".join(filter(None, (finding["severity"], finding["place"])))
            yield f"      {place}: {finding['message']} {finding['cure']} [{_name(finding)}]"


def findings(found: list[Json], outputs: str) -> Iterator[str]:
    """Findings grouped by what a person does about them, then by file; their numbers first."""
    counts = {
        kind: sum(f["severity"] == kind for f in found) for kind in ("blocker", "decision", "note")
    }
    yield "  " + ", ".join(plural(count, kind) for kind, count in counts.items())
    for title, codes in GROUPS.items():
        group = [finding for finding in found[:_MOST] if finding["code"] in codes]
        if group:
            yield f"  {title}"
            yield from _by_file(group)
    if len(found) > _MOST:
        yield f"  and {len(found) - _MOST} more in {outputs}/internal/to-do.xlsx"
