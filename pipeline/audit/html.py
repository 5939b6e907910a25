"""The audit as one static page: internal/audit.html. No network, no framework; templates, style and
script in page/.

In: ledger, rows as read, names of States, what is known beside. Out: bytes, a function of these.
Every text is escaped; the page may load nothing, and runs the one script and the one style whose
hashes its policy names.
"""

import base64
import hashlib
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from pipeline.audit.editor_status import NO_STATUS, EditorStatus
from pipeline.audit.figure_views import (
    figure_views,
    file_views,
    indicator_bars,
    state_views,
    title_of,
)
from pipeline.audit.paper_views import ViewContext, anchor_of, mark_of, paper_views, visible
from pipeline.audit.trail import make_trail
from pipeline.model.ledger import Ledger
from pipeline.model.source import Sheet

FATES = (
    "used",
    "not-printed",
    "superseded",
    "duplicate",
    "excluded",
    "quarantined",
    "not-about-this-report",
)
_PAGE = Path(__file__).parent / "page"
_UNSAFE = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_PAGE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(words=title_of, visible=visible)
    return environment


@cache
def _own(name: str) -> Markup:
    """A file of ours that stands in the page as it is."""
    # our own style or script, never an input
    return Markup((_PAGE / name).read_text(encoding="utf-8"))  # noqa: S704


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def embedded(value: Any) -> Markup:
    """A value as JSON inside a script element: nothing in it can end the element or begin
    another.
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), check_circular=False)
    for character, told in _UNSAFE.items():
        text = text.replace(character, told)
    return Markup(text)  # noqa: S704 - every character that HTML could read is told by its number


def page(template: str, style: str, script: str = "", **values: Any) -> bytes:
    """A page of page/ with its style and script, and the policy that allows these two alone."""
    allowed = [f"style-src '{_hash(_own(style))}'"]
    values |= {"style": _own(style), "script": ""}
    if script:
        allowed.append(f"script-src '{_hash(_own(script))}'")
        values["script"] = _own(script)
    values["policy"] = "; ".join(
        ("default-src 'none'", *allowed, "base-uri 'none'", "form-action 'none'")
    )
    return _environment().get_template(template).render(**values).encode("utf-8", "replace")


def text_page(template: str, **values: Any) -> bytes:
    """A plain text of page/, filled; no markup, so nothing is escaped."""
    plain = _environment().overlay(autoescape=False)
    return plain.get_template(template).render(**values).encode("utf-8", "replace")


def fates_of(conservation: Mapping[str, int]) -> tuple[tuple[str, int, float, float], ...]:
    """The fates that rows met: name, rows, and where its part of the bar begins, in hundredths of
    its width.
    """
    known = [*FATES, *(f for f in conservation if f not in {*FATES, "rows", "unaccounted"})]
    found, start = [], 0.0
    for fate in known:
        if count := conservation.get(fate, 0):
            width = 100 * count / max(conservation["rows"], 1)
            found.append((fate, count, round(start, 3), round(width, 3)))
            start += width
    return tuple(found)


def as_page(
    ledger: Ledger,
    sheets: tuple[Sheet, ...],
    names: Mapping[str, str],
    editors: EditorStatus = NO_STATUS,
    first: Mapping[str, int] = MappingProxyType({}),
) -> bytes:
    """The page of a run; `names` are the States as they are printed, `first` the number each paper
    begins with.
    """
    trail = make_trail(ledger, sheets, names)
    opened = frozenset(
        (placeholder.paper, placeholder.block) for placeholder in ledger.placeholders
    )
    return page(
        "audit.html",
        "audit.css",
        "audit.js",
        ledger=ledger,
        papers=paper_views(ledger.papers, ViewContext(trail.anchors, editors, opened, first)),
        figures=figure_views(ledger, trail.anchors, names),
        cited=[(trail.anchors.names[name], name, refs) for name, refs in ledger.cited.items()],
        states=state_views(ledger, trail.anchors, names),
        bars=indicator_bars(ledger, trail.anchors),
        files=file_views(ledger),
        fates=fates_of(ledger.conservation),
        editors=editors,
        anchor_of=anchor_of,
        mark=mark_of(ledger.papers),
        trail=embedded(trail.data),
    )
