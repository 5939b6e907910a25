"""Templates of others: used as they are, or refused with a list that a person can act on."""

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from pipeline.build import build
from pipeline.collect.yaml_file import read_yaml
from pipeline.load import Folders, load
from pipeline.model.finding import Refused
from pipeline.ooxml import read_package, write_package
from pipeline.render.template_check import lacks
from tests.conftest import ROOT
from tests.makers.command_line import Capture, places_of, typed
from tests.makers.docx_reader import read
from tests.makers.foreign_templates import (
    HOUSE_STYLES,
    controlled_template,
    house_template,
    locked_template,
)
from tests.makers.tables import changed_settings

FIELDS = ("page_mark", "title")
SHIPPED = (ROOT / "templates" / "progress-report.docx").read_bytes()
PLAN = ROOT / "templates" / "text" / "progress-report.yaml"
MASTHEAD: Any = read_yaml(PLAN.name, PLAN.read_bytes(), 4)["masthead"]
SHIPPED_FIELDS: tuple[str, ...] = tuple(MASTHEAD)
DOCUMENT, STYLES = "word/document.xml", "word/styles.xml"


def made_with(project: Folders, template: bytes) -> bytes:
    """The demo's chapter in a template of others, its styles named in Settings."""
    (project.templates / "house.docx").write_bytes(template)
    named = {f"style.{role}": name for role, name in HOUSE_STYLES.items()}
    changed_settings(
        project.inputs / "demo" / "meeting.xlsx", {"template.ica-section": "house", **named}
    )
    loaded = load(project, "demo")
    return build(loaded).papers["ica-section"].content


def test_a_template_with_other_style_names_is_used_once_they_are_named(
    project: Folders, tmp_path: Path
) -> None:
    """The text stands in its styles; letterhead and footer stay byte for byte."""
    template = house_template()
    content = made_with(project, template)
    (tmp_path / "paper.docx").write_bytes(content)
    before, after = read_package(template), read_package(content)

    assert not [lack for lack in lacks(template, FIELDS, HOUSE_STYLES) if lack.is_blocking]
    styles = {
        paragraph.style.name
        for paragraph in Document(io.BytesIO(content)).paragraphs
        if paragraph.style
    }
    assert {"List Number", "Heading 1", "Caption"} <= styles
    assert read(tmp_path / "paper.docx").notes
    kept = [name for name in before if "header" in name or "footer" in name or name == STYLES]
    assert kept
    assert all(after[name] == before[name] for name in kept)


def test_without_their_names_the_styles_are_listed_with_what_to_write() -> None:
    """Each missing style with the line for Settings."""
    found = [lack for lack in lacks(house_template(), FIELDS, {}) if lack.is_blocking]

    assert len(found) == len(HOUSE_STYLES)
    assert all("style." in lack.add for lack in found)
    there = [
        lack.what
        for lack in lacks(house_template(), FIELDS, {})
        if lack.what.startswith("Available styles of")
    ]
    assert [what.split(":")[0].rpartition(" ")[2] for what in there] == [
        "paragraphs",
        "tables",
        "letters",
    ]
    assert all(name in there[0] for name in ("List Number", "heading 1"))
    assert "List Number" not in there[1]


def test_a_name_that_is_a_style_of_no_template_stops_the_run(project: Folders) -> None:
    """A slip in Settings is not passed over for the style that ships; the cell is named."""
    changed_settings(project.inputs / "demo" / "meeting.xlsx", {"style.paragraph": "Lost Number"})
    loaded = load(project, "demo")

    with pytest.raises(Refused) as refused:
        build(loaded)

    assert refused.value.exit_code == 4
    assert "Settings!" in refused.value.message


