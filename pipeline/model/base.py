"""The one frozen base of all our types.

In: nothing. Out: a class. It changes nothing after it is made.
"""

from pydantic import BaseModel, ConfigDict


class Frozen(BaseModel):
    """A value: never changed after it is made, no field it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)
