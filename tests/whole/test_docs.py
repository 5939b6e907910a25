"""The pages on inputs and findings say what the declarations say."""

import re

import pytest

from pipeline.model.codes import CODES
from pipeline.model.tables import EVIDENCE_TABLES, FORM_TABLES, PINNED_TABLES
from tests.conftest import ROOT
from tests.docs_tables import DOCS, PARTS, filled


@pytest.mark.parametrize("page", PARTS)
def test_a_page_holds_the_tables_of_today(page: str) -> None:
    """Made anew, the page is the same."""
    assert filled(page) == (DOCS / page).read_text(encoding="utf-8")


def test_every_table_and_every_code_has_its_line() -> None:
    """No table and no code is left out."""
    inputs, findings = (
        (DOCS / "inputs.md").read_text("utf-8"),
        (DOCS / "findings.md").read_text("utf-8"),
    )

    assert all(
        f"### {table.name}\n" in inputs
        for table in (*EVIDENCE_TABLES, *FORM_TABLES, *PINNED_TABLES)
    )
    assert all(f"| `{code}` |" in findings for code in CODES)


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md"])
def test_the_files_a_page_points_to_are_there(page: str) -> None:
    """Links, and paths in code marks that name a file of the repository, lead somewhere."""
    text = (ROOT / page).read_text("utf-8")
    named = {
        *re.findall(r"\]\(([^)#:]+)\)", text),
        *re.findall(r"`((?:pipeline|tests|docs)/[\w/.-]+\.\w+)`", text),
    }

    assert named
    assert [path for path in named if not (ROOT / path).exists()] == []
