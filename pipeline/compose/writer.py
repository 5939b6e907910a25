"""What every part of a paper is written with: facts, wording, words, and the refusal that names a
wording.

In: a wording and what it may look at. Out: spans, whether a condition holds, the words of a form.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from pipeline.compose.language_words import LanguageWords
from pipeline.compose.section_plans import Part
from pipeline.compose.text_folder import PaperWording, Section
from pipeline.compose.wording import Wording
from pipeline.compose.wording_views import (
    Figures,
    LawView,
    PrintState,
    RecordView,
    ReferenceView,
    RowView,
    Seen,
    SettingsView,
)
from pipeline.model.block import Span
from pipeline.model.finding import TEMPLATE, Refused
from pipeline.model.public import PublicFacts, PublicRecord

ITEM = "item"
_ELSE = {"two": "many", "at_least_one": "at_least"}


class Writer(NamedTuple):
    """What a paper is written with; each method Refused (exit 4) where a wording cannot be
    rendered.

    `standing` tells of a block or annex of the paper whether it is printed.
    """

    paper: PaperWording
    facts: PublicFacts
    wording: Wording
    words: LanguageWords
    standing: Callable[[str], PrintState]

    def context(
        self, seen: Seen, record: PublicRecord | None = None, figure: str = ""
    ) -> dict[str, Any]:
        """The names a wording may use: `item` where it tells of a record, `row` where of a figure's
        row.
        """
        names: dict[str, Any] = {
            "f": Figures(self.facts, seen),
            "s": SettingsView(self.facts, seen),
            "law": LawView(self.words.law),
            "ref": ReferenceView(self.standing, seen),
        }
        if record:
            names["item"] = RecordView(record, self.facts, seen)
        if figure:
            names["row"] = RowView(self.facts, figure, seen)
        return names

    def records(self, each: str, record: PublicRecord | None) -> tuple[PublicRecord, ...]:
        """The records of a list, or those under the record of a block (`item.<list>`)."""
        root, _, name = each.rpartition(".")
        if root == ITEM and record:
            return record.children.get(name, ())
        return self.facts.lists.get(each, ())

    def figure(self, name: str, record: PublicRecord | None) -> str:
        """The name of a figure, or that which the record of a block brings with it
        (`item.<figure>`).
        """
        root, _, own = name.rpartition(".")
        if root == ITEM and record:
            return record.figures[own]
        return name

    def render(
        self,
        place: str,
        text: str,
        seen: Seen,
        record: PublicRecord | None = None,
        figure: str = "",
    ) -> tuple[Span, ...]:
        """The spans of a wording; `place` names it should it fail."""
        try:
            return self.wording.spans(text, self.context(seen, record, figure))
        except (TypeError, ValueError, AttributeError, LookupError) as error:
            raise refusal(place, error) from error

    def holds(
        self, section: Section, when: str, seen: Seen, record: PublicRecord | None = None
    ) -> bool:
        """Whether a condition holds; an empty one does."""
        if not when:
            return True
        try:
            return self.wording.holds(when, self.context(seen, record))
        except (TypeError, ValueError, AttributeError, LookupError) as error:
            raise refusal(f"{section.name} › {when}", error) from error


def form_of_record(record: PublicRecord | None) -> str:
    """The form that a record has by itself; none without a record."""
    if record is None:
        return ""
    return record.form


def chosen(section: Section, part: Part, words: str | dict[str, str], form: str) -> str:
    """The words of a part for a form. Refused (exit 4) where there are none."""
    if isinstance(words, str):
        return words
    for key in (form, _ELSE.get(form, form)):
        if key in words:
            return words[key]
    raise Refused(
        TEMPLATE,
        f"templates/text/{section.name}: {part.key} has no words for the form {form}.",
        "Add that form to the words of the section.",
    )


def refusal(place: str, error: Exception) -> Refused:
    """The refusal of a wording."""
    return Refused(TEMPLATE, f"templates/text/{place}: {error}.", "Correct that wording.")
