"""A theme with figures of its own: an indicator of the plan, a count over a table, its words."""

import json
from pathlib import Path

import pytest

from tests.makers.program_copy import insert, pipeline, program_copy, recipe

ACTION = "  - {number: 18, theme: survey_and_clearance, mark: INFERRED, source: isu-clearance}\n"
INDICATOR = """  - number: 18
    theme: survey_and_clearance
    mark: INFERRED
    source: isu-clearance
    indicators:
      - id: clearance_plan
        title: "States Parties that report a national plan"
        figure: states_reporting
        section: national_plan
        carries: true
        evidence: [article-7]
        mark: UNVERIFIED
"""
MODULE = '''"""The figures on clearance.

In: CountingContext. Out: how many good practices were shared by operators.
"""

from pipeline.aggregate.counting_context import CountedPart, CountingContext, count
from pipeline.model.figure import Figure
from pipeline.model.tables import GOOD_PRACTICES


def clearance_figures(context: CountingContext) -> CountedPart:
    """How many public rows of the register are of operators."""
    rows = [r for r in context.records.good_practices if (r.role, r.public) == ("operator", "yes")]
    declared = context.declared((GOOD_PRACTICES.name,), context.settings.cut_off)
    out = tuple(q.ref for q in context.limits((GOOD_PRACTICES.name,)))
    counted = count(len(rows), declared, out)
    figure = Figure(
        name="clearance_operators",
        key=context.key("practices", "of operators in clearance", GOOD_PRACTICES.name),
        value=counted.value,
        certainty=counted.certainty,
        counts=tuple(ref for row in rows for ref in row.refs("role", "public")),
        basis=declared,
        limits=counted.limits,
    )
    return CountedPart((figure,))
'''
IMPORT = "from pipeline.aggregate.clearance_figures import clearance_figures\n"
OPERATORS = "clearance-operators"
BLOCKS = f"  - {{id: {OPERATORS}, parts: [{{id: {OPERATORS}, form: [clearance_operators]}}]}}\n"
HEADING = '  - {heading: clearance, sections: ["{plan}-survey-and-clearance", theme-clearance]}\n'
FORMS = ("unknown", "at_least", "zero", "one", "many")


def words(key: str, sentence: str) -> str:
    """One sentence in every form."""
    forms = "".join(f'  {form}: "{sentence}"\n' for form in FORMS)
    return f"{key}:\n{forms}"


def follow(root: Path) -> None:
    """The recipe of CONTRIBUTING, in a copy of the program."""
    plan = root / "inputs" / "demo" / "reference" / "plans" / "lausanne-2021-2026.yaml"
    plan.write_text(plan.read_text("utf-8").replace(ACTION, INDICATOR), encoding="utf-8")
    room = root / "pipeline" / "aggregate"
    (room / "clearance_figures.py").write_text(MODULE, encoding="utf-8")
    insert(room / "meeting.py", IMPORT, before="from pipeline.aggregate.coalition_figures import")
    table = "(practice_figures,)"
    meeting = (room / "meeting.py").read_text("utf-8")
    assert meeting.count(table) == 1
    meeting = meeting.replace(table, "(practice_figures, clearance_figures)")
    (room / "meeting.py").write_text(meeting, encoding="utf-8")

    text = root / "templates" / "text"
    paper = text / "progress-report.yaml"
    old = "  - {heading: clearance, sections: [theme-clearance]}\n"
    assert old in paper.read_text("utf-8")
    paper.write_text(paper.read_text("utf-8").replace(old, HEADING), encoding="utf-8")
    (text / "theme-clearance.yaml").write_text(f"blocks:\n{BLOCKS}", encoding="utf-8")
    (text / "theme-clearance.en.yaml").write_text(
        words(
            "clearance-operators", "Practices of operators: {{ f.clearance_operators | digits }}."
        ),
        encoding="utf-8",
    )
    (text / "lausanne-2021-2026-survey-and-clearance.en.yaml").write_text(
        "action-18-heading: Survey\n"
        'action-18-text: {missing: "[Insert the text.]", supplied: "{{ item.text | text }}"}\n'
        + words("clearance-plan", "States with a plan{{ f.clearance_plan | in_brackets }}.")
        + words("clearance-plan-unchanged", "As before{{ f.clearance_plan | in_brackets }}."),
        encoding="utf-8",
    )
    insert(
        text / "lausanne-2021-2026-annex.en.yaml",
        "  row_clearance-plan: National plan\n",
        before="  cell_number: >-\n",
    )


@pytest.mark.no_cover
def test_a_theme_of_the_recipe_prints_its_own_figures(tmp_path: Path) -> None:
    """Its section is made from the plan, apart from the chapter on cooperation; both figures stand
    on their cells.
    """
    root = program_copy(tmp_path / "program")
    follow(root)
    for name in ("THEMES", "templates/text/theme-"):
        assert name in recipe("A theme with its own figures")
    pipeline(root, "report", "demo")
    audit = json.loads((root / "outputs/demo/internal/audit.json").read_bytes())
    blocks = {b["id"]: b for b in audit["blocks"] if b["paper"] == "progress-report"}
    assert blocks["clearance-operators"]["refs"]
    assert blocks["clearance-operators"]["figures"] == ["clearance_operators"]
    assert blocks["action-18"]["figures"][0] == "clearance_plan"
    assert audit["conservation"]["unaccounted"] == 0
    chapter = [b["id"] for b in audit["blocks"] if b["paper"] == "ica-section"]
    assert "action-18" not in chapter
