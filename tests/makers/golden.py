"""What the program writes, as lines of text: kept in tests/golden and compared by a test.

In: a folder of outputs. Out: files of lines, one item a line. Run ids are masked, and so are the
message, cure and hint of a finding; everything else that is written stands in the lines.

    python -m tests.makers.golden            says what differs from what is kept
    python -m tests.makers.golden --write    keeps what is written now (make golden)

The difference is read, line by line, before it is committed. A lost bracket, a lost "at least" or a
withheld name that appears is never a rewording.
"""

import difflib
import hashlib
import itertools
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
from lxml import etree

from tests.makers import input_edits
from tests.makers.project_folder import ROOT, Json, Project, with_meetings
from tests.makers.word_edits import Hand

GOLDEN = ROOT / "tests" / "golden"
PAPER = "progress-report"
LATE = ("Deltaland", "Kappaland", "Alphaland")

Files = dict[str, str]

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SPOKEN = re.compile(r"word/(document|header\d+|footer\d+|footnotes|comments)\.xml")
# Columns of workbooks and keys of findings that are sentences to a person: others may word them.
_SENTENCES = frozenset({"What", "What to do", "Hint"})
_FATE = frozenset({"source", "place", "fate", "reason", "record", "public"})
_MESSAGES = frozenset({"message", "cure", "hint"})


# --- lines


def plain(text: object) -> str:
    """A text on one line; what cannot be seen is written out."""
    shown = (c if c.isprintable() else c.encode("unicode_escape").decode() for c in str(text))
    return "".join(shown).replace("\\n", "↵")


def without_runs(text: str, runs: Iterable[str]) -> str:
    """A text in which the ids of runs are numbered in the order of their runs."""
    for number, run in enumerate(runs, 1):
        text = text.replace(run, f"RUN{number}")
    return text


def joined(lines: Iterable[str]) -> str:
    """Lines as the text of a file."""
    return "".join(f"{line}\n" for line in lines)


class Cells:
    """The cells that refs name, each written once with its words.

    Two refs to one cell that found other words, or took other steps, are told apart by a number.
    """

    def __init__(self) -> None:
        self.known: dict[tuple[str, str], list[str]] = {}

    def name(self, ref: Json) -> str:
        """The place of a ref, with a number where the cell was read in more than one way."""
        rest = {k: v for k, v in ref.items() if k not in {"source", "place", "words", "role"}}
        found = plain(ref["words"])
        if rest:
            found += " " + json.dumps(rest, ensure_ascii=False)
        ways = self.known.setdefault((ref["source"], ref["place"]), [])
        if found not in ways:
            ways.append(found)
        number = ways.index(found)
        place = str(ref["place"])
        return f"{place}~{number + 1}" if number else place

    def lines(self) -> Iterator[str]:
        """Source, place, words of each cell."""
        for (source, place), ways in sorted(self.known.items()):
            for number, found in enumerate(ways):
                mark = f"~{number + 1}" if number else ""
                yield f"{source} › {place}{mark} = {found}"


def ref_lines(refs: list[Json], cells: Cells) -> Iterator[str]:
    """Refs in their order, those that follow one another in one file on one line."""
    for (role, source), group in itertools.groupby(refs, _role_and_source):
        places = " | ".join(cells.name(ref) for ref in group)
        yield " ".join(word for word in ("  ref", role, source, "›", places) if word)


def _role_and_source(ref: Json) -> tuple[str, str]:
    return ref.get("role", ""), ref["source"]


def rest_line(item: Json, *named: str) -> Iterator[str]:
    """What else an item holds, so that nothing is added unseen."""
    rest = {key: value for key, value in item.items() if key not in named}
    for key, value in rest.items():
        yield f"  {key}: {plain(json.dumps(value, ensure_ascii=False))}"


# --- the audit


def block_lines(block: Json, cells: Cells) -> Iterator[str]:
    """A block, its spans, what they stand on."""
    yield f"{block['paper']} {block['id']} ({block['kind']} {block['bookmark']})"
    for span in block["spans"]:
        extra = " ".join(str(v) for k, v in span.items() if k not in {"text", "kind"})
        yield f"  {span['kind']} {extra}| {plain(span['text'])}"
    if block["text"] != "".join(span["text"] for span in block["spans"]):
        yield f"  text: {plain(block['text'])}"
    named = ("paper", "id", "kind", "bookmark", "text", "spans", "refs")
    yield from rest_line({k: v for k, v in block.items() if v != []}, *named)
    yield from ref_lines(block["refs"], cells)


