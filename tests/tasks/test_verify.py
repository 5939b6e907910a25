"""`verify`: stale numbers and swapped names in edited words are found; harmless edits raise no
alarm.
"""

import copy
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree

from pipeline.build import build
from pipeline.files import Disk
from pipeline.load import Folders, load
from pipeline.ooxml import W
from pipeline.tasks.history import documents
from pipeline.tasks.refresh_file import RefreshOptions, open_copy
from pipeline.tasks.refresh_paper import current_run
from pipeline.tasks.report import report
from pipeline.tasks.verify import REFERENCE, Verified, verified_copy
from tests.conftest import ROOT, folders_of
from tests.makers.command_line import Capture, places_of, typed
from tests.makers.word_edits import Hand

N_SEEDS, N_HARMLESS = 50, 60
PAPER = "progress-report"
NUMBERS = (
    "One",
    "Two",
    "Three",
    "Four",
    "Five",
    "Six",
    "Seven",
    "Eight",
    "Ten",
    "two",
    "three",
    "four",
    "five",
    "six",
)
NAMES = ("Alphaland", "Bétaville", "Deltaland", "Kappaland", "Omegaland", "Rhoville", "Thetaland")
SYNONYMS = (
    ("reported", "indicated"),
    ("provided", "gave"),
    ("a need for", "a wish for"),
    ("The Coordinators", "Both"),
    ("compared with", "as against"),
    ("submitted", "handed in"),
    ("In addition", "Furthermore"),
    ("shared", "exchanged"),
    ("information", "details"),
)


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Folders:
    """The demo, reported once."""
    found = folders_of(ROOT, tmp_path_factory.mktemp("outputs"))
    report(found, "demo", Disk())
    return found


class Desk:
    """A paper as generated, verified after edits without building the meeting again."""

    def __init__(self, folders: Folders) -> None:
        self.folders = folders
        self.loaded = load(folders, "demo")
        self.built = build(self.loaded)
        self.content = self.built.contents[PAPER]

    def verify(self, content: bytes, path: Path) -> Verified:
        """The edited bytes verified."""
        path.write_bytes(content)
        copy = open_copy(self.folders, path, "demo", False)
        folder = self.folders.outputs / "demo"
        today = current_run(self.built, self.loaded, folder, documents(folder))
        return verified_copy(copy, self.built, self.loaded, today)[0]


@pytest.fixture(scope="module")
def desk(folders: Folders) -> Desk:
    """The demo at hand."""
    return Desk(folders)


def names_in(hand: Hand) -> list[str]:
    """The ids of paragraphs with words."""
    found = []
    for name, start in hand.starts().items():
        is_paragraph = next(start.iterancestors(f"{W}tr"), None) is None
        if (
            name.startswith("_msp_")
            and not name.startswith(("_msp_run", "_msp_end", "_msp_heading"))
            and is_paragraph
        ):
            found.append(name.removeprefix("_msp_"))
    return found


def replaced(content: bytes, name: str, before: str, after: str) -> bytes:
    """The paper with one word of a paragraph put for another."""
    hand = Hand(content)
    for text in hand.paragraph(name).iter(f"{W}t"):
        if re.search(rf"\b{before}\b", text.text or ""):
            text.text = re.sub(rf"\b{before}\b", after, text.text or "", count=1)
            return hand.done()
    raise AssertionError(before)


def replaced_all(content: bytes, name: str, before: str, after: str) -> bytes:
    """The paper with words of a paragraph put for others, in one run."""
    hand = Hand(content)
    put(hand.paragraph(name), before, after)
    return hand.done()


def seeds(content: bytes) -> Iterator[tuple[str, str, str, str]]:
    """Paragraph, kind, and a number or name with one that is wrong there."""
    hand = Hand(content)
    for name in names_in(hand):
        text = hand.text(name)
        for place, word in enumerate(NUMBERS):
            other = NUMBERS[(place + 3) % len(NUMBERS)]
            if re.search(rf"\b{word}\b", text) and other.lower() not in text.lower():
                yield name, "number", word, other
        for word in NAMES:
            for other in NAMES:
                if word in text and other not in text:
                    yield name, "state", word, other
        for year in re.findall(r"\b20\d\d\b", text):
            yield name, "number", year, "2011"


