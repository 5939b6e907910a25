"""Which forms of a report are read is data: another one is an entry, and no program changes."""

from collections.abc import Mapping
from typing import Any

import pytest

from pipeline.collect.docx_file import read_docx
from pipeline.collect.yaml_file import read_yaml
from pipeline.model.finding import Refused
from pipeline.model.forms import FormLabels, ReportForm
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


MEASURES = {"table": "Form I", "section": "needed", "obligation": "art9"}
OWN = {"sections": {"needed": {"unverified": {"en": ["Help sought with legislation"]}}}}


def with_measures(
    own: object, entry: Mapping[str, object] = {}, name: str = "national-measures"
) -> FormLabels:
    """The vocabulary with one more form, and the file of its own phrases."""
    known: dict[str, Any] = {**files(), name: own}
    forms = {**known["forms"]["forms"], "national_measures": {**MEASURES, **entry}}
    return read_vocabulary({**known, "forms": {"forms": forms}})


def test_a_form_brings_its_phrases_in_a_file_of_its_own() -> None:
    """Its heading begins the section beside those that the other forms have."""
    labels = with_measures(OWN)
    blocks = (p(ENGLISH.titles[0]), p("Help sought with legislation"), NEEDS, p(ENGLISH.titles[1]))
    sheets = read_docx("m/a.docx", docx(*cover(), *blocks))
    (row,) = parse_report(sheets, labels).rows
    assert (row.field, row.value.section) == ("national_measures", "needed")
    assert labels.sections.keys() > LABELS.sections.keys()


def test_a_title_may_stand_in_the_file_of_its_form() -> None:
    """A form of a later version needs nothing in titles.yaml."""
    own = {"titles": {"gender": {"unverified": {"en": ["Gender and age"]}}}}
    labels = read_vocabulary({**files(), "gender": own})
    assert labels.titles["gender and age"].meaning == "gender"


@pytest.mark.parametrize(
    ("own", "entry", "said"),
    [
        ({"section": {}}, {}, "national-measures.yaml: there is no key section"),
        ({"columns": {"law": {"seen": {"en": ["Law"]}}}}, {}, "there is no column law"),
        ({"sections": {"laws": {"seen": {"en": ["Laws"]}}}}, {}, "there is no section laws"),
        ({"nothing": {"seen": {"en": "none"}}}, {}, "none"),
        ({"nothing": ["none"]}, {}, "nothing is a list in one file but not in another"),
        ({"columns": {"amount": {"seen": {"en": ["Currency"]}}}}, {}, "'Currency' stands for"),
        (OWN, {"section": "need"}, "national_measures: there is no section need"),
        (OWN, {"obligation": "art10"}, "national_measures: there is no obligation art10"),
        (OWN, {"particulars": ["age"]}, "national_measures: there is no particular age"),
        (OWN, {"table": "Cover"}, "national_measures: there is no table Cover"),
    ],
)
def test_what_a_form_may_not_say_is_refused(
    own: dict[str, object], entry: dict[str, object], said: str
) -> None:
    """A slip of the pen would be read as nothing at all."""
    with pytest.raises(Refused) as refused:
        with_measures(own, entry)
    assert said in refused.value.cure


def test_a_file_that_is_of_no_form_is_refused() -> None:
    """Its phrases would be read by nobody."""
    with pytest.raises(Refused) as refused:
        with_measures(OWN, name="national-measure")
    assert "national-measure.yaml does not bear the name of a form" in refused.value.cure
