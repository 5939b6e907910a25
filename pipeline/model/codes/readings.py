"""Findings about words of a cell that have several readings, or a meaning of their own.

In: nothing. Out: code → severity, message, cure.
"""

from pipeline.model.codes.severities import DECISION, NOTE

# fmt: off
READINGS: dict[str, tuple[str, str, str]] = {
    "ambiguous-date": (DECISION, "{column} is one of two dates, and no cell of the column proves which.",
        "Write the date as 2025-04-07; internal/to-do.xlsx names the candidates."),
    "two-digit-year": (DECISION, "{column} has a year of two digits.",
        "Write the year with four digits."),
    "two-dates": (DECISION, "{column} holds two dates that are no span this column can take.",
        "Write one date, or the first and last day in their own columns."),
    "span-disagrees": (DECISION, "{column} gives a first and last day, and the column of the last day says another; neither is read.",
        "Mend one of the two cells."),
    "date-serial": (NOTE, "{column} is a number that a spreadsheet counts days by; it was read as a date.",
        "Nothing, or give the cell the format of a date."),
    "read-by-column": (NOTE, "{column} has two readings; another cell of the column, or the declared decimal mark, proves which it is.",
        "Nothing, or write the value so that it has one reading."),
    "ambiguous-amount": (DECISION, "{column} is one of two amounts: nothing says whether a mark parts thousands or decimals, or what a word counts.",
        "Write digits with a point for decimals, or fill in decimal_mark; internal/to-do.xlsx names the candidates."),
    "ambiguous-currency": (DECISION, "{column} names a currency by a sign that several currencies use.",
        "Write the three letters of ISO 4217 in the column of currencies; internal/to-do.xlsx names the candidates."),
    "currency-disagrees": (DECISION, "{column} names one currency and the column of currencies another; the amount is not read.",
        "Mend one of the two cells."),
    "negative-amount": (DECISION, "{column} is a negative amount.",
        "Write what it means: an amount without a sign, or nothing."),
    "amount-magnitude": (NOTE, "{column} gives an amount in thousands, millions or the like; it was multiplied out.",
        "Nothing, or write all digits."),
    "amount-range": (NOTE, "{column} gives a lowest and a highest amount; neither is taken for the amount.",
        "Nothing, or write one amount."),
    "amount-approximate": (NOTE, "{column} gives an amount that is not exact; it is marked so.",
        "Nothing, or write the exact amount."),
    "amount-years": (NOTE, "{column} gives one amount for several years; it is not divided.",
        "Nothing, or write a line a year."),
    "amount-in-kind": (NOTE, "{column} tells of help in kind without a price; there is no amount.",
        "Nothing."),
    "absence-read": (NOTE, "{column} says: {meaning}. The cell is read as empty.",
        "Nothing, or fill in the cell."),
    "points-elsewhere": (DECISION, "{column} sends the reader to another place; what stands there is not taken over.",
        "Write the value itself."),
    "ambiguous-names": (DECISION, "{column} can be cut into names in more than one way.",
        "Put semicolons between the names; internal/to-do.xlsx has the ways to cut."),
    "misspelt-name": (NOTE, "{column} holds a name in a spelling known to be wrong; it was read as the name it stands for.",
        "Nothing, or mend the spelling."),
    "period-not-a-year": (NOTE, "The report covers a period that is no calendar year; nothing of it is divided over years.",
        "Nothing, or mend the period on the sheet Cover; of a document, name its file in the register with the year it counts for."),
    "line-says-none": (NOTE, "The line says that there is nothing of the kind; it is not counted.",
        "Nothing."),
    "line-says-nothing": (DECISION, "The line does not say what was given, received or needed, and is no plain none; the answer is unknown.",
        "Fill in the other end or the amount, or write none."),
}
# fmt: on
