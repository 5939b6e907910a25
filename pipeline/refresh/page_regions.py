"""What stands round the text: masthead, headers, footers, properties, the first number of a list.

In: what was generated, the editors' document, and the one generated now. Out: the editors' document
with the new words where the old ones stand as generated; what was brought and what was left; its
custom properties, which survive every save by Word and LibreOffice. Nothing of a master of others
is touched.
"""

import copy
import difflib
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from lxml import etree

from pipeline.ooxml import W
from pipeline.refresh.compared_text import FIELD, PICTURE, atoms, normal, readable, text_of
from pipeline.refresh.list_numbers import set_start, starts_of_styles
from pipeline.refresh.package import Document, R, style_names, text_in
from pipeline.refresh.paper_index import PaperIndex
from pipeline.refresh.round_trip import Event, Memory
from pipeline.refresh.splice import splice
from pipeline.refresh.tracked_changes import Pen, bear_marks, undo_ours

Element = etree._Element

_NAME = "docProps/custom.xml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_CUSTOM = f"{{{_OFFICE}/custom-properties}}"
_VALUES = f"{{{_OFFICE}/docPropsVTypes}}"
_FMTID = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"


def read_properties(document: Document) -> dict[str, str]:
    """Every custom property that is a text, by name."""
    if _NAME not in document.parts:
        return {}
    return {
        node.get("name", ""): "".join(str(text) for text in node.itertext()).strip()
        for node in document.tree(_NAME)
    }


def set_properties(document: Document, new: Document, run: str, memory: Memory) -> None:
    """The run of today and the memory, in a document that has our properties; a master of others
    gets none.
    """
    if "msp_paper" not in read_properties(document):
        return
    generated = read_properties(new)
    wanted = {name: value for name, value in generated.items() if name.startswith("msp_")}
    wanted |= {"msp_run": run, "msp_memory": memory.digest}
    for name, value in wanted.items():
        _set_property(document.tree(_NAME), name, value)


def _set_property(root: Element, name: str, value: str) -> None:
    """One property; an empty one goes."""
    node = next((node for node in root if node.get("name") == name), None)
    if value:
        _set(_added(root, name) if node is None else node, value)
    elif node is not None:
        root.remove(node)


def _added(root: Element, name: str) -> Element:
    numbers = [int(node.get("pid", "1")) for node in root]
    node = etree.SubElement(
        root, f"{_CUSTOM}property", fmtid=_FMTID, pid=str(max(numbers, default=1) + 1)
    )
    node.set("name", name)
    return node


def _set(node: Element, value: str) -> None:
    if "".join(str(text) for text in node.itertext()).strip() == value:
        return
    for child in list(node):
        node.remove(child)
    etree.SubElement(node, f"{_VALUES}lpwstr").text = value


_P = f"{W}p"
_CORE = "docProps/core.xml"
_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_TEXT = "masthead"
_KINDS = {f"{W}headerReference": "header", f"{W}footerReference": "footer"}
PAGE_CHANGED, PAGE_KEPT = "page", "page kept"
PageTexts = Mapping[str, tuple[str, ...]]


class PageRegion(NamedTuple):
    """Paragraphs that stand together: those of the text that carry no id, or a header or footer of
    one type.
    """

    role: str
    paragraphs: tuple[Element, ...]

    @property
    def texts(self) -> list[str]:
        """Their words, fields and pictures as atoms without a name of their own."""
        return [text_of(paragraph, _nameless) for paragraph in self.paragraphs]

    @property
    def root(self) -> Element | None:
        """The root of the part that it stands in; None where it is empty."""
        if not self.paragraphs:
            return None
        return self.paragraphs[0].getroottree().getroot()


def _nameless(_: Element) -> str:
    """Relations of a header are others than those of the text: what a picture is called is not
    asked.
    """
    return "?"


def regions(index: PaperIndex) -> list[PageRegion]:
    """The regions of a document."""
    return [
        PageRegion(_TEXT, tuple(index.without_id())),
        *(PageRegion(role, p) for role, p in _headers(index.document)),
    ]


def _headers(document: Document) -> Iterator[tuple[str, tuple[Element, ...]]]:
    unseen = set(document.parts)  # sections share headers
    for reference in document.body.iter(*_KINDS):
        part = document.target(reference.get(f"{R}id", ""))
        if part in unseen:
            unseen.remove(part)
            role = f"{_KINDS[reference.tag]} {reference.get(f'{W}type', 'default')}"
            yield role, tuple(document.tree(part).iter(_P))


def page_texts(index: PaperIndex) -> dict[str, tuple[str, ...]]:
    """The words of each region, of the title, and the first number of each list of ours, for the
    ledger.
    """
    texts: dict[str, tuple[str, ...]] = {}
    for region in regions(index):
        same = sum(role.startswith(f"{region.role} ") for role in texts)
        texts[f"{region.role} {same + 1}"] = tuple(region.texts)
    title = _title(index.document)
    if title is not None:
        texts["title"] = (text_in(title),)
    return texts | {f"list {name}": (str(start),) for name, start in _starts(index).items()}


