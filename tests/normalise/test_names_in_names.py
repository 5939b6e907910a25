"""Names that stand inside the name of another State: on a cover with a note in brackets, and in the
name of a file.
"""

import pytest

from pipeline.normalise.forms.identify import code_of_cover
from pipeline.normalise.forms.register import of_file_name
from pipeline.normalise.gazetteer import gazetteer

NAMES = gazetteer(
    [
        *(("Congo", "COG"), ("Republic of the Congo", "COG"), ("COG", "COG")),
        *(("Democratic Republic of the Congo", "COD"), ("DR Congo", "COD"), ("COD", "COD")),
        *(("Guinea", "GIN"), ("Guinea-Bissau", "GNB"), ("Guinea Bissau", "GNB")),
        *(("Sudan", "SDN"), ("South Sudan", "SSD"), ("Niger", "NER"), ("Nigeria", "NGA")),
    ],
    frozenset({"COG", "COD", "GIN", "GNB", "SDN", "SSD", "NER", "NGA"}),
    frozenset(),
)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("Congo", "COG"),
        ("Congo (the)", "COG"),
        ("Congo (Republic of the)", "COG"),
        ("Congo (COG)", "COG"),
        ("Congo (Democratic Republic of the)", "COD"),
        ("Congo (DR)", "COD"),
        ("Congo (COD)", None),
        ("Congo (Dem. Rep.)", None),
        ("Guinea (Bissau)", "GNB"),
        ("Guinea (Equatorial)", None),
        ("Sudan (South)", "SSD"),
        ("Niger (State Party)", "NER"),
    ],
)
def test_a_note_in_brackets_that_may_make_another_state_places_nothing(
    words: str, code: str | None
) -> None:
    """What is left out of a name must not be what tells two States apart."""
    assert code_of_cover(words, NAMES) == code


@pytest.mark.parametrize(
    ("name", "state"),
    [
        ("guinea-2024", "GIN"),
        ("2024_Guinea", "GIN"),
        ("guinea-bissau-2024", "GNB"),
        ("equatorial-guinea-2024", ""),
        ("guinea ecuatorial 2024", ""),
        ("democratic-republic-of-the-congo-2024", "COD"),
        ("dr_congo_2024", "COD"),
        ("rd-congo-2024", ""),
        ("south-sudan", "SSD"),
        ("nigeria-article-7", "NGA"),
        ("niger-article-7", "NER"),
        ("niger-nigeria", ""),
    ],
)
def test_a_file_is_of_no_state_whose_name_may_be_a_piece_of_another(name: str, state: str) -> None:
    """ "Guinea" beside a word may be Guinea, Guinea-Bissau or a State that the reference does not
    know.
    """
    assert of_file_name(f"m/national-reports/{name}.pdf", NAMES)[0] == state
