"""What build.py calls between the stages: the reference folder of a meeting, and its papers in
words.

In: bytes and values of stages. Out: values for the next stage. Nothing is decided here about any
record.
"""

import re
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from pipeline.aggregate.gate import Gate, names_withheld
from pipeline.aggregate.meeting import Aggregated
from pipeline.collect.folder import File, collect
from pipeline.collect.yaml_file import read_yamls
from pipeline.compose import paper
from pipeline.compose.section_plans import PlanShape
from pipeline.compose.wording_check import (
    KnownNames,
    Prepared,
    WordingContext,
    check_all_wordings,
)
from pipeline.load import Loaded
from pipeline.model import place as places
from pipeline.model.block import Composed
from pipeline.model.finding import TEMPLATE, USAGE, Refused
from pipeline.model.forms import FormLabels
from pipeline.model.plan import NO_WORK_PLAN, Plan
from pipeline.model.public import PublicFacts
from pipeline.model.settings import Settings
from pipeline.model.source import Ref, Sheet, Source
from pipeline.normalise.forms.vocabulary import read_vocabulary
from pipeline.normalise.meeting_settings import SettingFault, filled_work_plan, refuse
from pipeline.normalise.plans import read_plan, read_plan_table, read_work_plan
from pipeline.normalise.reference import Reference, read_reference
from pipeline.render import word_paper
from pipeline.render.word_paper import Rendered, Templates

_SHARED = "reference/"


class ReadReference(NamedTuple):
    """The reference folder: its files as sources, the places of the actions' texts, and its tables
    as read.
    """

    reference: Reference
    sources: tuple[Source, ...]
    plan_refs: dict[str, Ref]
    sheets: tuple[Sheet, ...]


def split_reference(loaded: Loaded) -> tuple[tuple[File, ...], tuple[File, ...]]:
    """A meeting's own tables, and the files of reference folders within its folder."""
    with_states = {
        _folder(file.path)
        for file in loaded.files
        if file.path == f"{_folder(file.path)}/states.csv"
    }
    inside = tuple(file for file in loaded.files if _folder(file.path) in with_states)
    return tuple(file for file in loaded.files if _folder(file.path) not in with_states), inside


def _folder(path: str) -> str:
    """The folder within a meeting's own folder that contains a file, at whatever depth; empty for
    none.
    """
    meeting, *folders = path.split("/")[:-1]
    return f"{meeting}/{folders[0]}" if folders else ""


def read_reference_folder(
    loaded: Loaded, settings: Settings, own: tuple[File, ...], sheets: tuple[Sheet, ...] = ()
) -> ReadReference:
    """The one reference folder of the run, with the work plan that the sheets of the meeting hold
    where Settings names none.

    Refused (exit 2) if it is missing, or if invented data would meet the real States.
    """
    if settings.demo != bool(settings.reference):
        at = settings.ref("reference")
        raise Refused(
            USAGE,
            f"{at.source} › {at.place}: invented data need a reference folder of their own; real"
            " data use the shared one.",
            "Set demo to yes and name the folder in reference, or leave both as for a real"
            " meeting.",
        )
    if settings.demo and not settings.page_mark:
        at = settings.ref("page_mark")
        raise Refused(
            USAGE,
            f"{at.source} › {at.place}: invented data must be marked on every page.",
            "Fill in page_mark.",
        )
    prefix = f"{loaded.meeting}/{settings.reference}/" if settings.reference else _SHARED
    files = tuple(
        f for f in (own if settings.reference else loaded.reference) if f.path.startswith(prefix)
    )
    if not files:
        raise Refused(
            USAGE,
            f"{_where(settings)}the reference folder {prefix} is missing or empty.",
            "Restore it, or correct the setting reference.",
        )
    paths = {"plan": f"{prefix}plans/{settings.plan}.yaml"}
    if settings.work_plan:
        paths["work_plan"] = f"{prefix}work-plans/{settings.work_plan}.yaml"
    by_path = {file.path: file for file in files}
    refuse(
        _no_file(path, files, settings.ref(key))
        for key, path in paths.items()
        if path not in by_path
    )
    plans = tuple(by_path[path] for path in paths.values())
    read = _read_reference(files, plans, f"{prefix}forms/", loaded.cache)
    table = None if settings.work_plan else filled_work_plan(sheets)
    if table is not None:
        work_plan = read_plan_table(table, read.reference.headers, read.reference.lists)
        read = read._replace(reference=read.reference._replace(work_plan=work_plan))
    if settings.convert_to and settings.convert_to not in read.reference.lists.currencies:
        cure = "Write the three-letter ISO 4217 code."
        at = settings.ref("convert_to")
        refuse((SettingFault(at, "convert_to is not a currency.", cure),))
    return read