# Other tests reach the same lines; traced, these many runs of whole meetings would take three times
# as long.
@pytest.mark.no_cover
def test_fifty_stale_numbers_and_swapped_names_are_found(desk: Desk, tmp_path: Path) -> None:
    """Each wrong fact in edited words is an alarm at its paragraph."""
    found = list(dict.fromkeys(seeds(desk.content)))
    chosen = [
        *[s for s in found if s[1] == "number"][:30],
        *[s for s in found if s[1] == "state"][:30],
    ]
    assert len(chosen) >= N_SEEDS

    missed = []
    for name, kind, before, after in chosen:
        verified = desk.verify(
            replaced(desk.content, name, before, after), tmp_path / "rev2 CH+NL.docx"
        )
        alarms = {(line.name, alarm[0]) for line in verified.lines for alarm in line.alarms}
        if (f"_msp_{name}", kind) not in alarms:
            missed.append((name, before, after))

    assert missed == [], missed


# Edits that a person may make without a thought: numbers in words and figures, "one", parts,
# ordinals, dates, names.
WRONG = (
    ("summary_ica", "Five States Parties", "Six States Parties"),
    ("summary_ica", "assistance, eight.", "assistance, eighteen."),
    ("summary_ica", "three country coalitions", "a dozen country coalitions"),
    ("summary_ica", "three country coalitions", "one country coalition"),
    ("summary_ica", "three country coalitions", "a single country coalition"),
    ("summary_ica", "three country coalitions", "twenty-three country coalitions"),
    ("summary_ica", "three country coalitions", "no country coalitions"),
    ("summary_received", "Ten States Parties", "All States Parties"),
    ("basis", "10 of the 13", "13 of the 10"),
    ("basis", "10 of the 13", "77 per cent of the"),
    ("basis", "As at 30 June 2025", "As at 30 July 2025"),
    ("basis", "para. 34", "para. 43"),
    ("action_38", "(Kappaland)", "(the Mu)"),
    ("action_38", "2023 and 2022, respectively", "2022 and 2023, respectively"),
    ("action_39", "Sigmaland", "Sigmaland's neighbour Thetaland"),
    ("assistance_provided", "5 of 13", "five of thirty"),
    ("coalitions", "One continues", "Two continue"),
    ("coordinators_meetings", "18 February 2025", "18 March 2025"),
    ("coordinators_meetings", "first quarter", "second quarter"),
    ("action_41", "Five of them", "Half of them"),
    ("highlights_da3d533d", "that 2 of them", "that two or three of them"),
    ("introduction_purpose", "fifteenth Meeting", "sixteenth Meeting"),
)
WRONG_CELLS = (
    ("coalition_table_cc_001", 0, "Deltaland", "Rhoville"),
    ("coalition_table_cc_001", 4, "2022", "2021"),
    ("coalition_table_cc_002", 3, "Concluded", "Continuing"),
    ("annex_states_table_exchange", 1, "3", "4"),
)
RIGHT = (
    ("summary_ica", "Five States Parties", "5 States Parties"),
    ("summary_ica", "aware of three country coalitions", "aware of three (3) country coalitions"),
    ("summary_received", "Ten States Parties", "In all, ten States Parties"),
    ("basis", "10 of the 13", "ten of the thirteen"),
    ("action_39", "the Federated Islands of Gamma", "Gamma"),
    ("assistance_provided", "Côte d'Epsilon", "Cote d’Epsilon"),
    ("assistance_received", "by a regional organization", "by one regional organization"),
    ("assistance_received", "by a State not", "by one State not"),
    ("coalitions", "One continues.", "The third one continues."),
    ("coalitions", "One continues.", "One is still going on."),
    ("coordinators_meetings", "18 February 2025", "18 Feb. 2025"),
    (
        "coordinators_meetings",
        "They shared experience",
        "One participant after another shared experience",
    ),
    ("coordinators_meetings", "They shared experience", "On the one hand, they shared experience"),
    ("action_41", "Five of them referred", "Of those, five referred"),
    ("highlights_da3d533d", "2 of them", "two of them"),
    ("introduction_purpose", "naming issues", "naming issues one by one"),
    ("coordinators_mapping", "From 20 January to 28 March", "Between 20 January and 28 March"),
)


