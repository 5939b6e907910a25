"""Whether a paper waits for a run though no input changed: it was open in Word then, or an older
one was put back.

In: the folder of a meeting's outputs, what was told of its papers, their bytes. Out: yes or no. A
paper that is as it was left is never opened for it.
"""

from collections.abc import Mapping
from pathlib import Path

from pipeline.files import is_open, sha256
from pipeline.tasks.history import Json, Written, ledger
from pipeline.tasks.shown import ISSUED, OPEN


def is_behind(folder: Path, known: Json, papers: Mapping[str, bytes]) -> bool:
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
    from pipeline.tasks.refreshing import origin  # heavy only where somebody saved the paper

    came = origin(content)
    return came.run if came is not None and ledger(folder, came.run) else str(known["run"])
