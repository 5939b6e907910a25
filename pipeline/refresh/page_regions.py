"""What stands round the text: masthead, headers, footers, properties, the first number of a list.

In: what was generated, the editors' document, and the one generated now. Out: the editors' document
with the new words where the old ones stand as generated; what was brought and what was left; its
custom properties, which survive every save by Word and LibreOffice. Nothing of a master of others
is touched.
"""

import copy
import difflib
import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from lxml import etree

from pipeline.ooxml import W
from pipeline.refresh.compared_text import FIELD, PICTURE, atoms, normal, readable, text_of
from pipeline.refresh.element_importer import style_names
from pipeline.refresh.list_numbers import set_start, starts_of_styles
from pipeline.refresh.package import Document, R
from pipeline.refresh.paper_index import PaperIndex
from pipeline.refresh.round_trip import Event, Memory
from pipeline.refresh.splice import splice
from pipeline.refresh.tracked_changes import Pen, bear_marks, undo_ours

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


def digest_of(memory: Memory) -> str:
    """Twelve hex digits of a memory; empty where there is nothing to remember."""
    if memory == Memory():
        return ""
    return hashlib.sha256(json.dumps(memory.as_json(), ensure_ascii=False).encode()).hexdigest()[
        :12
    ]


def set_properties(document: Document, new: Document, run: str, memory: Memory) -> None:
    """The run of today and the memory, in a document that has our properties; a master of others
    gets none.
    """
    ours = read_properties(new)
    theirs = read_properties(document)
    if "msp_paper" not in theirs:
        return
    root = document.tree(_NAME)
    wanted = {
        **{name: value for name, value in ours.items() if name.startswith("msp_")},
        "msp_run": run,
    }
    wanted["msp_memory"] = digest_of(memory)
    for name, value in wanted.items():
        nodes = [node for node in root if node.get("name") == name]
        if nodes and value:
            _set(nodes[0], value)
        elif nodes:
            root.remove(nodes[0])
        elif value:
            _set(_added(root, name), value)


def _added(root: etree._Element, name: str) -> etree._Element:
    numbers = [int(node.get("pid", "1")) for node in root]
    node = etree.SubElement(
        root, f"{_CUSTOM}property", fmtid=_FMTID, pid=str(max(numbers, default=1) + 1)
    )
    node.set("name", name)
    return node


def _set(node: etree._Element, value: str) -> None:
    if "".join(str(text) for text in node.itertext()).strip() == value:
        return
    for child in list(node):
        node.remove(child)
    etree.SubElement(node, f"{_VALUES}lpwstr").text = value


Element = etree._Element

_P = f"{W}p"
_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_TEXT = "masthead"
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


def _nameless(_: Element) -> str:
    """Relations of a header are others than those of the text: what a picture is called is not
    asked.
    """
    return "?"


def regions(found: PaperIndex) -> list[PageRegion]:
    """The regions of a document."""
    return [
        PageRegion(_TEXT, tuple(_without_id(found))),
        *(PageRegion(role, p) for role, p in _headers(found.document)),
    ]


def _without_id(found: PaperIndex) -> Iterator[Element]:
    """The paragraphs of the body that carry no id, empty ones too."""
    known = {p for anchor in found.anchors.values() for p in anchor.paragraphs}
    rows = {anchor.row for anchor in found.anchors.values() if anchor.row is not None}
    for paragraph in found.document.body.iter(_P):
        if paragraph not in known and not any(
            row in rows for row in paragraph.iterancestors(f"{W}tr")
        ):
            yield paragraph


def _headers(document: Document) -> Iterator[tuple[str, tuple[Element, ...]]]:
    seen: set[str] = set()
    for reference in document.body.iter(f"{W}headerReference", f"{W}footerReference"):
        part = document.target(reference.get(f"{R}id", ""))
        if part in document.parts and part not in seen:
            seen.add(part)
            kind = "header" if reference.tag == f"{W}headerReference" else "footer"
            role = f"{kind} {reference.get(f'{W}type', 'default')}"
            yield role, tuple(document.tree(part).iter(_P))


def page_texts(found: PaperIndex) -> dict[str, tuple[str, ...]]:
    """The words of each region, of the title, and the first number of each list of ours, for the
    ledger.
    """
    texts: dict[str, tuple[str, ...]] = {}
    for region in regions(found):
        same = sum(role.startswith(f"{region.role} ") for role in texts)
        texts[f"{region.role} {same + 1}"] = tuple(region.texts)
    title = _title(found.document)
    starts = {f"list {name}": (str(start),) for name, start in _starts(found).items()}
    return {**texts, **({"title": (title.text or "",)} if title is not None else {}), **starts}