@lru_cache(
    maxsize=4
    # a pure function of files: several meetings of a run, and tests that leave cells out, share one
    # reading
)
def _read_reference(
    files: tuple[File, ...], plans: tuple[File, ...], forms: str, cache: Path | None
) -> ReadReference:
    """The folder with its action plan, and its work plan where `plans` holds one."""
    of_plan, *of_work = read_yamls([(f.path, f.content) for f in plans], USAGE, cache)
    plan_file, *work_files = plans
    plan, work_plan = read_plan(plan_file.path, dict(of_plan)), NO_WORK_PLAN
    for file, content in zip(work_files, of_work, strict=True):
        work_plan = read_work_plan(file.path, dict(content))
    tables = collect(tuple(f for f in files if f.path.endswith(".csv"))).value
    texts = (*plans, *(f for f in files if f.path.startswith(forms)))
    sources = tuple(Source(id=f.path, path=f.path, sha256=f.sha256, kind="yaml") for f in texts)
    reference = read_reference(tables.sheets, plan, work_plan, _read_forms(files, forms, cache))
    return ReadReference(
        reference, (*tables.sources, *sources), _plan_refs(plan_file.path, plan), tables.sheets
    )


def _read_forms(files: tuple[File, ...], folder: str, cache: Path | None) -> FormLabels:
    """Titles and labels of the form of reports. Refused (exit 2) if one of their files is missing
    or cannot be used.
    """
    texts = [file for file in files if file.path.startswith(folder) and file.path.endswith(".yaml")]
    read = read_yamls([(file.path, file.content) for file in texts], USAGE, cache)
    names = (file.path.removeprefix(folder).removesuffix(".yaml") for file in texts)
    return read_vocabulary(dict(zip(names, map(dict, read), strict=True)))


def _where(settings: Settings) -> str:
    """The cell that names the reference folder; none where all meetings share one."""
    at = settings.ref("reference")
    return f"{at.source} › {at.place}: " if settings.reference else ""


def _no_file(path: str, files: tuple[File, ...], at: Ref) -> SettingFault:
    """The setting that names a file which is not there, and those that are."""
    folder = path.rpartition("/")[0]
    known = (
        ", ".join(PurePosixPath(f.path).stem for f in files if f.path.startswith(f"{folder}/"))
        or "none"
    )
    return SettingFault(at, f"there is no {path}.", f"Known: {known}.")


def _plan_refs(path: str, plan: Plan) -> dict[str, Ref]:
    return {
        f"plan/{action.number}": Ref(
            path,
            str(places.yaml_path(f"actions.{action.number}.official_text")),
            action.official_text,
        )
        for action in plan.actions
        if action.indicators
    }


@lru_cache(maxsize=4)
def prepare(  # noqa: PLR0913 - what a check looks at, and where what it reads is kept
    templates: tuple[File, ...],
    context: WordingContext,
    in_text_up_to: int,
    names: re.Pattern[str] | None,
    known: KnownNames,
    cache: Path | None = None,
) -> Prepared:
    """The wording of all papers, as `check_all_wordings` gives it.

    A pure function of files and names: several meetings of a run share one check.
    """
    return check_all_wordings(read_texts(templates, cache), context, in_text_up_to, names, known)


def compose_papers(
    loaded: Loaded, settings: Settings, plan: Plan, counted: Aggregated
) -> tuple[Composed, ...]:
    """All papers in words. Refused, or LeakedName raised, as by `paper.compose_papers`."""
    prepared = prepared_for(loaded, settings, plan, counted.facts, counted.gate)
    return paper.compose_papers(
        prepared,
        counted.facts,
        settings.first_paragraph,
        lambda text: bool(names_withheld(counted.gate, text)),
    )


def prepared_for(
    loaded: Loaded, settings: Settings, plan: Plan, facts: PublicFacts, gate: Gate
) -> Prepared:
    """The wording for the facts of a meeting. Refused (exit 4) for wording with faults."""
    known = KnownNames(frozenset(facts.figures), frozenset(facts.settings))
    told = WordingContext(settings.language, PlanShape.of(plan, known.figures, settings.work_plan))
    limit = settings.names_in_text_up_to
    return prepare(loaded.templates, told, limit, gate.all_names, known, loaded.cache)


@lru_cache(
    maxsize=4
)  # a pure function of files; called once for the wording and once for house style
def read_texts(
    templates: tuple[File, ...], cache: Path | None = None
) -> dict[str, dict[str, object]]:
    """The files of templates/text/ by name, read. Refused (exit 4) for one that is not YAML."""
    texts = [file for file in templates if file.path.startswith("text/")]
    read = read_yamls([(f"templates/{file.path}", file.content) for file in texts], TEMPLATE, cache)
    return {
        file.path.removeprefix("text/"): dict(text) for file, text in zip(texts, read, strict=True)
    }


def render_papers(
    loaded: Loaded, settings: Settings, papers: tuple[Composed, ...]
) -> dict[str, Rendered]:
    """Each paper as a Word document, by name. Refused as by `word_paper.render_papers`."""
    templates = {
        file.path.removesuffix(".docx"): file.content
        for file in loaded.templates
        if file.path.endswith(".docx")
    }
    of_meeting = {PurePosixPath(file.path).name: file.path for file in loaded.files}
    known = Templates(templates, of_meeting)
    return word_paper.render_papers(papers, known, settings, loaded.run, loaded.meeting)
