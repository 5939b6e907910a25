"""Who else gave, according to recipient States Parties: States not party and organizations, nobody
named.

In: Base, readings, answers, the figure of States that received. Out: two figures and one on
regional organizations among the second. An organization is never its members; a signatory is not a
State Party.
"""

from pipeline.aggregate.answers import counted_not, late_refs
from pipeline.aggregate.base import Base
from pipeline.aggregate.readings import Readings
from pipeline.model.figure import Answer, Certainty, Figure, Reply
from pipeline.model.record import FormLine
from pipeline.model.source import Ref

_RECEIVED = "received"
_NO_DONORS = frozenset({"scope", "convention_body"})
_REGIONAL = "regional_organization"


def _lines(base: Base, readings: Readings, answers: tuple[Answer, ...]) -> list[FormLine]:
    """The lines on assistance received in the reports that the answers stand on."""
    year = base.settings.article7_year
    read = (readings.by_year.get((a.state, year)) for a in answers if a.reply is Reply.YES)
    reports = (reading.report for reading in read if reading and not reading.fault)
    lines = (line for report in reports if report for line in report.lines)
    return [line for line in lines if line.section == _RECEIVED and not counted_not(base, line)]


def donor_figures(
    base: Base, readings: Readings, answers: tuple[Answer, ...], on_received: Figure
) -> list[Figure]:
    """How many States not party, organizations, and regional organizations among them, gave
    assistance.
    """
    lines = _lines(base, readings, answers)
    outside = (frozenset(base.states) | base.other_states) - base.party_codes
    bodies = frozenset(code for code, kind in base.organizations.items() if kind not in _NO_DONORS)
    regional = frozenset(code for code in bodies if base.organizations[code] == _REGIONAL)
    kinds = {
        "donors_not_party": outside,
        "donors_organizations": bodies,
        "donors_regional": regional,
    }
    late = late_refs(answers)
    return [_figure(name, kind, lines, on_received, late) for name, kind in kinds.items()]


def _figure(
    name: str,
    kind: frozenset[str],
    lines: list[FormLine],
    on_received: Figure,
    late: tuple[Ref, ...],
) -> Figure:
    donors = sorted({code for line in lines for code in line.counterparts if code in kind})
    telling = [line for line in lines if set(line.counterparts) & kind]
    unread = tuple(line.ref("counterpart") for line in lines if "counterpart" in line.unread)
    limits = unread if donors else (*unread, *late)
    is_exact = on_received.certainty is Certainty.EXACTLY and not limits
    least = Certainty.AT_LEAST if donors else Certainty.UNKNOWN
    return Figure(
        name=name,
        value=len(donors) if donors or is_exact else None,
        certainty=Certainty.EXACTLY if is_exact else least,
        counts=tuple(ref for line in telling for ref in line.refs("section", "counterpart")),
        basis=(
            *on_received.basis,
            *(ref for evidence in on_received.states for ref in evidence.refs),
        ),
        limits=tuple(dict.fromkeys((*on_received.limits, *limits))),
        searched=on_received.searched,
        behind=(*donors, *(line.state for line in telling)),
    )
