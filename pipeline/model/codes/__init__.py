"""Every code a finding may have: severity, message and cure, in one table.

In: nothing. Out: CODES. Messages and cures hold no words of an input; names in braces are columns,
tables and closed values. docs/findings.md explains each, and a test provokes each.
"""

from pipeline.model.codes.activities import ACTIVITIES
from pipeline.model.codes.cells import CELLS
from pipeline.model.codes.files import FILES
from pipeline.model.codes.forms import FORMS
from pipeline.model.codes.others import OTHERS
from pipeline.model.codes.rates import RATES
from pipeline.model.codes.readings import READINGS
from pipeline.model.codes.registers import REGISTERS
from pipeline.model.codes.reports import REPORTS
from pipeline.model.codes.settled import SETTLED
from pipeline.model.codes.workbooks import WORKBOOKS

CODES: dict[str, tuple[str, str, str]] = {
    **FILES,
    **CELLS,
    **ACTIVITIES,
    **REPORTS,
    **OTHERS,
    **WORKBOOKS,
    **READINGS,
    **REGISTERS,
    **RATES,
    **SETTLED,
    **FORMS,
}