def figure_lines(figure: Json, cells: Cells) -> Iterator[str]:
    """A figure, its States, what it stands on."""
    yield f"{figure['name']} = {figure['value']} {figure['certainty']}"
    yield from rest_line(figure, "name", "value", "certainty", "states", "refs")
    yield from ref_lines(figure["refs"], cells)
    for state in figure["states"]:
        yield f"  {state['iso3']}"
        yield from (f"  {line}" for line in ref_lines(state["refs"], cells))
        yield from (f"  {line}" for line in rest_line(state, "iso3", "refs"))


def answer_lines(answer: Json, cells: Cells) -> Iterator[str]:
    """What a State said, and where."""
    yield f"{answer['state']} {answer['indicator']} = {answer['answer']}"
    yield from rest_line(answer, "state", "indicator", "answer", "refs")
    yield from ref_lines(answer["refs"], cells)


def absent_lines(block: Json, cells: Cells) -> Iterator[str]:
    """A block that was not printed, and why."""
    yield f"{block['paper']} {block['id']}"
    yield from rest_line({k: v for k, v in block.items() if v != []}, "paper", "id", "refs")
    yield from ref_lines(block["refs"], cells)


def fate_line(row: Json) -> str:
    """What became of a row."""
    seen = "public" if row["public"] else "internal"
    rest = [f"{k}={v}" for k, v in row.items() if k not in _FATE]
    named = (row["source"], "›", row["place"], row["fate"], row["reason"], row["record"], seen)
    return plain(" ".join(word for word in (*named, *rest) if word))


def finding_line(finding: Json) -> str:
    """A finding without its sentences."""
    named = {k: v for k, v in finding.items() if k not in _MESSAGES}
    at = f"{named.pop('source')} › {named.pop('place')}"
    head = f"{at} {named.pop('severity')} {named.pop('code')} {named.pop('id')}"
    return plain(" ".join([head, *(f"{k}={v}" for k, v in named.items())]))


def audit_files(audit: Json, is_whole: bool) -> Files:
    """The internal audit; not whole: without answers and without what texts stand on."""
    cells = Cells()
    lines: dict[str, list[str]] = {}
    known = {
        "figures": figure_lines,
        "blocks": block_lines,
        "answers": answer_lines,
        "absent": absent_lines,
    }
    for key, of_one in known.items():
        lines[key] = [line for item in audit[key] for line in of_one(item, cells)]
    lines["fates"] = [fate_line(row) for row in audit["rows"]]
    lines["findings"] = sorted(map(finding_line, audit["findings"]))
    lines["brackets"] = [
        plain(f"{p['paper']} {p['block']} | {p['text']}") for p in audit["placeholders"]
    ]
    lines["cells"] = list(cells.lines())
    if not is_whole:
        for key in ("answers", "cells", "absent"):
            del lines[key]
        for key in ("figures", "blocks"):
            lines[key] = [line for line in lines[key] if not line.lstrip().startswith("ref ")]
    sources = [{k: v for k, v in source.items() if k != "sha256"} for source in audit["sources"]]
    about = {**audit, "sources": sources}
    for key in (*known, "rows", "findings", "placeholders", "format"):
        about.pop(key, None)
    lines["about"] = json.dumps(about, ensure_ascii=False, indent=1).splitlines()
    return {f"{key}.txt": joined(of_key) for key, of_key in lines.items()}


def public_file(audit: Json) -> Files:
    """The public audit."""
    shown = {k: v for k, v in audit.items() if k not in {"format", "papers", "figures"}}
    lines = json.dumps(shown, ensure_ascii=False, indent=1).splitlines()
    for paper in audit["papers"]:
        lines += [plain(json.dumps(paper | {"blocks": []}, ensure_ascii=False))]
        lines += [plain(json.dumps(block, ensure_ascii=False)) for block in paper["blocks"]]
    lines += [plain(json.dumps(figure, ensure_ascii=False)) for figure in audit["figures"]]
    return {"public.txt": joined(lines)}


# --- Word and Excel


def paragraph_line(paragraph: etree._Element) -> str:
    """Style, bookmarks and words of a paragraph; changes tracked stand in braces."""
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    marks = [s.get(f"{_W}name", "") for s in paragraph.iter(f"{_W}bookmarkStart")]
    words = ""
    for node in paragraph.iter():
        above = {a.tag for a in node.iterancestors()}
        said = "".join(_written(node))
        if said and f"{_W}del" in above:
            said = f"{{-{said}-}}"
        elif said and f"{_W}ins" in above:
            said = f"{{+{said}+}}"
        words += said
    look = "" if style is None else style.get(f"{_W}val", "")
    return plain(f"{look} [{' '.join(marks)}] {words}")


