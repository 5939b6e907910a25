"""Why a text changed between two runs, in sentences that anybody may read: they become comments in
the editors' papers.

In: the ledgers of two runs and the sentences of templates/text/refresh.<language>.yaml. Out: a
reason for each paragraph that changed. It names only States that a paper prints.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

Json = dict[str, Any]
Reports = dict[str, tuple[str, set[tuple[str, str]]]]
_RECEIVED = "reports_received"
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_ISO = 10


class Sentences(NamedTuple):
    """The sentences of a language."""

    texts: Json

    def say(self, key: str, **names: str) -> str:
        """The sentence of a key, filled in."""
        return str(self.texts[key]).format(**names)

    def day(self, iso: str) -> str:
        """A date in words; anything else as it is."""
        date = _DAY.fullmatch(iso)
        if date is None:
            return iso
        year, month, day = map(int, date.groups())
        return f"{day} {self.texts['months'][month - 1]} {year}"


class Comparison:
    """The ledgers of two runs, compared text by text."""

    def __init__(self, before: Json, now: Json, sentences: Sentences) -> None:
        self.sentences = sentences
        self._before, self._now = _blocks(before), _blocks(now)
        self._notes = _notes(before), _notes(now)
        self._received = _received(before), _received(now)
        self._names = _printed(before) | _printed(now)

    def reasons(self, paper: str) -> dict[str, str]:
        """Why each text of a paper changed, by bookmark: a table as a whole, not its rows."""
        changed = self._changed(paper)
        return {bookmark: self.reason(was, now) for bookmark, was, now in changed if bookmark}

    def sources(self, paper: str) -> dict[str, tuple[str, ...]]:
        """The files in which cells behind each changed text differ, by bookmark. For internal pages
        only: the name of a file may name a State.
        """
        found = {}
        for bookmark, before, now in self._changed(paper):
            differing = _cells(now) ^ _cells(before)
            found[bookmark] = tuple(sorted({source for source, _, _ in differing}))
        return found

    def _changed(self, paper: str) -> Iterator[tuple[str, Json, Json]]:
        """The bookmark of each text of a paper that was there before and reads differently now, as
        it was and as it is.
        """
        for (name, bookmark), now in self._now.items():
            before = self._before.get((name, bookmark), now)
            if name == paper and before["text"] != now["text"]:
                yield bookmark, before, now

    def reason(self, before: Json | None, now: Json) -> str:
        """Why a text changed; empty if it is new or did not change."""
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
        for iso3, day in self._reported_only(today, then, now):
            name, date = self._names[iso3], self.sentences.day(day)
            yield self.sentences.say("received", state=name, date=date)
        for iso3, _ in self._reported_only(then, today, before):
            yield self.sentences.say("withdrawn", state=self._names[iso3])

    def _reported_only(
        self, reports: Reports, others: Reports, block: Json
    ) -> Iterator[tuple[str, str]]:
        """The code and day of each report that only one of two runs counted and that the block
        stands on, of States that a paper names.
        """
        at = _places(block)
        nameable = self._names.keys() - others.keys()
        for iso3, (day, places) in reports.items():
            if iso3 in nameable and not at.isdisjoint(places):
                yield iso3, day

    def _figures(self, before: Json, now: Json) -> Iterable[str]:
        old = {_figure_key(span): span["text"] for span in _of_kind(before, "figure")}
        for span in _of_kind(now, "figure"):
            # A figure printed twice is told once.
            was = old.pop(_figure_key(span), "")
            if was not in ("", span["text"]):
                yield self.sentences.say("figure", before=was, after=span["text"])

    def _states(self, before: Json, now: Json) -> Iterable[str]:
        old, new = self._named(before, 0), self._named(now, 1)
        for key, one, other in (("named", new, old), ("no_longer_named", old, new)):
            names = [one[iso3] for iso3 in one if iso3 not in other]
            if names:
                yield self.sentences.say(key, names=", ".join(names))

    def _named(self, block: Json, which: int) -> dict[str, str]:
        """The States that a text and its notes name, by code; `which` is 0 before and 1 now."""
        names = _states(block)
        for span in _of_kind(block, "note"):
            names |= _states(self._notes[which].get((block["paper"], span["name"]), {"spans": ()}))
        return names


def _of_kind(block: Json, kind: str) -> list[Json]:
    """The spans of a block of one kind."""
    return [span for span in block["spans"] if span["kind"] == kind]


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
    named = _of_kind(block, "state")
    return {span["state"]: span["text"] for span in named if span.get("state")}


def _printed(ledger: Json) -> dict[str, str]:
    """The names that papers print, by State."""
    names: dict[str, str] = {}
    for block in ledger.get("blocks", ()):
        names |= _states(block)
    return names


def _received(ledger: Json) -> Reports:
    """The day on which each report that counts was received, as its cell has it, and the cells that
    say so, by State.
    """
    found = {}
    counted = [figure for figure in ledger.get("figures", ()) if figure["name"] == _RECEIVED]
    for state in (state for figure in counted for state in figure["states"]):
        cells = [ref["words"] for ref in state["refs"] if len(ref["words"]) == _ISO]
        day = next((words for words in cells if words[4] == "-"), "")
        found[state["iso3"]] = (day, {(ref["source"], ref["place"]) for ref in state["refs"]})
    return found
