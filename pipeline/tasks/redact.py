"""What may be shown on the screen, in the log and in `--json`: decided here and nowhere else.

In: findings, deadlines, cells, texts and paths of a run. Out: plain values that name no withheld
State, quote no row that is not public, and do not reveal by the name of a file or sheet which State
a national report is from. What goes into internal files is not redacted.
"""

import re
import unicodedata
from collections.abc import Iterable
from typing import Any, NamedTuple

from pipeline.aggregate.gate import Gate
from pipeline.language import name_key, name_pattern
from pipeline.model.finding import Finding
from pipeline.model.state import Deadline
from pipeline.model.tables import FORM_TABLES

Json = dict[str, Any]
MASK = "[name withheld]"
HIDDEN = "see internal/audit.html"
_JOINTS = re.compile(r"[-_.!]+")
# File names and paragraphs run words together: ZetavilleReport2024.
_LABEL_JOINTS = re.compile(r"[-_.!]+|(?<=[^\W\d])(?=\d)|(?<=\d)(?=[^\W\d])|(?<=[a-z])(?=[A-Z])")
_FORM_SHEETS = frozenset(table.name.casefold() for table in FORM_TABLES)


class Redactor(NamedTuple):
    """What may not be shown of withheld States: a pattern of all spellings of their names, their
    codes, and their names reduced to letters.
    """

    names: re.Pattern[str] | None
    codes: frozenset[str] = frozenset()
    letters: frozenset[str] = frozenset()

    @classmethod
    def of_gate(cls, gate: Gate) -> "Redactor":
        """A redactor for the States withheld in a run."""
        return cls(
            gate.withheld_names,
            frozenset(code.casefold() for code in gate.withheld),
            frozenset(_letters(gate.states[code].name) for code in gate.withheld),
        )

    @classmethod
    def of_names(cls, withheld: Iterable[str]) -> "Redactor":
        """A redactor for the names that an audit lists as withheld."""
        return cls(name_pattern(withheld))

    def text(self, text: str) -> str:
        """A text with each part between slashes masked if it names a withheld State: most texts
        with slashes are paths, and the rest of a path is of use.
        """
        return "/".join(self.sentence(part) for part in text.split("/"))

    def sentence(self, text: str) -> str:
        """A sentence, masked as a whole."""
        if self._is_named(text):
            return MASK
        return text

    def value(self, value: Any) -> Any:
        """Any value of JSON with its texts redacted: a public row of one State may name another."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, list):
            return [self.value(part) for part in value]
        if isinstance(value, dict):
            return {name: self.value(part) for name, part in value.items()}
        return value

    def label(self, label: str) -> str:
        """A place or an id, masked if it names a withheld State by any name or by its code."""
        words = _LABEL_JOINTS.sub(" ", label)
        if any(self._is_named(text) for text in (label, words)):
            return MASK
        # A code tells as much as a name: ids of blocks end in the code of their State.
        if not self.codes.isdisjoint(words.casefold().split()):
            return MASK
        # A name of several words run together, with any signs between or within: costarica2024.
        if any(name in _letters(label) for name in self.letters):
            return MASK
        return label

    def path(self, path: str) -> str:
        """A path, with each of its parts redacted as a label."""
        return "/".join(self.label(part) for part in path.split("/"))

    def finding(self, finding: Finding) -> Json:
        """A finding without its hint and the words of its cell, which quote the input."""
        return {
            "id": finding.id,
            "code": finding.code,
            "severity": finding.severity.value,
            "file": self.path(finding.ref.source),
            "place": self.label(finding.ref.place),
            "message": finding.message,
            "cure": finding.cure,
        }

    def deadline(self, due: Deadline) -> Json:
        """A deadline with its place, and without the words of its cell."""
        return {
            "date": due.name,
            "on": due.on.isoformat(),
            "days": due.days,
            "meaning": due.meaning,
            "file": self.path(due.ref.source),
            "place": self.label(due.ref.place),
            "source": due.source,
            "mark": due.mark,
            "is_hint": due.is_hint,
        }

    def _is_named(self, text: str) -> bool:
        if self.names is None:
            return False
        # both ways: "Guinea-Bissau" is a hyphenated name, "Zetaville-2024" is a name before a
        # hyphen
        keys = (name_key(text), name_key(_JOINTS.sub(" ", text)))
        return any(self.names.search(key) for key in keys)


def _letters(text: str) -> str:
    """The letters of a text in lower case, without accents."""
    decomposed = unicodedata.normalize("NFD", text.casefold())
    return "".join(letter for letter in decomposed if letter.isalpha())


def redacted_ref(ref: Json, is_public: bool) -> Json:
    """A cell as it may be shown: if its row is not public, without its words and without a name of
    a file or sheet that reveals a State.
    """
    shown = {"source": ref["source"], "place": ref["place"], "words": ref["words"]}
    if not is_public:
        source = redacted_source(ref["source"])
        shown = {"source": source, "place": redacted_place(ref), "words": HIDDEN}
    if "role" in ref:
        shown["role"] = ref["role"]
    # The steps of a value quote it before and after.
    if is_public and "steps" in ref:
        shown["steps"] = [_redacted_step(step) for step in ref["steps"]]
    return shown


def redacted_source(source: str) -> str:
    """The path of a file that is not public: of a national report only its folder."""
    if not is_telling(source):
        return source
    return source.rpartition("/")[0] + "/…"


def redacted_place(ref: Json) -> str:
    """The place of a cell that is not public: of a national report without the name of the sheet,
    which a State may have chosen, unless the form gives the sheet that name.
    """
    place = str(ref["place"])
    sheet, _, cells = place.rpartition("!")
    if sheet.casefold() in ("", *_FORM_SHEETS) or not is_telling(ref["source"]):
        return place
    return f"…!{cells}"


def is_telling(source: str) -> bool:
    """Whether the names of a file and its sheets may reveal a State."""
    return "national-reports/" in source


def _redacted_step(step: Json) -> Json:
    """A step as it may be shown: what it made of a value and which cell asked for it, without the
    reason that a person gave there.
    """
    return {name: step[name] for name in ("kind", "from", "to", "source", "place", "role")}