def _written(node: etree._Element) -> Iterator[str]:
    """What a node puts on the page."""
    if node.tag in {f"{_W}t", f"{_W}delText"}:
        yield node.text or ""
    elif node.tag == f"{_W}instrText":
        yield f"«{node.text}»"
    elif node.tag in {f"{_W}tab", f"{_W}br"} and node.getparent().tag == f"{_W}r":  # type: ignore[union-attr]
        yield " "
    elif node.tag in {f"{_W}footnoteReference", f"{_W}commentReference"}:
        yield f"«{etree.QName(node).localname} {node.get(f'{_W}id')}»"
    elif etree.QName(node).localname == "blip":
        yield "«picture»"


def word_files(path: Path, runs: list[str]) -> tuple[list[str], list[str]]:
    """The paragraphs of a document, part by part; each part with a hash."""
    words: list[str] = []
    parts: list[str] = []
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            content = archive.read(name)
            for number, run in enumerate(runs, 1):
                content = content.replace(run.encode(), f"RUN{number}".encode())
            parts.append(f"{path.name} {name} {hashlib.sha256(content).hexdigest()[:16]}")
            if _SPOKEN.fullmatch(name):
                words.append(f"--- {name}")
                tree = etree.fromstring(content)
                words += [paragraph_line(p) for p in tree.iter(f"{_W}p")]
    return words, parts


def sheet_lines(path: Path) -> Iterator[str]:
    """The cells of a workbook, a row a line; sentences to a person are left out."""
    book = openpyxl.load_workbook(path)
    for sheet in book:
        yield f"--- {sheet.title}"
        hidden: set[int] = set()
        for row in sheet.iter_rows(values_only=True):
            heads = {n for n, value in enumerate(row) if value in _SENTENCES}
            hidden = heads or hidden
            seen = ("" if n in hidden or v is None else str(v) for n, v in enumerate(row))
            yield plain(" | ".join(seen)).rstrip(" |")


# --- what is kept


def outputs_files(place: Project, meeting: str, is_whole: bool = True) -> Files:
    """All that was written for a meeting."""
    folder = place.outputs / meeting
    memory = json.loads((folder / "internal/history/documents.json").read_text("utf-8"))
    runs = list(dict.fromkeys([*memory["runs"], memory["run"]]))
    files = audit_files(_read(folder / "internal/audit.json"), is_whole)
    files |= public_file(_read(folder / "share/audit-public.json"))
    parts: list[str] = []
    for path in sorted(folder.rglob("*.docx")):
        words, of_this = word_files(path, runs)
        name = path.relative_to(folder).as_posix()
        if "history" not in name:
            files[f"words/{name.replace('/', '.')}.txt"] = joined(words)
        parts += [f"{name.removesuffix(path.name)}{line}" for line in of_this]
    files["parts.txt"] = joined(parts)
    for path in sorted(folder.rglob("*.xlsx")):
        if is_whole:
            files[f"sheets/{path.name}.txt"] = joined(sheet_lines(path))
    written = (p for p in folder.rglob("*") if p.is_file() and p.name != ".lock")
    names = (without_runs(p.relative_to(folder).as_posix(), runs) for p in written)
    files["files.txt"] = joined(sorted(names))
    return {name: without_runs(text, runs) for name, text in files.items()}


def _read(path: Path) -> Json:
    audit: Json = json.loads(path.read_text("utf-8"))
    return audit


def shipped(name: str) -> Callable[[Path], Files]:
    """A meeting that ships, built."""

    def made(base: Path) -> Files:
        place = with_meetings(base, name)
        place.run("report", name)
        return outputs_files(place, name)

    return made


def messy(base: Path) -> Files:
    """The demo as offices keep it, built."""
    place = with_meetings(base)
    command = [sys.executable, str(ROOT / "inputs/make_demo_messy.py"), str(place.inputs)]
    around = {**os.environ, "PYTHONPATH": str(ROOT)}
    subprocess.run(command, check=True, capture_output=True, cwd=ROOT, env=around)
    place.run("report", "demo-messy")
    return outputs_files(place, "demo-messy")


def unreviewed(base: Path) -> Files:
    """The demo before anybody looked at what was read from Word and PDF: all that is asked."""
    place = with_meetings(base, "demo")
    review = place.inputs / "demo" / "review.xlsx"
    review.unlink()
    place.run("report", "demo")
    files = outputs_files(place, "demo", is_whole=False)
    keep = ("figures.txt", "fates.txt", "findings.txt", "brackets.txt")
    return {k: v for k, v in files.items() if k in keep} | {
        "review.xlsx.txt": joined(sheet_lines(review))
    }


