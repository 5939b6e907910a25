"""Another language is a setting and the files that the program then names."""

import json
import re
from pathlib import Path

import pytest

from tests.makers.program_copy import pipeline, program_copy, recipe, run
from tests.makers.tables import changed_settings

LANGUAGE = "fr"
MONTHS = (
    "months: [janvier, février, mars, avril, mai, juin, juillet, août, septembre, octobre,"
    " novembre, décembre]\n"
)
HEADING = "Base des informations"


def asked_for(root: Path) -> list[str]:
    """The files that the program says the language lacks."""
    code, said = run(root, "-m", "pipeline", "check", "demo")
    assert code == 4, said
    return re.findall(rf"[\w-]+\.{LANGUAGE}\.yaml", said)


def translate(path: Path, old: str, new: str) -> None:
    """A file in which one text is put in other words."""
    changed, n_found = re.subn(old, new, path.read_text("utf-8"), flags=re.MULTILINE)
    assert n_found == 1, (path.name, old)
    path.write_text(changed, encoding="utf-8")


@pytest.mark.no_cover
def test_a_language_of_the_recipe_is_found_and_what_it_lacks_is_named(tmp_path: Path) -> None:
    """Every file at once, and none once they are there; what was translated stands in the papers
    and in the workbooks of the next meeting.
    """
    root = program_copy(tmp_path / "program")
    assert "key `language`" in recipe("Another language")
    changed_settings(root / "inputs" / "demo" / "meeting.xlsx", {"language": LANGUAGE})
    text = root / "templates" / "text"
    missing = asked_for(root)
    assert {"words.fr.yaml", "style.fr.yaml", "refresh.fr.yaml", "entry.fr.yaml"} <= set(missing)
    assert {"ica-basis.fr.yaml", "lausanne-2021-2026-annex.fr.yaml"} <= set(missing)
    assert "example-2027-2031-ica.fr.yaml" not in missing

    for name in missing:
        english = text / name.replace(f".{LANGUAGE}.", ".en.")
        (text / name).write_text(english.read_text("utf-8"), encoding="utf-8")
    translate(text / "words.fr.yaml", r"^months: .*\n", MONTHS)
    translate(text / "ica-basis.fr.yaml", r"^basis-heading: .*$", f"basis-heading: {HEADING}")
    pipeline(root, "report", "demo")
    audit = json.loads((root / "outputs/demo/internal/audit.json").read_bytes())
    blocks = {b["id"]: b["text"] for b in audit["blocks"] if b["paper"] == "progress-report"}
    assert blocks["basis-heading"] == HEADING
    assert "juin" in blocks["basis"]
    assert "June" not in blocks["basis"]

    annex = text / "lausanne-2021-2026-annex.fr.yaml"
    annex.unlink()
    code, said = run(root, "-m", "pipeline", "check", "demo")
    assert (code, annex.name in said) == (4, True), said
