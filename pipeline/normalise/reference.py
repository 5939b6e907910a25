"""The reference folder: States, aliases, other actors, areas, marks, headers, currencies, plans.

In: its csv sheets and YAML files. Out: one frozen Reference. A folder in which a table is missing,
or a name stands for two, is refused (exit 2): nothing can be counted without it.
"""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from pipeline.language import name_key
from pipeline.model.finding import USAGE, Refused
from pipeline.model.forms import FormLabels
from pipeline.model.plan import Plan, WorkPlan
from pipeline.model.source import Columns, Row, Sheet
from pipeline.model.state import Actor, Area, DeadlineRule, State
from pipeline.normalise.gazetteer import Gazetteer, gazetteer
from pipeline.normalise.reading import SEVERAL, Lists, Words, value_key
from pipeline.normalise.table import Headers

_WEAKEST_TIER = 3
_ACTOR_NAMES = ("name", "running_en")
_ISO = ("iso2", "iso3")
_TYPO, _CODE = "typo", "code"  # kinds of aliases that are no names in running text
# The columns without which a table would say less than it seems to; marks.csv is for readers and
# tests only.
COLUMNS = {
    "states": (
        *("iso3", "iso2", "name_en", "running_en", "sort_key", "status"),
        *("deposit_date", "entry_into_force", "withdrawal_effective"),
    ),
    "aliases": ("alias", "iso3", "kind"),
    "actors": ("code", "name", "running_en", "actor_type"),
    "actor-aliases": ("alias", "code"),
    "other-areas": ("code", "name", "aliases"),
    "headers": ("table", "column", "alias"),
    "sources": ("key", "tier"),
    "currencies": ("code",),
    "currency-signs": ("sign", "code"),
    "words": ("role", "word", "value"),
    "values": ("table", "column", "value", "alias"),
    "deadlines": ("name", "meaning", "counts_from", "weeks", "years", "day", "read_in", "mark"),
}


class Reference(NamedTuple):
    """What the run knows of States, bodies and plans."""

    states: dict[str, State]
    actors: dict[str, Actor]
    areas: tuple[Area, ...]
    lists: Lists
    headers: Headers
    weak_sources: frozenset[str]
    strong_sources: frozenset[str]
    plan: Plan
    work_plan: WorkPlan
    spellings: dict[str, tuple[str, ...]]
    forms: FormLabels
    deadlines: tuple[DeadlineRule, ...] = ()


def _rows(sheets: tuple[Sheet, ...], name: str) -> list[Row]:
    """The rows of the reference table of that file name, anchored; its first row is the header."""
    cure = "Restore the file from the program's repository."
    for sheet in sheets:
        if sheet.is_csv and sheet.rows and sheet.source.endswith(f"/{name}.csv"):
            header = tuple(cell.text for cell in sheet.rows[0].cells)
            columns = Columns({word: position for position, word in enumerate(header)}, header)
            if any(remark.code == "encoding-found" for remark in sheet.remarks):
                raise Refused(
                    USAGE, f"{sheet.source}: the file is not UTF-8.", "Save it as CSV UTF-8."
                )
            if missing := [column for column in COLUMNS[name] if column not in header]:
                raise Refused(USAGE, f"{sheet.source}: the column {missing[0]} is missing.", cure)
            return [Row(sheet, raw, columns) for raw in sheet.rows[1:]]
    raise Refused(USAGE, f"The reference folder has no table {name}.csv.", cure)


def _text(row: Row, field: str) -> str:
    return row.cell(field).text.strip()


def _day(row: Row, field: str) -> date | None:
    text = _text(row, field)
    return date.fromisoformat(text) if text else None


def _state(row: Row) -> State:
    return State(
        iso3=_text(row, "iso3"),
        name=_text(row, "name_en"),
        running=_text(row, "running_en"),
        sort_key=_text(row, "sort_key"),
        status=_text(row, "status"),
        deposit_date=_day(row, "deposit_date"),
        entry_into_force=_day(row, "entry_into_force"),
        withdrawal_effective=_day(row, "withdrawal_effective"),
        row=row,
    )