# Facts left out, put in one another's place within a sentence, and turned round: paragraph, words,
# what an editor makes of them, and the fact told.
LEFT_OUT = (
    ("action_39", "(Deltaland, the Federated Islands", "(the Federated Islands", "Deltaland"),
    ("action_39", " (Deltaland, the Federated Islands of Gamma and Sigmaland)", "", "Sigmaland"),
    ("action_38", " (Kappaland)", "", "Kappaland"),
    ("action_38", "Bétaville and Omegaland", "Bétaville", "Omegaland"),
    ("action_38", ", compared with 6 of 13 as at 30 June 2024", "", "6"),
    ("assistance_provided", "Alphaland, Côte d'Epsilon", "Alphaland", "Côte d'Epsilon"),
    ("assistance_provided", "Five States Parties", "States Parties", "5"),
    ("assistance_received", "Four States Parties (", "States Parties (", "4"),
    ("assistance_received", ", Lambda and Nu and Rhoville", " and Rhoville", "Lambda and Nu"),
    ("summary_ica", "and of those that expressed a need for assistance, eight", "", "8"),
    ("summary_ica", "three country coalitions", "country coalitions", "3"),
    ("basis", ", compared with 9 of 13 as at 30 June 2024", "", "9"),
    ("extension_requests", "Deltaland and ", "", "Deltaland"),
    ("coordinators_follow_up", "from four States Parties", "from States Parties", "4"),
    ("action_41", "Five of them referred", "Some of them referred", "5"),
)
SWAPPED = (
    ("basis", "10 of the 13", "13 of the 10"),
    ("basis", "9 of 13", "10 of 13"),
    ("action_38", "was 8 of 13, compared with 6 of 13", "was 6 of 13, compared with 8 of 13"),
    ("action_38", "2023 and 2022, respectively", "2022 and 2023, respectively"),
    ("assistance_provided", "was 5 of 13, compared with 6", "was 6 of 13, compared with 5"),
    ("summary_ica", "was four, and of those", "was eight, and of those"),
    ("summary_ica", "need for assistance, eight", "need for assistance, four"),
    ("coalitions", "Two concluded", "Three concluded"),
    ("coordinators_mapping", "From 20 January to 28 March", "From 28 January to 20 March"),
    ("coordinators_mapping", "On 7 and 8 April", "On 7 and 28 April"),
    ("extension_requests", "EXT.2, para. 9", "EXT.2, para. 12"),
    ("coordinators_other", "From 14 to 16 January", "From 16 to 14 January"),
)
TURNED = (
    ("introduction_purpose", "It does not replace", "It replaces"),
    ("introduction_purpose", "and is not a complete", "and is a complete"),
    ("basis", "it does not constitute", "it constitutes"),
    ("basis", "30 June 2025 is not reflected", "30 June 2025 is reflected"),
    ("action_38", "there had been no change", "there had been a change"),
    ("action_38", "they are not included", "they are included"),
    ("action_41", "expressed a need", "expressed no need"),
    ("action_39", "shared good practices", "never shared good practices"),
    ("assistance_provided", "are therefore not given", "are therefore given"),
    ("assistance_received", "is not directly comparable", "is directly comparable"),
    ("coordinators_follow_up", "are not identified", "are identified"),
    ("coordinators_other", "described ways", "did not describe ways"),
    ("coordinators_support", "worked on a draft", "didn't work on a draft"),
    ("highlights_da3d533d", "shared a costed plan", "shared none of a costed plan"),
)


def put(element: etree._Element, before: str, after: str) -> None:
    """Words put for others within a run."""
    for text in element.iter(f"{W}t"):
        words = (text.text or "").replace("\u00a0", " ")
        if before in words:
            text.text = words.replace(before, after, 1)
            return
    raise AssertionError(before)


@pytest.mark.no_cover
def test_wrong_facts_of_every_kind_are_found_and_right_ones_are_not(
    desk: Desk, tmp_path: Path
) -> None:
    """Quantities without a number, parts of a whole, ordinals, months, cells; the same said
    otherwise is no alarm.
    """
    edits = [(name, None, before, after) for name, before, after in (*WRONG, *RIGHT)]
    edits += [(name, cell, before, after) for name, cell, before, after in WRONG_CELLS]  # type: ignore[misc]
    alarmed = []
    for name, cell, before, after in edits:
        hand = Hand(desk.content)
        element = (
            hand.paragraph(name) if cell is None else list(hand.row(name).iter(f"{W}tc"))[cell]
        )
        put(element, before, after)
        lines = desk.verify(hand.done(), tmp_path / "copy.docx").lines
        alarmed += [
            (name, before, after) for line in lines if line.alarms and line.name == f"_msp_{name}"
        ]

    wrong = [*WRONG, *((name, before, after) for name, _, before, after in WRONG_CELLS)]
    assert [edit for edit in wrong if edit not in alarmed] == []
    assert [edit for edit in RIGHT if edit in alarmed] == []


