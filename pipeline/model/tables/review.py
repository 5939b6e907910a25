"""What was read from Word and PDF reports, for a person to confirm: the one input that the program
itself extends.

In: nothing. Out: the declaration of the table.
"""

from pipeline.model.tables.kinds import Kind, Table, column

CONFIRM = ("yes", "no", "corrected")
WHAT = ("cover", "line", "text")
LONGEST_WORDS = (
    1_000  # of what stands at a place, as the sheet shows it and a mark is found again by it
)

REVIEW = Table(
    name="review",
    meaning="What a machine read from Word and PDF reports: one row a cover, line or text. The program adds rows and never removes a person's mark.",
    is_ours=True,
    columns=(
        column(
            "file",
            Kind.TEXT,
            "path of the report below the folder of inputs",
            "demo/national-reports/mu.docx",
            need=True,
        ),
        column("place", Kind.TEXT, "where in it the words stand", "table 3 row 2", need=True),
        column(
            "what",
            Kind.CHOICE,
            "a cover, a line, or a text that gave no line",
            "line",
            WHAT,
            need=True,
        ),
        column("words", Kind.LONG_TEXT, "the words found there", "Deltaland | 25 000 | XTS"),
        column("state", Kind.TEXT, "who reports", "Mu"),
        column("article7_year", Kind.TEXT, "calendar year reported on", "2024"),
        column("form_i", Kind.TEXT, "of a cover: what became of Form I", "changed"),
        column(
            "form_i_since",
            Kind.TEXT,
            "of a cover: year of the last report, where Form I is unchanged",
            "2022",
        ),
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
        column(
            "confirm",
            Kind.CHOICE,
            "yes: as read; no: not so; corrected: as the cells of this row now say",
            "yes",
            CONFIRM,
        ),
        column(
            "by", Kind.TEXT, "who says so, as a role; without it the row is not confirmed", "ISU"
        ),
        column("on", Kind.DATE, "", "2025-07-03"),
        column(
            "sha256",
            Kind.ID,
            "the file as it was read, by its hash: of another version only what changed is asked again",
            "",
            need=True,
        ),
    ),
)
