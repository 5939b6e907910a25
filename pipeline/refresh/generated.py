"""What a document holds as rendered, for the ledger of its run: a later refresh starts from it.

In: a document as rendered. Out: the entries that `read_base` reads. It is asked of no document that
a person edited.
"""

from pipeline.refresh.base import PAGE, Json
from pipeline.refresh.found import Found
from pipeline.refresh.package import Document
from pipeline.refresh.page import page_texts


def generated(content: bytes) -> list[Json]:
    """The texts of a document as rendered, for the ledger: bookmark, kind, texts, the table of a
    row; then its page.
    """
    found = Found(Document(content))
    tables: dict[object, str] = {}
    entries: list[Json] = []
    for name, spot in found.spots.items():
        entry: Json = {"bookmark": name, "kind": spot.kind, "texts": list(found.texts(spot))}
        if spot.row is not None:
            entry["table"] = tables.setdefault(spot.row.getparent(), name)
        entries.append(entry)
    page = [
        {"bookmark": role, "kind": PAGE, "texts": list(texts)}
        for role, texts in page_texts(found).items()
    ]
    return entries + page