def _state_of_actor(row: Row) -> State:
    """A State listed among the actors, as references of version 0.1.0 list those that are not
    Parties.
    """
    return State(
        iso3=_text(row, "code"),
        name=_text(row, "name"),
        running=_text(row, "running_en") or _text(row, "name"),
        sort_key=name_key(_text(row, "name")),
        status=_text(row, "ccm_status"),
        deposit_date=None,
        entry_into_force=None,
        withdrawal_effective=None,
        row=row,
    )


def _all_states(sheets: tuple[Sheet, ...]) -> dict[str, State]:
    """Every State and other entity as the depositary lists it, by code, whatever its standing."""
    among_actors = filter(_is_state, _rows(sheets, "actors"))
    every = (*map(_state, _rows(sheets, "states")), *map(_state_of_actor, among_actors))
    return {state.iso3: state for state in every}


def _bodies(sheets: tuple[Sheet, ...]) -> list[Row]:
    return [row for row in _rows(sheets, "actors") if not _is_state(row)]


def _actor(row: Row) -> Actor:
    return Actor(
        code=_text(row, "code"),
        name=_text(row, "name"),
        running=_text(row, "running_en"),
        actor_type=_text(row, "actor_type"),
    )


def _deadline(row: Row) -> DeadlineRule:
    """A rule. ValueError if one of its numbers or days is not one."""
    texts = {field: _text(row, field) for field in COLUMNS["deadlines"]}
    rule = DeadlineRule.model_validate({field: text for field, text in texts.items() if text})
    rule.on(date(2000, 1, 1))
    return rule


def _names(sheets: tuple[Sheet, ...], states: frozenset[str]) -> Gazetteer:
    areas, actors = _rows(sheets, "other-areas"), _rows(sheets, "actors")
    listed, aliases = _rows(sheets, "states"), _rows(sheets, "aliases")
    pairs = [
        *_named(listed, ("name_en", "running_en"), "iso3"),
        *_named(aliases, ("alias",), "iso3"),
        *_actor_names(actors),
        *_named(_rows(sheets, "actor-aliases"), ("alias",), "code"),
        *_area_names(areas),
    ]
    own_areas = _codes(areas, "code")
    _refuse_unknown_codes(pairs, states | own_areas | _codes(actors, "code"))
    return gazetteer(
        [(name, code) for name, code in pairs if name],
        states,
        own_areas,
        _of_kind(aliases, _TYPO),
        states | own_areas,
        _iso_names(listed, [*filter(_is_state, actors), *areas]),
        _of_kind(aliases, _CODE),
    )


def _of_kind(aliases: list[Row], kind: str) -> frozenset[str]:
    """The keys of the aliases of a kind."""
    return frozenset(name_key(_text(row, "alias")) for row in aliases if _text(row, "kind") == kind)


def _named(rows: list[Row], fields: tuple[str, ...], code: str) -> list[tuple[str, str]]:
    """The names in the fields of rows, each with the code of its row."""
    return [(_text(row, field), _text(row, code)) for row in rows for field in fields]


def _actor_names(actors: list[Row]) -> Iterator[tuple[str, str]]:
    """The short form of a body is a name, because a person listed it; the code of a State
    is not.
    """
    for row in actors:
        fields = _ACTOR_NAMES if _is_state(row) else ("code", *_ACTOR_NAMES)
        yield from _named([row], fields, "code")


def _area_names(areas: list[Row]) -> Iterator[tuple[str, str]]:
    for row in areas:
        for name in (_text(row, "name"), *_text(row, "aliases").split("|")):
            yield name, _text(row, "code")


def _codes(rows: list[Row], field: str) -> frozenset[str]:
    return frozenset(_text(row, field) for row in rows)


def _iso_names(states: list[Row], others: list[Row]) -> dict[str, str]:
    """The names by two- and three-letter codes, of States and of others with such codes."""
    names = {_text(row, field): _text(row, "name_en") for field in _ISO for row in states}
    names |= {_text(row, "code"): _text(row, "name") for row in others}
    return {code: name for code, name in names.items() if code}


def _refuse_unknown_codes(pairs: list[tuple[str, str]], own: frozenset[str]) -> None:
    """Refused (exit 2) if a name leads to a code that is in no table."""
    if lost := sorted({code for _, code in pairs} - own):
        raise Refused(
            USAGE,
            f"The reference folder has a name for {lost[0]!r}, which is in no table.",
            "Correct the code in aliases.csv or actor-aliases.csv.",
        )


