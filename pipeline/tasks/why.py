"""`why`: what fed a paragraph, or what became of a row or file, read from internal/audit.json.

In: the audit of the last run and a question. Out: plain values and lines. Words of rows that are not public are not
shown: the place is, and where to look.
"""

from typing import Any, NamedTuple

from pipeline.model import place as places

Json = dict[str, Any]
_HIDDEN = "see internal/audit.json"
_PINNED_INTERNAL = "Withheld!"


class Answered(NamedTuple):
    """What was found: blocks with their sources, rows with their fates."""

    blocks: list[Json]
    rows: list[Json]


class Audit:
    """The audit of a run, ready to be asked."""

    def __init__(self, audit: Json) -> None:
        self._audit = audit
        self._public = {self._key(row["source"], row["place"]): row["public"] for row in audit["rows"]}
        self._stands = self._index()

    @staticmethod
    def _key(source: str, place: str) -> tuple[str, str, int]:
        return (source, *places.parse(place).row_key) if place else (source, "", 0)

    def _shown(self, ref: Json) -> Json:
        """A cell as it may be shown: without its words, and without a telling file name, where its row is not public."""
        is_public = self._public.get(
            self._key(ref["source"], ref["place"]), not ref["place"].startswith(_PINNED_INTERNAL)
        )
        kept = {key: value for key, value in ref.items() if key not in {"words", "source"}}
        if is_public:
            return {"source": ref["source"], **kept, "words": ref["words"]}
        return {"source": _folder(ref["source"]), **kept, "words": _HIDDEN}

    def _block(self, block: Json) -> Json:
        figures = [figure for figure in self._audit["figures"] if figure["name"] in block["figures"]]
        return {
            "paper": block["paper"],
            "id": block["id"],
            "text": block.get("text", ""),
            "figures": [
                {"name": f["name"], "value": f["value"], "certainty": f["certainty"], "searched": f["searched"]}
                if f["regime"] == "public"
                else {"name": f["name"], "value": None, "certainty": f["certainty"], "searched": []}
                for f in figures
            ],
            "refs": [self._shown(ref) for ref in block["refs"]],
        }

    def blocks(self, words: str) -> list[Json]:
        """The blocks of that id, or else those whose text holds the words."""
        low = " ".join(words.replace("\u00a0", " ").casefold().split())
        everything = self._audit["blocks"]
        found = [b for b in everything if low in {b["id"].casefold(), b["bookmark"].casefold()}]
        found = found or [
            b for b in everything if low and low in " ".join(b["text"].replace("\u00a0", " ").casefold().split())
        ]
        return [self._block(block) for block in found]

    def rows(self, file: str, place: str) -> list[Json]:
        """The rows of a file, or the one a place lies in, each with its fate and the blocks that stand on it.

        ValueError where the place is none of the grammar.
        """
        sources = self._sources(file)
        wanted = places.parse(place).row_key if place else None
        found = []
        for row in self._audit["rows"]:
            key = self._key(row["source"], row["place"])
            if row["source"] in sources and (wanted is None or key[1:] == wanted):
                found.append({**{k: v for k, v in row.items() if k != "record"}, "blocks": self.named(key)})
        return found

    def _sources(self, file: str) -> set[str]:
        low = file.replace("\\", "/").casefold()
        ids = [source["id"] for source in self._audit["sources"]]
        return {
            name
            for name in ids
            if name.casefold() == low
            or f"/{name.casefold()}".endswith(f"/{low}")
            or low.endswith(f"/{name.casefold()}")
        }

    def named(self, key: tuple[str, str, int]) -> list[str]:
        """The blocks that stand on a row in any role: printed ones, and those it keeps from being printed."""
        return self._stands.get(key, [])

    def _index(self) -> dict[tuple[str, str, int], list[str]]:
        stands: dict[tuple[str, str, int], list[str]] = {}
        for block in (*self._audit["blocks"], *self._audit["absent"]):
            for key in dict.fromkeys(self._key(ref["source"], ref["place"]) for ref in block["refs"]):
                stands.setdefault(key, []).append(f"{block['paper']}:{block['id']}")
        return stands

    def is_file(self, words: str) -> bool:
        """Whether the words name a file that was read."""
        return bool(self._sources(words))


def _folder(source: str) -> str:
    """The folder of a file whose name may tell whom it is about; other tables keep their name."""
    return source.rpartition("/")[0] + "/…" if "national-reports/" in source else source


def ask(audit: Json, words: str, place: str) -> Answered:
    """The answer to `why WORDS [PLACE]`. ValueError where the place is none of the grammar."""
    asked = Audit(audit)
    if place or asked.is_file(words):
        return Answered([], asked.rows(words, place))
    return Answered(asked.blocks(words), [])
