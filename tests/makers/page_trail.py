"""The trail of internal/audit.html, read by an outsider: the JSON in the page and nothing else of
it.

In: the page. Out: its figures in the form of audit.json, every cell with source, place and words.
The compact form is undone as the page's own script does it: strings, rows, cells and shared lists
by number.
"""

import json
import re
from pathlib import Path
from typing import Any

Json = dict[str, Any]
_DATA = re.compile(r'<script type="application/json" id="data">(.*?)</script>', re.DOTALL)
_SHORT = 3


def _letters(number: int) -> str:
    return (_letters((number - 1) // 26) if number > 26 else "") + chr(65 + (number - 1) % 26)


class Trail:
    """What the page holds behind its words."""

    def __init__(self, page: Path) -> None:
        found = _DATA.search(page.read_text(encoding="utf-8"))
        assert found is not None
        self._data: Json = json.loads(found[1])
        self._rows = [{row[0]: row for row in sheet[3]} for sheet in self._data["sheets"]]

    def _cell(self, number: int) -> Json:
        """A cell; where sheet, row and column say it all, its place and words are those of the row
        shown.
        """
        cell, text = self._data["cells"][number], self._data["strings"]
        if len(cell) > _SHORT:
            return {"source": text[cell[6]], "place": text[cell[3]], "words": text[cell[4]]}
        sheet, row, column = cell
        source, name = self._data["sheets"][sheet][:2]
        header = self._rows[sheet].get(self._rows[sheet][row][1])
        named = f'"{text[header[5][column - 1]]}"' if header else ""
        place = f"{name}!{_letters(column)}{row}" if name else f"row {row} {named}"
        return {
            "source": source,
            "place": place,
            "words": text[self._rows[sheet][row][5][column - 1]],
        }

    def _cells(self, numbers: list[int], **more: str) -> list[Json]:
        return [{**self._cell(number), **more} for number in numbers]

    def figures(self) -> list[Json]:
        """Every figure."""
        found = []
        for figure in self._data["figures"]:
            shared = figure.get("basis")
            roles = {**figure, "basis": self._data["lists"][shared - 1] if shared else []}
            found.append(
                {
                    "name": figure["name"],
                    "value": figure["value"],
                    "certainty": figure["certainty"],
                    "states": [self._state(*state) for state in figure.get("states", [])],
                    "refs": [
                        cell
                        for role in ("counts", "basis", "limits")
                        for cell in self._cells(roles.get(role, []), role=role)
                    ],
                }
            )
        return found

    def _state(self, iso3: str, cells: list[int], since: int) -> Json:
        state: Json = {"iso3": iso3, "refs": self._cells(cells)}
        return {**state, "since": since} if since else state

    def table_of_states(self) -> str:
        """The path of the table of States among the files shown."""
        return next(
            str(sheet[0]) for sheet in self._data["sheets"] if sheet[0].endswith("/states.csv")
        )
