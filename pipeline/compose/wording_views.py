"""What a wording sees of figures, records and settings, and the memory of what it looked at.

In: public facts. Out: views that print through filters only. Looking at a view makes it a source of
the block.
"""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, NamedTuple

from pipeline.model.block import Span
from pipeline.model.public import PublicFacts, PublicFigure, PublicName, PublicRecord, PublicValue
from pipeline.model.tables import EVIDENCE_TABLES, PRINTED

Setting = str | int | date | None


class Traced(tuple[Span, ...]):
    """What filters give. Neither text nor truth value: nothing can flatten or test it unseen."""

    __slots__ = ()

    def _refuse(self, *_: Any) -> Any:
        raise TypeError("a traced value can only be printed")

    __str__ = __format__ = __bool__ = __eq__ = __add__ = __mod__ = __contains__ = _refuse
    __html__ = _refuse
    __hash__ = tuple.__hash__


# Every form that a figure can have, and every field that the gate can give of a record: a condition
# that names any other would never be true, and nobody would notice.
_COUNTED = ("unknown", "at_least", "at_least_one", "zero", "one", "two", "many", "few")
_SHARES = ("all", "part", "most", "some", "none")
_STATUSES = (
    "held",
    "moved",
    "earlier",
    "planned",
    "postponed",
    "cancelled",
    "requested",
    "no_request",
)
FORMS = frozenset((*_COUNTED, *_SHARES, *_STATUSES))
_OF_TABLES = tuple(name for table in EVIDENCE_TABLES for name in table.printed(PRINTED))
_OF_QUESTIONS = ("file", "quoted")
_OF_PARTNERS = (
    "partner_states",
    "partner_operators",
    "partner_un",
    "partner_bodies",
    "partner_organizations",
)
_OF_OTHERS = ("text", "state", "unread", "parent")
_OF_PLAN = (
    "due",
    "budget",
    "coordinators",
    "open_question",
    "upon_request",
    "activities",
    "held",
    "open",
    "dated",
)
# Figures that a record brings along: `status` is the one that chose its form.
_RECORD_FIGURES = ("status", "states")
OWN_FIGURES = frozenset(f"item.{name}" for name in _RECORD_FIGURES)
FIELDS = frozenset(
    (*_OF_TABLES, *_OF_PARTNERS, *_OF_QUESTIONS, *_OF_PLAN, *_OF_OTHERS, *_RECORD_FIGURES)
)


class _View:
    """What a wording sees of a value: a filter prints it; it is neither true nor equal to
    anything.
    """

    __slots__ = ()

    def _refuse(self, *_: Any) -> Any:
        raise TypeError("a figure, field or setting can only be printed by a filter")

    __bool__ = __eq__ = __lt__ = __le__ = __gt__ = __ge__ = __contains__ = _refuse
    __hash__ = None  # type: ignore[assignment]


class FigureView(_View):
    """A figure in a wording: `.n` of an exact figure only, `.form` always; printed by filters."""

    def __init__(self, figure: PublicFigure) -> None:
        self.figure = figure

    @property
    def n(self) -> int:
        """The exact value; an unknown figure is never false, so it raises."""
        if self.figure.certainty != "exactly" or self.figure.value is None:
            raise ValueError(f"{self.figure.name} is {self.figure.certainty}")
        return self.figure.value

    @property
    def form(self) -> str:
        """The form that the figure alone would choose."""
        return form_of((self.figure,))


def form_of(figures: tuple[PublicFigure, ...]) -> str:
    """The form of a wording: the first figure's own, else unknown, at_least, or by its value
    (DESIGN decision 9).
    """
    first = figures[0]
    if first.form:
        return first.form
    certainties = {figure.certainty for figure in figures}
    if "unknown" in certainties or any(figure.value is None for figure in figures):
        return "unknown"
    if "at least" in certainties:
        return "at_least_one" if first.value == 1 else "at_least"
    return {0: "zero", 1: "one", 2: "two"}.get(first.value or 0, "many")


class FieldView(_View):
    """A printable field of a record."""

    def __init__(self, name: str, value: PublicValue) -> None:
        self.name, self.value = name, value


class ChildrenView(_View):
    """The records under a record; `name` is theirs in the wording."""

    def __init__(self, name: str, records: tuple[PublicRecord, ...], seen: "Seen") -> None:
        self.name, self.records, self.seen = name, records, seen


class SettingView(_View):
    """A setting."""

    def __init__(self, name: str, value: Setting) -> None:
        self.name, self.value = name, value