def _is_state(actor: Row) -> bool:
    return _text(actor, "actor_type") == "state"


def _words(sheets: tuple[Sheet, ...]) -> dict[str, dict[str, str]]:
    """What each word means by role; several meanings of one word in one role are kept together."""
    found: dict[str, dict[str, dict[str, None]]] = {}
    for row in _rows(sheets, "words"):
        role = found.setdefault(_text(row, "role"), {})
        role.setdefault(name_key(_text(row, "word")), {})[_text(row, "value")] = None
    return {
        role: {word: SEVERAL.join(values) for word, values in words.items()}
        for role, words in found.items()
    }


def _values(sheets: tuple[Sheet, ...]) -> dict[tuple[str, str], dict[str, str]]:
    values: dict[tuple[str, str], dict[str, str]] = {}
    for row in _rows(sheets, "values"):
        own = values.setdefault((_text(row, "table"), _text(row, "column")), {})
        own[value_key(_text(row, "alias"))] = _text(row, "value")
    return values


def _signs(sheets: tuple[Sheet, ...]) -> dict[str, tuple[str, ...]]:
    signs: dict[str, tuple[str, ...]] = {}
    for row in _rows(sheets, "currency-signs"):
        key = name_key(_text(row, "sign"))
        signs[key] = tuple(dict.fromkeys((*signs.get(key, ()), _text(row, "code"))))
    return signs


def _headers(sheets: tuple[Sheet, ...]) -> Headers:
    headers: Headers = {}
    for row in _rows(sheets, "headers"):
        headers.setdefault(_text(row, "table"), {})[_text(row, "alias")] = _text(row, "column")
    return headers


def read_reference(
    sheets: tuple[Sheet, ...], plan: Plan, work_plan: WorkPlan, forms: FormLabels
) -> Reference:
    """The reference folder as one value. Refused (exit 2) if a table is missing or cannot
    be read.
    """
    words = _words(sheets)
    words["month"] = {**forms.date_words["month"], **words.get("month", {})}
    try:
        states = _all_states(sheets)
        actors = {actor.code: actor for actor in map(_actor, _bodies(sheets))}
        tiers = {_text(row, "key"): int(_text(row, "tier")) for row in _rows(sheets, "sources")}
        deadlines = tuple(map(_deadline, _rows(sheets, "deadlines")))
    except ValueError as error:
        raise Refused(
            USAGE, "A table of the reference folder cannot be read.", f"Correct it: {error}"
        ) from error
    weak = frozenset(key for key, tier in tiers.items() if tier >= _WEAKEST_TIER)
    return Reference(
        states=states,
        actors=actors,
        areas=tuple(map(_area, _rows(sheets, "other-areas"))),
        lists=_lists(sheets, frozenset(states), words),
        headers=_headers(sheets),
        weak_sources=weak,
        strong_sources=frozenset(tiers) - weak,
        plan=plan,
        work_plan=work_plan,
        spellings=_spellings(sheets, states),
        forms=forms._replace(date_words=words),
        deadlines=deadlines,
    )


def _area(row: Row) -> Area:
    return Area(code=_text(row, "code"), name=_text(row, "name"))


def _lists(sheets: tuple[Sheet, ...], states: frozenset[str], words: Words) -> Lists:
    return Lists(
        _names(sheets, states),
        _codes(_rows(sheets, "currencies"), "code"),
        words=words,
        values=_values(sheets),
        signs=_signs(sheets),
    )


def _spellings(sheets: tuple[Sheet, ...], states: dict[str, State]) -> dict[str, tuple[str, ...]]:
    """Every way to write a State's name, codes left out: what a text is searched for."""
    spellings = {iso3: [state.name, state.running] for iso3, state in states.items()}
    for row in _rows(sheets, "aliases"):
        if _text(row, "iso3") in spellings and _text(row, "kind") != _CODE:
            spellings[_text(row, "iso3")].append(_text(row, "alias"))
    for row in _rows(sheets, "actor-aliases"):
        if _text(row, "code") in spellings:  # of a State listed among the actors
            spellings[_text(row, "code")].append(_text(row, "alias"))
    return {iso3: tuple(names) for iso3, names in spellings.items()}
