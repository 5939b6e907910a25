"""The figures on the register follow-up: extension requests, what they set out, and requests to the
Coordinators.

In: CountingContext. Out: figures, public rows, rows set aside. Obligations stay internal; a
decision of the Meeting is never foreseen; who made a request without attribution is never told, and
how many did from three up alone.
"""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from pipeline.aggregate.counting_context import CountingContext, certainty, row_drop, row_findings
from pipeline.aggregate.log_figures import SMALLEST_UNATTRIBUTED, is_in_period
from pipeline.aggregate.statements_and_needs import NEED
from pipeline.model.figure import Certainty, Citation, Drop, Evidence, Figure, Regime
from pipeline.model.finding import Finding, found
from pipeline.model.record import FollowUp
from pipeline.model.source import Ref, Row
from pipeline.model.tables import FOLLOW_UP

_EXTENSION, _REQUEST = "extension_request", "request"
_ARTICLES = {"art3": "art3", "art4_clearance": "art4", "art4_risk_education": "art4"}
_SUBMITTED = ("submitted", "considered")
EXTENSION_CELLS = (
    "state",
    "kind",
    "obligation",
    "status",
    "submitted_on",
    "meeting_number",
    "confidentiality",
)
RESOURCES = ("resources", "symbol", "resources_ref")
_REQUEST_CELLS = ("state", "kind", "status", "submitted_on", "confidentiality")
# Rows that may be extension requests for this Meeting, and are not told: no number beside them is
# exact.
_OPEN = frozenset(
    {
        *("status-unknown", "meeting-number-missing", "not-an-extension"),
        *("unread-cell", "weak-cell", "internal", "no-attribution", "submitted-date-coarse"),
    }
)
# Cells that decide whether a row counts: where one says something nobody could read, the row is
# neither in nor out.
_DECIDING = frozenset({"obligation", "status", "submitted_on", "meeting_number"})
_PLACES = {
    "not-a-party": "state",
    "status-unknown": "status",
    "submitted-date-coarse": "submitted_on",
    "submitted-after-cut-off": "submitted_on",
    "meeting-number-missing": "meeting_number",
    "not-an-extension": "obligation",
}


class RequestFigures(NamedTuple):
    """Figures, the rows whose words are public, drops and findings; requests before the Meeting by
    list.
    """

    figures: tuple[Figure, ...]
    public: tuple[Row, ...]
    drops: tuple[Drop, ...]
    findings: tuple[Finding, ...]
    requests: dict[str, tuple[FollowUp, ...]]


Judged = list[tuple[FollowUp, str]]


def _is_late(context: CountingContext, row: FollowUp) -> bool:
    return row.submitted_on is not None and row.submitted_on.last > context.settings.cut_off


def _is_across(context: CountingContext, row: FollowUp, first: date) -> bool:
    """Whether the date is known too coarsely to say that it lies before the cut-off, and not before
    that day.
    """
    return row.submitted_on is not None and row.submitted_on.is_across(
        first, context.settings.cut_off
    )


def _why_no_extension(context: CountingContext, row: FollowUp) -> str:
    """Why a row is no public extension request to this Meeting; empty where it is."""
    article = _ARTICLES.get(row.obligation)
    checks = (
        ("not-a-party", row.state not in context.party_codes),
        ("unread-cell", bool(row.unread & _DECIDING)),
        ("status-unknown", row.status in ("", "unknown")),
        ("withdrawn", row.status == "withdrawn"),
        ("not-submitted", row.status not in _SUBMITTED),
        (
            "submitted-after-cut-off",
            _is_late(context, row) and not _is_across(context, row, date.min),
        ),
        ("meeting-number-missing", row.meeting_number is None),
        ("other-meeting", row.meeting_number != context.settings.meeting_number),
        ("submitted-date-coarse", _is_across(context, row, date.min)),
        ("not-an-extension", article is None),
        (row.confidentiality.replace("_", "-"), row.confidentiality != "public"),
        ("weak-cell", bool(row.weak & set(EXTENSION_CELLS))),
    )
    return next((reason for reason, holds in checks if holds), "")


