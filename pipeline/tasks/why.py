"""`why`: the sources of a paragraph, or the fate of a row or file, read from internal/audit.json.

In: the audit of the last run and a question. Out: plain values. Of a row that is not public only
the place is shown, and where to read its words (decision 6).
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
    """The answer: blocks with their sources, or rows with their fates."""

    blocks: list[Json]
    rows: list[Json]


class Audit:
    """The audit of a run, indexed for questions. ValueError if the value is not an audit."""

    def __init__(self, audit: Json) -> None:
        if not _is_audit(audit):
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
        """The key of the row that a place lies in: source, sheet or table, number of the row. YAML
        has no rows, so a place in it is a key itself.
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
        # Settings and declarations have no row in the audit: they are public, unlike a withholding.
        return redacted_ref(ref, self._public.get(key, not _is_withheld(ref)))

    def _printed_names(self) -> dict[str, str]:
        """The names of States by code, as papers print them."""
        spans = (span for block in self._audit["blocks"] for span in block["spans"])
        return {span["state"]: span["text"] for span in spans if span["kind"] == "state"}

    def _figure(self, figure: Json) -> Json:
        """A figure as it may be shown: of one that counts unnamed States no number, as it may be
        below the three from which decision 5 lets a paper print it.
        """
        shown = {
            "name": figure["name"],
            "value": None,
            "certainty": figure["certainty"],
            "searched": [],
            "states": [],
            "refs": [self._shown(ref) for ref in figure["refs"]],
        }
        if figure["regime"] != "public":
            return shown
        named = {
            "value": figure["value"],
            "searched": figure["searched"],
            "states": list(self._counted_states(figure)),
        }
        return {**shown, **named}

    def _counted_states(self, figure: Json) -> Iterator[Json]:
        """The States of a figure, each with the cells of the inputs that it stands on."""
        for state in figure["states"]:
            refs = [self._shown(ref) for ref in state["refs"] if self._is_conserved(ref)]
            if refs:
                name = self._names.get(state["iso3"], state["iso3"])
                yield {"state": state["iso3"], "name": name, "refs": refs}

    def _is_conserved(self, ref: Json) -> bool:
        """Whether a cell is of a row with a fate; decision 3 pins settings and reference only."""
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
        """The blocks with that id or bookmark, or else those whose text contains the words; each
        with its figures and cells.
        """
        low = _plain(words)
        if not low:
            return []
        everything = self._audit["blocks"]
        found = [b for b in everything if low in {b["id"].casefold(), b["bookmark"].casefold()}]
        if not found:
            found = [b for b in everything if low in _plain(b["text"])]
        return [self._block(block) for block in found]

    def rows(self, file: str, place: str) -> list[Json]:
        """The rows of a file, or the one that a place lies in, each with its fate and the blocks
        that depend on it.

        ValueError if the place cannot be parsed.
        """
        sources = self._sources(file)
        wanted = _wanted(place)
        found = []
        for row in (row for row in self._audit["rows"] if row["source"] in sources):
            key = self.key(row["source"], row["place"])
            if _is_at(key, wanted):
                shown = {part: row[part] for part in ("source", "place", "fate", "reason")}
                if not row["public"]:
                    shown["place"] = redacted_place(row)
                found.append({**shown, "public": row["public"], "blocks": self.named(key)})
        return found or self._pinned(sources, wanted, place)

    def _pinned(self, sources: set[str], wanted: Key | None, place: str) -> list[Json]:
        """The answer for what papers cite and no fate is kept of: reference, settings, and what was
        declared or withheld.
        """
        cited = (key for key in self._stands if key[0] in sources and key not in self._public)
        keys = [key for key in cited if _is_at(key, wanted)]
        blocks = list(dict.fromkeys(name for key in keys for name in self._stands[key]))
        if not blocks:
            return []
        row = {
            "source": keys[0][0],
            "place": place,
            "fate": "pinned",
            "reason": "",
            "public": True,
            "blocks": blocks,
        }
        return [row]

    def _sources(self, file: str) -> set[str]:
        """The sources that a person means: by the end of their path, or by a longer path."""
        low = file.replace("\\", "/").casefold()
        if not low:
            return set()
        names = [str(source["id"]) for source in self._audit["sources"]]
        return {
            name
            for name in names
            if any(_ends_in(*paths) for paths in ((name.casefold(), low), (low, name.casefold())))
        }

    def named(self, key: Key) -> list[str]:
        """The blocks that depend on a row in any role: those it feeds, and those it keeps from
        being printed; as `paper:id`.
        """
        return self._stands.get(key, [])

    def _index(self) -> dict[Key, list[str]]:
        """The blocks that depend on each row or pinned place, as `paper:id`."""
        stands: dict[Key, dict[str, None]] = {}
        of_table: dict[tuple[str, str], dict[str, None]] = {}
        for name, key in self._dependences():
            stands.setdefault(key, {})[name] = None
            if key in self._public:
                of_table.setdefault(_table(key), {})[name] = None
        for row in self._audit["rows"]:
            # A header decides what every cell below it means, so it feeds all that the table feeds.
            key = self.key(row["source"], row["place"])
            if row["reason"] == "header" and _table(key) in of_table:
                stands[key] = of_table[_table(key)]
        return {key: list(names) for key, names in stands.items()}

    def _dependences(self) -> Iterator[tuple[str, Key]]:
        """Each block as `paper:id`, with the key of every row it depends on; one that is printed
        only `after` others depends on their rows too.
        """
        blocks = (*self._audit["blocks"], *self._audit["absent"])
        refs = {(block["paper"], block["id"]): block["refs"] for block in blocks}
        for block in blocks:
            others = [refs[block["paper"], name] for name in block.get("after", ())]
            of_all = (ref for these in (block["refs"], *others) for ref in _all_refs(these))
            for key in dict.fromkeys(self.key(ref["source"], ref["place"]) for ref in of_all):
                yield f"{block['paper']}:{block['id']}", key

    def is_file(self, words: str) -> bool:
        """Whether the words name a file that was read."""
        return bool(self._sources(words))


