"""`check`: all stages but the writing, and what they found.

In: folders and a meeting. Out: what to tell the person. It writes nothing and needs no outputs.
"""

from pipeline.build import Folders, build, load
from pipeline.stages import render_papers, with_brackets
from pipeline.tasks.outcome import safe_deadlines, told
from pipeline.tasks.shown import Told


def check(folders: Folders, meeting: str) -> Told:
    """What a report of the meeting would find. Refused as `report` would be, the writing left
    aside.
    """
    loaded = load(folders, meeting)
    built = build(loaded)
    ledger = with_brackets(built.ledger, render_papers(loaded, built))
    return told("checked", ledger, built, {})._replace(deadlines=safe_deadlines(built))
