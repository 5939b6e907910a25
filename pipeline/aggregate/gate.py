"""What the gate knows: the States withheld, and how everybody is written.

In: reference, the rows of Withheld, answers. Out: Gate, which naming.py and printable.py ask. It
prints nothing itself.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

from pipeline.language import name_key, name_pattern
from pipeline.model.codes import WITHOUT
from pipeline.model.public import PublicName
from pipeline.model.record import GivenAnswer, WithheldState
from pipeline.model.source import Ref
from pipeline.model.state import Actor, State


class Gate(NamedTuple):
    """What the gate knows: who may not be named, and how everybody is written.

    `without` are the findings on withheld States that a person answered: print without them.
    """

    states: Mapping[str, State]
    actors: Mapping[str, Actor]
    withheld: Mapping[str, WithheldState]
    withheld_names: re.Pattern[str] | None
    all_names: re.Pattern[str] | None
    without: Mapping[str, GivenAnswer] = {}

    def name(self, code: str) -> PublicName:
        """A State or body as it is printed; KeyError for a code nobody has."""
        if code in self.states:
            state = self.states[code]
            return PublicName(
                code=code,
                running=state.running,
                listed=state.name,
                sort_key=state.sort_key,
                is_state=True,
            )
        actor = self.actors[code]
        return PublicName(
            code=code,
            running=actor.running or actor.name,
            listed=actor.name,
            sort_key=name_key(actor.name),
            is_state=actor.actor_type == "state",
        )

    def names(self, codes: tuple[str, ...]) -> tuple[PublicName, ...]:
        """Printed names in English alphabetical order."""
        return tuple(
            sorted(
                (self.name(code) for code in dict.fromkeys(codes)), key=lambda name: name.sort_key
            )
        )


def open_gate(
    states: Mapping[str, State],
    actors: Mapping[str, Actor],
    spellings: Mapping[str, tuple[str, ...]],
    withheld: tuple[WithheldState, ...],
    answers: tuple[GivenAnswer, ...] = (),
) -> Gate:
    """The gate for a meeting."""
    hidden = {row.state: row for row in withheld}
    return Gate(
        states,
        actors,
        hidden,
        name_pattern(name for code in hidden for name in spellings[code]),
        name_pattern(name for names in spellings.values() for name in names),
        {answer.finding: answer for answer in answers if answer.answer.casefold() == WITHOUT},
    )


def hidden_in(gate: Gate, codes: tuple[str, ...]) -> tuple[Ref, ...]:
    """The rows of Withheld that hide any of the codes."""
    return tuple(gate.withheld[code].ref("state") for code in codes if code in gate.withheld)


def names_withheld(gate: Gate, text: str) -> bool:
    """Whether a text names a withheld State: the second line behind the gate."""
    return bool(gate.withheld_names and gate.withheld_names.search(name_key(text)))
