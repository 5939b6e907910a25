"""Words that stand in pictures: never read, never passed over."""

import pytest

from pipeline.collect.docx_file import read_docx
from pipeline.collect.formats import CannotRead
from tests.makers.report_forms import LINE, cover, form_i
from tests.makers.reports_meeting import codes, meeting, told
from tests.makers.review_marks import confirmed
from tests.makers.small_meeting import Content, register, report, settled
from tests.makers.word_files import docx
from tests.makers.word_pictures import embedded, older_picture, picture, with_pictures

SENTENCE = "Report of Alphaland under article 7 for the year 2024"
FORM = form_i({"provided": [LINE]})


def remarks(content: bytes) -> set[str]:
    """What the reader remarked."""
    return {remark.code for sheet in read_docx("m/a.docx", content) for remark in sheet.remarks}


@pytest.mark.parametrize("shown", [picture(17, 24), picture(2, 2), older_picture(15, 22)])
def test_a_scan_pasted_into_word_is_refused(shown: str) -> None:
    """A picture and hardly a word, whatever its size: nothing of it is taken for a report of
    nothing.
    """
    with pytest.raises(CannotRead) as error:
        read_docx("m/a.docx", with_pictures(SENTENCE, shown))
    assert error.value.code == "document-of-pictures"


def test_a_scan_pasted_into_word_waits_for_one_who_types_it_off() -> None:
    """Until then no count of reports is exact; the sheet is prefilled from the name of the file."""
    files = meeting(("alphaland-2024.docx", with_pictures(picture(17, 24))))
    (wanted,) = settled(files).records.wanted
    assert (wanted.state, wanted.year, wanted.reason) == ("XAA", 2024, "document-of-pictures")
    assert told(files)[1] != "exactly"


@pytest.mark.parametrize("shown", [picture(16, 20), older_picture(15, 20), embedded()])
def test_a_page_shown_as_a_picture_limits_a_report_that_has_words_too(shown: str) -> None:
    """Cover and Form I in words, one page as a picture: read, confirmed, and yet no more than at
    least.
    """
    files = confirmed(meeting(("a.docx", with_pictures(*cover(), *FORM, shown))))
    assert (told(files), "pictures-in-document" in codes(files)) == ((1, "at least"), True)
    assert [w.reason for w in settled(files).records.wanted] == ["pictures-in-document"]


@pytest.mark.parametrize("shown", [picture(16, 3), picture(5, 7), older_picture(4, 4)])
def test_a_letterhead_or_a_photograph_limits_nothing(shown: str) -> None:
    """What is too small for a page of writing is no page of writing."""
    files = confirmed(meeting(("a.docx", with_pictures(*cover(), *FORM, shown))))
    assert told(files) == (1, "exactly")


@pytest.mark.parametrize("style", ["width:1.2.3pt;height:9pt", "width:;height:"])
def test_a_size_that_is_none_says_nothing(style: str) -> None:
    """A number with two points, or none, is no size."""
    shown = (
        '<w:p><w:r><w:pict><v:shape xmlns:v="v"'
        f' style="{style}"><v:imagedata/></v:shape></w:pict></w:r></w:p>'
    )
    assert remarks(docx(*cover(), shown)) == set()


def test_a_report_with_pictures_counts_once_typed_off() -> None:
    """The workbook counts instead, the file no longer limits, and none of its rows is lost from
    sight.
    """
    files: dict[str, Content] = {
        **meeting(("a.docx", with_pictures(*cover(), picture(17, 24)))),
        "national-reports/typed.xlsx": report(transcribed_from="a.docx"),
        "reports-received.csv": register(),
    }
    made = settled(files)
    fates = {drop.reason for drop in made.records.drops if drop.key[0].endswith("a.docx")}
    assert (told(files), fates, made.records.proposals) == ((1, "exactly"), {"transcribed"}, ())
    assert [f.code for f in made.findings if f.ref.source.endswith("a.docx")] == ["transcribed"]