def test_content_controls_footers_and_a_page_across_stay_as_they_are(project: Folders) -> None:
    """All bytes of the document but the anchors' are those of the template; so are its footers."""
    template = controlled_template(has_anchor_inside=False).replace(b"{{ title }}", b"Title")
    before, after = read_package(template), read_package(made_with(project, template))
    start = (
        before[DOCUMENT].index(b"<w:sdt>")
        if b"<w:sdt>" in before[DOCUMENT]
        else before[DOCUMENT].index(b"<w:sdt ")
    )

    assert not [lack for lack in lacks(template, FIELDS, HOUSE_STYLES) if lack.is_blocking]
    control = before[DOCUMENT][start : before[DOCUMENT].index(b"</w:sdt>")]
    assert control in after[DOCUMENT]
    across = before[DOCUMENT][before[DOCUMENT].rindex(b"<w:sectPr") :]
    assert across in after[DOCUMENT]
    assert b"landscape" in across
    footers = [name for name in before if "footer" in name]
    assert len(footers) > 1
    assert all(after[name] == before[name] for name in footers)


def test_the_whole_document_around_the_anchors_stays_byte_for_byte(project: Folders) -> None:
    """A template without fields: before, between and behind the anchors nothing moves."""
    template = house_template(is_fielded=False)
    before, after = (
        read_package(template)[DOCUMENT],
        read_package(made_with(project, template))[DOCUMENT],
    )
    first = before.rindex(b"<w:p>", 0, before.index(b"[[body]]"))
    last = before.index(b"</w:p>", before.index(b"[[annexes]]")) + len(b"</w:p>")

    assert after.startswith(before[:first])
    assert after.endswith(before[last:])


def test_an_anchor_inside_a_content_control_is_refused_with_its_place(project: Folders) -> None:
    """The list says where it stands; the paper is not made."""
    template = controlled_template(has_anchor_inside=True)
    found = [lack for lack in lacks(template, FIELDS, HOUSE_STYLES) if lack.is_blocking]

    assert [lack.where for lack in found] == ["document, inside sdtContent"]
    with pytest.raises(Refused) as refused:
        made_with(project, template)
    assert refused.value.exit_code == 4
    assert "sdtContent" in refused.value.message


def test_a_template_with_a_password_is_refused_with_the_way_to_lift_it(project: Folders) -> None:
    """One line, and what to click."""
    found = lacks(locked_template(), FIELDS, {})

    assert len(found) == 1
    assert "password" in found[0].what
    assert "Protect Document" in found[0].add
    with pytest.raises(Refused) as refused:
        made_with(project, locked_template())
    assert refused.value.exit_code == 4


def part(name: str, old: bytes, new: bytes) -> Callable[[dict[str, bytes]], dict[str, bytes]]:
    """A change of one part, in every place."""

    def change(parts: dict[str, bytes]) -> dict[str, bytes]:
        assert old in parts[name]
        return {**parts, name: parts[name].replace(old, new)}

    return change


SETTINGS = "word/settings.xml"
OUTSIDE = b'<Relationship Id="x" Type="y" Target="z" TargetMode="External"/>'


def attached(kind: str) -> Callable[[dict[str, bytes]], dict[str, bytes]]:
    """A relation of a kind that leads outside."""
    return part(
        "_rels/.rels",
        b"</Relat",
        OUTSIDE.replace(b'"y"', f'"http://x/{kind}"'.encode()) + b"</Relat",
    )


