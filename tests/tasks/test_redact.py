"""What may be shown: no withheld State by any name, no words of a row that is not public."""

from types import MappingProxyType

import pytest

from pipeline.language import name_pattern
from pipeline.tasks.redact import HIDDEN, MASK, Redactor, redacted_ref

REDACTOR = Redactor(
    name_pattern(["Guinea-Bissau", "Zetaville", "Zeta"]),
    frozenset({"xaz"}),
    frozenset({"zetaville"}),
)


@pytest.mark.parametrize("text", ["of Guinea-Bissau.", "ZETAVILLE-2024", "the zeta_report"])
def test_a_name_is_found_with_its_own_hyphen_and_beside_one(text: str) -> None:
    """Neither a hyphen in the name nor one beside it hides it."""
    assert REDACTOR.text(f"inputs/{text}/x") == f"inputs/{MASK}/x"
    assert REDACTOR.sentence(text) == MASK


@pytest.mark.parametrize(
    "label", ["NewZetavilleReport", "report-xaz.docx", "zeta2024", "Zétaville"]
)
def test_a_label_is_masked_by_code_and_run_together(label: str) -> None:
    """Files and ids tell of a State in more ways than sentences do."""
    assert REDACTOR.path(f"demo/{label}") == f"demo/{MASK}"


def test_other_words_stay() -> None:
    """No other word is taken for a name."""
    assert REDACTOR.text("Zetavillean or Guinea and 12 States") == (
        "Zetavillean or Guinea and 12 States"
    )
    assert REDACTOR.path("demo/activities.xlsx") == "demo/activities.xlsx"


def test_every_text_of_a_value_is_redacted() -> None:
    """At whatever depth; numbers stay."""
    assert REDACTOR.value({"a": ["Zeta", {"b": "Zeta"}], "n": 3}) == {
        "a": [MASK, {"b": MASK}],
        "n": 3,
    }


def test_a_cell_that_is_not_public_shows_its_place_alone() -> None:
    """Of a national report neither file nor sheet, for they may be called after the State."""
    ref = MappingProxyType(
        {
            "source": "demo/national-reports/zeta.xlsx",
            "place": "Zeta!C4",
            "words": "secret",
            "role": "counts",
        }
    )
    assert redacted_ref({**ref}, is_public=False) == {
        "source": "demo/national-reports/…",
        "place": "…!C4",
        "words": HIDDEN,
        "role": "counts",
    }
    assert redacted_ref({**ref}, is_public=True) == {**ref}