def _why_no_request(context: CountingContext, row: FollowUp) -> str:
    """Why a request to the Coordinators is not counted; empty where it is."""
    first, submitted = context.settings.period_from, row.submitted_on
    checks = (
        ("not-a-party", row.state not in context.party_codes),
        ("unread-cell", bool(row.unread & {"status", "submitted_on"})),
        ("withdrawn", row.status == "withdrawn"),
        ("submitted-date-coarse", _is_across(context, row, first)),
        ("submitted-after-cut-off", _is_late(context, row)),
        ("outside-period", submitted is not None and submitted.last < first),
        ("weak-cell", bool(row.weak & set(_REQUEST_CELLS))),
    )
    return next((reason for reason, holds in checks if holds), "")


def _of_register(context: CountingContext) -> dict[str, tuple[Ref, ...] | tuple[str, ...]]:
    """What all figures of the register share: what declares it complete, and the file searched."""
    return {
        "basis": context.declared((FOLLOW_UP.name,), context.settings.cut_off),
        "searched": tuple(sorted({row.key[0] for row in context.records.follow_up})),
    }


def _figure(  # noqa: PLR0913 - one figure, all its parts
    context: CountingContext,
    name: str,
    value: int,
    limits: Iterable[Ref],
    rows: Iterable[FollowUp] = (),
    cells: tuple[str, ...] = EXTENSION_CELLS,
    **more: object,
) -> Figure:
    """A count over rows of the register, with the States of the rows as its States."""
    limiting = (*(q.ref for q in context.limits((FOLLOW_UP.name,))), *limits)
    shared = _of_register(context)
    exact = certainty(
        value, context.declared((FOLLOW_UP.name,), context.settings.cut_off), limiting
    )
    by_state: dict[str, tuple[Ref, ...]] = {}
    for row in rows:
        by_state[row.state] = (*by_state.get(row.state, ()), *row.refs(*cells))
    return Figure.model_validate(
        {
            "name": name,
            "value": None if exact is Certainty.UNKNOWN else value,
            "certainty": exact,
            "states": tuple(
                Evidence(iso3=code, refs=refs) for code, refs in sorted(by_state.items())
            ),
            "limits": limiting,
            **shared,
            **more,
        }
    )


def is_read(row: FollowUp) -> bool:
    """Whether somebody noted what the request says of resources, and where, as far as it may be
    printed.
    """
    if row.weak & set(RESOURCES) or row.resources not in ("yes", "no"):
        return False
    return row.resources == "no" or bool(row.symbol)


def _extension_figures(
    context: CountingContext, judged: Judged
) -> tuple[tuple[Figure, ...], list[Finding]]:
    """States Parties by article, the requests that set out resources, and those nobody has read
    yet.
    """
    told = [row for row, why in judged if not why]
    unsure = [row for row, why in judged if why in _OPEN]
    by_article = []
    for article in ("art4", "art3"):
        own = _told(context, judged, article)
        limits = [
            r
            for row in unsure
            if _ARTICLES.get(row.obligation, article) == article
            for r in row.refs(*EXTENSION_CELLS)
        ]
        states = len({row.state for row in own})
        by_article.append(_figure(context, f"extension_requests_{article}", states, limits, own))
    findings = []
    for row in (row for row in told if not is_read(row)):
        code, column = (
            ("symbol-missing", "symbol")
            if row.resources == "yes"
            else ("resources-not-read", "resources")
        )
        findings.append(found(code, row.ref(column)))
    return (*by_article, *_resource_figures(context, told, unsure)), findings


def _resource_figures(
    context: CountingContext, told: list[FollowUp], unsure: list[FollowUp]
) -> tuple[Figure, Figure]:
    """The requests that set out resources, and those nobody has read yet."""
    said = [row for row in told if is_read(row) and row.resources == "yes"]
    unread = tuple(ref for row in told if not is_read(row) for ref in row.refs(*RESOURCES))
    behind = tuple(dict.fromkeys(row.state for row in told))
    set_out = _figure(
        context,
        "extension_requests_with_resources",
        len(said),
        (*(ref for row in unsure for ref in row.refs(*EXTENSION_CELLS)), *unread),
        counts=tuple(ref for row in told for ref in row.refs(*RESOURCES)),
        cited=tuple(
            Citation(row.symbol, row.resources_ref, row.refs("symbol", "resources_ref"))
            for row in said
        ),
        behind=behind,
    )
    # requests nobody has read are counted as they stand: their number needs nobody's declaration
    return set_out, Figure(
        name="extension_requests_unread",
        value=sum(not is_read(row) for row in told),
        certainty=Certainty.EXACTLY,
        counts=unread,
        behind=behind,
    )