class PageUpdate:
    """What stands round the editors' text while it is brought up to date."""

    def __init__(self, theirs: PaperIndex, new: PaperIndex, base: PageTexts, pen: Pen) -> None:
        self.theirs, self.new, self.base = theirs, new, base
        self.pen = pen._replace(bring=copy.deepcopy)
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
            same = [region for region in fresh if region.role == role]
            known = [
                (self.base.get(f"{role} {n}"), region) for n, region in enumerate(same, start=1)
            ]
            pairs = [(list(before), region) for before, region in known if before is not None]
            if any(before != region.texts for before, region in pairs):
                self._role(pairs, [region for region in own if region.role == role])
        self._set_title(now)
        self._set_starts(now)
        return self.events

    def _role(self, pairs: list[tuple[list[str], PageRegion]], theirs: list[PageRegion]) -> None:
        for region in theirs:
            before, fresh = max(pairs, key=lambda pair: len(_same(pair[0], region.texts)))
            self._region(before, fresh, region)
        if not theirs:
            self._tell(pairs[0][1].role, PAGE_KEPT, "", "")

    def _region(self, before: list[str], fresh: PageRegion, region: PageRegion) -> None:
        same, texts, now = _same(before, region.texts), region.texts, fresh.texts
        marked = (
            bear_marks(region.paragraphs[0].getroottree().getroot(), frozenset())
            if region.paragraphs
            else set()
        )
        for old, new in _changed(before, now):
            words = ("" if old is None else before[old], "" if new is None else now[new])
            here = region.paragraphs[same[old]] if old in same else None
            if (
                new is not None
                and here is not None
                and here not in marked
                and _atoms(words[0]) == _atoms(words[1])
            ):
                undo_ours(here)
                splice(here, _nameless, copy.deepcopy(fresh.paragraphs[new]), _nameless, self.pen)
                self._tell(region.role, PAGE_CHANGED, *words)
            elif any(words) and not _stands(words[1], texts):
                self._tell(region.role, PAGE_KEPT, *words)

    def _tell(self, role: str, what: str, before: str, now: str) -> None:
        there = readable(before) if what == PAGE_CHANGED else ""
        self.events.append(Event(role, what, readable(before), there, readable(now)))

    def _set_title(self, now: PageTexts) -> None:
        title = _title(self.theirs.document)
        before, after = self.base.get("title", ("",))[0], now.get("title", ("",))[0]
        if title is not None and before and before != after and title.text == before:
            title.text = after

    def _set_starts(self, now: PageTexts) -> None:
        """The first number of a list, where it is the one that was generated."""
        starts, styles = (
            _starts(self.theirs),
            {n: s for s, n in style_names(self.theirs.document).items()},
        )
        for role in [
            role
            for role in now
            if role.startswith("list ") and self.base.get(role, now[role]) != now[role]
        ]:
            name = role.removeprefix("list ")
            is_ours = str(starts.get(name)) == self.base[role][0]
            if is_ours:
                set_start(self.theirs.document, styles[name], int(now[role][0]))
            elif str(starts.get(name)) != now[role][0]:
                self._tell(role, PAGE_KEPT, self.base[role][0], now[role][0])


def _same(before: list[str], texts: list[str]) -> dict[int, int]:
    """The paragraphs that stand as generated: place as generated → place in the editors' region."""
    matcher = difflib.SequenceMatcher(
        None, [normal(t) for t in before], [normal(t) for t in texts], autojunk=False
    )
    return {m.a + n: m.b + n for m in matcher.get_matching_blocks() for n in range(m.size)}


def _changed(before: list[str], now: list[str]) -> Iterator[tuple[int | None, int | None]]:
    """The paragraphs whose words are others now; with None where the template has other paragraphs
    than before.
    """
    if len(before) == len(now):
        yield from ((n, n) for n in range(len(before)) if before[n] != now[n])
        return
    matcher = difflib.SequenceMatcher(None, before, now, autojunk=False)
    for kind, start, stop, new_start, new_stop in matcher.get_opcodes():
        if kind != "equal" and stop - start == new_stop - new_start:
            yield from zip(range(start, stop), range(new_start, new_stop), strict=True)
        elif kind != "equal":
            yield from ((n, None) for n in range(start, stop))
            yield from ((None, n) for n in range(new_start, new_stop))


def _stands(text: str, texts: list[str]) -> bool:
    return bool(text) and normal(text) in {normal(other) for other in texts}


def _atoms(text: str) -> tuple[str, ...]:
    return (*atoms(text, FIELD), *atoms(text, PICTURE))


def _title(document: Document) -> Element | None:
    name = "docProps/core.xml"
    return document.tree(name).find(_TITLE) if name in document.parts else None


def _starts(found: PaperIndex) -> dict[str, int]:
    """Where numbered lists begin, by the name of their style."""
    names = style_names(found.document)
    return {
        name: start
        for style, start in starts_of_styles(found.document).items()
        if (name := names.get(style, ""))
    }