@pytest.mark.no_cover
def test_what_is_left_out_swapped_or_turned_round_is_told(desk: Desk, tmp_path: Path) -> None:
    """Facts that only the generated words hold, facts in the place of another, *not* come or gone:
    each at its paragraph.
    """
    missed = []
    names = {state.name: code for code, state in desk.built.gate.states.items()}
    edits = [(*edit, "") for edit in (*SWAPPED, *TURNED)]
    for name, before, after, fact in (*LEFT_OUT, *edits):
        hand = Hand(desk.content)
        put(hand.paragraph(name), before, after)
        verified = desk.verify(hand.done(), tmp_path / "copy.docx")
        line = next(line for line in verified.lines if line.name == f"_msp_{name}")
        told = {what for _, what in line.left_out} if fact else line.alarms
        if not told or (fact and names.get(fact, fact) not in told):
            missed.append((name, before, after, line.left_out, line.alarms))

    assert missed == []


def test_a_number_before_names_is_held_against_how_many_they_are(
    desk: Desk, tmp_path: Path
) -> None:
    """A name taken out of a bracket makes the number before it an alarm; their order makes none."""
    told = []
    for before, after in (
        ("(Deltaland, the Federated Islands of Gamma and Sigmaland)", "(Sigmaland and Deltaland)"),
        (
            "Deltaland, the Federated Islands of Gamma and",
            "the Federated Islands of Gamma, Deltaland and",
        ),
    ):
        hand = Hand(desk.content)
        put(hand.paragraph("action_39"), before, after)
        lines = desk.verify(hand.done(), tmp_path / "copy.docx").lines
        told.append([line.alarms for line in lines if line.alarms])

    assert told == [[(("list", "3"),)], []]


def harmless(content: bytes) -> Iterator[bytes]:
    """Edits that change no fact: order of sentences and names, quotes, synonyms, formatting,
    moves.
    """
    hand = Hand(content)
    ids = names_in(hand)
    for name in ids:
        sentences = re.split(r"(?<=\.) ", hand.text(name))
        has_note = any(True for _ in hand.paragraph(name).iter(f"{W}footnoteReference"))
        if len(sentences) > 1 and not has_note:
            yield Hand(content).retype(name, " ".join(reversed(sentences))).done()
        for before, after in SYNONYMS:
            if before in "".join(t.text or "" for t in hand.paragraph(name).iter(f"{W}t")):
                yield replaced(content, name, before, after)
        for names in re.findall(r"\(([^()\d]+ and [^()\d]+)\)", hand.text(name)):
            *first, last = re.split(r", | and ", names)
            if {last, *first} <= set(NAMES):
                yield replaced_all(content, name, names, ", ".join((last, *first)))
        yield Hand(content).bold(name).done()
        yield Hand(content).autocorrect(name).done()
    for name, after in zip(ids, ids[3:], strict=False):
        yield Hand(content).move(name, after).done()


