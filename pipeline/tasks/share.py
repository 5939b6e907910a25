"""What may be shared: the public audit of a built meeting, as files below the folder of its
outputs.

In: a built meeting. Out: bytes by name. Only public types are handed on; what comes out is searched
once more for the names of withheld States (LeakedName).
"""

from pipeline.aggregate.gate import names_withheld
from pipeline.audit.editor_status import NO_STATUS, EditorStatus
from pipeline.audit.public_audit import EDITION, PublicRun, public_dict, public_json, public_page
from pipeline.build import Built
from pipeline.compose.paper import LeakedName
from pipeline.model.block import Composed
from pipeline.model.papers import PAPERS

PUBLIC_PAGE, PUBLIC_JSON = "share/audit-public.html", "share/audit-public.json"


def about(built: Built) -> PublicRun:
    """What the run is known by."""
    ledger = built.ledger
    return PublicRun(ledger.meeting, ledger.run, ledger.as_of, ledger.versions["program"])


def is_public(paper: str) -> bool:
    """Whether a paper is of the public edition: no other is in what is shared."""
    return any(known.name == paper and known.edition == EDITION for known in PAPERS)


def _papers(built: Built) -> tuple[Composed, ...]:
    return tuple(paper for paper in built.ledger.papers if is_public(paper.paper))


def _check(built: Built) -> None:
    """LeakedName where a text of the public audit names a withheld State."""
    told = public_dict(about(built), _papers(built), built.facts)
    texts = [block["text"] for paper in told["papers"] for block in paper["blocks"]]
    texts += [name for figure in told["figures"] for name in figure["states"]]
    if any(names_withheld(built.gate, text) for text in texts):
        raise LeakedName("the public audit")


def public_files(built: Built, editors: EditorStatus = NO_STATUS) -> dict[str, bytes]:
    """The public audit, as page and as JSON, by path below the meeting's outputs; `editors` is what
    editors did.
    """
    _check(built)
    given = (about(built), _papers(built), built.facts, editors)
    return {PUBLIC_PAGE: public_page(*given), PUBLIC_JSON: public_json(*given)}
