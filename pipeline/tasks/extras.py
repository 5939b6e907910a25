"""`report --sources` and `report --pack`: what is written beside the papers when it is asked for.

In: folders and a meeting whose papers were just reported. Out: files, and their names: copies of
the papers with their sources in comments (internal), and the evidence of a meeting as one zip (for
archivists). Editors' files are read only.
"""

from pipeline.audit.as_json import INTERNAL
from pipeline.audit.figure_views import comment_lines
from pipeline.build import Built, Folders, Loaded, build, load
from pipeline.files import Disk, locked, read_or_none, write_all
from pipeline.ooxml import NotAPackage, UnsafePackage
from pipeline.render.comments import with_comments
from pipeline.stages import render_papers, with_brackets
from pipeline.tasks.evidence import evidence
from pipeline.tasks.share import public_files

_AUTHOR = "msp-report"


class _Ready:
    """A meeting built and rendered once for whatever is asked for."""

    def __init__(self, folders: Folders, loaded: Loaded) -> None:
        built = build(loaded)
        papers = render_papers(loaded, built)
        self.rendered = {name: paper.content for name, paper in papers.items()}
        self.built: Built = built._replace(ledger=with_brackets(built.ledger, papers))
        self.folder = folders.outputs / loaded.meeting


def _sources(ready: _Ready) -> dict[str, bytes]:
    """Each paper as it stands in the editors' hands (or as made, where there is none) with its
    sources in comments.
    """
    built = ready.built
    names = {code: state.name for code, state in built.gate.states.items()}
    lines = comment_lines(built.ledger, names)
    found = {}
    for name, made in ready.rendered.items():
        given = (lines.get(name, {}), INTERNAL, _AUTHOR, built.settings.as_of)
        try:
            copy = with_comments(read_or_none(ready.folder / f"{name}.docx") or made, *given)
        except (NotAPackage, UnsafePackage):
            copy = with_comments(made, *given)
        found[f"internal/{name}.sources.docx"] = copy
    return found


def write_extras(
    folders: Folders, meeting: str, disk: Disk, sources: bool, pack: bool
) -> tuple[str, ...]:
    """What was asked for, written all or nothing; the names below the outputs.

    Refused where the meeting cannot be read, worded, rendered or written.
    """
    if not (sources or pack):
        return ()
    ready = _Ready(folders, load(folders, meeting))
    with locked(ready.folder) as was_mended:
        if was_mended:
            ready = _Ready(folders, load(folders, meeting))
        files = _sources(ready) if sources else {}
        if pack:
            shared = {
                p.name: p.read_bytes()
                for p in sorted((ready.folder / "share").glob("*.*"))
                if _is_clean(p.name)
            }
            public = {
                name: read_or_none(ready.folder / name) or made
                for name, made in public_files(ready.built).items()
            }
            files[f"share/{meeting}-evidence.zip"] = evidence(
                ready.built, ready.rendered, shared, public
            )
        written = {ready.folder / name: content for name, content in files.items()}
        write_all(ready.folder, written, disk)
    return tuple(f"{meeting}/{name}" for name in sorted(files))


def _is_clean(name: str) -> bool:
    """Whether a file of share/ is a paper submitted."""
    return name.endswith((".docx", ".pdf")) and not name.startswith(("~$", "."))
