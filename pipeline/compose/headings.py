"""Subheadings that stay: those with something under them, and never one alone.

In: the blocks of a chapter as made, in order. Out: the blocks that are printed, those that are
absent, each with what decided it. UN Editorial Manual, Headings: a level has two headings or none.
"""

from collections.abc import Sequence
from typing import NamedTuple

from pipeline.compose.made import Made, together
from pipeline.model.block import Absent, Block, Paragraph


class _Subheading(NamedTuple):
    """A subheading: where it stands, whether anything stands under it, and what that hangs on
    (nothing: always).
    """

    position: int
    level: int
    has_text: bool
    hangs_on: tuple[str, ...]


def with_headings(made: Sequence[Made]) -> tuple[list[Block], list[Absent]]:
    """The printed blocks of a chapter and the absent ones; a subheading hangs on what keeps it
    there.
    """
    decided = {
        own.position: _decided(own, others)
        for siblings in _siblings(_subheadings(made))
        for own in siblings
        for others in [[other for other in siblings if other is not own]]
    }
    blocks: list[Block] = []
    absent: list[Absent] = []
    for position, (_, block) in enumerate(made):
        if position in decided:
            is_kept, looked = decided[position]
            block = _with_sources(block, looked) if is_kept else Absent(block.id, looked)  # noqa: PLW2901
        if isinstance(block, Absent):
            absent.append(block)
        else:
            blocks.append(block)
    return blocks, absent


def what_it_hangs_on(beneath: Sequence[Made]) -> tuple[str, ...]:
    """What a heading hangs on: nothing where something under it is always printed."""
    if any(not under.plan.is_conditional for under in beneath):
        return ()
    return together(under.hangs_on for under in beneath)


def _with_sources(block: Block | Absent, looked: tuple[str, ...]) -> Block:
    assert isinstance(block, Paragraph)
    return block._replace(looked=together((block.looked, looked)))


def _subheadings(made: Sequence[Made]) -> list[_Subheading]:
    found = []
    for position, heading in enumerate(made):
        level = heading.plan.heading
        if level:
            after = range(position + 1, len(made))
            end = next((n for n in after if 0 < made[n].plan.heading <= level), len(made))
            beneath = [under for under in made[position + 1 : end] if not under.plan.heading]
            has_text = heading.is_printed and any(under.is_printed for under in beneath)
            hangs_on = together((heading.hangs_on, what_it_hangs_on(beneath)))
            found.append(_Subheading(position, level, has_text, hangs_on))
    return found


def _siblings(subheadings: Sequence[_Subheading]) -> list[list[_Subheading]]:
    """Subheadings of one level under one heading, together."""
    open_at: dict[int, list[_Subheading]] = {}
    groups = []
    for own in subheadings:
        open_at = {level: group for level, group in open_at.items() if level <= own.level}
        if own.level not in open_at:
            open_at[own.level] = []
            groups.append(open_at[own.level])
        open_at[own.level].append(own)
    return groups


def _decided(own: _Subheading, others: Sequence[_Subheading]) -> tuple[bool, tuple[str, ...]]:
    """Whether a subheading stays, and what decides it: its text, and that of others where one may
    be left alone.
    """
    has_company = any(other.has_text for other in others)
    is_never_alone = any(not other.hangs_on for other in others if other.has_text)
    of_others = () if is_never_alone else together(other.hangs_on for other in others)
    return own.has_text and has_company, together((own.hangs_on, of_others))
