"""Corrections and answers: applied where they match, a blocker where they do not, cited where their
cell is.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from pipeline.audit.as_json import as_dict
from pipeline.build import build
from pipeline.cli.why_lines import answered
from pipeline.collect.folder import Collected
from pipeline.load import Loaded
from pipeline.model.dates_and_money import Dated
from pipeline.model.finding import Finding, Outcome, Severity
from pipeline.model.source import RawRow, Sheet, Step
from pipeline.normalise.answers_and_corrections import CellIndex
from pipeline.tasks.why import Audit, ask
from tests.makers.blanked_rows import changed_by, told_by_block
from tests.makers.small_meeting import (
    ACTIVITY,
    REGISTER,
    Content,
    codes,
    collected,
    demo_world,
    findings,
    log,
    register,
    report,
    rows,
    settled,
)
from tests.makers.tables import edited

CORRECTION = {
    "file": "activities.csv",
    "place": 'row 2 "place"',
    "expected": "Port Alpa",
    "new": "Port Alpha",
    "reason": "slip of the pen",
    "role": "ISU",
}
LOG = log(place="Port Alpa")
SETTLED = ("Corrections", "Answers")


def corrected(**changes: object) -> dict[str, Content]:
    """A log with a slip, and its correction with some fields other than in CORRECTION."""
    return {"activities.csv": LOG, "corrections.csv": rows({**CORRECTION, **changes})}


def answer(finding: Finding, text: str) -> list[list[object]]:
    """The table of answers with one answer."""
    return rows(
        {"finding": finding.id, "answer": text, "reason": "asked the mission", "role": "ISU"}
    )


def only(files: dict[str, Content], code: str) -> Finding:
    """The finding of that code."""
    return next(finding for finding in findings(files) if finding.code == code)


def test_a_correction_gives_the_new_value_and_keeps_the_words_found() -> None:
    """The record holds the new words, its reference the old ones and the step between."""
    activity = settled(corrected()).records.activities[0]

    ref = activity.ref("place")

    assert (activity.values["place"], ref.words) == ("Port Alpha", "Port Alpa")
    step = ref.steps[0]
    assert (step.kind, step.before, step.after, step.role) == (
        "corrected",
        "Port Alpa",
        "Port Alpha",
        "ISU",
    )
    assert step.ref[:2] == ("m/corrections.csv", 'row 2 "new"')


NEED = {
    "follow_up_id": "FU-1",
    "state": "Alphaland",
    "kind": "obligation",
    "obligation": "art5",
    "status": "open",
}


def test_a_value_that_is_the_name_of_a_column_is_not_taken_for_its_header() -> None:
    """Above the cell of obligation stands an obligation: the answer reaches the column, not the
    kind.
    """
    wrong = {
        **NEED,
        "follow_up_id": "FU-2",
        "kind": "need",
        "obligation": "art55",
        "source": "letter",
    }
    files: dict[str, Content] = {"follow-up.csv": rows(NEED, wrong)}

    read = settled({**files, "answers.csv": answer(only(files, "bad-choice"), "art5")})

    assert [(f.id, f.kind, f.obligation) for f in read.records.follow_up] == [
        ("FU-1", "obligation", "art5"),
        ("FU-2", "need", "art5"),
    ]


def test_a_corrected_merged_cell_is_corrected_in_every_row_it_covers() -> None:
    """It is one cell to whoever looks at it; a covered row may still be corrected by itself."""
    layout = rows(
        *(
            {**ACTIVITY, "activity_id": f"ACT-{n}", "place": "Port Alpa" if n == 1 else ""}
            for n in (1, 2, 3)
        )
    )
    column = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[layout[0].index("place")]
    book = edited(layout, lambda sheet: sheet.merge_cells(f"{column}2:{column}4"))
    of_top = {**CORRECTION, "file": "activities.xlsx", "place": f"activities!{column}2"}
    of_last = {**of_top, "place": f"activities!{column}4", "new": "Port Beta"}

    read = settled({"activities.xlsx": book, "corrections.csv": rows(of_top, of_last)})

    assert [activity.values["place"] for activity in read.records.activities] == [
        "Port Alpha",
        "Port Alpha",
        "Port Beta",
    ]
    assert [s.kind for s in read.records.activities[1].ref("place").steps] == [
        "merged",
        "corrected",
    ]


def test_a_header_merged_over_another_column_is_a_question_that_its_name_answers() -> None:
    """Which column the values stand in is not known until somebody says so; it is no column without
    use.
    """
    header, row = log(place="Port Alpha")
    at = header.index("place")
    left, right = (chr(ord("A") + position) for position in (at - 1, at))
    files: dict[str, Content] = {
        "activities.xlsx": edited(
            [header, row], lambda sheet: sheet.merge_cells(f"{left}1:{right}1")
        )
    }

    question = only(files, "merged-across")
    read = settled({**files, "answers.csv": answer(question, "place")})

    assert question.ref.place == f"activities!{right}1"
    assert not {f.code for f in findings(files)} & {"extra-column"}
    assert read.records.activities[0].values["place"] == "Port Alpha"


class Counted(tuple[RawRow, ...]):
    """Rows that count how often somebody goes through them."""

    n_passes = 0

    def __iter__(self) -> Iterator[RawRow]:
        type(self).n_passes += 1
        return super().__iter__()


def test_places_are_found_without_going_through_the_rows_again() -> None:
    """A thousand answers cost a thousand steps, not a thousand passes."""
    known = csv(*(f"ACT-{n}" for n in range(500)))
    spots = CellIndex((replace(known, rows=Counted(known.rows)),), demo_world()[1].headers)

    found = [spots.find("m/activities.csv", f'row {n} "title"') for n in range(2, 502)]

    assert all(spot and spot.cell.text == "Joint meeting" for spot in found)
    assert Counted.n_passes <= 3


def csv(*ids: str) -> Sheet:
    """A log of activities with these ids, as read from csv."""
    return collected(
        {"activities.csv": rows(*({**ACTIVITY, "activity_id": one} for one in ids))}
    ).value.sheets[0]


def test_what_a_person_answered_proves_nothing_of_the_column() -> None:
    """How the answer is written is not how the office wrote its log."""
    days = [{**ACTIVITY, "activity_id": f"ACT-{n}", "date_start": f"0{n}/04/2025"} for n in (5, 6)]
    files: dict[str, Content] = {"activities.csv": rows(*days)}

    read = settled({**files, "answers.csv": answer(only(files, "ambiguous-date"), "13/04/2025")})

    assert [(f.code, f.ref.place) for f in read.findings] == [
        ("ambiguous-date", 'row 3 "date_start"')
    ]
    assert read.records.activities[0].date_start == Dated(first=date(2025, 4, 13))


def test_an_answer_of_two_readings_is_a_question_whatever_its_column_proves() -> None:
    """Whoever answers is not the one who kept the column."""
    days = [
        {**ACTIVITY, "activity_id": f"ACT-{n}", "date_start": day}
        for n, day in ((1, "May"), (2, "13/04/2025"))
    ]
    files: dict[str, Content] = {"activities.csv": rows(*days)}

    read = settled({**files, "answers.csv": answer(only(files, "date-without-year"), "03/04/2025")})

    assert [(f.code, f.ref.place) for f in read.findings] == [
        ("ambiguous-date", 'row 2 "date_start"')
    ]
    assert read.records.activities[0].date_start is None


def test_a_correction_finds_a_cell_of_a_workbook_also_beyond_the_end_of_its_row() -> None:
    """The place is a cell; what is expected of one that is not filled is nothing."""
    book = {
        "activities": [*LOG, []],
        "Corrections": rows({**CORRECTION, "file": "book.xlsx", "place": "activities!I2"}),
    }
    book["activities"][0].append("format")
    book["Corrections"].append(["book.xlsx", "activities!J2", "", "online", "see the notes", "ISU"])

    done = settled({"book.xlsx": book, "coalitions.csv": rows({"coalition_id": ""})})

    ref = done.records.activities[0].ref("place")
    assert [step.after for step in ref.steps] == ["Port Alpha"]
    assert not [f for f in done.findings if f.code.startswith("correction")]


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("correction-mismatch", {"expected": "Port Beta"}),
        ("correction-without-cell", {"place": 'row 9 "place"'}),
        ("correction-without-cell", {"place": "row 2"}),
        ("correction-without-cell", {"place": "somewhere"}),
        ("correction-without-cell", {"file": "other.csv"}),
        (
            "correction-of-settings",
            {"file": "corrections.csv", "place": 'row 2 "reason"', "expected": "slip of the pen"},
        ),
    ],
)
def test_a_correction_that_matches_nothing_is_a_blocker_and_changes_nothing(
    code: str, changes: dict[str, str]
) -> None:
    """The cell keeps its words, the row of the correction is out, and the table of a doubtful cell
    is not complete.
    """
    done = settled(corrected(**changes))

    finding = next(f for f in done.findings if f.code == code)
    assert (finding.severity, finding.ref[:2]) == (
        Severity.BLOCKER,
        ("m/corrections.csv", 'row 2 "place"'),
    )
    assert done.records.activities[0].values["place"] == "Port Alpa"
    limits = {q.ref.row_key for q in done.records.quarantined}
    assert (("m/corrections.csv", "", 2) in limits) == (code != "correction-without-cell")


@pytest.mark.parametrize(
    "path", ["m/activities.csv", "inputs/m/activities.csv", "D:\\desk\\inputs\\m\\activities.csv"]
)
def test_a_correction_may_name_the_file_as_the_screen_does(path: str) -> None:
    """Any path that leads to the file of the meeting means it."""
    assert settled(corrected(file=path)).records.activities[0].values["place"] == "Port Alpha"


def test_a_second_correction_of_one_cell_is_a_blocker() -> None:
    """The cell no longer holds what the second expects."""
    files = {
        "activities.csv": LOG,
        "corrections.csv": rows(CORRECTION, {**CORRECTION, "new": "Port Beta"}),
    }

    assert ("correction-mismatch", "m/corrections.csv", 'row 3 "place"') in codes(files)
    assert settled(files).records.activities[0].values["place"] == "Port Alpha"


def test_a_correction_may_empty_a_cell() -> None:
    """Nothing is read there, and the reference says so."""
    activity = settled(corrected(new="")).records.activities[0]

    assert activity.values["place"] == ""
    assert activity.refs("place")[0].words == "Port Alpa"


def test_an_answer_is_what_the_cell_is_read_as() -> None:
    """The decision is gone, the value is there, and its reference has the step."""
    files: dict[str, Content] = {"activities.csv": log(date_end="soon")}
    question = only(files, "bad-date")

    done = settled({**files, "answers.csv": answer(question, "2025-04-08")})

    activity = done.records.activities[0]
    assert activity.date_end == Dated(first=done.records.activities[0].date_end.first)  # type: ignore[union-attr]
    assert question.id not in {finding.id for finding in done.findings}
    step = activity.ref("date_end").steps[0]
    assert (step.kind, step.before, step.after) == ("answered", "soon", "2025-04-08")


def test_an_answer_to_a_question_that_an_answer_raised_is_settled_too() -> None:
    """Rounds go on until no answer finds a new question."""
    files: dict[str, Content] = {"activities.csv": log(date_end="soon")}
    first = only(files, "bad-date")
    raised = only({**files, "answers.csv": answer(first, "2025-04-01")}, "end-before-start")

    done = settled(
        {**files, "answers.csv": [*answer(first, "2025-04-01"), answer(raised, "2025-04-09")[1]]}
    )

    assert [step.after for step in done.records.activities[0].ref("date_end").steps] == [
        "2025-04-01",
        "2025-04-09",
    ]
    assert not {"bad-date", "end-before-start"} & {finding.code for finding in done.findings}


def test_a_register_row_is_answered_by_the_value_of_its_cell() -> None:
    """A report of which nobody said whether it is public counts once the answer is yes."""
    files: dict[str, Content] = {
        "reports-received.csv": register(public=""),
        "national-reports/a.xlsx": report(),
    }
    question = only(files, "report-public-unknown")

    done = settled({**files, "answers.csv": answer(question, "yes")})

    given = next(figure for figure in done.counted.figures if figure.name == "assistance_provided")
    assert [evidence.iso3 for evidence in given.states] == ["XAA"]
    assert any(step.kind == "answered" for ref in given.refs for step in ref.steps)


@pytest.mark.parametrize(
    ("code", "text", "place"),
    [
        ("answer-not-read", "very soon", 'row 2 "answer"'),
        ("answer-unmatched", "", 'row 2 "finding"'),
    ],
)
def test_an_answer_that_settles_nothing_is_a_blocker(code: str, text: str, place: str) -> None:
    """A value the cell may not have, or an id that no finding of the run has."""
    files: dict[str, Content] = {"activities.csv": log(date_end="soon" if text else "2025-04-08")}
    question = only({"activities.csv": log(date_end="soon")}, "bad-date")

    done = settled({**files, "answers.csv": answer(question, text or "2025-04-08")})

    finding = next(f for f in done.findings if f.code == code)
    assert (finding.severity, finding.ref[:2]) == (Severity.BLOCKER, ("m/answers.csv", place))
    assert (("m/answers.csv", "", 2), code) in {(drop.key, drop.reason) for drop in done.drops}


def test_two_answers_to_one_finding_are_both_left_alone() -> None:
    """Which of them holds is not guessed."""
    files: dict[str, Content] = {"activities.csv": log(date_end="soon")}
    question = only(files, "bad-date")
    both = [*answer(question, "2025-04-08"), answer(question, "2025-04-09")[1]]

    found = codes({**files, "answers.csv": both})

    assert {("answer-repeated", "m/answers.csv", f'row {n} "finding"') for n in (2, 3)} <= found
    assert ("bad-date", "m/activities.csv", 'row 2 "date_end"') in found


def test_noted_turns_a_decision_into_a_note_and_changes_nothing_else() -> None:
    """The finding stays, answered, with the words of the person who saw it."""
    files: dict[str, Content] = {"activities.csv": log(), "notes.txt": b"hello"}
    question = only(files, "unknown-file")

    done = settled({**files, "answers.csv": answer(question, "noted")})

    finding = next(f for f in done.findings if f.id == question.id)
    assert finding.severity is Severity.NOTE
    assert isinstance(finding.answered, Step)
    assert finding.answered.role == "ISU"


def test_a_decision_that_is_about_no_cell_takes_no_value() -> None:
    """The words it takes are named."""
    files: dict[str, Content] = {"activities.csv": log(), "notes.txt": b"hello"}
    question = only(files, "unknown-file")

    finding = only({**files, "answers.csv": answer(question, "delete it")}, "answer-not-a-word")

    assert finding.severity is Severity.BLOCKER
    assert "noted" in finding.cure


def test_a_withheld_state_is_left_out_once_a_person_says_so() -> None:
    """The figure is unknown until then; afterwards it counts the others and cites the answer."""
    files: dict[str, Content] = {
        "reports-received.csv": rows(REGISTER, {**REGISTER, "state": "Deltaland"}),
        "national-reports/a.xlsx": report(),
        "national-reports/d.xlsx": report(state="Deltaland"),
        "withheld.csv": rows({"state": "Deltaland", "reason": "asked", "role": "Coordinators"}),
        "complete.csv": rows(
            {"source": "reports-received", "through": "2025-06-30", "declared_by": "ISU"},
            {"source": "national-reports", "through": "2025-06-30", "declared_by": "ISU"},
        ),
    }
    question = only(files, "withheld-in-evidence")

    before = {figure.name: figure for figure in settled(files).counted.figures}
    after = {
        f.name: f
        for f in settled({**files, "answers.csv": answer(question, "without")}).counted.figures
    }

    assert before["assistance_provided"].value is None
    given = after["assistance_provided"]
    assert (given.value, [evidence.iso3 for evidence in given.states]) == (1, ["XAA"])
    assert ("m/answers.csv", 'row 2 "answer"') in {ref[:2] for ref in given.refs}


@pytest.fixture(scope="module")
def audit(demo: Loaded, demo_rows: Outcome[Collected]) -> dict[str, Any]:
    """The audit of the demo, which has two corrections and an answer."""
    return as_dict(build(demo, collected=demo_rows, renders=False).ledger)


def steps_of(audit: dict[str, Any]) -> set[tuple[str, str, str]]:
    """Kind, words before and after of every step behind a block."""
    refs = (ref for block in audit["blocks"] for ref in block["refs"])
    return {
        (step["kind"], step["from"], step["to"]) for ref in refs for step in ref.get("steps", ())
    }


def test_corrections_and_answers_are_used_where_their_cells_are(audit: dict[str, Any]) -> None:
    """Each row is behind the blocks of the cell it settles, and the audit shows the step."""
    book = [row for row in audit["rows"] if row["source"] == "demo/meeting.xlsx"]
    fates = {
        name: [row["fate"] for row in book if row["place"].startswith(f"{name}!")]
        for name in SETTLED
    }

    assert fates["Corrections"] == ["not-about-this-report", "used", "used"]
    assert fates["Answers"] == ["not-about-this-report", "used"]
    assert steps_of(audit) == {
        ("corrected", "Port Alfa", "Port Alpha"),
        ("corrected", "2024-05-20", "2025-05-19"),
        ("answered", "", "yes"),
    }


@pytest.mark.parametrize(
    ("sheet", "number"), [("Corrections", 2), ("Corrections", 3), ("Answers", 2)]
)
def test_without_its_row_the_blocks_named_for_it_change_and_no_other(
    sheet: str, number: int, demo: Loaded, demo_rows: Outcome[Collected], audit: dict[str, Any]
) -> None:
    """`why` names for a correction or an answer just what stands on it."""
    key = ("demo/meeting.xlsx", sheet, number)

    changed = changed_by(told_by_block(audit), demo, demo_rows, key)

    assert set(Audit(audit).named(key)) == changed != set()


def test_why_shows_the_step_without_its_reason(audit: dict[str, Any]) -> None:
    """Who corrected, what was found and what is read; the reason stays in the internal audit."""
    said = "\n".join(
        answered(ask(Audit(audit), "shared experience of country coalitions", "").blocks, [])
    )

    assert "Port Alfa" in said
    assert "corrected by ISU: read as Port Alpha (demo/meeting.xlsx › Corrections!D" in said
    assert "slip of the pen" not in said


@pytest.mark.parametrize("precision", ["", "year"])
def test_a_day_that_answers_a_coarse_date_holds_whatever_its_precision_said(precision: str) -> None:
    """The cure says to write the day; the cell beside it still says that nobody knew it."""
    files: dict[str, Content] = {"activities.csv": log(date_start="2025", date_precision=precision)}

    done = settled(
        {**files, "answers.csv": answer(only(files, "date-across-period"), "2025-02-18")}
    )

    assert done.records.activities[0].date_start == Dated(first=date(2025, 2, 18))
    assert not {"date-across-period", "answer-not-read"} & {
        finding.code for finding in done.findings
    }
