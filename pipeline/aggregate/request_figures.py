"""The figures on the register follow-up: extension requests, what they set out, and requests to the
Coordinators.

In: CountingContext. Out: figures, public rows, rows set aside. Obligations stay internal; a
decision of the Meeting is never anticipated; States that made a request without attribution are
never named, and counted only from three up.
"""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from pipeline.aggregate.counting_context import (
    Count,
    CountingContext,
    as_it_stands,
    count,
    first_reason,
    held_out,
    once,
    row_drop,
    row_findings,
    sources_of,
)
from pipeline.aggregate.log_figures import (
    HELD,
    SMALLEST_UNATTRIBUTED,
    few_form,
    is_in_period,
)
from pipeline.aggregate.statements_and_needs import NEED
from pipeline.model.figure import Citation, CountKey, Drop, Evidence, Figure, Regime
from pipeline.model.finding import Finding, found
from pipeline.model.record import FollowUp
from pipeline.model.source import Ref, Row
from pipeline.model.tables import FOLLOW_UP

_EXTENSION, _REQUEST = "extension_request", "request"
# More time can be asked for under articles 3 and 4 alone; risk education is part of article 4.
_ARTICLES = {"art3": "art3", "art4_clearance": "art4", "art4_risk_education": "art4"}
_COUNTED_ARTICLES = ("art4", "art3")
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
# Rows that may be extension requests for this Meeting but may not be printed: no number beside them
# is exact.
_OPEN = frozenset(
    {
        *("status-unknown", "meeting-number-missing", "not-an-extension"),
        *("unread-cell", "weak-cell", "internal", "no-attribution", "submitted-date-coarse"),
    }
)
# Cells that decide whether a row counts: if one has content that nobody could read, the row is
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
    """Figures, the rows whose words are public, drops and findings; `requests` are the extension
    requests to print, by list.
    """

    figures: tuple[Figure, ...]
    public: tuple[Row, ...]
    drops: tuple[Drop, ...]
    findings: tuple[Finding, ...]
    requests: dict[str, tuple[FollowUp, ...]]


JudgedRows = list[tuple[FollowUp, str]]


def request_figures(context: CountingContext) -> RequestFigures:
    """All figures of the register except on needs, which are evidence like statements."""
    rows = context.records.follow_up
    extensions = [(r, _why_no_extension(context, r)) for r in rows if r.kind == _EXTENSION]
    requests = [(r, _why_no_request(context, r)) for r in rows if r.kind == _REQUEST]
    on_extensions = _extension_figures(context, extensions)
    on_requests, uncounted = _request_figures(context, requests)
    # Decision 7: an obligation is printed from a State's report or a decision, never from here.
    told_elsewhere = (_EXTENSION, _REQUEST, NEED)
    others = [(r, "internal-register") for r in rows if r.kind not in told_elsewhere]
    aside = [(r, why) for r, why in (*extensions, *requests, *uncounted, *others) if why]
    findings: list[Finding] = []
    for row, why in aside:
        findings += row_findings(row, why, _PLACES, context.standing(row.state))
    findings += _unread_resources(_counted(extensions))
    findings += _against_log(context, bool(_counted(requests)))
    counted = (*_counted(extensions), *_counted(requests))
    return RequestFigures(
        figures=(*on_extensions, *on_requests),
        public=tuple(r.row for r in counted if r.confidentiality == "public"),
        drops=tuple(row_drop(row, why) for row, why in aside),
        findings=tuple(findings),
        requests={
            f"extension_requests_{article}": _extensions_under(context, extensions, article)
            for article in _COUNTED_ARTICLES
        },
    )


def _counted(judged: JudgedRows) -> list[FollowUp]:
    return [row for row, why in judged if not why]


def _in_doubt(judged: JudgedRows) -> list[FollowUp]:
    return [row for row, why in judged if why in _OPEN]


def _is_late(context: CountingContext, row: FollowUp) -> bool:
    """Whether a request was submitted after the cut-off."""
    if row.submitted_on is None:
        return False
    return row.submitted_on.last > context.settings.cut_off


def _is_across(context: CountingContext, row: FollowUp, first: date) -> bool:
    """Whether the date of a request is too coarse to say whether it is from `first` to the
    cut-off.
    """
    if row.submitted_on is None:
        return False
    return row.submitted_on.is_across(first, context.settings.cut_off)


