"""States and bodies in a cell: one, or a list split in the only way that gives known names
throughout.

In: text and the gazetteer. Out: codes, or why there are none: an unknown part, or two ways to
split. Names must match exactly; a similar one is a hint for a person.
"""

import re
from typing import NamedTuple

from pipeline.language import clean_text, has_mixed_letters
from pipeline.normalise.gazetteer import Gazetteer
from pipeline.normalise.reading import CellContext, Fault, Reading, refused

_BREAK = re.compile(r"[;\r\n\u2028]+")
_MOST_PIECES = 60
_MOST_CUTS = 3
# The search for a similar name compares all names: a long text must not make it slow.
_MOST_HELPED = 5
_JOINT_ROLE = "list_joint"
_NO_JOINT = re.compile(r"(?!)")

Codes = tuple[str, ...]


class _Piece(NamedTuple):
    """What is between two joints: where it begins and ends in the text."""

    start: int
    end: int


def read_actor(context: CellContext) -> Reading:
    """The one State or body of a cell."""
    if has_mixed_letters(context.text):
        return refused("look-alike-letters")
    names = context.lists.names
    code = context.code(context.text)
    if code is None:
        return refused("unknown-name", names.nearest(context.text))
    if code in names.areas:
        return refused("not-in-depositary-list")
    return Reading(code, _typos([context.text], names))


def read_state(context: CellContext) -> Reading:
    """The one State of a cell."""
    reading = read_actor(context)
    if reading.value is None or reading.value in context.lists.names.states:
        return reading
    return refused("not-a-state")


def read_actors(context: CellContext) -> Reading:
    """The States and bodies of a cell: the whole text if it is one name, otherwise its parts."""
    names = context.lists.names
    if has_mixed_letters(context.text):
        return refused("look-alike-letters")
    chunks = [clean_text(part) for part in _BREAK.split(context.raw)]
    if context.code(context.text) is not None:
        chunks = [context.text]
    joints = _joints(context)
    codes: list[str] = []
    typos: tuple[Fault, ...] = ()
    for chunk in filter(None, chunks):
        pieces = _pieces(chunk, joints)
        cuts = _cuts(chunk, pieces, context)
        if len(cuts) != 1 or not pieces:
            return _not_cut(chunk, pieces, context, cuts)
        codes += filter(None, map(context.code, cuts[0]))
        typos += _typos(cuts[0], names)
    if not codes:
        return refused("unknown-name")
    if set(codes) & names.areas:
        return refused("not-in-depositary-list")
    return Reading(tuple(dict.fromkeys(codes)), typos[:1])


def _typos(found: list[str] | Codes, names: Gazetteer) -> tuple[Fault, ...]:
    """The note on names that are known misspellings."""
    return tuple(Fault("misspelt-name") for name in found if names.is_typo(name))[:1]


def _joints(context: CellContext) -> re.Pattern[str]:
    """A run of marks and words that may separate two names."""
    words = sorted(context.lists.words.get(_JOINT_ROLE, {}), key=len, reverse=True)
    if not words:
        return _NO_JOINT
    return re.compile(rf"\s*(?:(?:{'|'.join(map(_joint, words))})\s*)+", re.IGNORECASE)


def _joint(word: str) -> str:
    """A mark anywhere, or a word if it is a whole one."""
    if word.isalpha():
        return rf"(?<!\w){re.escape(word)}(?!\w)"
    return re.escape(word)


def _pieces(text: str, joints: re.Pattern[str]) -> list[_Piece]:
    pieces, start = [], 0
    for joint in joints.finditer(text):
        pieces.append(_Piece(start, joint.start()))
        start = joint.end()
    pieces.append(_Piece(start, len(text)))
    return [piece for piece in pieces if piece.start < piece.end]


def _cuts(text: str, pieces: list[_Piece], context: CellContext) -> list[Codes]:
    """The ways to split a text into known names, counting only those with different codes; at most
    three are sought.
    """
    if context.code(text):
        return [(text,)]
    if len(pieces) > _MOST_PIECES:
        return []
    ways: list[dict[Codes, Codes]] = [{} for _ in pieces] + [{(): ()}]
    for at in range(len(pieces) - 1, -1, -1):
        for end in range(at, len(pieces)):
            name = text[pieces[at].start : pieces[end].end]
            code = context.code(name)
            if code is None:
                continue
            for codes, cut in ways[end + 1].items():
                if len(ways[at]) < _MOST_CUTS:
                    ways[at].setdefault((code, *codes), (name, *cut))
    return list(ways[0].values())


def _not_cut(text: str, pieces: list[_Piece], context: CellContext, cuts: list[Codes]) -> Reading:
    if len(cuts) > 1:
        return refused("ambiguous-names", " or ".join("; ".join(cut) for cut in cuts))
    parts = [text[piece.start : piece.end] for piece in pieces]
    unknown = list(dict.fromkeys(part for part in parts if context.code(part) is None)) or [text]
    known = [part for part in parts if part not in unknown]
    hints = []
    if known:
        hints.append(f"known: {'; '.join(known)}")
    helped = [_with_nearest(part, context.lists.names) for part in unknown[:_MOST_HELPED]]
    hints.append("unknown: " + "; ".join([*helped, *unknown[_MOST_HELPED:]]))
    return refused("unknown-name", ", ".join(hints))


def _with_nearest(part: str, names: Gazetteer) -> str:
    if near := names.nearest(part):
        return f"{part} (nearest name: {near})"
    return part
