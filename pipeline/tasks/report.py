"""`report`: one meeting built and written, all or nothing; an edited paper is never overwritten.

In: folders and a meeting. Out: files in outputs/<meeting>/, and what to tell the person. With the same inputs and
every output in place it touches nothing and imports nothing heavy.
"""

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from pipeline.build import Built, Folders, Loaded, build, load
from pipeline.files import Disk, is_open, locked, read_or_none, sha256, write_all
from pipeline.model.finding import USAGE, Refused
from pipeline.model.papers import PAPERS

if TYPE_CHECKING:
    from pipeline.model.ledger import Ledger
    from pipeline.tasks.shown import Told

DOCUMENTS = "internal/history/documents.json"
AUDIT, PAGE = "internal/audit.json", "internal/audit.html"
TO_DO, FIGURES = "internal/to-do.xlsx", "internal/figures.xlsx"
UNCHANGED, WRITTEN = "unchanged", "written"
_FINAL = ("issued", "finalized")
_STATES = ("draft", "advance", *_FINAL)
_KNOWN = {"run": str, "papers": dict, "outputs": list, "told": dict}
_TOLD = {"meeting", "status", "run", "papers", "findings", "conservation", "review"}


class _Target(NamedTuple):
    """Where a paper goes: its own file, or one beside it and why the editors' file must stay."""

    file: str
    why: str


def report(folders: Folders, meeting: str, disk: Disk) -> "Told":
    """Build or leave the papers of a meeting.

    Refused where the meeting cannot be read, worded, rendered or written; nothing is then changed.
    """
    loaded = load(folders, meeting)
    folder = folders.outputs / meeting
    with locked(folder, folders.inputs / meeting) as was_mended:
        if was_mended:
            loaded = load(folders, meeting)
        known = _documents(folder)
        is_same = known.get("run") == loaded.run and not known.get("waits")
        if is_same and all((folder / name).is_file() for name in known["outputs"]):
            return _told(known)
        return _write(folders, folder, loaded, known, disk)


def _told(known: dict[str, Any]) -> "Told":
    from pipeline.tasks.shown import Told

    return Told(**{**known["told"], "status": UNCHANGED})


def _documents(folder: Path) -> dict[str, Any]:
    """What was written last; nothing where that is not known, so that each paper there counts as edited."""
    content = read_or_none(folder / DOCUMENTS)
    try:
        known = json.loads(content) if content else {}
    except ValueError:
        return {}
    is_whole = isinstance(known, dict) and all(isinstance(known.get(key), kind) for key, kind in _KNOWN.items())
    return known if is_whole and set(known["told"]) == _TOLD else {}


def _check_states(built: Built) -> None:
    """Refused (exit 2) where a paper's state is none, or a marked or bracketed paper is to be issued."""
    settings = built.settings
    for paper in PAPERS:
        state = settings.state.get(paper.name, "draft")
        at = settings.ref(f"state.{paper.name}")
        if state not in _STATES:
            raise Refused(
                USAGE, f"{at.source} › {at.place}: not a state of a paper.", f"Write one of: {', '.join(_STATES)}."
            )
        is_open = any(p.paper == paper.name for p in built.ledger.placeholders)
        if state in _FINAL and (settings.page_mark or is_open):
            raise Refused(
                USAGE,
                f"{at.source} › {at.place}: {paper.name} cannot be {state} with a page mark or open brackets.",
                "Keep it draft or advance until page_mark is empty and every bracket is answered.",
            )


def _target(folder: Path, name: str, content: bytes, written: dict[str, str]) -> _Target:
    """The first file that is absent, as we last wrote it, or already what we would write."""
    why = ""
    number = 0
    while True:
        file = f"{name}.docx" if number == 0 else f"{name}.new.docx" if number == 1 else f"{name}.new-{number}.docx"
        existing = read_or_none(folder / file)
        is_held = is_open(folder / file)
        is_ours = existing is None or sha256(existing) in {written.get(file), sha256(content)}
        if is_ours and not is_held:
            return _Target(file, why)
        why = why or ("open in Word" if is_held else "edited")
        number += 1


def _write(folders: Folders, folder: Path, loaded: Loaded, known: dict[str, Any], disk: Disk) -> "Told":
    from pipeline.audit.as_json import as_json  # heavy only where there is something to do
    from pipeline.stages import render_papers, with_brackets
    from pipeline.tasks.outcome import told
    from pipeline.tasks.reviewing import transcripts, with_review
    from pipeline.tasks.share import public_files

    review = with_review(folders, loaded, build(loaded))
    loaded, built = review.loaded, review.built
    _check_states(built)
    rendered = render_papers(loaded, built)
    ledger = with_brackets(built.ledger, rendered)
    contents = {name: paper.content for name, paper in rendered.items()}
    targets = {name: _target(folder, name, content, known.get("papers", {})) for name, content in contents.items()}
    audit = as_json(ledger)
    files = {folder / targets[name].file: content for name, content in contents.items()}
    files |= {
        folder / AUDIT: audit,
        folder / PAGE: _page(ledger, built),
        folder / TO_DO: _to_do(folders, folder, built),
        folder / FIGURES: _figures(built),
    }
    past = folder / "internal" / "history" / loaded.run / "ledger.json"
    files |= {} if past.exists() else {past: audit}
    files |= review.files
    files |= {folder / name: content for name, content in {**transcripts(built), **public_files(built)}.items()}
    answer = told(WRITTEN, ledger, built, {name: (t.file, t.why) for name, t in targets.items()}, review.told)
    documents = {
        "run": loaded.run,
        "papers": {**known.get("papers", {}), **{targets[n].file: sha256(content) for n, content in contents.items()}},
        "waits": review.waits,
        "outputs": sorted(
            {p.relative_to(folder).as_posix() for p in files if p.is_relative_to(folder)}
            | {f"{name}.docx" for name in contents}
        ),
        "told": answer.as_dict(),
    }
    files[folder / DOCUMENTS] = (json.dumps(documents, ensure_ascii=False, indent=1) + "\n").encode()
    write_all(files, disk)
    return answer


def _page(ledger: "Ledger", built: Built) -> bytes:
    from pipeline.audit.html import as_page

    return as_page(ledger, built.sheets, {code: state.name for code, state in built.gate.states.items()})


def _to_do(folders: Folders, folder: Path, built: Built) -> bytes:
    from pipeline.render.workbook import to_do

    try:
        way = os.path.relpath(folders.inputs, folder / "internal")
    except ValueError:  # another drive on Windows
        way = str(folders.inputs)
    return to_do(built.ledger.findings, Path(way).as_posix(), built.settings.as_of)


def _figures(built: Built) -> bytes:
    from pipeline.render.figures_book import Told, figures_book

    ledger, settings = built.ledger, built.settings
    told = Told(ledger.answers, ledger.figures, built.assistance, settings.convert_to, settings.as_of)
    return figures_book(told, built.gate.name)
