"""New words put into a paragraph where they differ, each run keeping its formatting; as tracked changes if wanted.

In: a paragraph of the editors without marks of others, and the paragraph as newly generated. Out: the paragraph
changed in place. It touches no word that both share.
"""

import copy
import difflib
from collections.abc import Callable, Iterable
from typing import NamedTuple

from lxml import etree

from pipeline.ooxml import XML_SPACE, W
from pipeline.refresh.marks import AUTHOR
from pipeline.refresh.pieces import NameOf, Piece, pieces, runs_of
from pipeline.refresh.words import token_key, tokens

Element = etree._Element

_R, _T, _RPR, _PPR = f"{W}r", f"{W}t", f"{W}rPr", f"{W}pPr"
_SEPARATE = 2


class Pen(NamedTuple):
    """How changes are written: openly or as tracked changes of a day, and how atoms come over from the new document."""

    bring: Callable[[Element], Element]
    is_tracked: bool = False
    on: str = ""

    def mark(self, kind: str) -> Element:
        """A tracked change of ours: ins or del."""
        return etree.Element(f"{W}{kind}", {f"{W}id": "0", f"{W}author": AUTHOR, f"{W}date": self.on})


def splice(theirs: Element, name_of: NameOf, new: Element, new_name_of: NameOf, pen: Pen) -> None:
    """Make the words of `theirs` those of `new`; `new` is a copy that may be cut up."""
    cut_up(theirs)
    cut_up(new)
    old_tokens, new_tokens = pieces(theirs, name_of), pieces(new, new_name_of)
    keys = [token_key(token.text) for token in old_tokens]
    matcher = difflib.SequenceMatcher(None, keys, [token_key(token.text) for token in new_tokens], autojunk=False)
    for kind, start, stop, new_start, new_stop in reversed(matcher.get_opcodes()):
        if kind != "equal":
            _change(theirs, old_tokens, (start, stop), new_tokens[new_start:new_stop], pen)
    join(theirs)


def cut_up(paragraph: Element) -> None:
    """Make every run hold one word, sign or atom."""
    for run in list(runs_of(paragraph)):
        if run.tag == _R:
            _cut_run(run)


def _cut_run(run: Element) -> None:
    look = run.find(_RPR)
    leaves: list[Element] = []
    for leaf in run:
        if leaf.tag == _T:
            leaves += [_word(token) for token in tokens(leaf.text or "")]
        elif leaf.tag != _RPR:
            leaves.append(leaf)
    if len(leaves) < _SEPARATE:
        return
    previous = run
    for leaf in leaves:
        single = etree.Element(_R)
        for name, value in run.attrib.items():
            single.set(name, value)
        if look is not None:
            single.append(copy.deepcopy(look))
        single.append(leaf)
        previous.addnext(single)
        previous = single
    parent = run.getparent()
    assert parent is not None
    parent.remove(run)


def _word(text: str) -> Element:
    word = etree.Element(_T)
    word.set(XML_SPACE, "preserve")
    word.text = text
    return word


def _change(paragraph: Element, old: list[Piece], span: tuple[int, int], new: list[Piece], pen: Pen) -> None:
    """One stretch: the old tokens go, the new ones stand in their place with the look of what they replace."""
    start, stop = span
    gone = old[start:stop]
    like = next((p for p in (*gone, *reversed(old[:start]), *old[stop:]) if not p.is_atom), None)
    look = like.runs[0].find(_RPR) if like is not None else None
    runs = [run for piece in new for run in _new_runs(piece, look, pen)]
    if pen.is_tracked and runs:
        mark = pen.mark("ins")
        mark.extend(runs)
        runs = [mark]
    _place(paragraph, old, span, runs)
    for piece in gone:
        _take_out(piece.runs, pen)


def _new_runs(piece: Piece, look: Element | None, pen: Pen) -> Iterable[Element]:
    for run in piece.runs:
        if piece.is_atom:
            yield pen.bring(run)
            continue
        fresh = etree.Element(_R)
        if look is not None:
            fresh.append(copy.deepcopy(look))
        fresh.extend(copy.deepcopy(leaf) for leaf in run if leaf.tag != _RPR)
        yield fresh


def _place(paragraph: Element, old: list[Piece], span: tuple[int, int], runs: list[Element]) -> None:
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
        parent = run.getparent()
        if parent is None:
            continue
        if pen.is_tracked:
            mark_deleted(run, pen)
        else:
            parent.remove(run)


def mark_deleted(run: Element, pen: Pen) -> None:
    """A run as deleted by a tracked change of ours."""
    mark = pen.mark("del")
    run.addprevious(mark)
    mark.append(run)
    for text in list(run.iter(_T)):
        text.tag = f"{W}delText"
    for code in list(run.iter(f"{W}instrText")):
        code.tag = f"{W}delInstrText"


def join(paragraph: Element) -> None:
    """Neighbouring runs of one look that hold plain text become one again."""
    _join_marks(paragraph)
    for element in list(paragraph.iter(_R)):
        before = element.getprevious()
        if before is None or before.tag != _R or not (_is_text(before) and _is_text(element)):
            continue
        if _look(before) == _look(element) and before[-1].tag == element[-1].tag:
            element[-1].text = (before[-1].text or "") + (element[-1].text or "")
            element[-1].set(XML_SPACE, "preserve")
            parent = before.getparent()
            assert parent is not None
            parent.remove(before)


def _join_marks(paragraph: Element) -> None:
    """Neighbouring deletions of ours become one."""
    for mark in list(paragraph.iter(f"{W}del")):
        before = mark.getprevious()
        if before is not None and before.tag == mark.tag and before.attrib.items() == mark.attrib.items():
            for child in reversed(list(before)):
                mark.insert(0, child)
            parent = before.getparent()
            assert parent is not None
            parent.remove(before)


def _is_text(run: Element) -> bool:
    leaves = [leaf for leaf in run if leaf.tag != _RPR]
    return len(leaves) == 1 and leaves[0].tag in {_T, f"{W}delText"}


def _look(run: Element) -> bytes:
    look = run.find(_RPR)
    return b"" if look is None else etree.tostring(look, method="c14n")
