"""Pages for people: internal/verify.html and internal/changes.html, one file each, no script, no
network.

In: titles, lines and tables of plain text. Out: bytes; everything is escaped. Internal: the first
line says so.
"""

import html
from collections.abc import Iterable, Sequence
from typing import NamedTuple

INTERNAL = "INTERNAL: quotes papers and inputs; not for distribution"
_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:75rem;margin:1.5rem auto;padding:0"
    " 1rem;color:#1a1a1a}table{border-collapse:collapse;width:100%;margin:.5rem 0"
    " 1.5rem}caption{text-align:left;font-weight:600}th,td{border:1px solid #767676;padding:.35rem"
    " .5rem;text-align:left;vertical-align:top}th{background:#ececec}"
    ".internal{font-weight:700;border:2px solid #8a1c1c;padding:.3rem .6rem}"
    "@media print{body{font-size:11px;max-width:none}}"
)


class PageTable(NamedTuple):
    """A table of a page: its caption, the heads of its columns, its rows; nothing is shown where it
    has none.
    """

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def page(title: str, lines: Iterable[str], tables: Sequence[PageTable]) -> bytes:
    """A page in HTML: a title, lines of text, tables."""
    parts = [
        "<!doctype html>\n",
        f'<html lang="en"><head><meta charset="utf-8"><title>{html.escape(title)}</title>',
        (
            '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; style-src'
            " 'unsafe-inline'\">"
        ),
        (
            '<meta name="viewport"'
            f' content="width=device-width"><style>{_STYLE}</style></head>\n<body><main>'
        ),
        f'<p class="internal">{INTERNAL}</p>\n<h1>{html.escape(title)}</h1>\n',
        *(f"<p>{html.escape(line)}</p>\n" for line in lines),
        *(_table(table) for table in tables if table.rows),
        "</main></body></html>\n",
    ]
    return "".join(parts).encode("utf-8")


def _table(table: PageTable) -> str:
    heads = "".join(f'<th scope="col">{html.escape(head)}</th>' for head in table.heads)
    rows = "".join(
        "<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>\n"
        for row in table.rows
    )
    caption = f"<caption>{html.escape(table.caption)}</caption>"
    return f"<table>{caption}<thead><tr>{heads}</tr></thead>\n<tbody>{rows}</tbody></table>\n"
