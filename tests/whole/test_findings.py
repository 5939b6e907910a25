"""Each code of the table of codes, provoked through the real stages, with the place it names."""

import pytest

from pipeline.model.codes import CODES
from pipeline.model.finding import Severity, found
from pipeline.model.source import Ref
from tests.makers.small_meeting import Content, coalition, codes, log, register, report
from tests.makers.small_meeting import findings as findings_of
from tests.whole.cases import CASES
from tests.whole.cases.case import REPORT, Case


@pytest.mark.parametrize(
    "case", CASES, ids=[f"{case.code}-{number}" for number, case in enumerate(CASES)]
)
def test_the_input_provokes_the_code_at_the_place(case: Case) -> None:
    """The finding of that code names the file and the place that must be mended."""
    assert (case.code, case.source, case.place) in codes(case.files, case.settings)


def test_every_code_is_provoked() -> None:
    """The codes of the cases and the table of codes are the same set."""
    assert {case.code for case in CASES} == set(CODES)


def test_sound_files_provoke_nothing() -> None:
    """The rows the cases change are themselves without fault."""
    files: dict[str, Content] = {
        "activities.csv": log(),
        "coalitions.csv": coalition(),
        "reports-received.csv": register(),
        REPORT: report(),
    }
    assert codes(files) == set()


@pytest.mark.parametrize(
    "case", CASES, ids=[f"{case.code}-{number}" for number, case in enumerate(CASES)]
)
def test_a_message_holds_no_words_of_the_input(case: Case) -> None:
    """No cell of the inputs is quoted in message or cure, beyond the names of columns and closed
    values.
    """
    quoted = (
        "Alphalund",
        "Аlphaland",
        "Rhoville",
        "Deltaland",
        "hello",
        "francs",
        "Port",
        "ACT-",
        "soon",
        "mood",
    )
    told = findings_of(case.files, case.settings)
    texts = [f"{finding.message} {finding.cure}" for finding in told]
    assert not [text for text in texts if any(word in text for word in quoted)]


def test_a_required_cell_that_is_wrong_is_a_blocker() -> None:
    """bad-date is a question on most columns; on a required one it puts the row out."""
    files: dict[str, Content] = {
        "complete.csv": [["source", "through", "declared_by"], ["coalitions", "soon", "ISU"]]
    }
    severities = {finding.code: finding.severity for finding in findings_of(files)}
    assert severities["bad-date"] is Severity.BLOCKER


def test_the_id_of_a_finding_hangs_on_code_and_place_alone() -> None:
    """Other words in the same cell leave the id of the finding as it was."""
    first = found("bad-date", Ref("m/a.csv", "row 2", "soon"), column="due")
    second = found("bad-date", Ref("m/a.csv", "row 2", "later"), hint="x", column="due")
    other = found("bad-date", Ref("m/a.csv", "row 3", "soon"), column="due")
    assert (first.id == second.id, first.id == other.id) == (True, False)


def test_only_a_decision_has_a_line_to_answer() -> None:
    """A decision gives the line to paste into Answers; a note and a blocker give none."""
    decision, note = found("obligation-missing"), found("superseded")
    assert (decision.answer_line, note.answer_line) == (f"{decision.id};;;", "")


def test_a_code_that_is_not_in_the_table_is_a_bug() -> None:
    """found() raises for a code nobody declared."""
    with pytest.raises(KeyError):
        found("no-such-code")
