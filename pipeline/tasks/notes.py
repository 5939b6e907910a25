"""Clarification notes: a courteous draft for each State whose own report leaves something open.
Never sent by us.

In: a meeting as built. Out: Word documents by name below the outputs. A note speaks of the State's
own report alone: words that name anybody else are not quoted in it. What has no question in the
wording is for the desk.
"""

import re
import unicodedata

from pipeline.aggregate.report_notes import Clarification, clarifications
from pipeline.build import Built, Loaded
from pipeline.compose.paper import compose
from pipeline.model.finding import TEMPLATE, Refused
from pipeline.model.papers import NOTE
from pipeline.model.public import PublicRecord
from pipeline.render.docx import Form, render
from pipeline.render.properties import About
from pipeline.stages import TAGS, Prepared, prepared_for, read_reference_folder, split_reference
from pipeline.tasks.by_hand import NOTES

_OTHER = re.compile(r"[^a-z0-9]+")
_QUESTION = "clarification-question"


def notes(loaded: Loaded, built: Built) -> dict[str, bytes]:
    """The note of each State. Refused (exit 4) where the wording or the template cannot be used."""
    tracking, settings = built.tracking, built.settings
    reporters = tracking.reporters if tracking else {}
    reference = read_reference_folder(loaded, settings, split_reference(loaded)[1]).reference
    prepared = prepared_for(loaded, settings, reference.plan, built.facts, built.gate)
    words = prepared.note.sections[0].words[_QUESTION]
    made = {}
    for asked in clarifications(built.gate, built.spellings, reporters, built.ledger.findings):
        if questions := tuple(question for question in asked.questions if question.form in words):
            made[f"{NOTES}/{_slug(asked)}.docx"] = _note(loaded, built, prepared, asked, questions)
    return made


def _note(
    loaded: Loaded,
    built: Built,
    prepared: Prepared,
    asked: Clarification,
    questions: tuple[PublicRecord, ...],
) -> bytes:
    withheld = (asked.addressee,) if asked.is_withheld else ()
    lists = {"addressee": (asked.addressee,), "withheld": withheld, "questions": questions}
    facts = built.facts.model_copy(update={"lists": lists, "figures": {}})
    paper = compose(prepared.note, facts, prepared.wording, prepared.words)
    title = next(line.text for line in paper.masthead if line.id == "masthead-title")
    settings = built.settings
    tag = TAGS.get(settings.language, settings.language)
    about = About(title, settings.author_body, tag, settings.as_of, loaded.run, loaded.meeting)
    return render(NOTE.name, _template(loaded), paper, about, Form(settings.style)).content


def _template(loaded: Loaded) -> bytes:
    for file in loaded.templates:
        if file.path == f"{NOTE.name}.docx":
            return file.content
    raise Refused(TEMPLATE, f"templates/{NOTE.name}.docx is missing.", "Restore the file.")


def _slug(asked: Clarification) -> str:
    """The name of a State as the name of a file, with its code: two names may come down to the same
    letters.
    """
    plain = unicodedata.normalize("NFKD", asked.name).encode("ascii", "ignore").decode().casefold()
    return f"{_OTHER.sub('-', plain).strip('-')}-{asked.code.casefold()}"
