"""Records on their way through the gate: what of them may be printed, and under which names.

In: the gate and records to print. Out: public records and findings. A record that involves a
withheld State keeps its form and loses every value.
"""

from collections.abc import Mapping

from pipeline.aggregate.follow_up import EXTENSION_CELLS, RESOURCES, is_read
from pipeline.aggregate.gate import Gate, hidden_in
from pipeline.aggregate.printable_log import activity_record, line_record
from pipeline.aggregate.printable_text import WITHHELD_FORM, printable_text
from pipeline.model.finding import Finding, found
from pipeline.model.plan import Plan, PlanLine
from pipeline.model.public import PublicRecord, PublicValue, Span
from pipeline.model.record import (
    Activity,
    Coalition,
    EditorParagraph,
    FollowUp,
    GoodPractice,
    Record,
    ReportNote,
)
from pipeline.model.tables import FOLLOW_UP, GOOD_PRACTICES, WRITTEN

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
            values[field] = PublicValue(columns=(field,), span=Span(first=dated))
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
        "date": PublicValue(columns=("made_on",), span=Span(first=practice.made_on)),
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
        "date": PublicValue(columns=("date",), span=Span(first=note.on)),
    }
    return PublicRecord(
        table="notes",
        id=note.id,
        form=WITHHELD_FORM if hidden else "told",
        form_columns=("state",),
        values={} if hidden else values,
    ), [found("withheld-in-evidence", ref) for ref in hidden]


def _paragraph(gate: Gate, paragraph: EditorParagraph) -> tuple[PublicRecord, list[Finding]]:
    """A paragraph that passed `written.py`; what did not is on no list."""
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
