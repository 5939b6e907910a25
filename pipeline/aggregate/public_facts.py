"""All that compose may print: figures and records in, public facts out.

In: the gate, figures and records to print. Out: PublicFacts and findings; nothing else makes public
types. A record that involves a withheld State keeps its form and loses every value; an activity
without attribution keeps its date and its public outcome.
"""

from collections.abc import Mapping
from datetime import date

from pipeline.aggregate.gate import (
    WITHHELD_FORM,
    Gate,
    guard,
    hidden_in,
    names_withheld,
    printable_text,
    public_figure,
)
from pipeline.aggregate.printed_fields import involved, printed_fields
from pipeline.aggregate.request_figures import EXTENSION_CELLS, RESOURCES, is_read
from pipeline.model.figure import Figure
from pipeline.model.finding import Finding, found
from pipeline.model.plan import Plan, PlanLine, ToldActivity
from pipeline.model.public import DateSpan, PublicFacts, PublicRecord, PublicValue
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
from pipeline.model.tables import ACTIVITIES, FOLLOW_UP, GOOD_PRACTICES, WRITTEN

# What partners that are no States are printed as, by their kind.
_PARTNERS = {
    "ngo": "partner_operators",
    "un_entity": "partner_un",
    "convention_body": "partner_bodies",
}


def _coalition(gate: Gate, coalition: Coalition) -> tuple[PublicRecord, list[Finding]]:
    columns = ("status", "called_by", "obligation")
    if hidden_in(gate, (coalition.affected_state, *coalition.partners)):
        record = PublicRecord(
            table="coalitions", id=coalition.id, form=WITHHELD_FORM, form_columns=columns, values={}
        )
        return record, [found("withheld-in-evidence", coalition.ref("coalition_id"))]
    values = {
        "affected": PublicValue(
            columns=("affected_state",), names=gate.names((coalition.affected_state,))
        ),
        "obligation": PublicValue(columns=("obligation",), text=coalition.obligation),
        "status": PublicValue(columns=("status",), text=coalition.status),
    }
    if coalition.partners and "partners" not in coalition.weak:
        values["partners"] = PublicValue(
            columns=("partners",), names=gate.names(coalition.partners)
        )
        values |= _by_kind(gate, coalition.partners)
    for field in ("established", "ended", "last_verified"):
        dated = getattr(coalition, field)
        if dated and field not in coalition.weak:
            values[field] = PublicValue(columns=(field,), span=DateSpan(first=dated))
    values["called_by"] = PublicValue(columns=("called_by",), text=coalition.called_by)
    findings = []
    for column in ("document", "forum", "declared_in", "result"):
        value, faults = printable_text(gate, coalition, column, is_named=True)
        findings += faults
        if value:
            values[column] = value
    if "declared_in" not in values:
        values.pop("result", None)
    form = coalition.status
    return PublicRecord(
        table="coalitions", id=coalition.id, form=form, form_columns=columns, values=values
    ), findings


def _by_kind(gate: Gate, codes: tuple[str, ...]) -> dict[str, PublicValue]:
    """The partners by kind of actor: a State is one whether it is a Party or not."""
    kinds: dict[str, list[str]] = {}
    for name in gate.names(codes):
        kind = "" if name.is_state else gate.actors[name.code].actor_type
        field = "partner_states" if name.is_state else _PARTNERS.get(kind, "partner_organizations")
        kinds.setdefault(field, []).append(name.code)
    return {
        field: PublicValue(columns=("partners",), names=gate.names(tuple(listed)))
        for field, listed in kinds.items()
    }


def _practice(gate: Gate, practice: GoodPractice) -> tuple[PublicRecord, list[Finding]]:
    """A good practice in the words of whoever shared it; without words and document it says
    nothing.
    """
    hidden = hidden_in(gate, (practice.actor,))
    values = {
        "actor": PublicValue(columns=("actor",), names=gate.names((practice.actor,))),
        "role": PublicValue(columns=("role",), text=practice.role),
        "date": PublicValue(columns=("made_on",), span=DateSpan(first=practice.made_on)),
    }
    findings = [found("withheld-in-evidence", practice.ref("actor")) for _ in hidden]
    for name, column in (("text", "words"), ("document", "document")):
        value, faults = printable_text(gate, practice, column, is_named=True)
        findings += faults
        if value:
            values[name] = value
    is_told = not hidden and {"text", "document"} <= values.keys()
    return PublicRecord(
        table=GOOD_PRACTICES.name,
        id=practice.id,
        form="stated" if is_told else WITHHELD_FORM,
        form_columns=("role", "public"),
        values=values if is_told else {},
    ), findings