def _request_figures(
    context: CountingContext, judged: Judged
) -> tuple[tuple[Figure, ...], list[tuple[FollowUp, str]]]:
    """States Parties that made requests: named ones, and unnamed ones from three up; the rows told
    in no figure.
    """
    told = [row for row, why in judged if not why]
    limits = [ref for row, why in judged if why in _OPEN for ref in row.refs(*_REQUEST_CELLS)]
    public = [row for row in told if row.confidentiality == "public"]
    unnamed = [row for row in told if row.confidentiality != "public"]
    counted = unnamed
    if len({row.state for row in unnamed}) < SMALLEST_UNATTRIBUTED:
        counted = [row for row in unnamed if row.confidentiality == "no_attribution"]
    n_states = len({row.state for row in counted})
    form = "few" if 0 < n_states < SMALLEST_UNATTRIBUTED else ""
    n_public = len({row.state for row in public})
    figures = (
        _figure(
            context,
            "requests_received",
            n_states,
            limits,
            counted,
            _REQUEST_CELLS,
            form=form,
            regime=Regime.UNATTRIBUTED,
        ),
        _figure(context, "requests_received_named", n_public, limits, public, _REQUEST_CELLS),
    )
    return figures, [(row, "fewer-than-three") for row in unnamed if row not in counted]


def _against_log(context: CountingContext, has_requests: bool) -> list[Finding]:
    """The rows of the log that say no request came, where the register holds one and the log tells
    of no exchange.
    """
    items = {item.id for item in context.work_plan.items if item.is_upon_request}
    rows = [
        a
        for a in context.records.activities
        if items & set(a.work_plan_items) and is_in_period(a, context)
    ]
    if not has_requests or any(activity.status == "held" for activity in rows):
        return []
    return [
        found("request-against-log", a.ref("status"))
        for a in rows
        if a.status == "no_request_received"
    ]


def follow_up_figures(context: CountingContext) -> RequestFigures:
    """All figures of the register but needs, which are evidence like statements."""
    rows = context.records.follow_up
    extensions = [(row, _why_no_extension(context, row)) for row in rows if row.kind == _EXTENSION]
    requests = [(row, _why_no_request(context, row)) for row in rows if row.kind == _REQUEST]
    on_extensions, faults = _extension_figures(context, extensions)
    on_requests, untold = _request_figures(context, requests)
    others = [
        (row, "internal-register") for row in rows if row.kind not in (_EXTENSION, _REQUEST, NEED)
    ]
    aside = [(row, why) for row, why in (*extensions, *requests, *untold, *others) if why]
    findings = [f for row, why in aside for f in row_findings(row, why, _PLACES)]
    findings += [*faults, *_against_log(context, any(not why for _, why in requests))]
    public = tuple(
        row.row
        for row, why in (*extensions, *requests)
        if not why and row.confidentiality == "public"
    )
    drops = tuple(row_drop(row, why) for row, why in aside)
    before = {
        f"extension_requests_{article}": _told(context, extensions, article)
        for article in ("art4", "art3")
    }
    return RequestFigures((*on_extensions, *on_requests), public, drops, tuple(findings), before)


def _told(context: CountingContext, judged: Judged, article: str) -> tuple[FollowUp, ...]:
    """The public extension requests under an article, in English alphabetical order of the States.

    Those of withheld States come last, in the order of the register: a place in the alphabet would
    tell their names.
    """
    hidden = {withheld.state for withheld in context.records.withheld}
    rows = [row for row, why in judged if not why and _ARTICLES.get(row.obligation) == article]
    told = sorted(
        (row for row in rows if row.state not in hidden),
        key=lambda row: context.states[row.state].sort_key,
    )
    return (*told, *(row for row in rows if row.state in hidden))
