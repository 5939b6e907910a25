"""`report`: one meeting built and written, all or nothing; a paper that editors worked on is
refreshed, not replaced.

In: folders and a meeting. Out: files in outputs/<meeting>/, and what to tell the person. With the
same inputs and every output in place it touches nothing and imports nothing heavy.
"""

import gzip
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from pipeline.build import Built, Folders, Loaded, build, load
from pipeline.files import Disk, locked, read_or_none, remove_unchanged, sha256, write_all
from pipeline.jsontext import joined, json_bytes, texts
from pipeline.model.finding import TEMPLATE, Refused
from pipeline.tasks.history import DOCUMENTS, Json, documents, ledger_path

if TYPE_CHECKING:
    from pipeline.audit.editor_status import EditorStatus
    from pipeline.model.ledger import Ledger
    from pipeline.tasks.refresh_paper import CurrentRun, PaperOutcome
    from pipeline.tasks.run_summary import RunSummary
from pipeline.files import is_open
from pipeline.tasks.history import Written, ledger
from pipeline.tasks.run_summary import ISSUED, OPEN

AUDIT, PAGE = "internal/audit.json", "internal/audit.html"
UNCHANGED, WRITTEN = "unchanged", "written"
_ROWS = "rows"


def report(folders: Folders, meeting: str, disk: Disk, is_tracked: bool = False) -> "RunSummary":
    """Build or leave the papers of a meeting.

    Refused where the meeting cannot be read, worded, rendered or written; nothing is then changed.
    """
    loaded = load(folders, meeting)
    folder = folders.outputs / meeting
    with locked(folder, folders.inputs / meeting) as was_mended:
        if was_mended:
            loaded = load(folders, meeting)
        known = documents(folder)
        is_same = known.get("run") == loaded.run and not known.get("waits")
        if is_same and all((folder / name).is_file() for name in known["outputs"]):
            names = (str(paper["paper"]) for paper in known["told"]["papers"])
            papers = papers_now(folder, names)
            if not needs_refresh(folder, known, papers):
                if known.get("seen") != _seen(papers):
                    _show_again(folder, loaded, known, disk)
                return _told(known)
        return _write(folders, folder, loaded, known, disk, is_tracked)


def _told(known: dict[str, Any]) -> "RunSummary":
    from pipeline.tasks.run_summary import RunSummary

    return RunSummary(**{**known["told"], "status": UNCHANGED})


def papers_now(
    folder: Path, names: Iterable[str], kept: "Mapping[str, PaperOutcome] | None" = None
) -> dict[str, bytes]:
    """The papers as they stand, by name; `kept` is what is about to be written."""
    found = {name: read_or_none(folder / f"{name}.docx") for name in names}
    for name, done in (kept or {}).items():
        found |= (
            {name: done.content} if done.content is not None and done.file == f"{name}.docx" else {}
        )
    return {name: content for name, content in found.items() if content is not None}


def _seen(papers: Mapping[str, bytes]) -> dict[str, str]:
    """The hashes of papers: the audit shows what editors made of these."""
    return {name: sha256(papers[name]) for name in sorted(papers)}


def _show_again(folder: Path, loaded: Loaded, known: Json, disk: Disk) -> None:
    """The pages on papers that editors changed since; the papers themselves are only read."""
    made = Made.of(loaded)
    papers = papers_now(folder, made.contents)
    files = pages_now(made, made.today(loaded, folder, known), papers, loaded)
    files[folder / DOCUMENTS] = json_bytes({**known, "seen": _seen(papers)})
    write_all(folder, files, disk)


def pages_now(
    made: "Made", today: "CurrentRun", papers: Mapping[str, bytes], loaded: Loaded
) -> dict[Path, bytes]:
    """The pages that show how the papers stand: the audit, and what is public of it."""
    from pipeline.tasks.compare_with_editors import compare_with_editors
    from pipeline.tasks.share import public_files

    shown = compare_with_editors(today, made, papers, loaded)
    public = {
        today.folder / name: content for name, content in public_files(made.built, shown).items()
    }
    return {today.folder / PAGE: _page(made, shown), **public}


