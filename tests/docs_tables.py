"""The tables of docs/inputs.md and docs/findings.md, made from the declarations they describe.

Run `python tests/docs_tables.py --write` after a change of tables, settings or codes; a test fails
until then.
"""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from pipeline.model.codes import GROUPS  # noqa: E402
from pipeline.model.doubts import DoubtKind  # noqa: E402
from pipeline.model.settings import KEYED, Settings  # noqa: E402
from pipeline.model.tables import (  # noqa: E402
    COVER_FIELDS,
    EVIDENCE_TABLES,
    FORM_TABLES,
    PINNED_TABLES,
    SETTING_KEYS,
    Column,
)

DOCS = ROOT / "docs"
_PARTS = {"style": ".<role>", "house_style": ".<rule>"}


def cell(text: str) -> str:
    """A cell of a Markdown table."""
    return text.replace("|", "\\|")


def columns(listed: tuple[Column, ...]) -> str:
    """A table of columns; who may read them in a paper, where any of them is printed."""
    heads = ["column", "type", "values", "required", "example", "meaning"]
    has_printed = any(column.printed_as for column in listed)
    if has_printed:
        heads.append("in papers")
    lines = [f"| {' | '.join(heads)} |", f"|{'---|' * len(heads)}"]
    for column in listed:
        parts = [
            f"`{column.name}`",
            column.kind.value,
            ", ".join(column.values),
            "yes" if column.is_required else "",
            column.example,
            column.meaning,
        ]
        if has_printed:
            parts.append(column.seen_by.value)
        lines.append("| " + " | ".join(cell(part) for part in parts) + " |")
    return "\n".join(lines)


def tables() -> str:
    """Every table and its columns."""
    parts = []
    for table in (*EVIDENCE_TABLES, *FORM_TABLES, *PINNED_TABLES):
        parts.append(f"### {table.name}\n\n{table.meaning}\n\n{columns(table.columns)}")
        if table.name == "Cover":
            parts.append(f"The fields of the cover:\n\n{columns(COVER_FIELDS)}")
    return "\n\n".join(parts)


def settings() -> str:
    """Every setting with its type and default."""
    lines = ["| key | default | meaning |", "|---|---|---|"]
    meanings = {key.name: key for key in SETTING_KEYS}
    for name, field in Settings.model_fields.items():
        if name == "refs":
            continue
        known = meanings[name]
        meaning = f"{known.meaning} ({', '.join(known.values)})" if known.values else known.meaning
        key = f"`{name}{_PARTS.get(name, '.<paper>') if name in KEYED else ''}`"
        default = "must be given" if field.is_required() else str(field.default or "")
        lines.append(f"| {key} | {'' if default == '{}' else default} | {cell(meaning)} |")
    return "\n".join(lines)


def findings() -> str:
    """Every code with severity, cause and cure, under what a person does about it."""
    parts = []
    for title, codes in GROUPS.items():
        lines = [f"## {title}", "", "| code | severity | cause | cure |", "|---|---|---|---|"]
        for code, (severity, message, cure) in sorted(codes.items()):
            lines.append(f"| `{code}` | {severity} | {cell(message)} | {cell(cure)} |")
        parts.append("\n".join(lines))
    return "\n\n".join(parts)


def doubts() -> str:
    """Every doubt that review.xlsx may show, with what a person does about it."""
    lines = ["| doubt | what *question* says | what to do |", "|---|---|---|"]
    for kind in DoubtKind:
        lines.append(f"| `{kind.code}` | {cell(kind.sentence)} | {cell(kind.cure)} |")
    return "\n".join(lines)


PARTS = {
    "inputs.md": {"tables": tables, "settings": settings, "doubts": doubts},
    "findings.md": {"findings": findings},
}


def filled(name: str) -> str:
    """The text of a page with its tables made anew between their marks."""
    text = (DOCS / name).read_text(encoding="utf-8")
    for part, make in PARTS[name].items():
        mark = re.compile(rf"(<!-- {part} -->\n).*?(\n<!-- end -->)", re.DOTALL)
        before, after = mark.search(text), make()
        assert before is not None
        text = text[: before.start()] + before[1] + after + before[2] + text[before.end() :]
    return text


if __name__ == "__main__" and "--write" in sys.argv:
    for page in PARTS:
        (DOCS / page).write_text(filled(page), encoding="utf-8")
