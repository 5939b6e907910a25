"""`report --sources`, `report --pack` and `why --open`: what is made beside the papers."""

import hashlib
import io
import json
import zipfile
from pathlib import Path

import docx
import pytest

from pipeline.files import Disk
from pipeline.load import Folders
from pipeline.tasks.evidence import write_extras
from pipeline.tasks.report import report
from tests.makers.command_line import Capture, places_of, typed

ZIP = "share/demo-evidence.zip"
PAPER = "ica-section"


def extras(folders: Folders) -> dict[str, bytes]:
    """Sources and evidence of the demo, written."""
    report(folders, "demo", Disk())
    names = write_extras(folders, "demo", Disk(), sources=True, pack=True)
    return {name.removeprefix("demo/"): (folders.outputs / name).read_bytes() for name in names}


def test_a_copy_of_each_paper_tells_the_sources_of_each_paragraph_in_a_comment(
    project: Folders,
) -> None:
    """One comment a paragraph with a bookmark, signed by the program on the date of the run; marked
    internal.
    """
    written = extras(project)

    copy = docx.Document(io.BytesIO(written[f"internal/{PAPER}.sources.docx"]))
    comments = list(copy.comments)

    assert copy.element.body[0].xpath("string()").startswith("INTERNAL")
    audit = json.loads(
        (project.outputs / "demo" / "internal" / "audit.json").read_text(encoding="utf-8")
    )
    kinds = ("heading", "paragraph", "table")
    blocks = [b for b in audit["blocks"] if b["paper"] == PAPER and b["kind"] in kinds]
    rows = sum(c.text.count("coalitions.csv") > 0 for c in comments)
    assert len(comments) == len(blocks)
    assert rows >= 1
    assert {c.author for c in comments} == {"msp-report"}
    assert {str(c.timestamp)[:10] for c in comments} == {audit["as_of"]}
    told = next(c.text for c in comments if c.text.startswith("assistance provided: exactly 5"))
    assert "– Alphaland: demo/national-reports/alphaland-2024.xlsx › Form I!A4" in told


def test_the_editors_file_is_copied_with_its_edits_and_not_touched(project: Folders) -> None:
    """The copy holds the editors' words; their file has the bytes it had, and no comment."""
    report(project, "demo", Disk())
    path = project.outputs / "demo" / f"{PAPER}.docx"
    document = docx.Document(str(path))
    document.paragraphs[-1].add_run(" Words of an editor.")
    document.save(str(path))
    before = path.read_bytes()

    copy = extras(project)[f"internal/{PAPER}.sources.docx"]

    assert path.read_bytes() == before
    assert any("Words of an editor." in p.text for p in docx.Document(io.BytesIO(copy)).paragraphs)


def test_what_cannot_be_opened_as_a_document_is_replaced_by_the_paper_as_made(
    project: Folders,
) -> None:
    """Sources are told of the words generated where the editors' file is broken."""
    report(project, "demo", Disk())
    path = project.outputs / "demo" / f"{PAPER}.docx"
    path.write_bytes(b"broken")

    copy = extras(project)[f"internal/{PAPER}.sources.docx"]

    assert len(list(docx.Document(io.BytesIO(copy)).comments)) > 10
    assert path.read_bytes() == b"broken"


def test_the_same_inputs_give_the_same_extras(project: Folders) -> None:
    """No clock in comments, properties or zips."""
    assert extras(project) == extras(project)


def test_the_evidence_holds_papers_public_audit_hashes_and_words_for_archivists(
    project: Folders,
) -> None:
    """Every file is in the sums; every input has its hash; a paper submitted goes along."""
    share = project.outputs / "demo" / "share"
    share.mkdir(parents=True)
    (share / "submitted-paper.docx").write_bytes(b"clean")

    with zipfile.ZipFile(io.BytesIO(extras(project)[ZIP])) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}

    sums = dict(line.split("  ")[::-1] for line in files.pop("SHA256SUMS").decode().splitlines())
    assert sums == {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    assert files["submitted/submitted-paper.docx"] == b"clean"
    assert (
        files[f"papers/{PAPER}.docx"] == (project.outputs / "demo" / f"{PAPER}.docx").read_bytes()
    )
    assert b"SHA256SUMS" in files["README.txt"]
    graph = {
        entity["@id"]: entity
        for entity in json.loads(files.pop("ro-crate-metadata.json"))["@graph"]
    }
    assert [part["@id"] for part in graph["./"]["hasPart"]] == sorted(files)
    assert {name: graph[name]["sha256"] for name in files} == {name: sums[name] for name in files}
    audit = json.loads(
        (project.outputs / "demo" / "internal" / "audit.json").read_text(encoding="utf-8")
    )
    told = json.loads(files["manifest.json"])["inputs"]
    assert sorted(f["sha256"] for f in told) == sorted(s["sha256"] for s in audit["sources"])


def test_the_name_a_person_gave_a_file_is_masked_in_the_evidence(project: Folders) -> None:
    """Only names of tables, of the reference and of public reports stand in the list of inputs."""
    (project.inputs / "demo" / "notes of Dr Person.csv").write_bytes(b"a,b\n1,2\n")

    with zipfile.ZipFile(io.BytesIO(extras(project)[ZIP])) as archive:
        manifest = archive.read("manifest.json").decode()

    assert "Person" not in manifest
    assert "demo/….csv" in manifest
    assert "demo/national-reports/alphaland-2024.xlsx" in manifest


def test_report_names_the_extras_and_writes_none_unasked(project: Folders, capsys: Capture) -> None:
    """The files are named on the screen; without the options there are none."""
    plain = typed(capsys, "report", "demo", *places_of(project))
    assert not list(project.outputs.rglob("*.sources.docx")) + list(project.outputs.rglob("*.zip"))

    asked = typed(capsys, "report", "demo", "--sources", "--pack", *places_of(project))

    assert (plain.code, asked.code) == (0, 0)
    assert f"demo/{ZIP}" in asked.out
    assert f"demo/internal/{PAPER}.sources.docx" in asked.out


def test_why_opens_the_page_at_the_block(
    project: Folders, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`--open` hands the browser the page on disk with the block's anchor; a row opens the
    inputs.
    """
    report(project, "demo", Disk())
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    page = (project.outputs / "demo" / "internal" / "audit.html").resolve()

    typed(capsys, "why", "assistance-provided", "--open", *places_of(project))
    typed(capsys, "why", "coalitions.csv", "row 3", "--open", *places_of(project))

    assert opened == [
        f"{page.as_uri()}#ica-section._msp_assistance_provided",
        f"{page.as_uri()}#inputs",
    ]
    Path(page).unlink()
    assert typed(capsys, "why", "assistance-provided", "--open", *places_of(project)).code == 2
