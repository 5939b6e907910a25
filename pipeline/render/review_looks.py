"""What persons did to a sheet beside its words, while its rows are written anew: kept where it
holds, else taken off.

In: a sheet of openpyxl, old cells. Out: the sheet changed. It touches no value.
"""

from collections.abc import Sequence
from copy import copy
from typing import Any

from openpyxl.worksheet.worksheet import Worksheet


def free_rows(sheet: Worksheet, first: int) -> None:
    """Take off what was made for rows by their number, from the first on: other rows will stand
    there.

    Merged cells would hide words, a filter would hide rows.
    """
    for merged in [cells for cells in sheet.merged_cells.ranges if cells.max_row >= first]:
        sheet.unmerge_cells(str(merged))
    for dimension in sheet.row_dimensions.values():
        dimension.hidden = False
    sheet.auto_filter.filterColumn = []


def keep_notes(cell: Any, old: Sequence[Any]) -> None:
    """The comment and the link of a cell as they stood in the old one, where there is one."""
    if old and old[0].comment:
        cell.comment = copy(old[0].comment)
    if old and old[0].hyperlink and old[0].hyperlink.target:
        look = copy(cell._style)
        cell.hyperlink = old[0].hyperlink.target
        cell._style = look


def one_filter(sheet: Worksheet, whole: str, n_columns: int) -> None:
    """One filter over the whole: that of the table that a person made of the rows, else the sheet's
    own.

    Two over the same cells are a damaged workbook to Excel. A table that cannot hold the columns
    goes, its rows stay.
    """
    for table in list(sheet.tables.values()):
        if (
            len(table.tableColumns) == n_columns
            and table.ref.partition(":")[0] == whole.partition(":")[0]
        ):
            table.ref, table.sortState = whole, None
            if table.autoFilter:
                table.autoFilter.ref, table.autoFilter.filterColumn = whole, []
        else:
            del sheet.tables[table.displayName]
    sheet.auto_filter.ref = None if sheet.tables else whole
