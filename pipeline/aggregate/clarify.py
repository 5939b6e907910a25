"""What may be asked of a State about its own report: open findings in its files, as records that a
note can print.

In: the gate, spellings, whose each report is, findings. Out: Clarifications, in English
alphabetical order. A finding is open while nobody has answered it; of words that name another State
or body, the place alone is told.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from pipeline.aggregate.gate import Gate
from pipeline.language import name_key
from pipeline.model.finding import Finding, Severity
from pipeline.model.public import PublicRecord, PublicValue

_LONGEST = 200
_TABLE = "clarification"


class Clarification(NamedTuple):
    """What is asked of a State: its name, whether papers withhold it, its questions by the code of
    their finding.
    """

    code: str
    name: str
    is_withheld: bool
    addressee: PublicRecord
    questions: tuple[PublicRecord, ...]


def clarifications(
    gate: Gate,
    spellings: Mapping[str, tuple[str, ...]],
    reporters: Mapping[str, str],
    findings: Iterable[Finding],
) -> tuple[Clarification, ...]:
    """The questions to each State with open findings in its reports; which of them are asked, the
    wording decides.
    """
    by_state: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.severity is not Severity.NOTE and finding.ref.source in reporters:
            by_state.setdefault(reporters[finding.ref.source], []).append(finding)
    ordered = sorted(by_state, key=lambda code: gate.name(code).sort_key)
    return tuple(
        _clarification(gate, code, spellings.get(code, ()), by_state[code]) for code in ordered
    )


def _clarification(
    gate: Gate, code: str, own: tuple[str, ...], findings: list[Finding]
) -> Clarification:
    keys = {name_key(name) for name in own}
    name = PublicValue(columns=(), names=gate.names((code,)))
    return Clarification(
        code,
        gate.name(code).listed,
        code in gate.withheld,
        _record(code, "withheld" if code in gate.withheld else "told", {"state": name}),
        tuple(
            _question(gate, keys, number, finding)
            for number, finding in enumerate(findings, start=1)
        ),
    )


def _question(gate: Gate, own: set[str], number: int, finding: Finding) -> PublicRecord:
    file = finding.ref.source.rpartition("/")[2]
    texts = {"file": file, "place": finding.ref.place, "quoted": _short(finding.ref.words)}
    kept = {
        name: PublicValue(columns=(), text=text)
        for name, text in texts.items()
        if text and not _names_others(gate, own, text)
    }
    return _record(str(number), finding.code, kept)


def _names_others(gate: Gate, own: set[str], text: str) -> bool:
    found = gate.all_names.finditer(name_key(text)) if gate.all_names else ()
    return any(match[0] not in own for match in found)


def _short(words: str) -> str:
    plain = " ".join(words.split())
    return plain if len(plain) <= _LONGEST else f"{plain[: _LONGEST - 1].rstrip()}…"


def _record(id_: str, form: str, values: dict[str, PublicValue]) -> PublicRecord:
    return PublicRecord(table=_TABLE, id=id_, form=form, form_columns=(), values=values)
