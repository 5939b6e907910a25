"""Lists of States and bodies in one cell: cut the one way in which every part is a known name, or
not at all.
"""

from functools import lru_cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.collect.folder import collect
from pipeline.language import clean_text
from pipeline.load import load
from pipeline.normalise.cell_values import read
from pipeline.normalise.meeting_settings import read_settings
from pipeline.normalise.reading import CellContext, Lists
from pipeline.stages import read_reference_folder, split_reference
from tests.conftest import ROOT, folders_of
from tests.makers.single_cells import ACTORS, said
from tests.makers.small_meeting import demo_world

NAMES = (
    "Alphaland",
    "Gamma (Federated Islands of)",
    "Lambda and Nu",
    "the Mu",
    "OPA",
    "Côte d'Epsilon",
    "Bétaville",
)


@lru_cache(maxsize=1)
def real_lists() -> Lists:
    """The closed lists of the shared reference."""
    loaded = load(folders_of(ROOT, ROOT / "outputs"), "13msp")
    own, inside = split_reference(loaded)
    return read_reference_folder(loaded, read_settings(collect(own).value.sheets, "13msp"), inside)[
        0
    ].lists


def real(words: str) -> tuple[object, tuple[str, ...]]:
    """Value and codes of a cell of real names."""
    reading = read(CellContext(clean_text(words), ACTORS, real_lists(), words))
    return reading.value, tuple(fault.code for fault in reading.faults)


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("NLD/CHE", ("NLD", "CHE")),
        ("DEU, NOR & NPA", ("DEU", "NOR", "NPA")),
        ("Germany; Norway", ("DEU", "NOR")),
        ("Germany\nNorway", ("DEU", "NOR")),
        ("Germany, Norway and Switzerland", ("DEU", "NOR", "CHE")),
        ("Allemagne, Norvège et Suisse", ("DEU", "NOR", "CHE")),
        ("Alemania, Noruega y Suiza", ("DEU", "NOR", "CHE")),
        ("Bosnia and Herzegovina", ("BIH",)),
        ("Bosnia and Herzegovina and Croatia", ("BIH", "HRV")),
        ("Antigua and Barbuda, Trinidad and Tobago", ("ATG", "TTO")),
        ("Germany, Germany / DEU", ("DEU",)),
        ("the Niger, the Gambia", ("NER", "GMB")),
    ],
)
def test_a_list_is_cut_into_known_names(words: str, codes: tuple[str, ...]) -> None:
    """Commas, strokes, ampersands, line breaks and the word for "and"; names that hold one
    survive.
    """
    assert real(words) == (codes, ())


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("Lambda and Nu", ("XAK",)),
        ("Lambda and Nu and Rhoville", ("XAK", "XAG")),
        ("Gamma (Federated Islands of), Mu et Lambda y Nu", ("XAC", "XAJ", "XAK")),
        ("Sigmaland and Thetaland", ("UTR",)),
    ],
)
def test_a_name_that_holds_a_joint_is_one_name(words: str, codes: tuple[str, ...]) -> None:
    """The whole text first, then the cut in which every part is known."""
    assert said(words, ACTORS) == (codes, (), "")


def test_two_ways_to_cut_are_a_question() -> None:
    """A list that reads as one body or as two States is not read; both ways stand in the hint."""
    given = said("Sigmaland and Thetaland, Rhoville", ACTORS)
    assert (given.value, given.codes) == ((), ("ambiguous-names",))
    assert set(given.hint.split(" or ")) == {
        "Sigmaland; Thetaland; Rhoville",
        "Sigmaland and Thetaland; Rhoville",
    }


def test_a_part_that_nobody_knows_leaves_the_whole_cell_open() -> None:
    """Known and unknown parts stand in the hint, the unknown with the nearest name."""
    assert said("various donors", ACTORS)[:2] == ((), ("unknown-name",))
    given = said("Rhoville, Alphalund and various donors", ACTORS)
    assert (given.value, given.codes) == ((), ("unknown-name",))
    assert (
        given.hint
        == "known: Rhoville, unknown: Alphalund (nearest name: alphaland); various donors"
    )


@pytest.mark.parametrize(("words", "code"), [("Congo", "COG"), ("Guinea", "GIN"), ("Niger", "NER")])
def test_a_short_name_is_that_state_and_no_other(words: str, code: str) -> None:
    """Congo is not the Democratic Republic of the Congo, Guinea not Guinea-Bissau, Niger not
    Nigeria.
    """
    assert real(words) == ((code,), ())


@pytest.mark.parametrize(
    "words", ["Congo (DRC?)", "Guinea-", "Nigerr", "South Sudann", "Sudan, Republic", "Lebanom"]
)
def test_a_near_name_is_never_accepted(words: str) -> None:
    """What is no name to the letter is a question."""
    assert real(words) == ((), ("unknown-name",))


def test_letters_of_two_alphabets_are_no_name_and_no_absence() -> None:
    """A look-alike is said to be one and never read."""
    assert said("Аlphaland; Rhoville", ACTORS)[:2] == ((), ("look-alike-letters",))


def test_an_absence_in_a_list_is_empty_and_said() -> None:
    """none, N/A and - are no names, nor is NA, which is a code of two letters too."""
    assert [said(words, ACTORS).codes for words in ("none", "N/A", "-")] == [("absence-read",)] * 3
    assert real("NA") == ((), ("absence-read",))


def test_a_known_misspelling_is_read_with_a_note() -> None:
    """The typo on the official page leads to its State, and a note says so."""
    assert real("Saint Kitt and Nevis") == (("KNA",), ("misspelt-name",))


@given(
    st.lists(st.sampled_from(NAMES), min_size=1, max_size=6, unique=True),
    st.sampled_from([", ", "; ", " / ", "\n"]),
)
def test_a_printed_list_reads_back(names: list[str], joint: str) -> None:
    """The codes of the names in their order, whatever stands between them."""
    known = demo_world()[1].lists.names
    given = said(joint.join(names), ACTORS)
    assert given == (tuple(known.code(name) for name in names), (), "")


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(words: str) -> None:
    """No text stops the program; what gives no names says why."""
    given = said(words, ACTORS)
    assert given.value or given.codes or not clean_text(words)


def test_a_long_list_takes_no_time_at_all() -> None:
    """A cell of thousands of joints is refused, not searched."""
    assert said("and " * 5_000, ACTORS).codes == ("unknown-name",)


def test_only_the_first_unknown_names_get_a_hint_and_each_once() -> None:
    """A text of many unknown words costs no more than a few."""
    hint = said(
        f"Alphalamd, Alphalamd, {', '.join(f'Bettavile {n}' for n in range(9))}", ACTORS
    ).hint
    assert hint.count("Alphalamd") == 1
    assert hint.count("nearest name") <= 5
    assert hint.count("Bettavile") == 9