def _is_audit(value: object) -> bool:
    if not isinstance(value, dict):
        return False
    return all(isinstance(value.get(part), list) for part in _PARTS)


def _ends_in(path: str, ending: str) -> bool:
    """Whether a path ends in whole parts of another."""
    return f"/{path}".endswith(f"/{ending}")


def _table(key: Key) -> tuple[str, str]:
    """What a header belongs to: its sheet, but of a national report the whole book, whose sheets
    are the forms of one report.
    """
    source, sheet, _ = key
    if is_telling(source):
        return source, ""
    return source, sheet


def _all_refs(refs: Iterable[Json]) -> Iterator[Json]:
    """The cells, and those that changed their values on the way, as a correction does."""
    for ref in refs:
        yield ref
        yield from ref.get("steps", ())


def _plain(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").casefold().split())


def _cell(ref: Json) -> tuple[str, str]:
    return ref["source"], ref["place"]


def _wanted(place: str) -> Key | None:
    """The row that a person means: a place as papers print it, or a cell such as C14 of any sheet;
    None for every row. ValueError for anything else.
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
    if sheet.casefold() not in ("", key[1].casefold()):
        return False
    return key[2] == row


def _table_names(ref: Json) -> Iterable[str]:
    """What the table of a cell may be called: by its sheet, or by its file if that is csv."""
    return (_plain(places.parse(ref["place"]).sheet), _plain(PurePosixPath(ref["source"]).stem))


def _is_withheld(ref: Json) -> bool:
    """Whether a cell is in the table of withheld States."""
    if not ref["place"]:
        return False
    return _WITHHELD in _table_names(ref)


def ask(audit: Audit, words: str, place: str) -> Answered:
    """The answer to `why WORDS [PLACE]`. ValueError if the place cannot be parsed."""
    if place or audit.is_file(words):
        return Answered([], [audit.redactor.value(row) for row in audit.rows(words, place)])
    return Answered([audit.redactor.value(block) for block in audit.blocks(words)], [])


def refused(message: str, cure: str) -> Refused:
    """A refusal for a question that cannot be answered: exit code 2."""
    return Refused(USAGE, message, cure)


def nothing(place: str, is_file: bool) -> Refused:
    """The refusal if nothing was found; `is_file` says that the file was read."""
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
    """The audits of the last runs by meeting, of one meeting or of all. Refused (exit 2) if there
    is none, or one cannot be read.
    """
    paths = {
        path.parent.parent.name: path for path in sorted(outputs.glob("*/internal/audit.json"))
    }
    if not paths:
        raise refused("No papers have been generated yet.", "Run `make report` first.")
    wanted = [meeting] if meeting else list(paths)
    if not paths.keys() >= set(wanted):
        raise refused(
            f"There are no papers of {meeting!r} yet.", f"Papers exist for: {', '.join(paths)}."
        )
    audits = {}
    for name in wanted:
        try:
            audits[name] = Audit(json.loads(paths[name].read_text(encoding="utf-8")))
        except (OSError, ValueError, KeyError, TypeError):
            raise refused(
                f"{name}/internal/audit.json cannot be read.",
                "Delete it and run `make report` again.",
            ) from None
    return audits


def anchor(answer: Answered) -> str:
    """The fragment of the audit page that shows an answer: its first block, or the inputs."""
    if not answer.blocks:
        return "inputs"
    return anchor_of(answer.blocks[0]["paper"], answer.blocks[0]["id"])


def open_page(outputs: Path, meeting: str, answer: Answered) -> None:
    """Open the audit page of a meeting at an answer. Refused (exit 2) if the page is missing."""
    page = (outputs / meeting / "internal" / "audit.html").resolve()
    if not page.is_file():
        raise Refused(
            USAGE, f"{meeting}/internal/audit.html is missing.", "Run `make report` again."
        )
    webbrowser.open(f"{page.as_uri()}#{anchor(answer)}")