class Seen:
    """The names looked at while a block is rendered, in order."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self.names: dict[str, None] = dict.fromkeys(names)

    def add(self, name: str) -> None:
        """Remember a name."""
        self.names[name] = None

    def look_at(self, record: PublicRecord) -> None:
        """Remember a record."""
        self.add(f"{record.table}/{record.id}.")

    def look_at_form(self, record: PublicRecord, words: object) -> None:
        """Remember the figure that chose the form of a record, where its words have forms."""
        if isinstance(words, dict) and "status" in record.figures:
            self.add(record.figures["status"])


class Figures:
    """Figures by name; an unknown name raises, so that a typing mistake is never a zero."""

    def __init__(self, facts: PublicFacts, seen: Seen) -> None:
        self._facts, self._seen = facts, seen

    def __getattr__(self, name: str) -> FigureView:
        if name not in self._facts.figures:
            raise AttributeError(f"no figure {name}")
        figure = self._facts.figures[name]
        # a figure may be asked for by another of its names
        self._seen.add(figure.name)
        return FigureView(figure)


class RowView:
    """The figure of a row in a table over figures."""

    def __init__(self, facts: PublicFacts, name: str, seen: Seen) -> None:
        self._facts, self._name, self._seen = facts, name, seen

    @property
    def figure(self) -> FigureView:
        """The figure that the row tells."""
        self._seen.add(self._name)
        return FigureView(self._facts.figures[self._name])


class SettingsView:
    """Settings by key; `has_<key>` says whether one is filled in."""

    def __init__(self, facts: PublicFacts, seen: Seen) -> None:
        self._facts, self._seen = facts, seen

    def __getattr__(self, name: str) -> SettingView | bool:
        key = name.removeprefix("has_")
        if key not in self._facts.settings:
            raise AttributeError(f"no setting {key}")
        self._seen.add(f"settings.{key}")
        value = self._facts.settings[key]
        return value not in (None, "") if key != name else SettingView(f"settings.{key}", value)


class RecordView:
    """The record of an `each`; `has_<field>` says whether a field may be printed, or whether
    records stand under it.
    """

    def __init__(self, record: PublicRecord, facts: PublicFacts, seen: Seen) -> None:
        self._record, self._facts, self._seen = record, facts, seen

    def __getattr__(self, name: str) -> FieldView | FigureView | ChildrenView | bool:
        field = name.removeprefix("has_")
        if field == name and field in self._record.figures:
            self._seen.add(self._record.figures[field])
            return FigureView(self._facts.figures[self._record.figures[field]])
        if field in self._record.children:
            children = self._record.children[field]
            for child in children:
                self._seen.look_at(child)
            return bool(children) if field != name else ChildrenView(name, children, self._seen)
        value = self._record.values.get(field)
        if value is not None:
            self._seen.add(f"{self._record.table}/{self._record.id}.{field}")
        if field != name:
            return value is not None
        if value is None:
            raise AttributeError(f"the record has no {field}")
        return FieldView(f"{self._record.table}/{self._record.id}.{field}", value)


class LawView:
    """Terms of law and of the plan, by key: printed as they stand in the words of the language."""

    def __init__(self, law: dict[str, str]) -> None:
        self._law = law

    def __getattr__(self, name: str) -> Traced:
        if name not in self._law:
            raise AttributeError(f"no term {name}")
        return Traced((Span(self._law[name], "law", name),))


class PrintState(NamedTuple):
    """Whether something is printed in the paper, and what was looked at to decide so."""

    is_printed: bool
    looked: tuple[str, ...] = ()


class ReferenceView:
    """References to tables, figures, paragraphs by block id, and to annexes by key, in words once
    the paper stands.

    `has_<id>` says whether it is printed; what that hangs on is looked at.
    """

    def __init__(self, standing: Callable[[str], PrintState], seen: Seen) -> None:
        self._standing, self._seen = standing, seen

    def __getattr__(self, name: str) -> Traced | bool:
        bare = name.removeprefix("has_")
        if bare == name:
            return Traced((Span("", "reference", reference_key(name)),))
        standing = self._standing(reference_key(bare))
        for looked in standing.looked:
            self._seen.add(looked)
        return standing.is_printed


def reference_key(name: str) -> str:
    """The id of what a wording refers to: no name in a wording may hold a hyphen."""
    return name.replace("_", "-")


def state_span(name: PublicName, figure: str, text: str) -> Span:
    """The span of a State or body named for a figure or a field."""
    return Span(text, "state" if name.is_state else "field", figure, name.code)
