"""What a person reads on the screen: findings by file, where the papers are, what to do next.

In: the result of a task. Out: lines of text. At most twenty findings; the rest are counted and
listed in the workbook.
"""

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import TYPE_CHECKING, Any

from pipeline.language import plural
from pipeline.model.codes import GROUPS
from pipeline.model.tables import PREVIOUS
from pipeline.tasks.run_summary import CHECKED, RunSummary

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
    "orphan": "no longer generated but edited: kept with a comment",
    "head": "no longer generated: kept because an editor wrote below it in the table",
    "deleted": "deleted by an editor: left out",
    "emptied": "emptied by an editor: left empty",
    "missing": "missing: too many to be taken for deletions",
    "relinked": "without their bookmarks, recognised by their words",
    "split": "split",
    "merged": "merged",
    "moved": "moved",
    "copied": "copied",
    "apart": (
        "in several places under one bookmark, none as generated: kept with a comment that asks"
        " which one counts"
    ),
    "page": "around the text (masthead, headers, footers): brought up to date",
    "page kept": "around the text, edited or removed: left alone, although out of date",
    "recounted": "with the number of a table or reference updated",
    "unresolved": "with a reference to something that no longer exists",
}
_UNSUPPORTED = "the {kind} “{what}” is not supported by a figure of this paragraph"
_ALARMS = {
    "cell": "{what} of this row repeats another row of the table",
    "reference": ("a reference shows a wrong number: {what}; refresh, or F9 in Word, corrects it"),
    "negation": "“{what}” is in the edited sentence or in the generated one, but not in both",
    "list": "the number {what} precedes a list of more or fewer names",
    "lost reference": "the reference “{what}” points to something that no longer exists",
}
_MOST_NAMES = 5
_STATES = {"unchanged": "nothing has changed since the last run"}
Json = dict[str, Any]


# A check writes nothing: the list is one that `report` makes.
_RESTS = (" in {outputs}/internal/to-do.xlsx", "; make report lists all of them in to-do.xlsx")


def lines(told: RunSummary, outputs: str) -> Iterator[str]:
    """The lines on one meeting; `outputs` is the folder of its papers, as shown to the user."""
    state = _STATES.get(told.status, told.status)
    yield f"{told.meeting}: {state} (run {told.run})"
    yield from _rows(told.conservation)
    yield from findings(told.findings, _RESTS[told.status == CHECKED].format(outputs=outputs))
    yield from _review(told)
    yield from _by_hand(told, outputs)
    yield from deadlines(told.deadlines)
    for paper in told.papers:
        yield from _paper(paper, outputs)
    for copy in told.copies:
        yield (
            f"  {outputs}/{copy['file']} is another copy of {copy['paper']}, changed by hand. To"
            f" bring its changes in, run refresh on {copy['paper']}.docx and this file; or delete"
            " it."
        )


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
    """Files that a person had changed, or that are no longer generated, and where they are kept."""
    for one in told.by_hand:
        file, kept, n = f"{outputs}/{one['file']}", f"{outputs}/{one['kept']}", one["n"]
        if one["what"] == "gone":
            yield f"  {n} in {file} no longer generated: kept in {kept}"
        elif file.endswith(".xlsx"):
            yield f"  {file} had been changed by hand: that version is kept as {kept}"
        else:
            yield f"  {n} in {file} had been changed by hand: kept in {kept}"


def _rows(conservation: dict[str, int]) -> Iterator[str]:
    parts = [f"{conservation[fate]} {fate}" for fate in _ORDER if conservation.get(fate)]
    yield (
        f"  {plural(conservation['rows'], 'row')} read = {' + '.join(parts) or '0'};"
        f" {conservation['unaccounted']} unaccounted"
    )


def _paper(paper: Json, outputs: str) -> Iterator[str]:
    if not paper["file"]:
        return
    limit = f" of {paper['word_limit']}" if paper["word_limit"] else ""
    apart = f"{paper['words_in_headings']} in headings, {paper['words_in_notes']} in notes"
    words = f"{paper['words']}{limit} words ({apart})"
    yield f"  {outputs}/{paper['file']}: {words}, {plural(paper['open_brackets'], 'open bracket')}"
    if paper["beside"] == "issued":
        yield f"    {paper['paper']}.docx has been issued; it was left unchanged."
    elif paper["beside"]:
        yield (
            f"    {paper['paper']}.docx is {paper['beside']}; it was left unchanged, and the new"
            " version was saved beside it."
        )
    yield from edits(paper.get("edits", {}))


