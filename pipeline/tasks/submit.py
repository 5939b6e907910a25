"""`submit PAPER`: the clean copy in outputs/<meeting>/share/, and what still keeps the paper from
going out.

In: folders, a paper, and how tracked changes are resolved. Out: the copy, and what the screen says.
It refuses (exit 2) a paper that does not exist, or that names a withheld State.
"""

from collections.abc import Collection, Iterable, Iterator
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
from pipeline.refresh.package import Document, text_in
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
    """A paper handed on: its clean copy, and the number of points still open, by kind."""

    meeting: str
    paper: str
    file: str
    blocks: dict[str, int]


def submit(
    folders: Folders, meeting: str, paper: str, disk: Disk, choice: Choice = "accept"
) -> Submitted:
    """Write the clean copy; the working copy is not changed."""
    folder = folders.outputs / meeting
    path = folder / f"{paper}.docx"
    # A run that was cut off may have left the paper aside; `locked` puts it back.
    if not any(file.is_file() for file in (path, aside_of(path))):
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
        _refuse_names(content, paper, built)
        target = folder / "share" / path.name
        earlier = (ledger(folder, run) for run in handed_on(known))
        telling = small_differences(copy.before, paper, earlier)
        files = {target: content, **_noted(folder, known, copy.came.run)}
        write_all(folder, files, disk, {path: copy.content})
    open_points = _open_points(verified, len(telling), built)
    return Submitted(meeting, paper, f"share/{path.name}", open_points)


def _refuse_names(content: bytes, paper: str, built: Built) -> None:
    """Refused (exit 2) if the copy names a withheld State: an editor may have typed the name."""
    if any(names_withheld(built.gate, text) for text in _texts(content)):
        raise Refused(
            USAGE,
            f"{paper}.docx names a withheld State.",
            "Run verify to find it, and remove the name from the paper.",
        )


def _texts(content: bytes) -> Iterator[str]:
    """Whatever a reader of the copy can find: text, notes, headers, descriptions of pictures, and
    the title.
    """
    document = Document(content)
    for root in (document.tree(name) for name in document.parts if name.endswith(".xml")):
        yield from (readable(text_of(paragraph, lambda _: "")) for paragraph in root.iter(f"{W}p"))
        yield from (
            picture.get(key, "") for picture in root.iter("{*}docPr") for key in ("descr", "title")
        )
        yield from map(text_in, root.iter("{*}title"))


def _open_points(verified: Verified, n_telling: int, built: Built) -> dict[str, int]:
    """The number of points still open, by kind; kinds without any are left out."""
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
    """documents.json with the run that is handed on, for comparison with later editions; nothing if
    it is noted already, or there is no list to note it in.
    """
    noted = known.get("submitted", [])
    if not known or run in noted:
        return {}
    return {folder / DOCUMENTS: json_bytes({**known, "submitted": [*noted, run]})}


_UNNAMED = "unattributed"


def handed_on(known: Json) -> tuple[str, ...]:
    """The runs of papers that were submitted or issued, in order, each once."""
    issued = (kept["run"] for kept in known.get("issued", {}).values())
    return tuple(dict.fromkeys((*known.get("submitted", ()), *issued)))


def small_differences(now: Json, paper: str, earlier: Iterable[Json]) -> list[str]:
    """The figures of unnamed States in a paper of which an earlier edition printed one or two more
    or fewer: whoever holds both editions learns who joined or left (decision 20).
    """
    printed = _numbers(now, (paper,))
    found: dict[str, None] = {}
    for edition in earlier:
        # What one paper leaves out another may have printed, so every paper of it counts.
        known = _numbers(edition, {block["paper"] for block in edition.get("blocks", ())})
        both = (name for name in printed if name in known)
        found |= {name: None for name in both if reveals_few(printed[name], known[name])}
    return list(found)


def _numbers(ledger: Json, papers: Collection[str]) -> dict[str, int]:
    """The numbers of unnamed States that these papers print, by name of the figure."""
    blocks = (block for block in ledger.get("blocks", ()) if block["paper"] in papers)
    spans = (span for block in blocks for span in block["spans"])
    names = {span["name"] for span in spans if span["kind"] == "figure"}
    printed = (figure for figure in ledger.get("figures", ()) if figure["name"] in names)
    unnamed = (figure for figure in printed if figure["regime"] == _UNNAMED)
    numbers: dict[str, int] = {}
    for figure in unnamed:
        # A figure that is unknown, or worded without its number, reveals nothing.
        if figure["value"] is not None and not figure["form"]:
            # An edition may have counted it under another name.
            every = (figure["name"], *figure.get("other_names", ()))
            numbers |= dict.fromkeys(every, figure["value"])
    return numbers
