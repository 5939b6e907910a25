"""Cases of corrections and answers."""

from pipeline.model.finding import found
from pipeline.model.source import Ref
from tests.makers.small_meeting import Content, log, rows
from tests.whole.cases.case import Case

QUESTION = found("bad-date", Ref("m/activities.csv", 'row 2 "date_end"'), column="date_end").id
FILE = found("unknown-file", Ref("m/notes.txt", ""), values="").id
PLACE = 'row 2 "place"'


def _correction(code: str, **changes: str) -> Case:
    row = {
        "file": "activities.csv",
        "place": PLACE,
        "expected": "Port",
        "new": "Port Alpha",
        "reason": "r",
        "role": "ISU",
    }
    files: dict[str, Content] = {
        "activities.csv": log(place="Port"),
        "corrections.csv": rows({**row, **changes}),
    }
    return Case(code, files, "m/corrections.csv", PLACE)


def _answer(code: str, place: str, finding: str, answer: str, times: int = 1) -> Case:
    row = {"finding": finding, "answer": answer, "reason": "asked", "role": "ISU"}
    files: dict[str, Content] = {
        "activities.csv": log(date_end="soon"),
        "notes.txt": b"hello",
        "answers.csv": rows(*[row] * times),
    }
    return Case(code, files, "m/answers.csv", place)


CLEARANCE = {
    "paper": "ica-section",
    "paragraph": "bassis",
    "body": "ISU",
    "cleared_on": "2025-07-03",
}

CASES = [
    Case(
        "clearance-unmatched",
        {"clearances.csv": rows(CLEARANCE)},
        "m/clearances.csv",
        'row 2 "paragraph"',
    ),
    _correction("correction-without-cell", place=PLACE, file="other.csv"),
    _correction("correction-mismatch", expected="Quay"),
    _correction("correction-of-settings", file="corrections.csv"),
    _answer("answer-unmatched", 'row 2 "finding"', "bad-date-00000000", "2025-04-08"),
    _answer("answer-repeated", 'row 3 "finding"', QUESTION, "2025-04-08", times=2),
    _answer("answer-not-read", 'row 2 "answer"', QUESTION, "very soon"),
    _answer("answer-not-a-word", 'row 2 "answer"', FILE, "2025-04-08"),
]
