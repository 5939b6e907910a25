"""`submit PAPER`: what still blocks, and the clean copy in outputs/<meeting>/share/.

In: folders, a paper, how tracked changes are resolved. Out: what to show, and the copy. It refuses
(exit 2) a paper that is not there, or that names a withheld State.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from pipeline.aggregate.earlier_figures import reveals_few
from pipeline.aggregate.gate import names_withheld
from pipeline.build import Built, build
from pipeline.files import Disk, aside_of, locked, write_all
from pipeline.jsontext import json_bytes
from pipeline.load import Folders, load
from pipeline.model.finding import USAGE, Refused
from pipeline.ooxml import W
from pipeline.refresh.compared_text import readable, text_of
from pipeline.refresh.package import Document
from pipeline.tasks.clean_copy import Choice, clean
from pipeline.tasks.history import DOCUMENTS, Json, documents, ledger
from pipeline.tasks.refresh_file import open_copy
from pipeline.tasks.refresh_paper import current_run
from pipeline.tasks.verify import BARRED, LOST_REFERENCE, MISSING, STALE, Verified, verified_copy

UNNAMED = (
    "numbers of unnamed States that would reveal a State when compared with an earlier edition:"
    " enter that edition's numbers in Previous"
)


class Submitted(NamedTuple):
    """A paper handed on: its clean copy, and what still blocks it by kind, with the number of
    each.
    """

    meeting: str
    paper: str
    file: str
    blocks: dict[str, int]


def submit(
    folders: Folders, meeting: str, paper: str, disk: Disk, choice: Choice = "accept"
) -> Submitted:
    """Write the clean copy; the working copy stays as it is."""
    folder = folders.outputs / meeting
    path = folder / f"{paper}.docx"
    if not (path.is_file() or aside_of(path).is_file()):
        raise Refused(
            USAGE,
            f"There is no {paper}.docx for {meeting}.",
            "Run `make report` first, or name another paper.",
        )
    copy = open_copy(folders, path, meeting, False)
    loaded = load(folders, meeting)
    with locked(folder) as was_mended:
        if was_mended:
            copy, loaded = open_copy(folders, path, meeting, False), load(folders, meeting)
        built = build(loaded)
        known = documents(folder)
        verified, _ = verified_copy(copy, built, loaded, current_run(built, loaded, folder, known))
        content = clean(copy.content, choice, built.settings.author_body)
        if any(names_withheld(built.gate, text) for text in _texts(content)):
            raise Refused(
                USAGE,
                f"{paper}.docx names a withheld State.",
                "Run verify to find it, and remove the name from the paper.",
            )
        target = folder / "share" / path.name
        telling = small_differences(
            copy.before, paper, (ledger(folder, run) for run in handed_on(known))
        )
        files = {target: content, **_noted(folder, known, copy.came.run)}
        write_all(folder, files, disk, {path: copy.content})
    return Submitted(meeting, paper, f"share/{path.name}", _blocks(verified, len(telling), built))


def _texts(content: bytes) -> Iterator[str]:
    """Whatever a reader of the copy may come upon: text, notes, headers, words for pictures, the
    title.
    """
    document = Document(content)
    for root in (document.tree(name) for name in document.parts if name.endswith(".xml")):
        yield from (readable(text_of(paragraph, lambda _: "")) for paragraph in root.iter(f"{W}p"))
        yield from (
            picture.get(key, "") for picture in root.iter("{*}docPr") for key in ("descr", "title")
        )
        yield from (title.text or "" for title in root.iter("{*}title"))


def _blocks(verified: Verified, n_telling: int, built: Built) -> dict[str, int]:
    """What still blocks, by kind, with the number of each."""
    blocks = {
        "open brackets": len(verified.brackets),
        "comments": verified.n_comments,
        "tracked changes": verified.n_tracked,
        "paragraphs whose facts have changed": sum(line.status == STALE for line in verified.lines),
        "paragraphs or rows that are no longer generated": sum(
            line.status == BARRED for line in verified.lines
        ),
        "paragraphs missing": sum(line.status == MISSING for line in verified.lines),
        "facts that no figure supports": verified.n_alarms_of("number", "state", "style", "cell"),
        "references to something that no longer exists": verified.n_alarms_of(LOST_REFERENCE),
        UNNAMED: n_telling,
        "page mark": int(bool(built.settings.page_mark)),
    }
    return {what: count for what, count in blocks.items() if count}


def _noted(folder: Path, known: Json, run: str) -> dict[Path, bytes]:
    """The list of documents with the run that is handed on; nothing where there is no list, or it
    is noted.
    """
    noted = known.get("submitted", [])
    if not known or run in noted:
        return {}
    return {folder / DOCUMENTS: json_bytes({**known, "submitted": [*noted, run]})}


_UNNAMED = "unattributed"


def handed_on(known: Json) -> tuple[str, ...]:
    """The runs of which a paper was submitted or issued."""
    issued = (kept["run"] for kept in known.get("issued", {}).values())
    return tuple(dict.fromkeys((*known.get("submitted", ()), *issued)))


def small_differences(now: Json, paper: str, earlier: Iterable[Json]) -> list[str]:
    """The figures of unnamed States in a paper of which an earlier edition printed one or two more
    or fewer.
    """
    printed = _numbers(now, paper)
    found: dict[str, None] = {}
    for edition in earlier:
        known = _numbers(edition)
        found |= {
            name: None
            for name, value in printed.items()
            if name in known and reveals_few(value, known[name])
        }
    return list(found)


def _numbers(ledger: Json, paper: str = "") -> dict[str, int]:
    """The numbers of unnamed States that a paper, or any, prints."""
    spans = (
        s for b in ledger.get("blocks", ()) if b["paper"] == paper or not paper for s in b["spans"]
    )
    names = {span["name"] for span in spans if span["kind"] == "figure"}
    numbers: dict[str, int] = {}
    for figure in ledger.get("figures", ()):
        is_unnamed = figure["regime"] == _UNNAMED and not figure["form"]
        if figure["name"] in names and is_unnamed and figure["value"] is not None:
            # an edition may have counted it under another name
            every = (figure["name"], *figure.get("other_names", ()))
            numbers |= dict.fromkeys(every, figure["value"])
    return numbers
