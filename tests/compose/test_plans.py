"""Another plan is its own file and its words: no other file of the program or of the templates is
touched.
"""

import re
import shutil

import pytest
from ruamel.yaml import YAML

from pipeline.build import Built, build
from pipeline.load import Folders, Loaded, load
from pipeline.model.finding import Refused
from pipeline.model.papers import PAPERS
from pipeline.stages import render_papers
from tests.conftest import ROOT
from tests.makers.input_edits import set_setting

EXAMPLE, LAUSANNE, OWN = "example-2027-2031", "lausanne-2021-2026", "my-plan"


def under(folders: Folders, plan: str) -> tuple[Loaded, Built]:
    """The demo under a plan."""
    set_setting(folders.inputs / "demo", "plan", plan)
    loaded = load(folders, "demo")
    return loaded, build(loaded, renders=False)


def texts(built: Built, paper: str) -> dict[str, str]:
    """The texts of a paper by block."""
    return {
        block.id: block.text for p in built.ledger.papers if p.paper == paper for block in p.blocks
    }


def test_the_demo_under_the_example_gives_both_papers(project: Folders) -> None:
    """Its actions stand in the chapter, nothing of the other plan does, and both papers can be
    written.
    """
    loaded, built = under(project, EXAMPLE)

    papers = render_papers(loaded, built.settings, built.ledger.papers)
    said = texts(built, "progress-report")

    assert list(papers) == [paper.name for paper in PAPERS]
    assert [name for name in said if name.startswith("action-")] == [
        *("action-1-heading", "action-1-text", "action-1"),
        *("action-2-heading", "action-2-text", "action-2"),
    ]
    assert said["action-1-text"].replace("\u00a0", " ") == "[Insert text of action 1]"
    assert "Rhoville" in said["action-2"]
    assert "summary-received" in said
    assert "summary-ica" not in said
    assert not [text for text in said.values() if re.search(r"action.(38|39|40|41|42)", text)]


def test_the_sentence_of_states_without_change_is_made_for_each_indicator(project: Folders) -> None:
    """An indicator of the plan has its sentence on States that indicated no change, with their
    years.
    """
    said = texts(under(project, EXAMPLE)[1], "ica-section")

    assert "no change" in said["action-1"]
    assert "2023" in said["action-1"]


def test_a_paper_under_the_example_cannot_be_issued(project: Folders) -> None:
    """The title of the example stands in brackets, which nothing issued may have."""
    ledger = under(project, EXAMPLE)[1].ledger

    assert "[example of an action plan]" in {p.text for p in ledger.placeholders}


def test_a_plan_without_words_is_refused_with_the_file_that_is_missing(project: Folders) -> None:
    """Exit 4 names the one file that must be written."""
    (project.templates / "text" / f"{EXAMPLE}-ica.en.yaml").unlink()

    with pytest.raises(Refused) as refused:
        under(project, EXAMPLE)

    assert refused.value.exit_code == 4
    assert f"templates/text/{EXAMPLE}-ica.en.yaml is missing" in refused.value.message


@pytest.mark.parametrize("left", ["yaml", "en.yaml"])
def test_an_optional_section_has_both_files_or_none(project: Folders, left: str) -> None:
    """Of structure and words one alone is a fault; without both the section is left out."""
    text = project.templates / "text"
    gone = {"yaml": "en.yaml", "en.yaml": "yaml"}[left]
    (text / f"{LAUSANNE}-summary.{gone}").unlink()
    with pytest.raises(Refused) as refused:
        under(project, LAUSANNE)
    assert f"{LAUSANNE}-summary.{gone}" in refused.value.message

    (text / f"{LAUSANNE}-summary.{left}").unlink()
    said = texts(under(project, LAUSANNE)[1], "progress-report")
    assert "summary-ica" not in said
    assert "assistance-provided" in said


def test_the_recipe_for_a_plan_is_true(project: Folders) -> None:
    """The steps of CONTRIBUTING: copy a plan, list its indicators, name it in Settings, write its
    words.
    """
    plans = project.inputs / "demo" / "reference" / "plans"
    shutil.copyfile(
        ROOT / "inputs" / "reference" / "plans" / f"{EXAMPLE}.yaml", plans / f"{OWN}.yaml"
    )
    yaml = YAML()
    plan = yaml.load(plans / f"{OWN}.yaml")
    plan["name"] = OWN
    more = {**plan["actions"][1]["indicators"][0], "id": "my_needs", "section": "needed"}
    plan["actions"].append({**plan["actions"][1], "number": 7, "indicators": [more]})
    yaml.dump(plan, plans / f"{OWN}.yaml")
    words = (project.templates / "text" / f"{EXAMPLE}-ica.en.yaml").read_text(encoding="utf-8")
    start = words.index("action-2-heading")
    added = (
        words[start:]
        .replace("example_received", "my_needs")
        .replace("example-received", "my-needs")
    )
    added = added.replace("action-2", "action-7").replace("action_2", "action_7")
    (project.templates / "text" / f"{OWN}-ica.en.yaml").write_text(words + added, encoding="utf-8")

    said = texts(under(project, OWN)[1], "progress-report")

    assert said["action-7-heading"].replace("\u00a0", " ").endswith("(action 7 of the example)")
    assert "Deltaland" in said["action-7"]


def test_no_section_that_all_plans_share_names_an_indicator_of_one() -> None:
    """Indicators of a plan are named in the files with its name alone.

    The mapping is a work plan's: its sections print the register of coalitions, which is counted
    whatever the plan.
    """
    text, plans = ROOT / "templates" / "text", ROOT / "inputs" / "reference" / "plans"
    names = [path.stem for path in plans.glob("*.yaml")]
    loaded = {name: YAML(typ="safe").load(plans / f"{name}.yaml") for name in names}
    indicators = {
        i["id"]
        for plan in loaded.values()
        for action in plan["actions"]
        for i in action.get("indicators", ())
    }
    shared = [path for path in text.glob("*.yaml") if not path.name.startswith(tuple(names))]

    named = {
        (path.name, indicator)
        for path in shared
        for indicator in indicators
        if re.search(
            rf"\bf\.{indicator}\b|form: \[[^\]]*\b{indicator}\b", path.read_text(encoding="utf-8")
        )
    }
    actions = [
        path.name for path in shared if re.search(r"law\.action_", path.read_text(encoding="utf-8"))
    ]

    assert {name for name, _ in named} <= {path.name for path in text.glob("mapping-*.yaml")}
    assert {indicator for _, indicator in named} == {"coalitions"}
    assert actions == ["words.en.yaml"]  # where a comment says how a term is named
    assert len(indicators) > 8
