"""Everything that compose may print: figures and records in, public facts out (decision 6).

In: the gate, figures and records to print. Out: PublicFacts and findings; no other module makes
public types. A record that involves a withheld State keeps its form and loses every value; an
activity without attribution keeps its date and its public outcome.
"""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from pipeline.aggregate.counting_context import once
from pipeline.aggregate.gate import (
    Gate,
    guard,
    hidden_in,
    involved,
    names_withheld,
    printable_texts,
    printed_fields,
    public_figure,
)
from pipeline.aggregate.request_figures import EXTENSION_CELLS, RESOURCES, is_read
from pipeline.model.figure import Figure
from pipeline.model.finding import Finding, found
from pipeline.model.plan import Action, Plan, PlanLine, ReportedActivity
from pipeline.model.public import (
    WITHHELD_FORM,
    DateSpan,
    PublicFacts,
    PublicRecord,
    PublicValue,
)
from pipeline.model.record import (
    Activity,
    Coalition,
    EditorParagraph,
    FollowUp,
    GoodPractice,
    Record,
    ReportNote,
)
from pipeline.model.settings import KEYS, Settings
from pipeline.model.tables import (
    ACTIVITIES,
    COALITIONS,
    FOLLOW_UP,
    GOOD_PRACTICES,
    WRITTEN,
)

PLAN_TABLE = "work-plan"
_COALITION_TEXTS = {name: name for name in ("document", "forum", "declared_in", "result")}
# How partners other than States are printed, by kind.
_PARTNERS = {
    "ngo": "partner_operators",
    "un_entity": "partner_un",
    "convention_body": "partner_bodies",
}
Values = dict[str, PublicValue]


class Passed(NamedTuple):
    """What compose may see, the guarded figures for the ledger, and findings."""

    facts: PublicFacts
    figures: tuple[Figure, ...]
    findings: tuple[Finding, ...]


class Judged(NamedTuple):
    """A record as it may be printed, and findings on what of it may not."""

    record: PublicRecord
    findings: list[Finding]


def pass_gate(
    gate: Gate,
    figures: tuple[Figure, ...],
    records: Mapping[str, tuple[Record | PlanLine, ...]],
    settings: Settings,
    plan: Plan,
) -> Passed:
    """What may be printed of these figures and records, by name of figure and list."""
    findings: list[Finding] = []
    guarded: list[Figure] = []
    for figure in figures:
        safe, faults = guard(gate, figure)
        guarded.append(safe)
        findings += faults
    lists = action_texts(plan)
    for name, rows in records.items():
        judged = [public_record(gate, row) for row in rows]
        lists[name] = tuple(one.record for one in judged if not _is_left_out(gate, one))
        for one in judged:
            findings += one.findings
    facts = PublicFacts(
        figures={name: public_figure(gate, one) for one in guarded for name in one.names},
        lists=lists,
        settings={**_settings(settings), "plan_title": plan.title},
        names_in_text_up_to=settings.names_in_text_up_to,
    )
    # a record may be in several lists, and is reported once
    return Passed(facts, tuple(guarded), once(findings))


def _settings(settings: Settings) -> dict[str, str | int | date | None]:
    return {**{name: getattr(settings, name) for name in KEYS}, "activities_until": settings.until}


def _is_left_out(gate: Gate, judged: Judged) -> bool:
    """Whether a record of a withheld State is not printed at all, because a person answered so: the
    figures beside it are then printed without it too.
    """
    record = judged.record
    if not record.is_withheld:
        return False
    # What the Coordinators did is theirs to report, in brackets, whoever took part.
    if record.table == ACTIVITIES.name:
        return False
    asked = [fault for fault in judged.findings if fault.code == "withheld-in-evidence"]
    return all(fault.id in gate.without for fault in asked)


def public_record(gate: Gate, record: Record | PlanLine) -> Judged:
    """The record as it may be printed, and findings on what of it may not. TypeError for a record
    that is never printed.
    """
    match record:
        case PlanLine():
            judged = line_record(gate, record)
        case Activity():
            judged = _activity_record(gate, record)
        case Coalition():
            judged = _coalition_record(gate, record)
        case GoodPractice():
            judged = _practice_record(gate, record)
        case EditorParagraph():
            judged = _paragraph_record(gate, record)
        case FollowUp():
            judged = _request_record(gate, record)
        case ReportNote():
            judged = _note_record(gate, record)
        case _:
            raise TypeError(f"{type(record).__name__} has no printable form")
    return judged


def _named(gate: Gate, column: str, codes: tuple[str, ...]) -> PublicValue:
    return PublicValue(columns=(column,), names=gate.names(codes))


def _withheld(public: PublicRecord) -> PublicRecord:
    """The record without its values: papers print a bracket in its place."""
    return public.model_copy(update={"form": WITHHELD_FORM, "values": {}})


