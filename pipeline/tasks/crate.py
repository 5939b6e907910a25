"""The evidence described as an RO-Crate 1.3, for archives that read such descriptions.

In: what a run is known by, the files of the archive. Out: bytes of ro-crate-metadata.json, without
a clock: the date is the as-of date of the run. It describes nothing that is not in the archive.
"""

import json
from typing import Any

from pipeline.audit.public_audit import PublicRun
from pipeline.files import sha256

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
    "README.txt": "What the archive holds and how to check it",
}
_PAPERS = {"papers": "Paper as generated", "submitted": "Paper as handed in"}
_LICENCE = {
    "@id": "#licence",
    "@type": "CreativeWork",
    "name": "No licence stated",
    "description": "The archive grants no licence; ask those whose documents the papers are.",
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
    """The description of these files."""
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