class PageUpdate:
    """What stands round the editors' text while it is brought up to date."""

    def __init__(self, theirs: PaperIndex, new: PaperIndex, base: PageTexts, pen: Pen) -> None:
        self.theirs, self.new, self.base = theirs, new, base
        self.pen = pen._replace(import_run=copy.deepcopy)
        self.events: list[Event] = []

    def run(self) -> list[Event]:
        """Every region of which the words generated have changed; a ledger that holds no page
        changes nothing.
        """
        now = page_texts(self.new)
        if all(self.base.get(role, texts) == texts for role, texts in now.items()):
            return []
        fresh, own = regions(self.new), regions(self.theirs)
        for role in dict.fromkeys(region.role for region in fresh):
            pairs = self._known([region for region in fresh if region.role == role])
            if any(before != region.texts for before, region in pairs):
                self._role(pairs, [region for region in own if region.role == role])
        self._set_title(now)
        self._set_starts(now)
        return self.events

    def _known(self, same: list[PageRegion]) -> list[tuple[list[str], PageRegion]]:
        """The regions of one role with what was generated of each, where the ledger holds it."""
        numbered = {f"{region.role} {n}": region for n, region in enumerate(same, start=1)}
        return [(list(self.base[k]), region) for k, region in numbered.items() if k in self.base]

    def _role(self, pairs: list[tuple[list[str], PageRegion]], theirs: list[PageRegion]) -> None:
        for region in theirs:
            before, fresh = max(pairs, key=lambda pair: len(_same(pair[0], region.texts)))
            self._region(before, fresh, region)
        if not theirs:
            self._tell(pairs[0][1].role, PAGE_KEPT, "", "")

    def _region(self, before: list[str], fresh: PageRegion, region: PageRegion) -> None:
        texts, untouched = region.texts, _untouched(before, region)
        for change in _changed(before, fresh):
            here = untouched.get(change.place)
            is_alike = _atoms(change.before) == _atoms(change.now)
            if here is not None and change.fresh is not None and is_alike:
                undo_ours(here)
                splice(here, _nameless, copy.deepcopy(change.fresh), _nameless, self.pen)
                self._tell(region.role, PAGE_CHANGED, change.before, change.now)
            elif change.is_of_words and not _stands(change.now, texts):
                self._tell(region.role, PAGE_KEPT, change.before, change.now)

    def _tell(self, role: str, what: str, before: str, now: str) -> None:
        there = ""
        if what == PAGE_CHANGED:
            there = readable(before)
        self.events.append(Event(role, what, readable(before), there, readable(now)))

    def _set_title(self, now: PageTexts) -> None:
        title = _title(self.theirs.document)
        before, after = self.base.get("title", ("",))[0], now.get("title", ("",))[0]
        if title is None or before in {"", after}:
            return
        if title.text == before:
            title.text = after

    def _set_starts(self, now: PageTexts) -> None:
        """The first number of a list, where it is the one that was generated."""
        starts = _starts(self.theirs)
        styles = {name: style for style, name in style_names(self.theirs.document).items()}
        for role in [role for role in now if role.startswith("list ")]:
            before, after = self.base.get(role, now[role])[0], now[role][0]
            name = role.removeprefix("list ")
            there = str(starts.get(name))
            if before == after:
                continue
            if there == before:
                set_start(self.theirs.document, styles[name], int(after))
            elif there != after:
                self._tell(role, PAGE_KEPT, before, after)


def _same(before: list[str], texts: list[str]) -> dict[int, int]:
    """The paragraphs that stand as generated: place as generated → place in the editors' region."""
    matcher = difflib.SequenceMatcher(
        None, [normal(t) for t in before], [normal(t) for t in texts], autojunk=False
    )
    return {m.a + n: m.b + n for m in matcher.get_matching_blocks() for n in range(m.size)}


def _untouched(before: list[str], region: PageRegion) -> dict[int, Element]:
    """The paragraphs of a region that stand as generated and bear no marks of others, by their
    place as generated.
    """
    root = region.root
    if root is None:
        return {}
    marked = bear_marks(root, frozenset())
    there = {n: region.paragraphs[at] for n, at in _same(before, region.texts).items()}
    return {number: paragraph for number, paragraph in there.items() if paragraph not in marked}


class _Change(NamedTuple):
    """A paragraph round the text whose words are others now: its place as generated before (-1 for
    none), the words before, the words now, and the paragraph now.
    """

    place: int
    before: str
    now: str
    fresh: Element | None

    @property
    def is_of_words(self) -> bool:
        """Whether there are words, before or now."""
        return bool(self.before + self.now)


def _changed(before: list[str], fresh: PageRegion) -> Iterator[_Change]:
    """The paragraphs whose words are others now, or are there only before or only now."""
    now = fresh.texts
    for start, stop, new_start, new_stop in _stretches(before, now):
        if stop - start == new_stop - new_start:
            for old, new in zip(range(start, stop), range(new_start, new_stop), strict=True):
                if before[old] != now[new]:
                    yield _Change(old, before[old], now[new], fresh.paragraphs[new])
            continue
        for old in range(start, stop):
            yield _Change(old, before[old], "", None)
        for new in range(new_start, new_stop):
            yield _Change(-1, "", now[new], fresh.paragraphs[new])


def _stretches(before: list[str], now: list[str]) -> list[tuple[int, int, int, int]]:
    """The stretches that are others now: where there are as many as before, each is compared with
    the one in its place.
    """
    if len(before) == len(now):
        return [(0, len(before), 0, len(now))]
    matcher = difflib.SequenceMatcher(None, before, now, autojunk=False)
    return [
        (start, stop, new_start, new_stop)
        for kind, start, stop, new_start, new_stop in matcher.get_opcodes()
        if kind != "equal"
    ]


def _stands(text: str, texts: list[str]) -> bool:
    return text != "" and normal(text) in set(map(normal, texts))


def _atoms(text: str) -> tuple[str, ...]:
    return (*atoms(text, FIELD), *atoms(text, PICTURE))


def _title(document: Document) -> Element | None:
    if _CORE not in document.parts:
        return None
    return document.tree(_CORE).find(_TITLE)


def _starts(index: PaperIndex) -> dict[str, int]:
    """Where numbered lists begin, by the name of their style."""
    names = style_names(index.document)
    return {
        name: start
        for style, start in starts_of_styles(index.document).items()
        if (name := names.get(style, ""))
    }