def _coalition_record(gate: Gate, coalition: Coalition) -> Judged:
    public = PublicRecord(
        table=COALITIONS.name,
        id=coalition.id,
        form=coalition.status,
        form_columns=("status", "called_by", "obligation"),
        values={},
    )
    if hidden_in(gate, (coalition.affected_state, *coalition.partners)):
        finding = found("withheld-in-evidence", coalition.ref("coalition_id"))
        return Judged(_withheld(public), [finding])
    texts, findings = printable_texts(gate, coalition, _COALITION_TEXTS)
    # A result is the State's to declare, so it is printed only with where it was declared.
    if "declared_in" not in texts:
        texts.pop("result", None)
    values = {
        "affected": _named(gate, "affected_state", (coalition.affected_state,)),
        "obligation": PublicValue(columns=("obligation",), text=coalition.obligation),
        "status": PublicValue(columns=("status",), text=coalition.status),
        **_partners(gate, coalition),
        **_coalition_dates(coalition),
        "called_by": PublicValue(columns=("called_by",), text=coalition.called_by),
        **texts,
    }
    return Judged(public.model_copy(update={"values": values}), findings)


def _coalition_dates(coalition: Coalition) -> Values:
    dates = {
        "established": coalition.established,
        "ended": coalition.ended,
        "last_verified": coalition.last_verified,
    }
    sound = {column: dated for column, dated in dates.items() if column not in coalition.weak}
    return {
        column: PublicValue(columns=(column,), span=DateSpan(first=dated))
        for column, dated in sound.items()
        if dated is not None
    }


def _partners(gate: Gate, coalition: Coalition) -> Values:
    """The partners, all of them and by kind. A State counts as one whether it is a Party or not,
    an organization never as a State.
    """
    if not coalition.partners or "partners" in coalition.weak:
        return {}
    kinds: dict[str, list[str]] = {"partners": list(coalition.partners)}
    for name in gate.names(coalition.partners):
        field = "partner_states"
        if not name.is_state:
            field = _PARTNERS.get(gate.actors[name.code].actor_type, "partner_organizations")
        kinds.setdefault(field, []).append(name.code)
    return {field: _named(gate, "partners", tuple(codes)) for field, codes in kinds.items()}


def _practice_record(gate: Gate, practice: GoodPractice) -> Judged:
    """A good practice in the words of whoever shared it; withheld if it has no words or no
    document, because papers never paraphrase it.
    """
    hidden = hidden_in(gate, (practice.actor,))
    texts, faults = printable_texts(gate, practice, {"text": "words", "document": "document"})
    values = {
        "actor": _named(gate, "actor", (practice.actor,)),
        "role": PublicValue(columns=("role",), text=practice.role),
        "date": PublicValue(columns=("made_on",), span=DateSpan(first=practice.made_on)),
        **texts,
    }
    public = PublicRecord(
        table=GOOD_PRACTICES.name,
        id=practice.id,
        form="stated",
        form_columns=("role", "public"),
        values=values,
    )
    if hidden or texts.keys() != {"text", "document"}:
        public = _withheld(public)
    findings = [found("withheld-in-evidence", practice.ref("actor")) for _ in hidden]
    return Judged(public, [*findings, *faults])


def _note_record(gate: Gate, note: ReportNote) -> Judged:
    hidden = hidden_in(gate, (note.state,))
    public = PublicRecord(
        table="notes",
        id=note.id,
        form="told",
        form_columns=("state",),
        values={
            "state": _named(gate, "state", (note.state,)),
            "date": PublicValue(columns=("date",), span=DateSpan(first=note.on)),
        },
    )
    findings = [found("withheld-in-evidence", ref) for ref in hidden]
    return Judged(_withheld(public) if hidden else public, findings)


def _paragraph_record(gate: Gate, paragraph: EditorParagraph) -> Judged:
    """A paragraph of the Coordinators that passed the gate; no list holds another."""
    values, findings = printable_texts(gate, paragraph, {"text": "text"})
    public = PublicRecord(
        table=WRITTEN.name, id=paragraph.id, form="written", form_columns=("text",), values=values
    )
    return Judged(public, findings)


def _request_record(gate: Gate, request: FollowUp) -> Judged:
    """An extension request before the Meeting; the paragraphs on resources are cited only once
    somebody has read it.
    """
    hidden = hidden_in(gate, (request.state,))
    columns = {"symbol": "symbol", "paragraphs": "resources_ref"}
    texts, faults = printable_texts(gate, request, columns)
    if not is_read(request):
        texts.pop("paragraphs", None)
        texts["unread"] = PublicValue(columns=RESOURCES, text="unread")
    public = PublicRecord(
        table=FOLLOW_UP.name,
        id=request.id,
        form="submitted",
        form_columns=EXTENSION_CELLS,
        values={"affected": _named(gate, "state", (request.state,)), **texts},
    )
    findings = [found("withheld-in-evidence", ref) for ref in hidden]
    return Judged(_withheld(public) if hidden else public, [*findings, *faults])


