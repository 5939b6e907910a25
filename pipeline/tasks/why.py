"""`why`: what fed a paragraph, or what became of a row or file, read from internal/audit.json.

In: the audit of the last run and a question. Out: plain values. Words of rows that are not public
are not shown: the place is, and where to look.
"""

import json
import re
import webbrowser
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from pipeline.audit.paper_views import anchor_of
from pipeline.model import place as places
from pipeline.model.finding import USAGE, Refused
from pipeline.tasks.redact import Redactor, is_telling, redacted_place, redacted_ref

Json = dict[str, Any]
Key = tuple[str, str, int]
_WITHHELD = "withheld"
_BARE_CELL = re.compile(r"[A-Za-z]{1,3}(\d+)")
_PARTS = ("rows", "sources", "figures", "blocks", "absent")


class Answered(NamedTuple):
    """What was found: blocks with their sources, rows with their fates."""

    blocks: list[Json]
    rows: list[Json]


class Audit:
    """The audit of a run, ready to be asked. ValueError for a value that is no audit."""

    def __init__(self, audit: Json) -> None:
        if not isinstance(audit, dict) or not all(
            isinstance(audit.get(part), list) for part in _PARTS
        ):
            raise ValueError("not an audit")
        self._audit = audit
        self._figures = {figure["name"]: figure for figure in audit["figures"]}
        self._public = {
            self.key(row["source"], row["place"]): row["public"] for row in audit["rows"]
        }
        self.redactor = Redactor.of_names(audit.get("withheld", ()))
        self._names = self._printed_names()
        self._stands = self._index()

    @staticmethod
    def key(source: str, place: str) -> Key:
        """What the row at a place of a source is known by; a path of keys in a YAML file is known
        by itself.
        """
        if not place:
            return source, "", 0
        parsed = places.parse(place)
        if parsed.kind == "yaml":
            return source, place, 0
        return (source, *parsed.row_key)

    def _shown(self, ref: Json) -> Json:
        """A cell as it may be shown."""
        key = self.key(ref["source"], ref["place"])
        return redacted_ref(ref, self._public.get(key, not _is_withheld(ref)))

    def _printed_names(self) -> dict[str, str]:
        """States by code as a paper prints them."""
        spans = (
            span
            for block in self._audit["blocks"]
            for span in block["spans"]
            if span["kind"] == "state"
        )
        return {span["state"]: span["text"] for span in spans}

    def _figure(self, figure: Json) -> Json:
        """A figure as it may be shown: no number and no State of one counted without
        attribution.
        """
        is_public = figure["regime"] == "public"
        return {
            "name": figure["name"],
            "value": figure["value"] if is_public else None,
            "certainty": figure["certainty"],
            "searched": figure["searched"] if is_public else [],
            "states": [
                {
                    "state": state["iso3"],
                    "name": self._names.get(state["iso3"], state["iso3"]),
                    "refs": [self._shown(ref) for ref in state["refs"] if self._is_conserved(ref)],
                }
                for state in figure["states"]
                if is_public and any(self._is_conserved(ref) for ref in state["refs"])
            ],
            "refs": [self._shown(ref) for ref in figure["refs"]],
        }

    def _is_conserved(self, ref: Json) -> bool:
        return self.key(ref["source"], ref["place"]) in self._public

    def _block(self, block: Json) -> Json:
        figures = [self._figures[name] for name in block["figures"]]
        of_figures = {
            _cell(ref)
            for f in figures
            for ref in (*f["refs"], *(r for s in f["states"] for r in s["refs"]))
        }
        return {
            "paper": block["paper"],
            "id": block["id"],
            "text": block["text"],
            "figures": [self._figure(figure) for figure in figures],
            "own": [self._shown(ref) for ref in block["refs"] if _cell(ref) not in of_figures],
            "refs": [self._shown(ref) for ref in block["refs"]],
        }

    def blocks(self, words: str) -> list[Json]:
        """The blocks of that id or bookmark, or else those whose text holds the words."""
        low = _plain(words)
        if not low:
            return []
        everything = self._audit["blocks"]
        found = [b for b in everything if low in {b["id"].casefold(), b["bookmark"].casefold()}]
        return [
            self._block(block)
            for block in found or [b for b in everything if low in _plain(b["text"])]
        ]

    def rows(self, file: str, place: str) -> list[Json]:
        """The rows of a file, or the one a place lies in, each with its fate and the blocks that
        stand on it.

        ValueError where the place is none of the grammar.
        """
        sources = self._sources(file)
        wanted = _wanted(place)
        found = [
            {
                "source": row["source"],
                "place": row["place"] if row["public"] else redacted_place(row),
                "fate": row["fate"],
                "reason": row["reason"],
                "public": row["public"],
                "blocks": self.named(key),
            }
            for row in self._audit["rows"]
            if row["source"] in sources
            and _is_at((key := self.key(row["source"], row["place"])), wanted)
        ]
        return found or self._pinned(sources, wanted, place)

    def _pinned(self, sources: set[str], wanted: Key | None, place: str) -> list[Json]:
        """What is cited without being counted: reference, settings, what was declared and
        withheld.
        """
        keys = [
            key
            for key in self._stands
            if key[0] in sources and key not in self._public and _is_at(key, wanted)
        ]
        blocks = list(dict.fromkeys(name for key in keys for name in self._stands[key]))
        source = keys[0][0] if keys else ""
        row = {
            "source": source,
            "place": place,
            "fate": "pinned",
            "reason": "",
            "public": True,
            "blocks": blocks,
        }
        return [row] if blocks else []

    def _sources(self, file: str) -> set[str]:
        low = file.replace("\\", "/").casefold()
        names = [str(source["id"]) for source in self._audit["sources"]]
        if not low:
            return set()
        return {name for name in names if _is_end_of_other(f"/{name.casefold()}", f"/{low}")}

    def named(self, key: Key) -> list[str]:
        """The blocks that stand on a row in any role: printed ones, and those it keeps from being
        printed.
        """
        return self._stands.get(key, [])

    def _index(self) -> dict[Key, list[str]]:
        stands: dict[Key, dict[str, None]] = {}
        of_table: dict[tuple[str, str], dict[str, None]] = {}
        blocks = (*self._audit["blocks"], *self._audit["absent"])
        refs = {(block["paper"], block["id"]): block["refs"] for block in blocks}
        for block in blocks:
            others = [refs[block["paper"], name] for name in block.get("after", ())]
            of_all = (ref for these in (block["refs"], *others) for ref in _all_refs(these))
            for key in dict.fromkeys(self.key(ref["source"], ref["place"]) for ref in of_all):
                name = f"{block['paper']}:{block['id']}"
                stands.setdefault(key, {})[name] = None
                if key in self._public:
                    of_table.setdefault(_table(key), {})[name] = None
        for row in self._audit["rows"]:
            # the row that names the columns supports whatever the table feeds
            key = self.key(row["source"], row["place"])
            if row["reason"] == "header" and _table(key) in of_table:
                stands[key] = of_table[_table(key)]
        return {key: list(names) for key, names in stands.items()}

    def is_file(self, words: str) -> bool:
        """Whether the words name a file that was read."""
        return bool(self._sources(words))