def story(base: Path) -> Files:
    """The five acts of docs/editing.md, what is there after each."""
    place = with_meetings(base, "demo")
    demo, paper = place.inputs / "demo", place.outputs / "demo" / f"{PAPER}.docx"
    files: Files = {}

    # 1. a draft, three reports still to come
    arrive = input_edits.take_out(demo, *LATE)
    files |= _act(place, "1", place.run("report", "demo"))

    # 2. editors work on it
    hand = Hand(paper.read_bytes()).type("action-38", "xqfirst").type("basis", "xqsecond")
    hand.bold("summary-ica").comment("assistance-received", "xqcomment").add("basis", "xqown")
    hand.delete("introduction-sources").move("introduction-purpose", "basis")
    hand.track_insert("assistance-provided", "xqtracked")
    paper.write_bytes(hand.done())

    # 3. three reports arrive, one is withdrawn
    for path, content in arrive.items():
        path.write_bytes(content)
    input_edits.take_out(demo, "Bétaville")
    files |= _act(place, "3", place.run("report", "demo"))
    files["3/changes.txt"] = _said(place.run("changes", "--meeting", "demo"))

    # 4. a paragraph is cleared; from then on it is changed by tracked changes alone
    input_edits.clear(demo, PAPER, "summary-ica", "Coordinators", "2025-07-03", "cleared", "")
    input_edits.take_out(demo, "Kappaland")
    input_edits.set_setting(demo, "symbol", "CCM/MSP/2025/7")
    files |= _act(place, "4", place.run("report", "demo"))
    files["4/verify.txt"] = _said(place.run("verify", str(paper)))

    # 5. the clean copy
    said = place.run("submit", PAPER, "--meeting", "demo")
    words, parts = word_files(paper.parent / "share" / paper.name, [])
    files["5/submit.txt"] = _said(said)
    files["5/words.txt"], files["5/parts.txt"] = joined(words), joined(parts)
    memory = _read(paper.parent / "internal/history/documents.json")
    return {name: without_runs(text, memory["runs"]) for name, text in files.items()}


def _act(place: Project, number: str, told: Json) -> Files:
    """What is there after an act; whole sources of each text after the last run alone."""
    files = outputs_files(place, "demo", is_whole=False)
    skipped = {"public.txt", "about.txt"}
    kept = {f"{number}/{name}": text for name, text in files.items() if name not in skipped}
    edits = {p["paper"]: p["edits"] for p in told["meetings"][0]["papers"]}
    return kept | {f"{number}/edits.txt": _said(edits)}


def _said(said: Json) -> str:
    """What a command said, a value a line; sentences to a person are left out."""
    return json.dumps(_without_messages(said), ensure_ascii=False, indent=1) + "\n"


def _without_messages(value: Any) -> Any:
    """The same without the sentences of findings."""
    if isinstance(value, dict):
        return {k: _without_messages(v) for k, v in value.items() if k not in _MESSAGES}
    if isinstance(value, list):
        return [_without_messages(item) for item in value]
    return value


STORIES: dict[str, Callable[[Path], Files]] = {
    "13msp": shipped("13msp"),
    "demo": shipped("demo"),
    "demo-messy": messy,
    "demo-unreviewed": unreviewed,
    "five-acts": story,
}


def kept_files(name: str) -> Files:
    """What is kept of a story."""
    folder = GOLDEN / name
    return {
        path.relative_to(folder).as_posix(): path.read_text("utf-8")
        for path in sorted(folder.rglob("*.txt"))
    }


def differences(kept: Files, made: Files, context: int = 1, most: int = 40) -> list[str]:
    """What differs, file by file, at most so many lines of each."""
    lines: list[str] = []
    for name in sorted(kept.keys() | made.keys()):
        before, after = (side.get(name, "").splitlines() for side in (kept, made))
        titles = (f"kept {name}", f"now {name}")
        diff = list(difflib.unified_diff(before, after, *titles, n=context, lineterm=""))
        lines += diff[:most]
        if len(diff) > most:
            lines.append(f"... and {len(diff) - most} lines more in {name}")
    return lines


def write(name: str, made: Files) -> None:
    """Keep what was made of a story, instead of what was kept."""
    shutil.rmtree(GOLDEN / name, ignore_errors=True)
    for file, text in made.items():
        path = GOLDEN / name / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")


def main(words: list[str]) -> int:
    """Say what differs; keep it where told so."""
    names = [word for word in words if not word.startswith("--")] or list(STORIES)
    n_different = 0
    for name in names:
        with tempfile.TemporaryDirectory() as base:
            made = STORIES[name](Path(base))
        lines = differences(kept_files(name), made)
        print(f"{name}: {len(made)} files, {sum(line[:1] in '+-' for line in lines)} lines differ")
        print(*lines, sep="\n", end="\n" if lines else "")
        n_different += bool(lines)
        if "--write" in words:
            write(name, made)
    return min(n_different, 1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
