"""Which forms of a report are read is data: another one is an entry, and no program changes."""

import pytest

from pipeline.collect.docx_file import read_docx
from pipeline.collect.yaml_file import read_yaml
from pipeline.model.finding import Refused
from pipeline.model.forms import ReportForm
from pipeline.normalise.forms.parse import parse_report
from pipeline.normalise.forms.vocabulary import read_vocabulary
from tests.conftest import ROOT
from tests.makers.report_forms import ENGLISH, cover
from tests.makers.small_meeting import demo_world
from tests.makers.word_files import docx, p, tbl

LABELS = demo_world()[1].forms
FOLDER = ROOT / "inputs" / "reference" / "forms"
NEEDS = tbl(["Partner", "Amount", "Currency"], ["Mu", "5", "XTS"])
LAST = docx(*cover(), p(ENGLISH.titles[9]), p("Assistance needed"), NEEDS)


def files() -> dict[str, dict[str, object]]:
    """The files of the folder of forms, by name."""
    return {
        path.stem: dict(read_yaml(path.name, path.read_bytes(), 2))
        for path in FOLDER.glob("*.yaml")
    }


def test_a_form_that_is_declared_gives_lines() -> None:
    """An entry for the last form makes its table of needs lines of the report."""
    more = ReportForm("other", "Form I", section="needed", obligation="art9")
    labels = LABELS._replace(forms={**LABELS.forms, "other": more})
    sheets = read_docx("m/a.docx", LAST)

    (row,) = parse_report(sheets, labels).rows
    assert (row.field, row.value.section) == ("other", "needed")
    assert parse_report(sheets, LABELS).rows == ()


def test_a_folder_of_an_earlier_version_reads_the_same_forms() -> None:
    """Without forms.yaml the forms are those that version 0.1.0 read."""
    known = files()
    older = {name: content for name, content in known.items() if name != "forms"}
    assert read_vocabulary(older).forms == read_vocabulary(known).forms


def test_a_form_of_a_table_that_there_is_not_is_refused() -> None:
    """The message names the form and the table."""
    known = files()
    known["forms"] = {"forms": {"other": {"table": "Form Z"}}}
    with pytest.raises(Refused, match="forms/") as refused:
        read_vocabulary(known)
    assert "there is no table Form Z" in refused.value.cure