def _report_note(gate: Gate, note: ReportNote) -> tuple[PublicRecord, list[Finding]]:
    hidden = hidden_in(gate, (note.state,))
    values = {
        "state": PublicValue(columns=("state",), names=gate.names((note.state,))),
        "date": PublicValue(columns=("date",), span=DateSpan(first=note.on)),
    }
    return PublicRecord(
        table="notes",
        id=note.id,
        form=WITHHELD_FORM if hidden else "told",
        form_columns=("state",),
        values={} if hidden else values,
    ), [found("withheld-in-evidence", ref) for ref in hidden]


def _paragraph(gate: Gate, paragraph: EditorParagraph) -> tuple[PublicRecord, list[Finding]]:
    """A paragraph that passed the gate; what did not is on no list."""
    value, faults = printable_text(gate, paragraph, "text", is_named=True)
    values = {"text": value} if value else {}
    return PublicRecord(
        table=WRITTEN.name, id=paragraph.id, form="written", form_columns=("text",), values=values
    ), faults


def _request(gate: Gate, request: FollowUp) -> tuple[PublicRecord, list[Finding]]:
    """An extension request before the Meeting; where it sets out resources is said once somebody
    has read it.
    """
    hidden = hidden_in(gate, (request.state,))
    values = {"affected": PublicValue(columns=("state",), names=gate.names((request.state,)))}
    findings = [found("withheld-in-evidence", ref) for ref in hidden]
    for name, column in (("symbol", "symbol"), ("paragraphs", "resources_ref")):
        value, faults = printable_text(gate, request, column, is_named=True)
        findings += faults
        if value:
            values[name] = value
    if not is_read(request):
        values.pop("paragraphs", None)
        values["unread"] = PublicValue(columns=RESOURCES, text="unread")
    return PublicRecord(
        table=FOLLOW_UP.name,
        id=request.id,
        form=WITHHELD_FORM if hidden else "submitted",
        form_columns=EXTENSION_CELLS,
        values={} if hidden else values,
    ), findings


def requests_to_print(
    gate: Gate, requests: Mapping[str, tuple[FollowUp, ...]]
) -> dict[str, tuple[FollowUp, ...]]:
    """The requests by list; where a withheld State made one of them no document is cited, for it
    may be its own.
    """
    every = tuple(request for rows in requests.values() for request in rows)
    if not hidden_in(gate, tuple(request.state for request in every)):
        return dict(requests)
    return {
        name: tuple(row.model_copy(update={"weak": row.weak | set(RESOURCES)}) for row in rows)
        for name, rows in requests.items()
    }


def _of_mapping(gate: Gate, record: Coalition | GoodPractice) -> tuple[PublicRecord, list[Finding]]:
    return _coalition(gate, record) if isinstance(record, Coalition) else _practice(gate, record)


def public_record(gate: Gate, record: Record | PlanLine) -> tuple[PublicRecord, list[Finding]]:
    """The record as it may be printed, and why some of it may not. TypeError for one that is never
    printed.
    """
    match record:
        case PlanLine():
            return line_record(gate, record)
        case Activity():
            return activity_record(gate, record)
        case Coalition() | GoodPractice():
            return _of_mapping(gate, record)
        case EditorParagraph():
            return _paragraph(gate, record)
        case FollowUp():
            return _request(gate, record)
        case ReportNote():
            return _report_note(gate, record)
    raise TypeError(f"{type(record).__name__} has no printable form")


def action_texts(plan: Plan) -> dict[str, tuple[PublicRecord, ...]]:
    """The official text of each action with indicators, once the user has supplied it; never a
    paraphrase.
    """
    texts: dict[str, tuple[PublicRecord, ...]] = {}
    for action in plan.actions:
        if action.indicators:
            text = PublicValue(columns=("official_text",), text=action.official_text)
            record = PublicRecord(
                table="plan",
                id=str(action.number),
                form="supplied" if action.official_text else "missing",
                form_columns=("official_text",),
                values={"text": text} if action.official_text else {},
            )
            texts[f"action_{action.number}_text"] = (record,)
    return texts


PLAN_TABLE = "work-plan"


