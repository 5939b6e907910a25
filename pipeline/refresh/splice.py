"""New words put into a paragraph where they differ, each run keeping its formatting; as tracked
changes if wanted.

In: a paragraph of the editors without marks of others, and the paragraph as newly generated. Out:
the paragraph changed in place. It touches no word that both share.
"""

import copy
import difflib
from collections.abc import Iterable

from lxml import etree

from pipeline.ooxml import XML_SPACE, W
from pipeline.refresh.compared_text import PICTURE, NameOf, TextPiece, pieces, token_key, tokens
from pipeline.refresh.compared_text import READ as _READ
from pipeline.refresh.package import R, is_a, take_out, text_in
from pipeline.refresh.tracked_changes import Pen, mark_deleted

Element = etree._Element

_R, _T, _RPR, _PPR = f"{W}r", f"{W}t", f"{W}rPr", f"{W}pPr"
_SEPARATE = 2
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_PIC = "{http://schemas.openxmlformats.org/drawingml/2006/picture}"
_SAID = ("descr", "title")
_SIDES = ("l", "t", "r", "b")
NUMBERED = f"{_WP}docPr"  # the element of a picture that carries its number


def splice(theirs: Element, name_of: NameOf, new: Element, new_name_of: NameOf, pen: Pen) -> None:
    """Make the words of `theirs` those of `new`; `new` is a copy that may be cut up."""
    old_keys, new_keys = _keys(pieces(theirs, name_of)), _keys(pieces(new, new_name_of))
    changes = _changes(old_keys, new_keys)
    cut_up(theirs, name_of, {number for change in changes for number in change[:2]})
    cut_up(new, new_name_of, {number for change in changes for number in change[2:]})
    old, fresh = _tokens(pieces(theirs, name_of)), _tokens(pieces(new, new_name_of))
    # Working from the end keeps the places of what is still to be changed valid.
    for start, stop, new_start, new_stop in reversed(changes):
        _change(theirs, old, (start, stop), list(dict.fromkeys(fresh[new_start:new_stop])), pen)
    join(theirs)


def _changes(old: list[str], new: list[str]) -> list[tuple[int, int, int, int]]:
    """The stretches of tokens that differ, in order."""
    first, last = _shared(old, new)
    middle, new_middle = old[first : len(old) - last], new[first : len(new) - last]
    matcher = difflib.SequenceMatcher(None, middle, new_middle, autojunk=False)
    return [
        (first + start, first + stop, first + new_start, first + new_stop)
        for kind, start, stop, new_start, new_stop in matcher.get_opcodes()
        if kind != "equal"
    ]


def _keys(found: list[TextPiece]) -> list[str]:
    return [token_key(token) for piece in found for token in _parts(piece)]


def _parts(piece: TextPiece) -> list[str]:
    return [piece.text] if piece.is_atom else tokens(piece.text)


def _tokens(found: list[TextPiece]) -> list[TextPiece]:
    """A piece a token; tokens that nothing was cut between stand in one piece."""
    return [piece for piece in found for _ in _parts(piece)]


def _shared(old: list[str], new: list[str]) -> tuple[int, int]:
    """How many tokens are the same at the start, and at the end."""
    most = min(len(old), len(new))
    first = next((n for n in range(most) if old[n] != new[n]), most)
    last = next((n for n in range(most - first) if old[-1 - n] != new[-1 - n]), most - first)
    return first, last


def cut_up(paragraph: Element, name_of: NameOf, cuts: set[int]) -> None:
    """Cut the runs so that a run ends before each of these tokens; leaves of a run that is cut
    stand alone.
    """
    number = 0
    runs: dict[Element, list[tuple[int, list[str]]]] = {}
    for piece in pieces(paragraph, name_of):
        parts = _parts(piece)
        if len(piece.runs) == 1:
            runs.setdefault(piece.runs[0], []).append((number, parts))
        number += len(parts)
    for run, found in runs.items():
        start, end = found[0][0], found[-1][0] + len(found[-1][1])
        is_text = run.tag == _R and run.find(f"{W}footnoteReference") is None
        if is_text and any(start <= cut <= end for cut in cuts):
            _cut_run(run, found, cuts)


