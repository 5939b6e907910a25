"""Cases of the findings about workbooks and csv files as offices keep them."""

import io
import zipfile
from collections.abc import Callable
from datetime import datetime

from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.ooxml import read_package, write_package
from tests.makers.small_meeting import coalition, log
from tests.makers.tables import Rows, csv_bytes, edited, with_part, workbook
from tests.whole.cases.case import Case

YELLOW, STRUCK = PatternFill("solid", fgColor="FFFFFF00"), Font(strike=True)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
TOTAL: list[object] = ["Total", "", "", "", "", "", "12", ""]


def _whole(code: str, name: str, content: bytes) -> Case:
    return Case(code, {name: content}, f"m/{name}", "")


def _by_hand(
    code: str, place: str, edit: Callable[[Worksheet], object], rows: Rows | None = None
) -> Case:
    return Case(code, {"activities.xlsx": edited(rows or log(), edit)}, "m/activities.xlsx", place)


def zipped(**parts: str) -> bytes:
    """A zip file with these parts, `__` in a name for a slash and a point before the ending."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, text in parts.items():
            folder, _, rest = name.rpartition("__")
            archive.writestr(f"{folder}/{rest}".strip("/").replace("_", "."), text)
    return target.getvalue()


def strict() -> bytes:
    """A workbook of the form whose names stand in another space."""
    main, other = (
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        b"http://purl.oclc.org/ooxml/spreadsheetml/main",
    )
    return with_part(workbook({"activities": log()}), "xl/workbook.xml", main, other)


def with_macros() -> bytes:
    """A workbook with a project of macros beside its sheets."""
    return write_package(
        {**read_package(workbook({"activities": log()})), "xl/vbaProject.bin": b"macros"}
    )


def _all_struck(sheet: Worksheet) -> None:
    for cell in sheet[2]:
        cell.font = STRUCK


def _set(place: str, **attributes: object) -> Callable[[Worksheet], None]:
    def edit(sheet: Worksheet) -> None:
        for name, value in attributes.items():
            setattr(sheet[place], name, value)

    return edit


def _filter(sheet: Worksheet) -> None:
    sheet.auto_filter.ref = "A1:H2"
    sheet.auto_filter.add_filter_column(2, ["planned"])
    sheet.row_dimensions[2].hidden = True


def _hide(sheet: Worksheet) -> None:
    """A workbook needs one sheet that can be seen."""
    assert sheet.parent is not None
    other = sheet.parent.create_sheet("coalitions")
    for row in coalition():
        other.append(row)
    sheet.sheet_state = "hidden"


def _from_1904(sheet: Worksheet) -> None:
    assert sheet.parent is not None
    sheet.parent.epoch = CALENDAR_MAC_1904


def _nothing(sheet: Worksheet) -> None:
    """A sheet as written."""


def _beside() -> list[list[object]]:
    left, right = log(), coalition()
    return [[*a, None, *b] for a, b in zip(left, right, strict=True)]


LINKED = with_part(
    workbook({"activities": log(place="=A1")}),
    "xl/worksheets/sheet1.xml",
    b"<f>A1</f><v></v>",
    b"<f>[1]Other!A1</f><v>5</v>",
)
CASES = [
    _whole("empty-file", "activities.xlsx", b""),
    _whole("web-page", "activities.xls", b"<html><table><tr><td>a</td></tr></table></html>"),
    _whole("pdf-document", "activities.xlsx", b"%PDF-1.7"),
    _whole("old-workbook", "activities.xls", OLE + b"\x00" * 600),
    _whole("locked-workbook", "activities.xlsx", OLE + "EncryptedPackage".encode("utf-16-le")),
    _whole("binary-workbook", "activities.xlsb", zipped(xl__workbook_bin="")),
    _whole("opendocument-file", "activities.ods", zipped(content_xml="")),
    _whole("other-document", "activities.xlsx", zipped(word__document_xml="")),
    _whole("text-not-workbook", "activities.xlsx", csv_bytes(log())),
    _whole("workbook-not-csv", "activities.csv", workbook({"activities": log()})),
    _whole(
        "encoding-found", "activities.csv", csv_bytes(log(place="Genève")).decode().encode("cp1252")
    ),
    _whole("macros-not-run", "activities.xlsm", with_macros()),
    _by_hand("dates-from-1904", "", _from_1904),
    _by_hand("hidden-sheet", "activities!A1:H1", _hide),
    _by_hand(
        "hidden-row",
        "activities!A2:H2",
        lambda sheet: setattr(sheet.row_dimensions[2], "hidden", True),
    ),
    _by_hand("filtered-row", "activities!A2:H2", _filter),
    _by_hand(
        "hidden-column",
        "activities!C1",
        lambda sheet: setattr(sheet.column_dimensions["C"], "hidden", True),
    ),
    _by_hand("coloured-cells", "activities!B2", _set("B2", fill=YELLOW)),
    _by_hand("cell-comment", "activities!C2", _set("C2", comment=Comment("hello", "desk"))),
    Case(
        "row-above-header",
        {"activities.xlsx": workbook({"activities": [log(activity_id="ACT-2")[1], *log()]})},
        "m/activities.xlsx",
        "activities!A1:H1",
    ),
    _by_hand(
        "merged-down",
        "activities!G3",
        lambda sheet: sheet.merge_cells("G2:G3"),
        [*log(), *log(activity_id="ACT-2", organizers="")[1:]],
    ),
    _by_hand(
        "merged-across",
        "activities!J2",
        lambda sheet: sheet.merge_cells("I2:J2"),
        log(place="x", outcome=""),
    ),
    _by_hand("struck-through", "activities!I2", _set("I2", font=STRUCK), log(place="x")),
    Case(
        "carried-over",
        {"coalitions.csv": coalition(row_is="carried over")},
        "m/coalitions.csv",
        "row 2",
    ),
    Case(
        "row-is-unclear",
        {"coalitions.csv": coalition(row_is="exampel")},
        "m/coalitions.csv",
        "row 2",
    ),
    Case(
        "example-changed",
        {"coalitions.csv": coalition(row_is="example")},
        "m/coalitions.csv",
        'row 2 "row_is"',
    ),
    _by_hand("struck-row", "activities!A2:H2", _all_struck),
    Case("linked-value", {"activities.xlsx": LINKED}, "m/activities.xlsx", "activities!I2"),
    Case(
        "shifted-row",
        {"activities.csv": [log()[0], [*log()[1], "beyond"]]},
        "m/activities.csv",
        "row 2",
    ),
    Case("second-table", {"activities.csv": [*log(), *coalition()]}, "m/activities.csv", "row 3"),
    _by_hand("second-table", "activities!J1", _nothing, _beside()),
    Case("second-header", {"activities.csv": [*log(), log()[0]]}, "m/activities.csv", "row 3"),
    Case("totals-row", {"activities.csv": [*log(), TOTAL]}, "m/activities.csv", "row 3"),
    _by_hand(
        "heading-row",
        "activities!A3:H3",
        lambda sheet: sheet.merge_cells("A3:H3"),
        [*log(), ["Spring"]],
    ),
    _by_hand("numbers-as-text", "activities!I2", _nothing, log(participant_count="12")),
    _by_hand("date-in-text", "activities!A2", _nothing, log(activity_id=datetime(2025, 3, 1))),
    _by_hand("number-in-id", "activities!A2", _nothing, log(activity_id=7)),
    _by_hand(
        "time-left-out", "activities!B2", _nothing, log(date_start=datetime(2025, 4, 7, 9, 30))
    ),
]