@pytest.mark.no_cover
def test_sixty_harmless_edits_raise_no_alarm(desk: Desk, tmp_path: Path) -> None:
    """No alarm where no fact was touched, nor in the paper as generated."""
    edits = list(harmless(desk.content))
    chosen = [desk.content, *edits[:: max(1, len(edits) // N_HARMLESS)]]
    assert len(chosen) > N_HARMLESS

    alarms = [
        (number, line.name, alarm)
        for number, content in enumerate(chosen)
        for line in desk.verify(content, tmp_path / "copy.docx").lines
        for alarm in line.alarms
        if alarm[0] != REFERENCE  # a paragraph that moved has another number
    ]

    assert alarms == []


def test_house_style_of_edited_words_is_told_and_keeps_no_paper_back(
    desk: Desk, tmp_path: Path
) -> None:
    """Faults that came with the edit, by rule and cure; a paper as generated has none."""
    edited = (
        Hand(desk.content).type("basis", "Some 45% of them met at the Q1 meeting & left.").done()
    )

    as_generated = desk.verify(desk.content, tmp_path / "copy.docx")
    found = {
        line.name: line.style
        for line in desk.verify(edited, tmp_path / "copy.docx").lines
        if line.style
    }

    assert not any(line.style for line in as_generated.lines)
    assert list(found) == ["_msp_basis"]
    assert {fault.partition(":")[0] for fault in found["_msp_basis"]} == {
        "per-cent-sign",
        "date-quarter",
        "ampersand",
    }
    assert all(fault.partition(": ")[2] for fault in found["_msp_basis"])


def test_house_style_of_a_paragraph_of_the_editors_is_told(desk: Desk, tmp_path: Path) -> None:
    """Words with no source are read too."""
    edited = Hand(desk.content).add("basis", "The parties met & talked.").done()

    lines = desk.verify(edited, tmp_path / "copy.docx").lines

    assert [fault.partition(":")[0] for line in lines for fault in line.style] == ["ampersand"]


def test_a_word_that_shames_is_one_alarm_and_no_note_of_style(desk: Desk, tmp_path: Path) -> None:
    """The rule that finds it in generated text finds it here; in Settings it has one switch."""
    edited = (
        Hand(desk.content)
        .add("basis", "Others failed to report.")
        .type("basis", "Some merely met.")
        .done()
    )

    lines = desk.verify(edited, tmp_path / "copy.docx").lines

    assert [line.alarms for line in lines if line.alarms] == [
        (("style", "merely"),),
        (("style", "failed"),),
    ]
    assert not any("blame" in fault for line in lines for fault in line.style)


def test_headings_and_cells_of_the_editors_are_held_to_their_own_rules(
    desk: Desk, tmp_path: Path
) -> None:
    """A heading ends without a full stop, and is told where it has one; a cell of a table is no
    sentence either.
    """
    hand = (
        Hand(desk.content)
        .add("basis", "Work ahead")
        .add("action-39", "More of it.")
        .add("coalitions", "some & more")
    )
    look = hand.paragraph("basis-heading")[0]
    for name in ("basis", "action-39"):
        own = hand.paragraph(name).getnext()
        assert own is not None
        own.insert(0, copy.deepcopy(look))
    words = hand.paragraph("coalitions").getnext()
    assert words is not None
    table = etree.Element(f"{W}tbl")
    words.addprevious(table)
    etree.SubElement(etree.SubElement(table, f"{W}tr"), f"{W}tc").append(words)

    lines = desk.verify(hand.done(), tmp_path / "copy.docx").lines

    told = {
        line.theirs: [fault.partition(":")[0] for fault in line.style]
        for line in lines
        if line.style
    }
    assert told == {"More of it.": ["heading-stop"], "some & more": ["ampersand"]}


def test_a_reference_with_a_wrong_number_is_told(
    folders: Folders, tmp_path: Path, capsys: Capture
) -> None:
    """A numbered paragraph put in above, and the one referred to deleted: both are alarms, on the
    screen too.
    """
    paper = (folders.outputs / "demo" / f"{PAPER}.docx").read_bytes()
    added = Hand(paper).add("introduction-purpose", "It was agreed to go on.")
    own = added.paragraph("introduction-purpose").getnext()
    assert own is not None
    own.insert(0, copy.deepcopy(added.paragraph("introduction-purpose")[0]))
    said = []
    for name, content in (("CH", added.done()), ("NL", Hand(paper).delete("basis").done())):
        (tmp_path / f"{name}.docx").write_bytes(content)
        said.append(typed(capsys, "verify", str(tmp_path / f"{name}.docx"), *places_of(folders)))

    assert [answer.code for answer in said] == [1, 1]
    assert "introduction_sources: a reference shows a wrong number: 11 → 12" in said[0].out
    assert (
        "introduction_sources: the reference “11” points to something that no longer exists"
        in said[1].out
    )


def test_the_command_tells_ids_and_writes_an_internal_page(
    folders: Folders, tmp_path: Path, capsys: Capture
) -> None:
    """Exit 1 while something is open; the page holds the words; a second copy stands beside the
    first.
    """
    paper = folders.outputs / "demo" / "ica-section.docx"
    one, two = tmp_path / "CH.docx", tmp_path / "NL.docx"
    one.write_bytes(Hand(paper.read_bytes()).type("basis", "xqone").comment("basis", "why?").done())
    two.write_bytes(Hand(paper.read_bytes()).type("basis", "xqtwo").done())

    said = typed(capsys, "verify", str(one), str(two), "--json", *places_of(folders))

    shown = json.loads(said.out)
    page = (folders.outputs / "demo" / "internal" / "verify.html").read_text("utf-8")
    assert said.code == 1
    assert (shown["statuses"]["edited"], shown["comments"], shown["is_clean"]) == (1, 1, False)
    assert "INTERNAL" in page
    assert all(word in page for word in ("xqone", "xqtwo", "NL.docx"))
    assert "xqone" not in typed(capsys, "verify", str(one), *places_of(folders)).out


def test_a_file_of_no_known_run_is_refused(
    folders: Folders, tmp_path: Path, capsys: Capture
) -> None:
    """Neither a text file nor a template is taken for a paper."""
    stranger = tmp_path / "letter.docx"
    for content in (b"hello", (ROOT / "templates" / "ica-section.docx").read_bytes()):
        stranger.write_bytes(content)
        assert typed(capsys, "refresh", str(stranger), *places_of(folders)).code == 2
    assert RefreshOptions() == RefreshOptions(is_tracked=False, is_confirmed=False)