def _cut_run(run: Element, found: list[tuple[int, list[str]]], cuts: set[int]) -> None:
    leaves = list(_cut_leaves(run, found, cuts))
    if len(leaves) < _SEPARATE:
        return
    look = run.find(_RPR)
    for leaf in leaves:
        single = etree.Element(_R)
        for name, value in run.attrib.items():
            single.set(name, value)
        if look is not None:
            single.append(copy.deepcopy(look))
        single.append(leaf)
        run.addprevious(single)
    take_out(run)


def _cut_leaves(
    run: Element, found: list[tuple[int, list[str]]], cuts: set[int]
) -> Iterable[Element]:
    """The leaves of a run, text cut into the stretches wanted."""
    waiting = iter(found)
    for leaf in list(run):
        if leaf.tag == _T and leaf.text:
            number, parts = next(waiting)
            yield from (_word(text) for text in _stretches(number, parts, cuts))
        elif leaf.tag != _RPR:
            if leaf.tag in _READ:
                next(waiting, None)
            yield leaf


def _stretches(number: int, parts: list[str], cuts: set[int]) -> list[str]:
    """The text of these tokens, cut before each token wanted."""
    stretches = [""]
    for place, part in enumerate(parts, start=number):
        if place in cuts and stretches[-1]:
            stretches.append("")
        stretches[-1] += part
    return stretches


def _word(text: str) -> Element:
    word = etree.Element(_T)
    word.set(XML_SPACE, "preserve")
    word.text = text
    return word


def _change(
    paragraph: Element, old: list[TextPiece], span: tuple[int, int], new: list[TextPiece], pen: Pen
) -> None:
    """One stretch: the old tokens go, the new ones stand in their place with the look of what they
    replace.
    """
    start, stop = span
    gone = list(dict.fromkeys(old[start:stop]))
    look = _look_among((*gone, *reversed(old[:start]), *old[stop:]))
    pictures = [piece.runs[0] for piece in gone if piece.text[0] == PICTURE]
    runs: list[Element] = []
    for piece in new:
        runs += _new_runs(piece, look, pen, pictures)
    if pen.is_tracked and runs:
        mark = pen.mark("ins")
        mark.extend(runs)
        runs = [mark]
    _place(paragraph, old, span, runs)
    for piece in gone:
        _take_out(piece.runs, pen)


def _look_among(old: Iterable[TextPiece]) -> Element | None:
    """The look of the first piece that is no atom: of what goes, else of what is nearest before."""
    for piece in old:
        if not piece.is_atom:
            return piece.runs[0].find(_RPR)
    return None


def _new_runs(
    piece: TextPiece, look: Element | None, pen: Pen, pictures: list[Element]
) -> Iterable[Element]:
    """The runs of a new piece in the look of what it replaces; the one picture in the frame of the
    one before.
    """
    is_pair = piece.text[0] == PICTURE and len(pictures) == 1
    for run in piece.runs:
        if not piece.is_atom:
            yield _with_look(run, look)
        elif is_pair:
            yield framed(pen.import_run(run), pictures[0])
        else:
            yield pen.import_run(run)


def _with_look(run: Element, look: Element | None) -> Element:
    """A copy of a run in another look."""
    fresh = etree.Element(_R)
    if look is not None:
        fresh.append(copy.deepcopy(look))
    fresh.extend(copy.deepcopy(leaf) for leaf in run if leaf.tag != _RPR)
    return fresh


def _place(
    paragraph: Element, old: list[TextPiece], span: tuple[int, int], runs: list[Element]
) -> None:
    start, stop = span
    if stop > start:
        after = old[stop - 1].runs[-1]
    elif start > 0:
        after = old[start - 1].runs[-1]
    elif old:
        for run in runs:
            old[0].runs[0].addprevious(run)
        return
    else:
        _place_in_empty(paragraph, runs)
        return
    for run in reversed(runs):
        after.addnext(run)


def _place_in_empty(paragraph: Element, runs: list[Element]) -> None:
    """Into a paragraph without words: behind the last start of a bookmark."""
    spot = None
    for child in paragraph:
        if child.tag in {_PPR, f"{W}bookmarkStart", f"{W}commentRangeStart"}:
            spot = child
    for run in reversed(runs):
        if spot is None:
            paragraph.insert(0, run)
        else:
            spot.addnext(run)


