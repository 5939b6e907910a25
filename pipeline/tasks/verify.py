"""`verify FILE`: each paragraph of a paper compared with what was generated for it and what would
be generated now.

In: a file and the inputs of today. Out: a line for each paragraph, with the facts that no figure
supports. It writes no paper. It quotes edited words, so its page is internal.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from lxml import etree

from pipeline.build import Built
from pipeline.compose.text_folder import TextFolder, load_words
from pipeline.language import brackets
from pipeline.load import Loaded
from pipeline.model.block import Composed
from pipeline.model.papers import STYLES
from pipeline.ooxml import W, bookmark_name
from pipeline.refresh.compared_text import is_same, normal, printed, readable
from pipeline.refresh.package import Document, number_of, style_names, value_of
from pipeline.refresh.paper_index import NOTE_KIND, ROW, PaperIndex, TextAnchor
from pipeline.refresh.round_trip import Event, Refreshed
from pipeline.stages import read_texts
from pipeline.style.faults import StyleFault, kind_of, style_faults
from pipeline.style.house_style import house_style
from pipeline.style.rules import StyleRules
from pipeline.tasks.compare_facts import Checked, FactCheck
from pipeline.tasks.facts import FactReader
from pipeline.tasks.reasons import Comparison
from pipeline.tasks.refresh_file import EditedCopy, compare
from pipeline.tasks.refresh_paper import CurrentRun

_BY_SPOT = {NOTE_KIND: "note", ROW: "cell"}
_CAPTION = "caption"
# Names of headings in Word's own templates, beside those of the roles.
_HEADINGS = ("heading", "title", "subtitle")


class NewFaults(NamedTuple):
    """Faults of style that a change brought: grave ones as alarms (kind, words), others as rule and
    cure.
    """

    alarms: tuple[tuple[str, str], ...] = ()
    style: tuple[str, ...] = ()


class Kinds:
    """The kind of text of each paragraph, which decides what rules of style apply to it: of a block
    as it was generated, of an editor's own paragraph by its style.
    """

    def __init__(self, paper: Composed, styles: Mapping[str, str]) -> None:
        self._of_blocks = {bookmark_name(block.id): kind_of(block) for block in paper.blocks}
        given = {**STYLES, **styles}
        self._of_styles = {
            name.casefold(): role.partition("-")[0]
            for role, name in given.items()
            if role.startswith(("heading-", "caption-"))
        }

    def at(self, anchor: TextAnchor) -> str:
        """The kind of text at a place: note, cell, or the kind of the block."""
        if anchor.kind in _BY_SPOT:
            return _BY_SPOT[anchor.kind]
        # The caption of a table has an id, and is no block.
        return self._of_blocks.get(anchor.name, _CAPTION)

    def own(self, paragraph: etree._Element, names: Mapping[str, str]) -> str:
        """The kind of an editor's own paragraph: in a table a cell, else by its style; `names` are
        the names of styles by id.
        """
        if next(paragraph.iterancestors(f"{W}tc"), None) is not None:
            return "cell"
        name = names.get(value_of(paragraph, "pPr/pStyle"), "")
        if name in self._of_styles:
            return self._of_styles[name]
        return "heading" if name.startswith(_HEADINGS) else "text"


def new_faults(
    texts: Iterable[str], given: Iterable[str], kind: str, rules: StyleRules
) -> NewFaults:
    """The faults of the texts that those in `given`, as generated, do not have."""
    known = Counter((fault.rule, words) for fault, words in _faults(given, kind, rules))
    alarms: list[tuple[str, str]] = []
    style: list[str] = []
    for fault, words in _faults(texts, kind, rules):
        known[fault.rule, words] -= 1
        if known[fault.rule, words] >= 0:
            continue
        if fault.is_grave:
            alarms.append(("style", words.casefold()))
        else:
            style.append(f"{fault.rule}: {fault.cure}")
    return NewFaults(tuple(dict.fromkeys(alarms)), tuple(dict.fromkeys(style)))


def _faults(texts: Iterable[str], kind: str, rules: StyleRules) -> Iterator[tuple[StyleFault, str]]:
    for text in map(printed, texts):
        for fault in style_faults(text, rules, kind):
            yield fault, text[fault.start : fault.end]


AS_GENERATED, EDITED, STALE, DELETED, NO_SOURCE = (
    "as generated",
    "edited",
    "facts changed",
    "deleted",
    "without source",
)
MISSING, BARRED = "missing", "no longer generated"
_STATUS = {
    "take": STALE,
    "conflict": STALE,
    "page": STALE,
    "page kept": STALE,
    "edited": EDITED,
    "merged": EDITED,
    "split": EDITED,
    "apart": EDITED,
    "emptied": DELETED,
    "deleted": DELETED,
    "missing": MISSING,
    "orphan": BARRED,
    "head": BARRED,
    "remove": BARRED,
}
REFERENCE, LOST_REFERENCE, CELL = "reference", "lost reference", "cell"
_EDITS = frozenset({"conflict", "edited"})
_ORDER = (STALE, BARRED, MISSING, NO_SOURCE, DELETED, EDITED, AS_GENERATED)


class Line(NamedTuple):
    """A paragraph or row: its bookmark, its status, its words, the words generated now, and why
    they changed.

    `alarms` (kind, what) are facts without support, and grave faults of style; `style` are other
    rules of house style that edited words break, which keep no paper back. `facts` are the numbers
    and States of edited words, `left_out` (kind, what) those that only the generated words have.
    """

    name: str
    status: str
    theirs: str
    new: str
    why: str
    alarms: tuple[tuple[str, str], ...] = ()
    style: tuple[str, ...] = ()
    facts: tuple[Checked, ...] = ()
    left_out: tuple[tuple[str, str], ...] = ()

    @property
    def is_notable(self) -> bool:
        """Whether a person should look at it: it is not as generated, or has an alarm."""
        return self.status != AS_GENERATED or bool(self.alarms)


class Verified(NamedTuple):
    """A paper verified: its lines in order, changed ones that a body had cleared first; its open
    brackets; and the numbers of comments and tracked changes.
    """

    paper: str
    lines: tuple[Line, ...]
    brackets: tuple[str, ...]
    n_comments: int
    n_tracked: int

    @property
    def n_alarms(self) -> int:
        """The number of alarms of all lines."""
        return sum(len(line.alarms) for line in self.lines)

    def n_alarms_of(self, *kinds: str) -> int:
        """The number of alarms of these kinds."""
        return sum(kind in kinds for line in self.lines for kind, _ in line.alarms)

    @property
    def is_clean(self) -> bool:
        """Whether nothing keeps the paper from going out."""
        if any(line.status in {STALE, BARRED, MISSING} for line in self.lines):
            return False
        return self.n_alarms + len(self.brackets) + self.n_comments + self.n_tracked == 0


class VerifyRules(NamedTuple):
    """What edited words are checked against: facts, and the house style of each kind of text.

    `reasons` says by bookmark why a text changed, `cleared` are the bookmarks that a body cleared.
    """

    check: FactCheck
    reasons: dict[str, str]
    style: StyleRules
    kinds: Kinds
    cleared: frozenset[str] = frozenset()


def verify(paper: str, content: bytes, new: bytes, done: Refreshed, rules: VerifyRules) -> Verified:
    """The paper verified; `done` is what a refresh of it would give, `new` the paper as generated
    now.
    """
    theirs, fresh = PaperIndex(Document(content)), PaperIndex(Document(new))
    lines = [*_lines(theirs, fresh, done, rules), *_strangers(theirs, fresh, rules)]
    # A paragraph that a body cleared and whose facts changed has to go back to that body.
    lines.sort(key=lambda line: (line.name in rules.cleared, line.status) != (True, STALE))
    texts = [readable(theirs.text((p,))) for p in theirs.document.body.iter(f"{W}p")]
    notes = [
        readable(theirs.text(s.paragraphs)) for s in theirs.anchors.values() if s.kind == NOTE_KIND
    ]
    comments = theirs.document.part_tree("comments")
    return Verified(
        paper,
        tuple(lines),
        tuple(bracket for text in (*texts, *notes) for bracket in brackets(text)),
        0 if comments is None else len(comments),
        sum(
            1 for _ in theirs.document.body.iter(f"{W}ins", f"{W}del", f"{W}moveFrom", f"{W}moveTo")
        ),
    )


def _lines(
    theirs: PaperIndex, fresh: PaperIndex, done: Refreshed, rules: VerifyRules
) -> Iterable[Line]:
    events: dict[str, list[Event]] = {}
    for event in done.events:
        events.setdefault(event.name, []).append(event)
    # What editors deleted stays deleted, so a refresh meets nothing there; a reader of this page
    # must still see it.
    gone = done.memory.gone & fresh.anchors.keys()
    for name in dict.fromkeys((*theirs.anchors, *events, *sorted(gone))):
        met = events.get(name, [])
        status = _status(met)
        if name in gone:
            status = DELETED
        line = _line(theirs, fresh, name, status, met, rules)
        if line.is_notable or name in theirs.anchors:
            yield line


def _line(  # noqa: PLR0913 - what a line is made of
    theirs: PaperIndex,
    fresh: PaperIndex,
    name: str,
    status: str,
    met: Iterable[Event],
    rules: VerifyRules,
) -> Line:
    words, new = _words(theirs, name), _words(fresh, name)
    support, style = _support(fresh, name, new), NewFaults()
    alarms: tuple[tuple[str, str], ...] = ()
    # Words that are as generated stand on figures and follow house style already.
    if status in {EDITED, BARRED} or any(event.what in _EDITS for event in met):
        style = _style(theirs, fresh, name, rules)
        alarms = (*rules.check.alarms(words, support), *style.alarms)
    alarms = (*alarms, *_cells(theirs, fresh, name), *_references(met))
    line = Line(name, status, words, new, "", alarms, style.style)
    if status in {STALE, BARRED}:
        line = line._replace(why=rules.reasons.get(name, ""))
    if status is AS_GENERATED:
        return line
    facts = rules.check.checked(words, support)
    return line._replace(facts=facts, left_out=rules.check.left_out(words, new))


def _words(paper: PaperIndex, name: str) -> str:
    """The words of a paragraph or row as a reader sees them; empty if it is not there."""
    anchor = paper.anchors.get(name)
    if anchor is None:
        return ""
    return readable(" ".join(paper.texts(anchor)))


def _style(theirs: PaperIndex, fresh: PaperIndex, name: str, rules: VerifyRules) -> NewFaults:
    """The faults of style that the generated words do not have."""
    anchor, new_anchor = theirs.anchors.get(name), fresh.anchors.get(name)
    if anchor is None:
        return NewFaults()
    given = fresh.texts(new_anchor) if new_anchor else ()
    return new_faults(theirs.texts(anchor), given, rules.kinds.at(anchor), rules.style)


def _status(events: Iterable[Event]) -> str:
    """The gravest status that the events of a text give it."""
    found = {_STATUS[event.what] for event in events if event.what in _STATUS}
    return min(found, key=_ORDER.index, default=AS_GENERATED)


def _support(fresh: PaperIndex, name: str, new: str) -> str:
    """The words that support a paragraph: those generated for it and for its notes, because an
    editor may move a name from a note into the text.
    """
    anchor = fresh.anchors.get(name)
    paragraphs = () if anchor is None else anchor.paragraphs
    notes = {
        fresh.note_names.get(number_of(reference), "")
        for paragraph in paragraphs
        for reference in paragraph.iter(f"{W}footnoteReference")
    }
    return " ".join((new, *(_words(fresh, note) for note in sorted(notes - {""}))))


def _cells(theirs: PaperIndex, fresh: PaperIndex, name: str) -> Iterable[tuple[str, str]]:
    """The columns in which an edited row says what another row of the table says, and not what was
    generated for it: cells that slipped into the row of another State.
    """
    anchor, new = theirs.anchors.get(name), fresh.anchors.get(name)
    if anchor is None or new is None or anchor.kind != ROW:
        return
    others = [fresh.texts(row) for row in fresh.rows_of(new.table)]
    for column, (stands, generated) in enumerate(
        zip(theirs.texts(anchor), fresh.texts(new), strict=False)
    ):
        said = {normal(texts[column]) for texts in others if len(texts) > column}
        if not is_same(stands, generated) and normal(stands) in said:
            yield CELL, f"column {column + 1}"


def _references(events: Iterable[Event]) -> Iterable[tuple[str, str]]:
    """References with an outdated number, and those to something that no longer exists."""
    for event in events:
        if event.what == "recounted":
            yield REFERENCE, f"{event.base} → {event.new}"
        elif event.what == "unresolved":
            # An editor may have typed a name over the number, and alarms go to the screen.
            yield LOST_REFERENCE, event.base if event.base.isdigit() else "…"


def _strangers(theirs: PaperIndex, fresh: PaperIndex, rules: VerifyRules) -> Iterable[Line]:
    """Paragraphs that editors wrote: their facts must be somewhere in the paper as generated."""
    known = {readable(fresh.text((p,))) for p in fresh.document.body.iter(f"{W}p")} - {""}
    everything = " ".join((*known, *_note_texts(fresh)))
    names = style_names(theirs.document)
    for number, paragraph in enumerate(own_paragraphs(theirs), start=1):
        words = readable(theirs.text((paragraph,)))
        # A generated paragraph that lost its id is not an editor's.
        if words in known:
            continue
        kind = rules.kinds.own(paragraph, names)
        style = new_faults([theirs.text((paragraph,))], (), kind, rules.style)
        alarms = (*rules.check.alarms_of_own(words, everything), *style.alarms)
        facts = rules.check.checked_of_own(words, everything)
        yield Line(f"own-{number}", NO_SOURCE, words, "", "", alarms, style.style, facts)


def own_paragraphs(theirs: PaperIndex) -> list[etree._Element]:
    """The paragraphs that editors wrote between the first and the last of ours: the document that a
    chapter of ours was pasted into is not ours to judge.
    """
    order = {
        paragraph: number for number, paragraph in enumerate(theirs.document.body.iter(f"{W}p"))
    }
    ours = [order[p] for anchor in theirs.anchors.values() for p in anchor.paragraphs if p in order]
    inside = range(min(ours, default=0) + 1, max(ours, default=0))
    return [paragraph for paragraph in theirs.strangers() if order[paragraph] in inside]


def _note_texts(fresh: PaperIndex) -> Iterable[str]:
    return (
        readable(" ".join(fresh.texts(anchor)))
        for anchor in fresh.anchors.values()
        if anchor.kind == NOTE_KIND
    )


def verified_copy(
    copy: EditedCopy, built: Built, loaded: Loaded, today: CurrentRun
) -> tuple[Verified, dict[str, tuple[str, ...]]]:
    """The copy verified, and by bookmark the files behind each text that changed."""
    texts = read_texts(loaded.templates, loaded.cache)
    words = load_words(TextFolder(texts, built.settings.language))
    comparison = Comparison(copy.before, today.audit, today.sentences)
    check = FactCheck(FactReader(words, built.spellings))
    cleared = today.cleared.get(copy.paper, frozenset())
    style = house_style(texts, built.settings, built.gate.states, built.spellings)
    kinds = Kinds(
        next(paper for paper in built.ledger.papers if paper.paper == copy.paper),
        built.settings.style,
    )
    rules = VerifyRules(check, comparison.reasons(copy.paper), style, kinds, cleared)
    done = compare(copy, today, built)
    found = verify(copy.paper, copy.content, built.contents[copy.paper], done, rules)
    return found, comparison.sources(copy.paper)