def activity_record(gate: Gate, activity: Activity) -> tuple[PublicRecord, list[Finding]]:
    """An activity as it may be printed, its kind the form; one with a withheld State in it loses
    every value.
    """
    columns = ("status", "kind", "work_plan_items", "confidentiality")
    is_named = activity.confidentiality == "public"
    if is_named and hidden_in(gate, involved(activity, ACTIVITIES)):
        record = PublicRecord(
            table="activities", id=activity.id, form=WITHHELD_FORM, form_columns=columns, values={}
        )
        return record, [found("withheld-in-evidence", activity.ref("activity_id"))]
    values, findings = printed_fields(gate, activity, ACTIVITIES, is_named)
    if "requested_by" in values:
        values |= _askers(gate, values.pop("requested_by"))
    return PublicRecord(
        table="activities", id=activity.id, form=activity.kind, form_columns=columns, values=values
    ), findings


def _askers(gate: Gate, asked: PublicValue) -> dict[str, PublicValue]:
    """Of those who asked, the States: a body that asks is not named for it."""
    states = tuple(name.code for name in asked.names if name.code in gate.states)
    if not states:
        return {}
    return {"requested_by": asked.model_copy(update={"names": gate.names(states)})}


def _told(gate: Gate, told: ToldActivity) -> tuple[PublicRecord, list[Finding]]:
    """An activity in the form it is told in, with the one it follows up."""
    public, findings = activity_record(gate, told.activity)
    parents = (activity_record(gate, told.parent)[0],) if told.parent else ()
    form = public.form if public.form == WITHHELD_FORM else told.form
    return public.model_copy(update={"form": form, "children": {"parent": parents}}), findings


def line_record(gate: Gate, line: PlanLine) -> tuple[PublicRecord, list[Finding]]:
    """A line of the work plan; words of it that name a withheld State are not printed."""
    findings: list[Finding] = []
    values: dict[str, PublicValue] = {}
    for name, text in line.texts.items():
        if names_withheld(gate, text):
            findings.append(found("withheld-in-text", line.cells[name]))
        else:
            values[name] = PublicValue(columns=(name,), text=text)
    if line.due:
        values["due"] = PublicValue(columns=("due",), span=DateSpan(first=line.due))
    if line.coordinators and not hidden_in(gate, line.coordinators):
        values["coordinators"] = PublicValue(
            columns=("coordinators",), names=gate.names(line.coordinators)
        )
    children: dict[str, tuple[PublicRecord, ...]] = {}
    for name, told in line.activities.items():
        pairs = [_told(gate, one) for one in told]
        children[name] = tuple(public for public, _ in pairs)
        findings += (fault for _, faults in pairs for fault in faults)
    record = PublicRecord(
        table=PLAN_TABLE,
        id=line.id,
        form=line.form,
        form_columns=(),
        values=values,
        figures=line.figures,
        children=children,
    )
    return record, findings


def _is_left_out(gate: Gate, record: PublicRecord, faults: list[Finding]) -> bool:
    """Whether a record of a withheld State goes, as a person answered: figures beside it are
    printed without it too.

    What the Coordinators did stays told in brackets: an activity is not a State's.
    """
    asked = [fault for fault in faults if fault.code == "withheld-in-evidence"]
    is_withheld = record.form == WITHHELD_FORM and record.table != ACTIVITIES.name
    return is_withheld and all(fault.id in gate.without for fault in asked)


def _settings(settings: Settings) -> dict[str, str | int | date | None]:
    return {**{name: getattr(settings, name) for name in KEYS}, "activities_until": settings.until}


def pass_gate(
    gate: Gate,
    figures: tuple[Figure, ...],
    records: Mapping[str, tuple[Record | PlanLine, ...]],
    settings: Settings,
    plan: Plan,
) -> tuple[PublicFacts, tuple[Figure, ...], list[Finding]]:
    """What compose may see; the figures as guarded, for the ledger; findings."""
    guarded: list[Figure] = []
    findings: list[Finding] = []
    for figure in figures:
        safe, faults = guard(gate, figure)
        guarded.append(safe)
        findings.extend(faults)
    lists = action_texts(plan)
    for name, rows in records.items():
        pairs = [public_record(gate, row) for row in rows]
        lists[name] = tuple(
            record for record, faults in pairs if not _is_left_out(gate, record, faults)
        )
        findings.extend(fault for _, faults in pairs for fault in faults)
    facts = PublicFacts(
        figures={figure.name: public_figure(gate, figure) for figure in guarded},
        lists=lists,
        settings={**_settings(settings), "plan_title": plan.title},
        names_in_text_up_to=settings.names_in_text_up_to,
    )
    return (
        facts,
        tuple(guarded),
        list(dict.fromkeys(findings)),
    )  # a record stands in several lists, and is told of once