def _why_no_extension(context: CountingContext, row: FollowUp) -> str:
    """Why a row is not a public extension request to this Meeting; empty if it is."""
    is_across = _is_across(context, row, date.min)
    return first_reason(
        ("not-a-party", row.state not in context.party_codes),
        ("unread-cell", bool(row.unread & _DECIDING)),
        ("status-unknown", row.status in ("", "unknown")),
        ("withdrawn", row.status == "withdrawn"),
        ("not-submitted", row.status not in _SUBMITTED),
        ("submitted-after-cut-off", _is_late(context, row) and not is_across),
        ("meeting-number-missing", row.meeting_number is None),
        ("other-meeting", row.meeting_number != context.settings.meeting_number),
        ("submitted-date-coarse", is_across),
        ("not-an-extension", row.obligation not in _ARTICLES),
        (row.confidentiality.replace("_", "-"), row.confidentiality != "public"),
        ("weak-cell", bool(row.weak & set(EXTENSION_CELLS))),
    )


def _why_no_request(context: CountingContext, row: FollowUp) -> str:
    """Why a request to the Coordinators is not counted; empty if it is."""
    first = context.settings.period_from
    is_early = row.submitted_on is not None and row.submitted_on.last < first
    return first_reason(
        ("not-a-party", row.state not in context.party_codes),
        ("unread-cell", bool(row.unread & {"status", "submitted_on"})),
        ("withdrawn", row.status == "withdrawn"),
        ("submitted-date-coarse", _is_across(context, row, first)),
        ("submitted-after-cut-off", _is_late(context, row)),
        ("outside-period", is_early),
        ("weak-cell", bool(row.weak & set(_REQUEST_CELLS))),
    )


RefsByState = dict[str, tuple[Ref, ...]]


def _by_state(rows: Iterable[FollowUp], cells: tuple[str, ...]) -> RefsByState:
    refs: RefsByState = {}
    for row in rows:
        refs[row.state] = (*refs.get(row.state, ()), *row.refs(*cells))
    return refs


class _Limits(NamedTuple):
    """The cells that keep a number from being exact, and those that keep a zero from it."""

    limits: tuple[Ref, ...]
    held_out: tuple[Ref, ...]

    @classmethod
    def of(cls, judged: JudgedRows, cells: tuple[str, ...]) -> "_Limits":
        """The limits from rows of the register; `judged` gives why each is not counted."""
        return cls(_refs(_in_doubt(judged), cells), held_out(judged, cells))


def _states_figure(
    context: CountingContext, name: str, key: CountKey, refs: RefsByState, limits: _Limits
) -> Figure:
    """The number of States in `refs`, which gives the cells of each."""
    counted = _count(context, len(refs), limits)
    return Figure(
        name=name,
        key=key,
        value=counted.value,
        certainty=counted.certainty,
        states=tuple(Evidence(iso3=code, refs=refs[code]) for code in sorted(refs)),
        basis=counted.declared,
        limits=counted.limits,
        searched=sources_of(context.records.follow_up),
    )


def _count(context: CountingContext, value: int, limits: _Limits) -> Count:
    """The certainty of a number of the register, limited also by its quarantined rows."""
    declared = context.declared((FOLLOW_UP.name,), context.settings.cut_off)
    out = (q.ref for q in context.limits((FOLLOW_UP.name,)))
    return count(value, declared, (*out, *limits.limits), limits.held_out)


def is_read(row: FollowUp) -> bool:
    """Whether somebody noted if a request sets out resources, from a sound source and with the
    symbol of the document.
    """
    if row.weak & set(RESOURCES):
        return False
    # That it sets out none needs no paragraph to be cited.
    if row.resources == "no":
        return True
    return row.resources == "yes" and bool(row.symbol)


def _extension_figures(context: CountingContext, judged: JudgedRows) -> tuple[Figure, ...]:
    """The States Parties that made requests, by article; the requests that set out resources; and
    those that nobody has read.
    """
    figures = []
    for article in _COUNTED_ARTICLES:
        # a row without an obligation may be a request under article 3 or under article 4
        may_be = [(r, w) for r, w in judged if _ARTICLES.get(r.obligation, article) == article]
        key = context.key("states_parties", f"extension requested {article}", FOLLOW_UP.name)
        own = _by_state(_extensions_under(context, judged, article), EXTENSION_CELLS)
        name, limits = f"extension_requests_{article}", _Limits.of(may_be, EXTENSION_CELLS)
        figures.append(_states_figure(context, name, key, own, limits))
    return (*figures, _resources_figure(context, judged), _unread_figure(context, judged))


def _refs(rows: Iterable[FollowUp], cells: tuple[str, ...]) -> tuple[Ref, ...]:
    return tuple(ref for row in rows for ref in row.refs(*cells))


