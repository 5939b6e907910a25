"""The settings of a meeting: keys, what they mean, and the cells they came from.

In: the sheet Settings. Out: a frozen value with a Ref a key. An unknown key never gets this far.
"""

from datetime import date

from pydantic import SkipValidation

from pipeline.model.base import Frozen
from pipeline.model.source import Ref
from pipeline.model.state import Basis

PAPERS = ("ica-section", "progress-report")


class Settings(Frozen):
    """One field a key; the keys of a paper (`template.ica-section`) are fields that map paper to value."""

    demo: bool = False
    meeting_kind: str
    meeting_number: int
    meeting_place: str
    meeting_from: date
    meeting_to: date
    agenda_item: str = ""
    agenda_title: str = ""
    symbol: str = ""
    job_number: str = ""
    date_of_submission: date | None = None
    period_from: date
    period_to: date
    article7_year: int
    cut_off: date
    as_of: date
    membership_basis: Basis = Basis.IN_FORCE
    plan: str
    work_plan: str
    reference: str = ""
    language: str = "en"
    author_body: str
    page_mark: str = ""
    names_in_text_up_to: int = 6
    template: dict[str, str] = {}
    state: dict[str, str] = {}
    word_limit: dict[str, int] = {}
    refs: SkipValidation[dict[str, Ref]] = {}

    def ref(self, key: str) -> Ref:
        """The cell of the key; an empty Ref where the default stands."""
        return self.refs.get(key, Ref("", ""))


KEYS = tuple(name for name in Settings.model_fields if name not in {"template", "state", "word_limit", "refs"})
PAPER_KEYS = ("template", "state", "word_limit")
