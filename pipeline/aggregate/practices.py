"""Good practices of country coalitions, and the roles in which they were shared.

In: Base. Out: figures, the rows to print, rows set aside. What is not public, or names no document,
is never printed; who is withheld stands behind its figure.
"""

from datetime import date
from typing import NamedTuple

from pipeline.aggregate.base import Base, certainty
from pipeline.aggregate.fates import dropped, questioned
from pipeline.model.figure import Drop, Figure
from pipeline.model.finding import Finding
from pipeline.model.record import GoodPractice
from pipeline.model.tables import GOOD_PRACTICES
from pipeline.model.tables.columns import PRACTICE_ROLES

ALL = "good_practices"
CELLS = ("actor", "role", "made_on", "document", "public")
_AFFECTED = "affected_state"
_OPEN = frozenset(
    {"weak-cell", "statement-date-coarse", "statement-public-unknown", "practice-without-document"}
)
_PLACES = {
    "not-a-party": "actor",
    "statement-date-coarse": "made_on",
    "statement-after-cut-off": "made_on",
    "statement-not-public": "public",
    "statement-public-unknown": "public",
    "practice-without-document": "document",
}


class Shared(NamedTuple):
    """Figures, the practices to print by list, drops and findings."""

    figures: tuple[Figure, ...]
    lists: dict[str, tuple[GoodPractice, ...]]
    drops: tuple[Drop, ...]
    findings: tuple[Finding, ...]


def _why_not(base: Base, practice: GoodPractice) -> str:
    """Why a practice is not printed; empty where it is."""
    is_across = practice.made_on.is_across(date.min, base.settings.cut_off)
    checks = (
        (
            "statement-after-cut-off",
            practice.made_on.last > base.settings.cut_off and not is_across,
        ),
        ("not-a-party", practice.role == _AFFECTED and practice.actor not in base.party_codes),
        ("weak-cell", bool(practice.weak)),
        ("statement-not-public", practice.public == "no"),
        ("statement-date-coarse", is_across),
        ("statement-public-unknown", practice.public != "yes"),
        ("practice-without-document", not practice.document),
    )
    return next((reason for reason, holds in checks if holds), "")


def practices_shared(base: Base) -> Shared:
    """How many good practices were shared in each role, and which."""
    judged = [(practice, _why_not(base, practice)) for practice in base.records.good_practices]
    told = [practice for practice, why in judged if not why]
    unsure = [practice for practice, why in judged if why in _OPEN]
    figures = [_figure(base, ALL, told, unsure)]
    for role in PRACTICE_ROLES:
        parts = (
            [practice for practice in rows if practice.role == role] for rows in (told, unsure)
        )
        figures.append(_figure(base, f"practices_{role}", *parts))
    aside = [(practice, why) for practice, why in judged if why]
    return Shared(
        tuple(figures),
        {ALL: _in_order(base, told)},
        tuple(dropped(practice, why) for practice, why in aside),
        tuple(finding for practice, why in aside for finding in questioned(practice, why, _PLACES)),
    )


def _figure(base: Base, name: str, rows: list[GoodPractice], unsure: list[GoodPractice]) -> Figure:
    declared = base.declared((GOOD_PRACTICES.name,), base.settings.cut_off)
    of_rows = (ref for practice in unsure for ref in practice.refs(*CELLS))
    limits = (*(out.ref for out in base.limits((GOOD_PRACTICES.name,))), *of_rows)
    exact = certainty(len(rows), declared, limits)
    return Figure(
        name=name,
        value=len(rows) or (0 if exact == "exactly" else None),
        certainty=exact,
        counts=tuple(ref for practice in rows for ref in practice.refs(*CELLS)),
        basis=declared,
        limits=limits,
        searched=tuple(sorted({practice.key[0] for practice in base.records.good_practices})),
        behind=tuple(
            dict.fromkeys(practice.actor for practice in rows if practice.actor in base.states)
        ),
    )


def _in_order(base: Base, rows: list[GoodPractice]) -> tuple[GoodPractice, ...]:
    """Donors, operators, affected States, each by day; those of withheld States last, under ids
    that tell nothing.
    """
    hidden = {withheld.state for withheld in base.records.withheld}
    place = PRACTICE_ROLES.index
    named = sorted(
        (row for row in rows if row.actor not in hidden),
        key=lambda row: (place(row.role), row.made_on.first, row.id),
    )
    secret = [row for row in rows if row.actor in hidden]
    return (
        *named,
        *(row.model_copy(update={"id": f"withheld-{n}"}) for n, row in enumerate(secret, start=1)),
    )