def requests_to_print(
    gate: Gate, requests: Mapping[str, tuple[FollowUp, ...]]
) -> dict[str, tuple[FollowUp, ...]]:
    """The requests by list; if a withheld State made one of them, without the documents that they
    cite, since one of these may be its own.
    """
    every = tuple(request for rows in requests.values() for request in rows)
    if not hidden_in(gate, tuple(request.state for request in every)):
        return dict(requests)
    return {
        name: tuple(row.model_copy(update={"weak": row.weak | set(RESOURCES)}) for row in rows)
        for name, rows in requests.items()
    }


def _activity_record(gate: Gate, activity: Activity) -> Judged:
    """An activity as it may be printed, with its kind as form; if it involves a withheld State,
    without any value.
    """
    public = PublicRecord(
        table=ACTIVITIES.name,
        id=activity.id,
        form=activity.kind,
        form_columns=("status", "kind", "work_plan_items", "confidentiality"),
        values={},
    )
    is_named = activity.confidentiality == "public"
    if is_named and hidden_in(gate, involved(activity, ACTIVITIES)):
        finding = found("withheld-in-evidence", activity.ref("activity_id"))
        return Judged(_withheld(public), [finding])
    values, findings = printed_fields(gate, activity, ACTIVITIES, is_named)
    if "requested_by" in values:
        values |= _askers(gate, values.pop("requested_by"))
    return Judged(public.model_copy(update={"values": values}), findings)


def _askers(gate: Gate, asked: PublicValue) -> Values:
    """The States among those who asked: a body is not named for asking."""
    states = tuple(name.code for name in asked.names if name.code in gate.states)
    if not states:
        return {}
    return {"requested_by": asked.model_copy(update={"names": gate.names(states)})}


def line_record(gate: Gate, line: PlanLine) -> Judged:
    """A line of the work plan with its activities; words that name a withheld State are not
    printed.
    """
    values, findings = _line_values(gate, line)
    children: dict[str, tuple[PublicRecord, ...]] = {}
    for name, activities in line.activities.items():
        judged = [_reported_activity(gate, one) for one in activities]
        children[name] = tuple(one.record for one in judged)
        for one in judged:
            findings += one.findings
    record = PublicRecord(
        table=PLAN_TABLE,
        id=line.id,
        form=line.form,
        form_columns=(),
        values=values,
        figures=line.figures,
        children=children,
    )
    return Judged(record, findings)


def _line_values(gate: Gate, line: PlanLine) -> tuple[Values, list[Finding]]:
    """The texts, the date and the Coordinators of a line, as far as they may be printed."""
    hidden = {name for name, text in line.texts.items() if names_withheld(gate, text)}
    values: Values = {
        name: PublicValue(columns=(name,), text=text)
        for name, text in line.texts.items()
        if name not in hidden
    }
    if line.due:
        values["due"] = PublicValue(columns=("due",), span=DateSpan(first=line.due))
    if line.coordinators and not hidden_in(gate, line.coordinators):
        values["coordinators"] = _named(gate, "coordinators", line.coordinators)
    cells = (line.cells[name] for name in line.texts if name in hidden)
    return values, [found("withheld-in-text", cell) for cell in cells]


def _reported_activity(gate: Gate, reported: ReportedActivity) -> Judged:
    """An activity in its form, with the one that it follows up."""
    public, findings = _activity_record(gate, reported.activity)
    parents: tuple[PublicRecord, ...] = ()
    if reported.parent is not None:
        parents = (_activity_record(gate, reported.parent).record,)
    form = WITHHELD_FORM if public.is_withheld else reported.form
    children = {"parent": parents}
    return Judged(public.model_copy(update={"form": form, "children": children}), findings)


def action_texts(plan: Plan) -> dict[str, tuple[PublicRecord, ...]]:
    """The official text of each action with indicators, if the user has supplied it. Decision 7:
    negotiated text is never paraphrased in print.
    """
    counted = [action for action in plan.actions if action.indicators]
    return {f"action_{action.number}_text": (_action_record(action),) for action in counted}


def _action_record(action: Action) -> PublicRecord:
    columns = ("official_text",)
    values: Values = {}
    if action.official_text:
        values["text"] = PublicValue(columns=columns, text=action.official_text)
    return PublicRecord(
        table="plan",
        id=str(action.number),
        form="supplied" if values else "missing",
        form_columns=columns,
        values=values,
    )
