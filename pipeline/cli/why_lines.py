"""The lines of an answer to `why`: few enough for a person to read; `--json` has every cell.

In: what was found. Out: lines. A figure shows its value and, below it, one line for each row that
it counts; whatever else it rests on is counted by file.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any, NamedTuple

from pipeline.language import plural
from pipeline.model import place as places
from pipeline.model.place import Place
from pipeline.tasks.redact import HIDDEN

Json = dict[str, Any]
_IN_FULL = 3
_MOST_NAMED = 12
_WORDS = 60
_START = 70


class _Line(NamedTuple):
    """Cells shown on one line: those of a row, or of one column in adjoining rows."""

    source: str
    first: Place
    last: Place
    words: tuple[str, ...]


def answered(found: list[Json], rows: list[Json]) -> Iterator[str]:
    """The lines of an answer: the first blocks in full, others by id; a row with the blocks that
    rest on it.
    """
    blocks = [tuple(same) for _, same in groupby(sorted(found, key=_what), key=_what)]
    for same in blocks[:_IN_FULL]:
        yield from _block(same)
    if len(blocks) > _IN_FULL:
        yield f"and {len(blocks) - _IN_FULL} more; ask for each by its id:"
        for same in blocks[_IN_FULL : _IN_FULL + _MOST_NAMED]:
            yield f"  {same[0]['id']}: {_cut(same[0]['text'], _START)}"
        if len(blocks) > _IN_FULL + _MOST_NAMED:
            yield "  …"
    for row in rows:
        yield from _row(row)


def _what(block: Json) -> tuple[str, str]:
    return block["id"], block["text"]


def _row(row: Json) -> Iterator[str]:
    reason = f" ({row['reason']})" if row["reason"] else ""
    yield f"{row['place'] or 'the whole file'}: {row['fate']}{reason}"
    for paper, names in groupby(row["blocks"], key=lambda name: name.partition(":")[0]):
        yield f"  {paper} › {', '.join(name.partition(':')[2] for name in names)}"


def _block(same: tuple[Json, ...]) -> Iterator[str]:
    block = same[0]
    yield f"{', '.join(b['paper'] for b in same)} › {block['id']}"
    yield f"  {' | '.join(block['text'].splitlines())}"
    told: set[tuple[str, str]] = set()
    for figure in block["figures"]:
        yield _value(figure)
        yield from _counted(figure, told)
    if block["own"]:
        yield "  it prints:"
        yield from _rows(block["own"], "    ")
    yield from _others(block["figures"], told)


def _counted(figure: Json, told: set[tuple[str, str]]) -> Iterator[str]:
    """The States of a figure and the rows that say so, each cell once per block; `told` grows."""
    counts = [ref for ref in figure["refs"] if ref["role"] == "counts"]
    for state in figure["states"]:
        rows = {_row_of(ref) for ref in state["refs"]}
        refs = [
            ref
            for ref in (*state["refs"], *counts)
            if _row_of(ref) in rows and _cell(ref) not in told
        ]
        yield f"    {state['name']}{'' if refs else ' (as above)'}"
        yield from _rows(refs, "      ")
        told |= {_cell(ref) for ref in refs}
    rest = [ref for ref in counts if _cell(ref) not in told]
    yield from _rows(rest, "    ")
    told |= {_cell(ref) for ref in rest}


def _row_of(ref: Json) -> tuple[str, str, int]:
    return (ref["source"], *(places.parse(ref["place"]).row_key if ref["place"] else ("", 0)))


def _value(figure: Json) -> str:
    told = f"  figure {figure['name']}: {figure['certainty']}"
    if figure["value"] is not None:
        told += f" {figure['value']}"
    if figure["searched"]:
        told += f" ({plural(len(figure['searched']), 'file')} searched)"
    return told


def _cell(ref: Json) -> tuple[str, str]:
    return ref["source"], ref["place"]


def _others(figures: list[Json], told: set[tuple[str, str]]) -> Iterator[str]:
    """One line per file: how many more cells, and in which role."""
    roles: dict[str, dict[str, set[str]]] = {}
    for figure in figures:
        for ref in figure["refs"]:
            if _cell(ref) not in told:
                roles.setdefault(ref["source"], {}).setdefault(ref["role"], set()).add(ref["place"])
    if roles:
        yield "  it also rests on:"
    for source, counted in sorted(roles.items()):
        parts = (f"{plural(len(cells), 'cell')} ({role})" for role, cells in counted.items())
        yield f"    {source}: {', '.join(parts)}"


def _rows(refs: Iterable[Json], indent: str) -> Iterator[str]:
    cells = list(refs)
    for line in _joined(cells):
        shown = " · ".join(_cut(word, _WORDS) for word in line.words if word)
        if HIDDEN in line.words:
            shown = HIDDEN
        told = f"{indent}{line.source}{_range(line)}"
        yield ": ".join(part for part in (told, shown) if part)
    for ref in cells:
        yield from _steps(ref, indent)


def _steps(ref: Json, indent: str) -> Iterator[str]:
    """One line per step: how the words of a cell were read, on whose authority, and where that is
    recorded.
    """
    for step in ref.get("steps", ()):
        after = _cut(step["to"], _WORDS) or "nothing"
        what = f"{ref['place']} {step['kind']}"
        if step["role"]:
            what += f" by {step['role']}"
        yield f"{indent}  {what}: read as {after} ({step['source']} › {step['place']})"


def _cut(text: str, most: int) -> str:
    plain = " ".join(text.split())
    if len(plain) <= most:
        return plain
    return f"{plain[: most - 1].rstrip()}…"


def _joined(refs: Iterable[Json]) -> Iterator[_Line]:
    """The cells by row, each once; single cells of one column in adjoining rows are joined."""
    by_row: dict[tuple[str, str, int, str], dict[str, str]] = {}
    for ref in refs:
        place = places.parse(ref["place"]) if ref["place"] else Place("file")
        other = ref["place"] if place.kind not in {"cell", "row", "csv"} else ""
        by_row.setdefault((ref["source"], *place.row_key, other), {}).setdefault(
            ref["place"], ref["words"]
        )
    lines: list[_Line] = []
    for (source, *_), cells in sorted(by_row.items()):
        spots = sorted((places.parse(c) if c else Place("file") for c in cells), key=_column)
        line = _Line(source, spots[0], spots[-1], tuple(cells.values()))
        if lines and _adjoins(lines[-1], line):
            lines[-1] = _Line(source, lines[-1].first, line.last, (*lines[-1].words, *line.words))
        else:
            lines.append(line)
    yield from lines


def _column(place: Place) -> tuple[int, str]:
    return len(place.column), place.column


def _adjoins(above: _Line, below: _Line) -> bool:
    upper, lower = above.last, below.first
    # only cells of a sheet have a place below them that is the next row
    if {upper.kind, lower.kind} != {"cell"}:
        return False
    if above.first.column != upper.column or lower != below.last:
        return False  # more than one cell of a row: no column
    return (above.source, upper.sheet, upper.column, upper.row + 1) == (
        below.source,
        lower.sheet,
        lower.column,
        lower.row,
    )


def _range(line: _Line) -> str:
    first, last = line.first, line.last
    if first.kind == "file":
        return ""
    if first.kind == "csv":
        return f" › row {first.row}"
    if first == last or {first.kind, last.kind} != {"cell"}:
        return f" › {first}"
    return f" › {first}:{last.column}{last.row}"
