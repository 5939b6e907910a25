"""The one frozen base of all our types, and the pair a stage gives back."""

from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from pydantic import BaseModel, ConfigDict

if TYPE_CHECKING:
    from pipeline.model.finding import Finding

T = TypeVar("T")


class Frozen(BaseModel):
    """A value: never changed after it is made, no field it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class Outcome(NamedTuple, Generic[T]):
    """What a stage gives back: its value and what a person should know, so that one run shows every
    fault.
    """

    value: T
    findings: "tuple[Finding, ...]" = ()