class Made(NamedTuple):
    """A meeting built and rendered: its papers as newly generated, its ledger, and the audit of
    it.
    """

    built: Built
    contents: dict[str, bytes]
    ledger: "Ledger"
    audit: Json

    @classmethod
    def of(cls, loaded: Loaded, built: Built | None = None) -> "Made":
        """Build, unless it is built, and render. Refused as `build` and `render_papers`."""
        from pipeline.audit.as_json import as_dict  # heavy only where there is something to do
        from pipeline.stages import render_papers, with_brackets

        built = built or build(loaded)
        rendered = render_papers(loaded, built)
        ledger = with_brackets(built.ledger, rendered)
        audit = {
            **as_dict(ledger),
            "clearances": [clearance.as_json() for clearance in built.clearances],
        }
        return cls(built, {name: paper.content for name, paper in rendered.items()}, ledger, audit)

    def today(self, loaded: Loaded, folder: Path, known: Json) -> "CurrentRun":
        """The run, for a refresh."""
        from pipeline.stages import read_texts
        from pipeline.tasks.reasons import Sentences
        from pipeline.tasks.refresh_paper import CurrentRun, cleared_names

        settings = self.built.settings
        name = f"refresh.{settings.language}.yaml"
        texts = read_texts(loaded.templates, loaded.cache)
        if name not in texts:
            raise Refused(TEMPLATE, f"templates/text/{name} is missing.", "Restore the file.")
        sentences = Sentences(texts[name])
        today = CurrentRun(
            folder,
            known,
            loaded.run,
            settings.as_of.isoformat(),
            self.audit,
            sentences,
            settings.state,
        )
        papers = self.ledger.papers
        return today._replace(
            cleared={p.paper: cleared_names(p.blocks, self._clearances(p.paper)) for p in papers}
        )

    def _clearances(self, paper: str) -> tuple[str, ...]:
        return tuple(
            c.paragraph for c in self.built.clearances if c.paper == paper and not c.is_passed
        )


def _write(  # noqa: PLR0913 - what a run is given
    folders: Folders, folder: Path, loaded: Loaded, known: Json, disk: Disk, is_tracked: bool
) -> "RunSummary":
    from pipeline.tasks.changes import CHANGES, changes_since
    from pipeline.tasks.extend_review import with_review
    from pipeline.tasks.internal_files import internal_files
    from pipeline.tasks.manual_edits import keep_manual_edits
    from pipeline.tasks.refresh_paper import check_states, outcome_of_paper, remembered
    from pipeline.tasks.run_summary import told, with_edits

    review = with_review(folders, loaded)
    loaded = review.loaded
    made = Made.of(loaded, review.built)
    check_states(folder, made.built)
    today = made.today(loaded, folder, known)._replace(is_tracked=is_tracked)
    kept = {name: outcome_of_paper(today, name, content) for name, content in made.contents.items()}
    own = internal_files(folders, folder, loaded, made.built)
    by_hand = keep_manual_edits(folder, known, own)
    audit = texts(made.audit)
    # the ledger goes first: a paper in its place whose ledger is missing could not be refreshed
    files = history_of(folder, loaded.run, made, audit)
    files |= {done.version[0]: done.version[1] for done in kept.values() if done.version}
    files |= by_hand.copies
    files |= {
        folder / done.file: done.content for done in kept.values() if done.content is not None
    }
    files |= {folder / AUDIT: joined(audit.values())}
    files |= {**{folder / name: content for name, content in own.items()}, **review.files}
    files |= {folder / CHANGES: changes_since(today, made)}
    papers = papers_now(folder, made.contents, kept)
    after = today._replace(
        known={**known, "memories": remembered(today, kept), "seen": _seen(papers)}
    )
    files |= pages_now(made, after, papers, loaded)
    shown = {name: (done.file, done.why) for name, done in kept.items()}
    answer = told(WRITTEN, made.ledger, made.built, shown, review.told)
    answer = with_edits(
        answer,
        made.built.gate,
        {name: done.refreshed for name, done in kept.items() if done.refreshed},
    )
    left = {**after.known, "internal": by_hand.left}
    files[folder / DOCUMENTS] = _documents(
        after._replace(known=left), kept, files, answer, review.waits
    )
    seen = {folder / done.file: done.seen for done in kept.values() if done.content is not None}
    write_all(folder, files, disk, {**by_hand.seen, **seen, **review.seen})
    for path, content in by_hand.gone.items():
        remove_unchanged(path, content, disk)
    return answer._replace(by_hand=by_hand.told)