def _unread_resources(extensions: list[FollowUp]) -> list[Finding]:
    """Findings on requests of which nobody noted whether they set out resources, or where."""
    findings = []
    for row in extensions:
        if is_read(row):
            continue
        if row.resources == "yes":
            findings.append(found("symbol-missing", row.ref("symbol")))
        else:
            findings.append(found("resources-not-read", row.ref("resources")))
    return findings


def _resources_figure(context: CountingContext, judged: JudgedRows) -> Figure:
    """The requests that set out resources."""
    extensions = _counted(judged)
    set_out = [row for row in filter(is_read, extensions) if row.resources == "yes"]
    unread = [row for row in extensions if not is_read(row)]
    open_rows = _Limits.of(judged, EXTENSION_CELLS)
    limits = open_rows._replace(limits=(*open_rows.limits, *_refs(unread, RESOURCES)))
    counted = _count(context, len(set_out), limits)
    return Figure(
        name="extension_requests_with_resources",
        key=context.key("requests", "extension requested, resources set out", FOLLOW_UP.name),
        value=counted.value,
        certainty=counted.certainty,
        counts=_refs(extensions, RESOURCES),
        basis=counted.declared,
        limits=counted.limits,
        searched=sources_of(context.records.follow_up),
        behind=once(row.state for row in extensions),
        cited=tuple(
            Citation(row.symbol, row.resources_ref, row.refs("symbol", "resources_ref"))
            for row in set_out
        ),
    )


def _unread_figure(context: CountingContext, judged: JudgedRows) -> Figure:
    """The number of requests that nobody has read. It is of the register, so it is exact without a
    declaration.
    """
    extensions = _counted(judged)
    unread = [row for row in extensions if not is_read(row)]
    counted = as_it_stands(len(unread), held_out(judged, EXTENSION_CELLS))
    return Figure(
        name="extension_requests_unread",
        key=context.key("requests", "extension requested, not read", FOLLOW_UP.name),
        value=counted.value,
        certainty=counted.certainty,
        counts=_refs(unread, RESOURCES),
        limits=counted.limits,
        behind=once(row.state for row in extensions),
    )


def _request_figures(
    context: CountingContext, judged: JudgedRows
) -> tuple[tuple[Figure, Figure], JudgedRows]:
    """The States Parties that made requests: those in public rows, named, and the others, counted
    from three up; and the internal rows that were too few to count (decision 5).
    """
    requests = _counted(judged)
    limits = _Limits.of(judged, _REQUEST_CELLS)
    public = [row for row in requests if row.confidentiality == "public"]
    unnamed = [row for row in requests if row.confidentiality != "public"]
    counted = unnamed
    if len({row.state for row in unnamed}) < SMALLEST_UNATTRIBUTED:
        counted = [row for row in unnamed if row.confidentiality == "no_attribution"]
    fact = "request made to the Coordinators"
    named_key = context.key("states_parties", fact, FOLLOW_UP.name)
    key = named_key.model_copy(update={"is_named": False})
    unnamed_states = _by_state(counted, _REQUEST_CELLS)
    on_unnamed = _states_figure(context, "requests_received", key, unnamed_states, limits)
    form = few_form(len(unnamed_states))
    on_named = _states_figure(
        context, "requests_received_named", named_key, _by_state(public, _REQUEST_CELLS), limits
    )
    return (
        on_unnamed.model_copy(update={"form": form, "regime": Regime.UNATTRIBUTED}),
        on_named,
    ), [(row, "fewer-than-three") for row in unnamed if row not in counted]


def _against_log(context: CountingContext, has_requests: bool) -> list[Finding]:
    """Findings on rows of the log that say that no request came, although the register has one and
    the log no exchange.
    """
    upon_request = {item.id for item in context.work_plan.items if item.is_upon_request}
    in_period = [a for a in context.records.activities if is_in_period(a, context)]
    rows = [a for a in in_period if upon_request & set(a.work_plan_items)]
    if not has_requests or any(activity.status == HELD for activity in rows):
        return []
    silent = [activity for activity in rows if activity.status == "no_request_received"]
    return [found("request-against-log", activity.ref("status")) for activity in silent]


def _extensions_under(
    context: CountingContext, judged: JudgedRows, article: str
) -> tuple[FollowUp, ...]:
    """The public extension requests under an article, in English alphabetical order of the States.

    Those of withheld States come last, in the order of the register: a place in the alphabet would
    reveal their names.
    """
    hidden = context.withheld_states
    rows = [row for row in _counted(judged) if _ARTICLES.get(row.obligation) == article]
    named = sorted(
        (row for row in rows if row.state not in hidden),
        key=lambda row: context.states[row.state].sort_key,
    )
    return (*named, *(row for row in rows if row.state in hidden))