def _take_out(runs: tuple[Element, ...], pen: Pen) -> None:
    for run in runs:
        if run.getparent() is not None and pen.is_tracked:
            mark_deleted(run, pen)
        else:
            take_out(run)


def join(paragraph: Element) -> None:
    """Neighbouring runs of one look that hold plain text become one again."""
    _join_marks(paragraph)
    for element in list(paragraph.iter(_R)):
        before = element.getprevious()
        if before is None or not _are_alike(before, element):
            continue
        element[-1].text = text_in(before[-1]) + text_in(element[-1])
        element[-1].set(XML_SPACE, "preserve")
        take_out(before)


def _are_alike(one: Element, other: Element) -> bool:
    """Whether these are two runs of one look that hold one kind of plain text."""
    if one.tag != _R or not all(map(_is_text, (one, other))):
        return False
    return one[-1].tag == other[-1].tag and _look(one) == _look(other)


def _join_marks(paragraph: Element) -> None:
    """Neighbouring deletions of ours become one."""
    for mark in list(paragraph.iter(f"{W}del")):
        before = mark.getprevious()
        if not is_a(before, str(mark.tag)):
            continue
        if before.attrib.items() == mark.attrib.items():
            for child in reversed(list(before)):
                mark.insert(0, child)
            take_out(before)


def _is_text(run: Element) -> bool:
    leaves = [leaf for leaf in run if leaf.tag != _RPR]
    return len(leaves) == 1 and leaves[0].tag in {_T, f"{W}delText"}


def _look(run: Element) -> bytes:
    look = run.find(_RPR)
    if look is None:
        return b""
    return etree.tostring(look, method="c14n")


def framed(fresh: Element, old: Element) -> Element:
    """The new picture in the frame of the old one, as wide as that; as it came where either is no
    single picture.

    A picture that was cropped had other bars to be cropped to: it comes as it is.
    """
    blips, old_blips = list(fresh.iter(f"{_A}blip")), list(old.iter(f"{_A}blip"))
    are_single = len(blips) == len(old_blips) == 1
    if not are_single or any(map(_is_cropped, old.iter(f"{_A}srcRect"))):
        return fresh
    kept = copy.deepcopy(old)
    blip = next(kept.iter(f"{_A}blip"))
    for child in blip.findall(
        f"{_A}extLst"
    ):  # an alternative form of the old picture, which Word would show
        blip.remove(child)
    blip.set(f"{R}embed", blips[0].get(f"{R}embed", ""))
    for node, numbered in zip(kept.iter(NUMBERED), fresh.iter(NUMBERED), strict=False):
        node.set(
            "id", numbered.get("id", "")
        )  # the old one may be next to it, deleted by a tracked change
    _say_anew(kept, fresh)
    _scale(kept, fresh)
    return kept


def _is_cropped(crop: Element) -> bool:
    return any(crop.get(side) not in {None, "0"} for side in _SIDES)


def _say_anew(kept: Element, fresh: Element) -> None:
    """What is said to those who listen."""
    for tag in (NUMBERED, f"{_PIC}cNvPr"):
        for node, said in zip(kept.iter(tag), fresh.iter(tag), strict=False):
            for name in _SAID:
                if said.get(name):
                    node.set(name, said.get(name, ""))


def _scale(kept: Element, fresh: Element) -> None:
    """As wide as before, as high as the new picture is for that."""
    width, height = _size(fresh)
    own, _ = _size(kept)
    if 0 in {width, height, own}:
        return
    extents = list(kept.iter(f"{_WP}extent"))
    for form in kept.iter(f"{_A}xfrm"):
        extents += form.iter(f"{_A}ext")
    for extent in extents:
        extent.set("cx", str(own))
        extent.set("cy", str(round(height * own / width)))


def _size(run: Element) -> tuple[int, int]:
    extent = next(run.iter(f"{_WP}extent"), None)
    if extent is None:
        return 0, 0
    sides = (extent.get("cx", ""), extent.get("cy", ""))
    if not all(map(str.isdigit, sides)):
        return 0, 0
    return int(sides[0]), int(sides[1])