def _table(key: Key) -> tuple[str, str]:
    """What a row's header belongs to: its sheet; the whole book of a national report, whose sheets
    say one thing.
    """
    source, sheet, _ = key
    if is_telling(source):
        return source, ""
    return source, sheet


def _all_refs(refs: Iterable[Json]) -> Iterator[Json]:
    """The cells, and the rows that asked for a step on the way to their values."""
    for ref in refs:
        yield ref
        yield from ref.get("steps", ())


def _plain(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").casefold().split())


def _cell(ref: Json) -> tuple[str, str]:
    return ref["source"], ref["place"]


def _wanted(place: str) -> Key | None:
    """The row a person means: a place of the grammar, or a cell of any sheet. ValueError for
    anything else.
    """
    if not place:
        return None
    if bare := _BARE_CELL.fullmatch(place):
        return "", "", int(bare[1])
    return Audit.key("", place)


def _is_at(key: Key, wanted: Key | None) -> bool:
    if wanted is None:
        return True
    _, sheet, row = wanted
    return key[2] == row and sheet.casefold() in ("", key[1].casefold())


def _table_names(ref: Json) -> Iterable[str]:
    """What the table of a cell may be called: its sheet, or its file."""
    return (_plain(places.parse(ref["place"]).sheet), _plain(PurePosixPath(ref["source"]).stem))


def _is_end_of_other(one: str, other: str) -> bool:
    """Whether one path ends with the other: people type less of a path than the audit has, or
    more.
    """
    return one.endswith(other) or other.endswith(one)


def _is_withheld(ref: Json) -> bool:
    return bool(ref["place"]) and _WITHHELD in _table_names(ref)


def ask(audit: Audit, words: str, place: str) -> Answered:
    """The answer to `why WORDS [PLACE]`. ValueError where the place is none of the grammar."""
    if place or audit.is_file(words):
        return Answered([], [audit.redactor.value(row) for row in audit.rows(words, place)])
    return Answered([audit.redactor.value(block) for block in audit.blocks(words)], [])


def refused(message: str, cure: str) -> Refused:
    """What to say and what to do next."""
    return Refused(USAGE, message, cure)


def nothing(place: str, is_file: bool) -> Refused:
    """What to say where nothing was found."""
    if is_file:
        return refused(
            "Nothing was read at that place in the file.", "Ask for the file without a place."
        )
    if place:
        return refused("No file of that name was read.", "Give its path within the inputs folder.")
    return refused(
        "No paragraph or file matches.", "Give a paragraph's id, words from it, or a file name."
    )


def read_audits(outputs: Path, meeting: str) -> dict[str, Audit]:
    """The audits of the last runs, of one meeting or of all. Refused (exit 2) where there is
    none.
    """
    paths = {
        path.parent.parent.name: path for path in sorted(outputs.glob("*/internal/audit.json"))
    }
    if not paths:
        raise refused("No papers have been generated yet.", "Run `make report` first.")
    if meeting not in ("", *paths):
        raise refused(
            f"There are no papers of {meeting!r} yet.", f"Papers exist for: {', '.join(paths)}."
        )
    audits = {}
    for name in [meeting] if meeting else paths:
        try:
            audits[name] = Audit(json.loads(paths[name].read_text(encoding="utf-8")))
        except (OSError, ValueError, KeyError, TypeError):
            raise refused(
                f"{name}/internal/audit.json cannot be read.",
                "Delete it and run `make report` again.",
            ) from None
    return audits


def anchor(answer: Answered) -> str:
    """Where the page shows what was found: the first block, or the inputs."""
    if not answer.blocks:
        return "inputs"
    return anchor_of(answer.blocks[0]["paper"], answer.blocks[0]["id"])


def open_page(outputs: Path, meeting: str, answer: Answered) -> None:
    """Open the page of a meeting. Refused (exit 2) where it is missing."""
    page = (outputs / meeting / "internal" / "audit.html").resolve()
    if not page.is_file():
        raise Refused(
            USAGE, f"{meeting}/internal/audit.html is missing.", "Run `make report` again."
        )
    webbrowser.open(f"{page.as_uri()}#{anchor(answer)}")
