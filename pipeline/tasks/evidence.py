"""The evidence of a meeting as one zip: papers, public audit, hashes of all inputs, versions, words
for archivists.

In: a built meeting, its papers as made and as submitted. Out: bytes, the same for the same inputs.
Names of files that could tell what may not be told are masked; their hashes stand.
"""

import json
from pathlib import PurePosixPath

from pipeline.audit.html import text_page
from pipeline.build import Built
from pipeline.files import sha256
from pipeline.model.ledger import Ledger
from pipeline.model.tables import EVIDENCE_TABLES
from pipeline.ooxml import write_package
from pipeline.tasks.crate import CRATE, crate
from pipeline.tasks.outcome import safe_path
from pipeline.tasks.share import about, is_public

_REFERENCE, _MASK = "reference", "…"
_TABLES = frozenset({"meeting", *(table.name.casefold() for table in EVIDENCE_TABLES)})
MANIFEST, SUMS, README = "manifest.json", "SHA256SUMS", "README.txt"


def _public_files(ledger: Ledger) -> frozenset[str]:
    """The files of which a row is public."""
    return frozenset(row.source for row in ledger.rows if row.is_public)


def shown_path(built: Built, path: str, public: frozenset[str]) -> str:
    """The path of an input; the name of a file that is neither public nor called after a table is
    masked.

    Such a name is whatever a person gave it: it may name that person, or a State that is not to be
    named.
    """
    pure = PurePosixPath(path)
    is_named = path in public or pure.stem.casefold() in _TABLES or _REFERENCE in pure.parts
    return safe_path(path if is_named else f"{pure.parent}/{_MASK}{pure.suffix}", built.gate)


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
    """The zip; `public` are the files of the public audit."""
    files = {f"papers/{name}.docx": content for name, content in papers.items() if is_public(name)}
    files |= {f"submitted/{name}": content for name, content in submitted.items()}
    files |= {PurePosixPath(name).name: content for name, content in public.items()}
    files[MANIFEST] = _manifest(built)
    files[README] = text_page("evidence.txt", about=about(built), submitted=sorted(submitted))
    files[CRATE] = crate(about(built), built.settings.author_body, files)
    sums = "".join(f"{sha256(content)}  {name}\n" for name, content in sorted(files.items()))
    return write_package({**files, SUMS: sums.encode()})