FAULTS: dict[str, tuple[Callable[[dict[str, bytes]], dict[str, bytes]], str]] = {
    "anchor missing": (part(DOCUMENT, b"[[annexes]]", b""), "[[annexes]]"),
    "anchor with words": (part(DOCUMENT, b"[[body]]", b"Text: [[body]]"), "[[body]]"),
    "anchor twice": (part(DOCUMENT, b"[[annexes]]", b"[[body]]"), "Keep one"),
    "field misspelt": (part(DOCUMENT, b"{{ title }}", b"{{ titel }}"), "{{ title }}"),
    "field unheard of": (part(DOCUMENT, b"{{ title }}", b"{{ qqq }}"), "One of: page_mark"),
    "code": (part(DOCUMENT, b"{{ title }}", b"{% if x %}"), "{{ title }}"),
    "half a field": (part(DOCUMENT, b"{{ title }}", b"{{ title"), "Restore or correct"),
    "style missing": (part(STYLES, b'"_ H_1_G"', b'"_ H_1_Geneva"'), "style.heading-2 = _ H_"),
    "update fields": (
        part(SETTINGS, b"<w:evenAndOddHeaders/>", b"<w:updateFields/>"),
        "Save the file",
    ),
    "protected": (
        part(SETTINGS, b"<w:evenAndOddHeaders/>", b"<w:documentProtection/>"),
        "Stop Protection",
    ),
    "tracked": (part(DOCUMENT, b"<w:p>", b"<w:p><w:ins/>"), "Accept All"),
    "linked": (part("_rels/.rels", b"</Relat", OUTSIDE + b"</Relat"), "Embed"),
    "macros": (lambda parts: {**parts, "word/vbaProject.bin": b"x"}, "Word document"),
    "across": (
        part(DOCUMENT, b'<w:pgSz w:w="11907"', b'<w:pgSz w:orient="landscape" w:w="11907"'),
        "portrait",
    ),
    "a field in quotation marks": (
        part(DOCUMENT, b"{{ title }}", "{{ “title” }}".encode()),
        "{{ title }}",
    ),
    "a field with code in it": (
        part(DOCUMENT, b"{{ title }}", b"{{ 1 + 1 }}"),
        "One of: page_mark",
    ),
    "the path of a template": (attached("attachedTemplate"), "Attach"),
    "comments": (lambda parts: {**parts, "word/comments.xml": b"<x/>"}, "Inspect Document"),
    "people": (lambda parts: {**parts, "word/people.xml": b"<x/>"}, "Inspect Document"),
    "another kind": (
        part("[Content_Types].xml", b"document.main+xml", b"template.main+xml"),
        "Save as",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_each_lack_is_named_with_a_sample_of_what_to_add(fault: str) -> None:
    """It stops the paper, and the sample is there to copy."""
    change, sample = FAULTS[fault]
    content = write_package(change(read_package(SHIPPED)))

    found = [lack for lack in lacks(content, SHIPPED_FIELDS, {}) if lack.is_blocking]

    assert any(sample in lack.add or sample in lack.what for lack in found), found


NOTES = {
    "a field less": (part(DOCUMENT, b"{{ agenda_item }}", b""), "{{ agenda_item }}"),
    "a header without the mark": (
        part("word/header3.xml", b"{{ page_mark }}", b""),
        "{{ page_mark }}",
    ),
    "an address to click on": (attached("hyperlink"), "address"),
    "no numbers": (part(STYLES, b'<w:numId w:val="2"/>', b""), "Numbering"),
}


@pytest.mark.parametrize("fault", NOTES)
def test_what_a_paper_can_do_without_is_a_note(fault: str) -> None:
    """The template can be used; what will not be printed is said."""
    change, sample = NOTES[fault]
    found = lacks(write_package(change(read_package(SHIPPED))), SHIPPED_FIELDS, {})

    assert any(sample in lack.add for lack in found)
    assert not any(lack.is_blocking for lack in found)


def test_a_name_that_is_not_there_is_told_where_the_style_that_ships_stands_in() -> None:
    """A slip in the name is a note; the paper is made in the style by its default name."""
    found = lacks(SHIPPED, SHIPPED_FIELDS, {"paragraph": "Lost Number"})

    assert [(lack.is_blocking, "style.paragraph" in lack.add) for lack in found] == [(False, True)]


def test_the_templates_that_ship_lack_nothing() -> None:
    """Not even a note for the official document."""
    assert lacks(SHIPPED, SHIPPED_FIELDS, {}) == ()


def test_the_command_says_what_to_add_and_ends_with_exit_4(capsys: Capture, tmp_path: Path) -> None:
    """A line a lack with its sample; with names of styles it can be used."""
    file = tmp_path / "house.docx"
    file.write_bytes(house_template())
    named = [word for role, name in HOUSE_STYLES.items() for word in ("--style", f"{role}={name}")]

    refused = typed(capsys, "template", "check", str(file))
    used = typed(capsys, "template", "check", str(file), *named)
    listed = typed(capsys, "template", "check", str(file), "--json")
    shipped = typed(
        capsys,
        "template",
        "check",
        str(ROOT / "templates" / "ica-section.docx"),
        "--paper",
        "ica-section",
    )

    assert (refused.code, used.code, listed.code, shipped.code) == (4, 0, 4, 0)
    assert "style.paragraph" in refused.out
    assert {"what", "where", "add", "is_blocking"} == set(json.loads(listed.out)[0])


@pytest.mark.parametrize(
    "fault", ["comments", "update fields", "across", "style missing", "field unheard of"]
)
def test_a_run_stops_with_the_list_that_the_check_gives(fault: str, project: Folders) -> None:
    """Each line of it: what, where, and what to add; neither finds more than the other."""
    change = FAULTS[fault][0]
    content = write_package(change(change_styles(read_package(SHIPPED))))
    (project.templates / "progress-report.docx").write_bytes(content)
    loaded = load(project, "demo")
    listed = [lack for lack in lacks(content, SHIPPED_FIELDS, {}) if lack.is_blocking]

    with pytest.raises(Refused) as refused:
        build(loaded)

    assert refused.value.exit_code == 4
    assert [f"  {x.where}: {x.what} {x.add}" for x in listed] == refused.value.message.splitlines()[
        1:
    ]
    assert len(listed) >= 2


def change_styles(parts: dict[str, bytes]) -> dict[str, bytes]:
    """A style under another name: a second thing to mend."""
    return part(STYLES, b'"Table Body_G"', b'"Body of tables"')(parts)


def test_with_a_meeting_the_check_goes_by_its_settings(project: Folders, capsys: Capture) -> None:
    """Names of styles, and the number of the first paragraph, which this template cannot set."""
    file = project.templates / "house.docx"
    file.write_bytes(house_template())
    named = {f"style.{role}": name for role, name in HOUSE_STYLES.items() if role != "paragraph"}
    plain = {**named, "style.paragraph": "Body Text", "first_paragraph.ica-section": "21"}
    changed_settings(project.inputs / "demo" / "meeting.xlsx", plain)

    asked = [
        "template",
        "check",
        str(file),
        "--paper",
        "ica-section",
        "-m",
        "demo",
        *places_of(project),
    ]
    said = typed(capsys, *asked)

    assert said.code == 4
    assert said.out.count("must ›") == 1
    assert "whose first number can be set" in said.out


def test_a_file_of_another_kind_is_said_to_be_one() -> None:
    """A PDF that was renamed is not called damaged."""
    found = lacks(b"%PDF-1.7 and more", SHIPPED_FIELDS, {})

    assert ["PDF" in lack.what for lack in found] == [True]


def test_what_the_filling_runs_into_is_a_sentence() -> None:
    """The message of the engine begins with no mark of its own."""
    found = lacks(
        write_package(part(DOCUMENT, b"{{ title }}", b"{{ title")(read_package(SHIPPED))),
        SHIPPED_FIELDS,
        {},
    )

    assert not any(lack.what.startswith(":") for lack in found)


def test_a_file_or_paper_that_is_not_there_is_a_mistake_of_the_user(
    capsys: Capture, tmp_path: Path
) -> None:
    """Exit 2, with what there is."""
    missing = typed(capsys, "template", "check", str(tmp_path / "no.docx"))
    unknown = typed(
        capsys, "template", "check", str(ROOT / "templates" / "ica-section.docx"), "--paper", "poem"
    )

    assert (missing.code, unknown.code) == (2, 2)
    assert "progress-report" in unknown.err