def _page(made: Made, shown: "EditorStatus") -> bytes:
    from pipeline.audit.html import as_page

    built = made.built
    names = {code: state.name for code, state in built.gate.states.items()}
    return as_page(made.ledger, built.sheets, names, shown, built.settings.first_paragraph)


def history_of(folder: Path, run: str, made: Made, audit: Mapping[str, str]) -> dict[Path, bytes]:
    """The ledger of a run with what was generated, for the history; nothing where it is kept
    already.

    `audit` are the texts of its entries. Its rows stand in a file beside it: of all that is kept
    they are most, and no refresh and no comparison asks for them.
    """
    from pipeline.refresh.refresh import generated

    path = ledger_path(folder, run)
    if path.exists():
        return {}
    words = {"generated": {name: generated(content) for name, content in made.contents.items()}}
    ledger = (text for key, text in audit.items() if key != _ROWS)
    rows = gzip.compress(joined((audit[_ROWS],)), compresslevel=1, mtime=0)
    return {
        path: joined((*ledger, *texts(words).values())),
        path.with_name(f"{_ROWS}.json.gz"): rows,
    }


def _documents(
    today: "CurrentRun",
    kept: "dict[str, PaperOutcome]",
    files: dict[Path, bytes],
    answer: "RunSummary",
    waits: str,
) -> bytes:
    """The list of documents: what was written, and what a refresh must remember."""
    from pipeline.tasks.refresh_paper import issued_of, remembered, with_runs

    papers: dict[str, Any] = dict(today.known.get("papers", {}))
    for done in kept.values():
        if done.content is not None:
            digest = sha256(done.content)
            papers[done.file] = {
                "sha256": digest,
                "run": today.run,
                "is_pristine": done.is_pristine,
            }
    inside = (path for path in files if path.is_relative_to(today.folder))
    outputs = {p.relative_to(today.folder).as_posix() for p in inside} | {
        f"{name}.docx" for name in kept
    }
    documents = {
        "run": today.run,
        "runs": with_runs(today),
        "waits": waits,
        "papers": papers,
        "outputs": sorted(outputs),
        "told": answer.as_dict(),
        "memories": remembered(today, kept),
        "issued": issued_of(today),
        "seen": today.known["seen"],
        "submitted": today.known.get("submitted", []),
        "internal": today.known["internal"],
    }
    return json_bytes(documents)


def needs_refresh(folder: Path, known: Json, papers: Mapping[str, bytes]) -> bool:
    """Whether one of these papers is of an earlier run, and nothing is in the way of a refresh any
    more.
    """
    why = {str(told["paper"]): str(told["beside"]) for told in known["told"]["papers"]}
    return any(
        why.get(name) != ISSUED
        and not is_open(folder / f"{name}.docx")
        and _run_of(folder, known, name, content, why.get(name) == OPEN) != known["run"]
        for name, content in papers.items()
    )


def _run_of(folder: Path, known: Json, name: str, content: bytes, was_open: bool) -> str:
    """The run that a paper is of; the last one where that is not known, or was looked at before."""
    last, digest = Written.of(known["papers"].get(f"{name}.docx")), sha256(content)
    if digest == last.sha256:
        return last.run
    if not was_open and known.get("seen", {}).get(name) == digest:
        return str(known["run"])
    from pipeline.tasks.refresh_paper import origin  # heavy only where somebody saved the paper

    came = origin(content)
    return came.run if came is not None and ledger(folder, came.run) else str(known["run"])