def edits(found: dict[str, list[str]], kinds: Mapping[str, str] = _EDITS) -> Iterator[str]:
    """What became of the editors' words: one line per kind, with the ids of the paragraphs."""
    for what, text in kinds.items():
        names = found.get(what, ())
        if names:
            listed = ", ".join(name.removeprefix("_msp_") for name in names[:_MOST_NAMES])
            if len(names) > _MOST_NAMES:
                listed += f" and {len(names) - _MOST_NAMES} more"
            yield f"    {len(names)} {text}: {listed}"


_COPIES = {
    "taken": "taken from the second copy",
    "changed in both": "edited in both copies; the words of the second are in a comment",
    "added": "added by the second copy",
    "deleted in one, edited in the other": "deleted in one copy and edited in the other: put back",
    "comments": "with comments of the second copy",
    "not taken over": "emptied in the first copy; the page lists the words of the second",
}


def copy_lines(done: "CopyOutcome", outputs: str) -> Iterator[str]:
    """The lines on a copy that was refreshed; `outputs` is the folder of papers as it may be
    named.
    """
    yield (
        f"{done.meeting}: {done.file} ({done.paper})"
        f" {'refreshed' if done.is_changed else 'needs no changes'}"
    )
    yield from edits(done.edits)
    yield from edits(done.other, _COPIES)
    if done.left:
        yield f"    {done.left} texts of the second copy found no place; the page lists them"
    if done.page:
        yield f"  both copies, text by text: {outputs}/{done.meeting}/{done.page}"
    if done.pairs:
        yield (
            "  These paragraphs may have lost their bookmarks. If the pairing is right, run again"
            " with --confirm:"
        )
        for name, place in done.pairs:
            yield f"    {name.removeprefix('_msp_')}: {place}"


def verified_lines(shown: "Verified", outputs: str) -> Iterator[str]:
    """The lines on a verified file."""
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
        "bracket": shown.open_brackets,
        "comment": shown.comments,
        "tracked change": shown.tracked_changes,
    }
    yield "  open: " + ", ".join(plural(count, what) for what, count in rest.items())
    yield f"  paragraph by paragraph: {outputs}/{shown.meeting}/{shown.page}"


def submitted_lines(done: "Submitted", outputs: str) -> Iterator[str]:
    """The lines on a submitted paper; what still blocks it comes first."""
    for what, count in done.blocks.items():
        yield f"{done.meeting}: {done.paper} still has: {count} {what}"
    yield (
        f"{done.meeting}: {outputs}/{done.meeting}/{done.file} is the clean copy; the working copy"
        " is unchanged"
    )


def changes_lines(shown: "Changes", outputs: str) -> Iterator[str]:
    """The lines on what changed since an earlier run."""
    yield f"{shown.meeting}: {plural(len(shown.moved), 'text')} changed {_since(shown)}"
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
    yield f"  blockers and decisions that need your attention: {shown.needed}"
    yield from deadlines(shown.deadlines)
    for paper in shown.budget:
        told = f"  {paper['paper']}: {paper['words']} words"
        if paper["limit"]:
            told += f" of {paper['limit']}"
        yield told
    yield f"  all changes in full: {outputs}/{shown.meeting}/{shown.page}"


def _since(shown: "Changes") -> str:
    if shown.since:
        return f"since run {shown.since}"
    return "since the beginning"


def new_lines(made: "New", inputs: str) -> Iterator[str]:
    """The lines on a new meeting folder: its contents, what was carried over, what to do next."""
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
            f"  not carried over into {table}, because {made.after} does not use it:"
            f" {places[0]}{more}; check it there"
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
    """One line per deadline, the earliest first; no lines if there are none."""
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
    """The cell; for the meeting's own settings without the file, which the heading names."""
    place = str(deadline["place"])
    return place if not place or place.startswith("Settings!") else f"{deadline['file']} › {place}"


def _name(finding: Json) -> str:
    """The id of a finding that the sheet Answers can settle; the code of any other."""
    return str(finding["id"] if finding["severity"] == "decision" else finding["code"])


def _by_file(found: list[Json]) -> Iterator[str]:
    """One line per file, each followed by one line per finding."""
    by_file = sorted(found, key=lambda finding: str(finding["file"]))
    for file, group in groupby(by_file, key=lambda finding: str(finding["file"])):
        yield f"    inputs/{file}"
        for finding in group:
            place = " › ".join(filter(None, (finding["severity"], finding["place"])))
            yield f"      {place}: {finding['message']} {finding['cure']} [{_name(finding)}]"


def findings(found: list[Json], rest: str) -> Iterator[str]:
    """The numbers of findings, then the findings by what a person does about them and by file;
    `rest` says where those stand that are not shown.
    """
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
        yield f"  and {len(found) - _MOST} more{rest}"
