"""Records of what the secretariat keeps beside log and reports: coalitions, good practices,
statements, follow-up.

In: values read by strict grammars. Out: frozen records anchored in their rows.
"""

from pipeline.model.dates import Dated
from pipeline.model.record import Record


class Coalition(Record):
    """A row of the register of country coalitions."""

    affected_state: str
    partners: tuple[str, ...]
    obligation: str
    status: str
    called_by: str
    document: str
    ended: Dated | None
    established: Dated | None = None
    forum: str = ""
    result: str = ""
    declared_in: str = ""
    last_verified: Dated | None = None


class GoodPractice(Record):
    """What a donor, operator or affected State shared as a good practice of country coalitions, in
    its own words.
    """

    actor: str
    role: str
    made_on: Dated
    document: str
    public: str
    words: str


class Statement(Record):
    """What a State said at a meeting on a subject of the plan."""

    state: str
    made_on: Dated
    section: str
    counterparts: tuple[str, ...]
    document: str
    public: str


class FollowUp(Record):
    """An obligation, extension request, need or request of a State."""

    state: str
    kind: str
    obligation: str
    status: str
    submitted_on: Dated | None
    meeting_number: int | None
    symbol: str
    resources: str
    resources_ref: str
    source: str
    confidentiality: str
    deadline: Dated | None = None
    decision: str = ""
    due: Dated | None = None
