"""Columns that belong together: first and last day, an amount and its currency.

In: the values of a row. Out: the values with a span of dates in both its columns and the currency
that an amount names in its own. It fills an empty column and overwrites none: a disagreement is a
decision and leaves both empty.
"""

from collections.abc import Callable

from pipeline.model.dates import DateRange
from pipeline.model.finding import Finding, found
from pipeline.model.money import Money
from pipeline.model.source import Ref
from pipeline.model.tables import Column
from pipeline.normalise.reading import Value

Values = dict[str, Value]


def settle_partners(
    values: Values, columns: tuple[Column, ...], ref_of: Callable[[str], Ref]
) -> tuple[Values, list[Finding]]:
    """The values with each pair of columns settled, and where a pair disagrees."""
    settled = dict(values)
    findings = []
    for column in columns:
        value = settled.get(column.name)
        if isinstance(value, DateRange):
            if settled.get(column.last) not in (None, value.last):
                findings.append(found("span-disagrees", ref_of(column.name), column=column.name))
                settled.update({column.name: None, column.last: None})
            else:
                settled.update({column.name: value.first, column.last: value.last})
        elif (
            isinstance(value, Money)
            and column.currency
            and value.currency
            and not settled.get(column.currency)
        ):
            settled[column.currency] = value.currency
    return settled, findings
