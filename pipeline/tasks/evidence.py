"""What is published beside the papers: the public audit, and the evidence of a meeting as one zip.

In: a built meeting, and its papers as generated and as submitted. Out: bytes, the same for the same
inputs. Names of input files that could reveal a person or a withheld State are masked; their hashes
are not.
"""

import json
from pathlib import PurePosixPath
from typing import Any

from pipeline.aggregate.gate import names_withheld
from pipeline.audit.as_json import INTERNAL
from pipeline.audit.editor_status import NO_STATUS, EditorStatus
from pipeline.audit.figure_views import comment_lines
from pipeline.audit.html import text_page
from pipeline.audit.public_audit import EDITION, PublicRun, public_dict, public_json, public_page
from pipeline.build import Built, build
from pipeline.compose.paper import LeakedName
from pipeline.files import Disk, locked, read_or_none, sha256, write_all
from pipeline.load import Folders, Loaded, load
from pipeline.model.block import Composed
from pipeline.model.ledger import Ledger
from pipeline.model.papers import PAPERS
from pipeline.model.tables import EVIDENCE_TABLES
from pipeline.ooxml import NotAPackage, UnsafePackage, write_package
from pipeline.render.word_parts import with_comments
from pipeline.tasks.redact import Redactor

_REFERENCE, _MASK = "reference", "…"
_TABLES = frozenset({"meeting", *(table.name.casefold() for table in EVIDENCE_TABLES)})
MANIFEST, SUMS, README = "manifest.json", "SHA256SUMS", "README.txt"


def _public_files(ledger: Ledger) -> frozenset[str]:
    """The files with at least one public row."""
    return frozenset(row.source for row in ledger.rows if row.is_public)


def shown_path(built: Built, path: str, public: frozenset[str]) -> str:
    """The path of an input as it may be published, its name masked unless it is known to tell
    nothing.
    """
    pure = PurePosixPath(path)
    shown = path
    # A person may have named any other file after themselves, or after a State not to be named.
    if path not in public and not _is_ours(pure):
        shown = f"{pure.parent}/{_MASK}{pure.suffix}"
    return Redactor.of_gate(built.gate).path(shown)


def _is_ours(path: PurePosixPath) -> bool:
    """Whether the program gives a file its name: it is of the reference, or named after a table."""
    return _REFERENCE in path.parts or path.stem.casefold() in _TABLES


def _manifest(built: Built) -> bytes:
    ledger = built.ledger
    public = _public_files(ledger)
    inputs = sorted((shown_path(built, s.path, public), s.sha256) for s in ledger.sources)
    told = {
        **about(built)._asdict(),
        "versions": ledger.versions,
        "inputs": [{"path": path, "sha256": digest} for path, digest in inputs],
    }
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


def evidence(
    built: Built, papers: dict[str, bytes], submitted: dict[str, bytes], public: dict[str, bytes]
) -> bytes:
    """The zip of papers as generated and as submitted, public audit, hashes of the inputs and a
    description; `public` are the files of the public audit by path.
    """
    files = {f"papers/{name}.docx": content for name, content in papers.items() if is_public(name)}
    files |= {f"submitted/{name}": content for name, content in submitted.items()}
    files |= {PurePosixPath(name).name: content for name, content in public.items()}
    files[MANIFEST] = _manifest(built)
    files[README] = text_page("evidence.txt", about=about(built), submitted=sorted(submitted))
    files[CRATE] = crate(about(built), built.settings.author_body, files)
    sums = "".join(f"{sha256(content)}  {name}\n" for name, content in sorted(files.items()))
    return write_package({**files, SUMS: sums.encode()})


Json = dict[str, Any]
CRATE = "ro-crate-metadata.json"
_SPECIFICATION = "https://w3id.org/ro/crate/1.3"
_KINDS = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".pdf": "application/pdf",
    ".html": "text/html",
    ".json": "application/json",
    ".txt": "text/plain",
    "": "text/plain",
}
_NAMES = {
    "audit-public.html": "Public audit, for readers",
    "audit-public.json": "Public audit, for programs",
    "manifest.json": "Run, version and hashes of the inputs",
    "README.txt": "What the archive contains and how to check it",
}
_PAPERS = {"papers": "Paper as generated", "submitted": "Paper as submitted"}
_LICENCE = {
    "@id": "#licence",
    "@type": "CreativeWork",
    "name": "No licence stated",
    "description": "The archive grants no licence; ask the bodies that own the papers.",
}


