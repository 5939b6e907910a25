"""The settings of a meeting: keys, what they mean, and the cells they came from.

In: the sheet Settings. Out: a frozen value with one Ref per key. Unknown keys are refused earlier,
in normalise/meeting_settings.py.
"""

import re
from datetime import date
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, SkipValidation

from pipeline.model.base import Frozen
from pipeline.model.papers import PAPERS, STYLES
from pipeline.model.source import Ref
from pipeline.model.state import Basis

PAPER_NAMES = tuple(paper.name for paper in PAPERS)
_ROLES = tuple(STYLES)
# Keys with a part after a dot, and what may be there; any name of a rule of house style is accepted
# here, and checked once the rules are read.
KEYED: dict[str, tuple[str, ...]] = {
    "template": PAPER_NAMES,
    "state": PAPER_NAMES,
    "word_limit": PAPER_NAMES,
    "first_paragraph": PAPER_NAMES,
    "style": _ROLES,
    "house_style": (),
}


_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _iso(value: object) -> object:
    """A text only if it is an ISO date: pydantic would read any number as seconds since 1970."""
    if isinstance(value, str) and not _DAY.fullmatch(value):
        raise ValueError("not a date as 2025-06-30")
    return value


Day = Annotated[date, BeforeValidator(_iso)]
Count = Annotated[int, Field(ge=1, le=999)]


class Settings(Frozen):
    """One field per key; keys with a part after a dot (`template.ica-section`) are fields that map
    that part to a value.
    """

    demo: bool = False
    meeting_kind: Literal["MSP", "RC"]
    meeting_number: Count
    meeting_place: str
    meeting_from: Day
    meeting_to: Day
    agenda_item: str = ""
    agenda_title: str = ""
    symbol: str = ""
    job_number: str = ""
    date_of_submission: Day | None = None
    period_from: Day
    period_to: Day
    article7_year: Annotated[int, Field(ge=2008, le=2099)]
    cut_off: Day
    as_of: Day
    activities_until: Day | None = None
    membership_basis: Basis = Basis.IN_FORCE
    plan: str
    work_plan: str
    reference: str = ""
    language: str = "en"
    author_body: str
    page_mark: str = ""
    decimal_mark: Literal["", "point", "comma"] = ""
    convert_to: str = ""
    names_in_text_up_to: Annotated[int, Field(ge=0)] = 6
    template: dict[str, str] = {}
    state: dict[str, Literal["draft", "advance", "issued", "finalized"]] = {}
    word_limit: dict[str, Annotated[int, Field(ge=1)]] = {}
    first_paragraph: dict[str, Annotated[int, Field(ge=1)]] = {}
    style: dict[str, str] = {}
    house_style: dict[str, Literal["on", "off"]] = {}
    refs: SkipValidation[dict[str, Ref]] = {}

    @property
    def until(self) -> date:
        """The last day that the Coordinators' own report covers: the cut-off, unless another day is
        given.
        """
        return self.activities_until or self.cut_off

    def limit_of(self, paper: str) -> int:
        """The number of words that a paper may have: from Settings, otherwise from the list of
        papers; 0 means no limit.
        """
        return self.word_limit.get(
            paper, next((known.n_words for known in PAPERS if known.name == paper), 0)
        )

    def ref(self, key: str) -> Ref:
        """The cell of the key; an empty Ref for a default, and for a key that follows another, the
        cell of that one.
        """
        if key == "activities_until" and self.activities_until is None:
            key = "cut_off"
        return self.refs.get(key, Ref("", ""))


KEYS = tuple(name for name in Settings.model_fields if name not in {*KEYED, "refs"})
