"""Activities and lines of the work plan on their way through the gate.

In: the gate, activities, lines of the plan. Out: public records and findings. An activity without
attribution keeps its date and its public outcome; one that involves a withheld State keeps its form
alone.
"""

from pipeline.aggregate.gate import Gate, hidden_in, names_withheld
from pipeline.aggregate.printable_text import WITHHELD_FORM, printable_text
from pipeline.model.finding import Finding, found
from pipeline.model.plan import PlanLine, ToldActivity
from pipeline.model.public import PublicRecord, PublicValue, Span
from pipeline.model.record import Activity

PLAN_TABLE = "work-plan"
_NAMED_TEXTS = {
    "place": "place",
    "outcome": "outcome_public",
    "title": "title",
    "format": "format",
    "subjects": "subjects",
}
# What a joint meeting agreed is told where a public document of both says so.
_AGREED = {"agreed": "agreed_public", "document": "agreed_document"}


def _facts(activity: Activity) -> dict[str, PublicValue]:
    """What is told of any activity: when it was, and that its words were shared with the
    counterpart.
    """
    values: dict[str, PublicValue] = {}
    if activity.date_start:
        span = Span(first=activity.date_start, last=activity.date_end)
        values["date"] = PublicValue(
            columns=("date_start", "date_end", "date_precision"), span=span
        )
    if activity.shared_with_counterpart_on:
        values["shared"] = PublicValue(columns=("shared_with_counterpart_on",), text="shared")
    return values


def _names(gate: Gate, activity: Activity) -> dict[str, PublicValue]:
    """The bodies that took part, and the States that asked: those who were there are not named for
    it.
    """
    asked = tuple(code for code in activity.requested_by if code in gate.states)
    pairs = (
        ("others", "participants_other", activity.participants_other),
        ("requested_by", "requested_by", asked),
    )
    return {
        name: PublicValue(columns=(column,), names=gate.names(codes))
        for name, column, codes in pairs
        if codes and column not in activity.weak
    }


def activity_record(gate: Gate, activity: Activity) -> tuple[PublicRecord, list[Finding]]:
    """An activity as it may be printed, its kind the form; one with a withheld State in it loses
    every value.
    """
    columns = ("status", "kind", "work_plan_items", "confidentiality")
    is_named = activity.confidentiality == "public"
    others = activity.participants_other
    involved = (
        *activity.organizers,
        *activity.participants_states,
        *others,
        *activity.requested_by,
    )
    if hidden_in(gate, involved) and is_named:
        record = PublicRecord(
            table="activities", id=activity.id, form=WITHHELD_FORM, form_columns=columns, values={}
        )
        return record, [found("withheld-in-evidence", activity.ref("activity_id"))]
    findings: list[Finding] = []
    values = {**_facts(activity), **(_names(gate, activity) if is_named else {})}
    texts = _NAMED_TEXTS if is_named else {"outcome": "outcome_public"}
    if activity.agreed_document and is_named:
        texts = {**texts, **_AGREED}
    for name, column in texts.items():
        value, faults = printable_text(gate, activity, column, is_named)
        findings.extend(faults)
        if value:
            values[name] = value
    return PublicRecord(
        table="activities", id=activity.id, form=activity.kind, form_columns=columns, values=values
    ), findings


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
        values["due"] = PublicValue(columns=("due",), span=Span(first=line.due))
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