def _kind(name: str) -> str:
    stem, dot, ending = name.rpartition(".")
    return _KINDS.get(f"{dot}{ending}" if stem else "", "application/octet-stream")


def _file(name: str, content: bytes) -> Json:
    return {
        "@id": name,
        "@type": "File",
        "name": name.rpartition("/")[2],
        "description": _NAMES.get(name, _PAPERS.get(name.partition("/")[0], name)),
        "encodingFormat": _kind(name),
        "contentSize": str(len(content)),
        "sha256": sha256(content),
    }


def crate(about: PublicRun, publisher: str, files: dict[str, bytes]) -> bytes:
    """The files described as RO-Crate 1.3, which archives of research data read."""
    names = sorted(files)
    root: Json = {
        "@id": "./",
        "@type": "Dataset",
        "name": f"Evidence of {about.meeting}",
        "description": (
            "Papers of a meeting as generated, with a public audit and the hashes of all inputs."
        ),
        "datePublished": about.as_of,
        "license": {"@id": _LICENCE["@id"]},
        "publisher": {"@id": "#publisher"},
        "hasPart": [{"@id": name} for name in names],
    }
    descriptor = {
        "@id": CRATE,
        "@type": "CreativeWork",
        "about": {"@id": "./"},
        "conformsTo": {"@id": _SPECIFICATION},
    }
    body = {"@id": "#publisher", "@type": "Organization", "name": publisher}
    graph = [descriptor, root, _LICENCE, body, *(_file(name, files[name]) for name in names)]
    told = {"@context": f"{_SPECIFICATION}/context", "@graph": graph}
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


_AUTHOR = "msp-report"


class _Ready:
    """A meeting built once for whatever is asked for."""

    def __init__(self, folders: Folders, loaded: Loaded) -> None:
        self.built = build(loaded)
        self.rendered = self.built.contents
        self.folder = folders.outputs / loaded.meeting


def _sources(ready: _Ready) -> dict[str, bytes]:
    """Each paper with its sources in comments, by path: the editors' file, or the paper as
    generated if there is none or it is no Word document.
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
    """Write the copies with sources and the evidence that were asked for, all or none, and return
    their paths below the outputs.

    Refused if the meeting cannot be read, worded, rendered or written.
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
    """Whether a file of share/ is a submitted paper."""
    # Word and LibreOffice put a lock beside a file that is open, with the same ending.
    if name.startswith(("~$", ".")):
        return False
    return name.endswith((".docx", ".pdf"))


PUBLIC_PAGE, PUBLIC_JSON = "share/audit-public.html", "share/audit-public.json"


def about(built: Built) -> PublicRun:
    """The meeting, run, as-of date and program version of a run."""
    ledger = built.ledger
    return PublicRun(ledger.meeting, ledger.run, ledger.as_of, ledger.versions["program"])


def is_public(paper: str) -> bool:
    """Whether a paper is of the public edition; no other is ever published."""
    return paper in {known.name for known in PAPERS if known.edition == EDITION}


def _papers(built: Built) -> tuple[Composed, ...]:
    return tuple(paper for paper in built.ledger.papers if is_public(paper.paper))


def _check(built: Built) -> None:
    """Raise LeakedName if a text of the public audit names a withheld State: the second line behind
    the gate of decision 6.
    """
    told = public_dict(about(built), _papers(built), built.facts)
    texts = [block["text"] for paper in told["papers"] for block in paper["blocks"]]
    texts += [name for figure in told["figures"] for name in figure["states"]]
    if any(names_withheld(built.gate, text) for text in texts):
        raise LeakedName("the public audit")


def public_files(built: Built, editors: EditorStatus = NO_STATUS) -> dict[str, bytes]:
    """The public audit, as page and as JSON, by path below the meeting's outputs; `editors` says
    what editors did. LeakedName if it names a withheld State.
    """
    _check(built)
    given = (about(built), _papers(built), built.facts, editors)
    return {PUBLIC_PAGE: public_page(*given), PUBLIC_JSON: public_json(*given)}
