"""National reports: their register, their cover, their Form I, and what a person confirms of what was
read from Word and PDF files.

In: nothing. Out: the declarations of the tables.
"""

from pipeline.model.forms import SINCE_FIELD, STATUS_FIELD
from pipeline.model.tables.columns import (
    AMOUNT_BASES,
    ASSISTANCE_KINDS,
    CCM_SHARES,
    DECIMAL_MARKS,
    FORM_STATUSES,
    MODALITIES,
    OBLIGATIONS,
    OTHER_TREATIES,
    SECTIONS,
    YES_NO,
    InputTable,
    Kind,
    column,
)

# fmt: off
REPORTS_RECEIVED = InputTable(
    name="reports-received",
    meaning="The register of Article 7 reports: one row a report and version.",
    columns=(
        column("state", Kind.STATE, "who reports", "Alphaland", need=True),
        column("article7_year", Kind.YEAR, "calendar year reported on", "2024", need=True),
        column("file", Kind.TEXT, "name of the file in national-reports, where the cover does not say whose it is", "mu-2024.pdf"),
        column("received_on", Kind.DATE, "day of receipt; never taken from a file", "2025-04-29"),
        column("version", Kind.VERSION, "2 replaces 1; empty means 1", "1"),
        column("public", Kind.CHOICE, "whether the report is public; empty: a question, not printed", "yes", YES_NO),
        column("where", Kind.TEXT, "where it can be read", "UN disarmament site"),
        column("entered_by", Kind.TEXT, "role", "ISU"),
    ),
)

COVER = InputTable(
    name="Cover",
    meaning="Cover of a national report kept as a workbook: one row a field.",
    columns=(
        column("field", Kind.ID, "name of the field, see the table below", "state", need=True),
        column("value", Kind.TEXT, "what the report says", "Alphaland"),
    ),
)
COVER_FIELDS = (
    column("state", Kind.STATE, "who reports", "Alphaland", need=True),
    column("article7_year", Kind.YEAR, "calendar year reported on", "2024", need=True),
    column("version", Kind.VERSION, "2 replaces 1; empty means 1", "1"),
    column("period_from", Kind.DATE, "first day of the period, or first and last", "2024-01-01", last="period_to"),
    column("period_to", Kind.DATE, "last day of the period", "2024-12-31"),
    column("date_of_report", Kind.DATE, "day of submission printed on the report", "2025-04-28"),
    column(STATUS_FIELD, Kind.CHOICE, "state of Form I", "changed", FORM_STATUSES),
    column(SINCE_FIELD, Kind.YEAR, "year of the last report, where Form I is unchanged", "2022"),
    column("transcribed_from", Kind.TEXT, "name of the scan that a person typed off into this workbook; the scan then no longer counts as unread", "mu-2024.pdf"),
    column("decimal_mark", Kind.CHOICE, "mark before decimals in its amounts; empty: as its own numbers prove", "comma", DECIMAL_MARKS),
)

RESOURCE_LINES = InputTable(
    name="Form I",
    meaning="Form I of a national report kept as a workbook: one row a line of resources or assistance.",
    columns=(
        column("section", Kind.CHOICE, "what the line is about", "provided", SECTIONS, need=True),
        column("counterpart", Kind.ACTORS, "States and bodies at the other end; global or regional", "Rhoville"),
        column("channel", Kind.ACTORS, "through whom", "OPA"),
        column("modality", Kind.CHOICE, "of an exchange of experience", "south_south", MODALITIES),
        column("obligation", Kind.CHOICES, "obligations served", "art4_clearance", OBLIGATIONS),
        column("kind", Kind.CHOICE, "words of article 6", "financial", ASSISTANCE_KINDS),
        column("amount", Kind.AMOUNT, "a number, or words as docs/inputs.md says", "1200000", currency="currency"),
        column("currency", Kind.CURRENCY, "ISO 4217; needed with an amount", "XTS"),
        column("amount_basis", Kind.CHOICE, "", "disbursed", AMOUNT_BASES),
        column("period_from", Kind.DATE, "first day, or first and last", "2024-01-01", last="period_to"),
        column("period_to", Kind.DATE, "", "2024-12-31"),
        column("ccm_share", Kind.CHOICE, "whether for this Convention alone", "exclusive", CCM_SHARES),
        column("also_reported_under", Kind.CHOICES, "other treaties whose reports hold it", "mine_ban", OTHER_TREATIES),
        column("description", Kind.LONG_TEXT, "in the words of the report; never printed", ""),
    ),
)


CONFIRM = ("yes", "no", "corrected")
WHAT = ("cover", "line", "text")
LONGEST_WORDS = (
    1_000  # of what stands at a place, as the sheet shows it and a mark is found again by it
)

REVIEW = InputTable(
    name="review",
    meaning="What a machine read from Word and PDF reports: one row a cover, line or text. The program adds rows and never removes a person's mark.",
    is_ours=True,
    columns=(
        column("file", Kind.TEXT, "path of the report below the folder of inputs", "demo/national-reports/mu.docx", need=True),
        column("place", Kind.TEXT, "where in it the words stand", "table 3 row 2", need=True),
        column("what", Kind.CHOICE, "a cover, a line, or a text that gave no line", "line", WHAT, need=True),
        column("words", Kind.LONG_TEXT, "the words found there", "Deltaland | 25 000 | XTS"),
        column("state", Kind.TEXT, "who reports", "Mu"),
        column("article7_year", Kind.TEXT, "calendar year reported on", "2024"),
        column(STATUS_FIELD, Kind.TEXT, "of a cover: what became of Form I", "changed"),
        column(SINCE_FIELD, Kind.TEXT, "of a cover: year of the last report, where Form I is unchanged", "2022"),
        column("section", Kind.TEXT, "of a line: what it is about", "provided"),
        column("counterpart", Kind.TEXT, "States and bodies at the other end", "Deltaland"),
        column("channel", Kind.TEXT, "through whom", "OPA"),
        column("modality", Kind.TEXT, "of an exchange of experience", "south_south"),
        column("obligation", Kind.TEXT, "obligations served", "art4_clearance"),
        column("kind", Kind.TEXT, "words of article 6", "financial"),
        column("amount", Kind.TEXT, "", "25000"),
        column("currency", Kind.TEXT, "", "XTS"),
        column("period_from", Kind.TEXT, "", "2024-01-01"),
        column("period_to", Kind.TEXT, "", "2024-12-31"),
        column("question", Kind.TEXT, "what was not clear", ""),
        column("confirm", Kind.CHOICE, "yes: as read; no: not so; corrected: as the cells of this row now say", "yes", CONFIRM),
        column("by", Kind.TEXT, "who says so, as a role; without it the row is not confirmed", "ISU"),
        column("on", Kind.DATE, "", "2025-07-03"),
        column("sha256", Kind.ID, "the file as it was read, by its hash: of another version only what changed is asked again", "", need=True),
    ),
)
# fmt: on
