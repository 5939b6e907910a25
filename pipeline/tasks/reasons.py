"""Why a text changed between two runs, in sentences that may be read by all: from printed words and
received reports.

In: the ledgers of two runs and the sentences of templates/text/refresh.<language>.yaml. Out: a
reason a paragraph. Only names that a paper prints are named.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

Json = dict[str, Any]
# by State: the day its report was received, and the cells that say so (source, place)
_Received = Mapping[str, tuple[str, set[tuple[str, str]]]]
_RECEIVED = "reports_received"
_ISO = 10


class Sentences(NamedTuple):
    """The sentences of a language."""

    texts: Json

    def say(self, key: str, **names: str) -> str:
        """The sentence of a key, filled in."""
        return str(self.texts[key]).format(**names)

    def day(self, iso: str) -> str:
        """A date in words; as it stands where it is none."""
        parts = iso.split("-")
        if len(iso) != _ISO or not all(part.isdigit() for part in parts):
            return iso
        year, month, day = (int(part) for part in parts)
        return f"{day} {self.texts['months'][month - 1]} {year}"


class Comparison:
    """Two ledgers side by side."""

    def __init__(self, before: Json, now: Json, sentences: Sentences) -> None:
        self.sentences = sentences
        self._before, self._now = _blocks(before), _blocks(now)
        self._notes = _notes(before), _notes(now)
        self._received = _received(before), _received(now)
        self._names = _printed(before) | _printed(now)

    def reasons(self, paper: str) -> dict[str, str]:
        """Why each text of a paper changed, by bookmark; of a table as a whole, for no row of it
        alone.
        """
        found = {}
        for (name, bookmark), block in self._now.items():
            if name == paper and bookmark:
                found[bookmark] = self.reason(self._before.get((name, bookmark)), block)
        return {bookmark: reason for bookmark, reason in found.items() if reason}

    def sources(self, paper: str) -> dict[str, tuple[str, ...]]:
        """The files whose cells behind each text are others than before, by bookmark. For internal
        pages.
        """
        found = {}
        for (name, bookmark), block in self._now.items():
            before = self._before.get((name, bookmark))
            if name == paper and before is not None and before["text"] != block["text"]:
                cells, was = _cells(block), _cells(before)
                found[bookmark] = tuple(sorted({source for source, _, _ in cells ^ was}))
        return found

    def reason(self, before: Json | None, now: Json) -> str:
        """Why one text is another now."""
        if before is None or before["text"] == now["text"]:
            return ""
        said = [
            *self._reports(before, now),
            *self._figures(before, now),
            *self._states(before, now),
        ]
        return " ".join(said) or self.sentences.say("words")

    def _reports(self, before: Json, now: Json) -> Iterable[str]:
        then, today = self._received
        for iso3, day in self._only(today, then, _places(now)):
            yield self.sentences.say(
                "received", state=self._names[iso3], date=self.sentences.day(day)
            )
        for iso3, _ in self._only(then, today, _places(before)):
            yield self.sentences.say("withdrawn", state=self._names[iso3])

    def _only(
        self, reports: _Received, others: _Received, places: set[tuple[str, str]]
    ) -> Iterator[tuple[str, str]]:
        """State and day of the reports at these places that are not among the others.

        Only of States that a text names: why a number changed must not name one that it counts.
        """
        nameable = self._names.keys() - others.keys()
        for iso3, (day, stands_at) in reports.items():
            if iso3 in nameable and not stands_at.isdisjoint(places):
                yield iso3, day

    def _figures(self, before: Json, now: Json) -> Iterable[str]:
        old = {
            _figure_key(span): span["text"] for span in before["spans"] if span["kind"] == "figure"
        }
        for span in now["spans"]:
            was = old.pop(_figure_key(span), "") if span["kind"] == "figure" else ""
            if was not in ("", span["text"]):
                yield self.sentences.say("figure", before=was, after=span["text"])

    def _states(self, before: Json, now: Json) -> Iterable[str]:
        old, new = self._named(before, 0), self._named(now, 1)
        for key, one, other in (("named", new, old), ("no_longer_named", old, new)):
            names = [one[iso3] for iso3 in one if iso3 not in other]
            if names:
                yield self.sentences.say(key, names=", ".join(names))

    def _named(self, block: Json, which: int) -> dict[str, str]:
        """The States a text names, in its notes too."""
        names = _states(block)
        for span in block["spans"]:
            if span["kind"] == "note":
                names |= _states(
                    self._notes[which].get((block["paper"], span["name"]), {"spans": ()})
                )
        return names


def _figure_key(span: Json) -> tuple[str, str]:
    return span.get("name", ""), span.get("state", "")


def _notes(ledger: Json) -> dict[tuple[str, str], Json]:
    return {(b["paper"], b["id"]): b for b in ledger.get("blocks", ()) if b["kind"] == "note"}


def _blocks(ledger: Json) -> dict[tuple[str, str], Json]:
    return {(block["paper"], block["bookmark"]): block for block in ledger.get("blocks", ())}


def _places(block: Json) -> set[tuple[str, str]]:
    return {(ref["source"], ref["place"]) for ref in block["refs"]}


def _cells(block: Json) -> set[tuple[str, str, str]]:
    return {(ref["source"], ref["place"], ref["words"]) for ref in block["refs"]}


def _states(block: Json) -> dict[str, str]:
    return {
        span["state"]: span["text"]
        for span in block["spans"]
        if span["kind"] == "state" and span.get("state")
    }


def _printed(ledger: Json) -> dict[str, str]:
    """The names that papers print, by State."""
    names: dict[str, str] = {}
    for block in ledger.get("blocks", ()):
        names |= _states(block)
    return names


def _received(ledger: Json) -> _Received:
    """The day each report counted was received, and where that stands, by State."""
    found = {}
    for figure in ledger.get("figures", ()):
        if figure["name"] == _RECEIVED:
            for state in figure["states"]:
                days = (ref["words"] for ref in state["refs"] if _is_day(ref["words"]))
                places = {(ref["source"], ref["place"]) for ref in state["refs"]}
                found[state["iso3"]] = (next(days, ""), places)
    return found


def _is_day(words: str) -> bool:
    """Whether a cell holds a whole date, and not a year or a word."""
    return len(words) == _ISO and words[4] == "-"
