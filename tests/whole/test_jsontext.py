"""JSON as it is written: the same values come back, and an item of a list of objects stands on a
line.
"""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from pipeline.jsontext import joined, json_bytes, texts

WORDS = st.one_of(
    st.text(max_size=6), st.sampled_from(["},\n{", ",\n", '"}, {"', "}\n{", "\u2028", "\\"])
)
PLAIN = st.one_of(st.none(), st.booleans(), st.integers(), WORDS)
VALUES = st.recursive(
    PLAIN,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=30,
)


@given(st.dictionaries(WORDS, VALUES, max_size=5))
def test_what_is_written_is_what_was_given(value: dict[str, Any]) -> None:
    """Whatever stands in the texts, marks of JSON and line breaks too."""
    content = json_bytes(value)

    assert json.loads(content) == value
    assert content == joined(texts(value).values())
    assert content.endswith(b"\n")


def test_an_item_of_a_list_of_objects_stands_on_a_line() -> None:
    """Lists in the items too, each deeper by one."""
    rows = [{"place": "a}, {b", "fate": "used"}, {"place": "c", "fate": "used", "refs": []}]
    figures = [{"name": "n", "refs": [{"source": "s"}, {"source": "t"}]}]

    assert json_bytes({"run": "1", "rows": rows, "figures": figures}).decode().splitlines() == [
        "{",
        ' "run": "1",',
        ' "rows": [',
        '  {"place": "a}, {b", "fate": "used"},',
        '  {"place": "c", "fate": "used", "refs": []}',
        " ],",
        ' "figures": [',
        "  {",
        '   "name": "n",',
        '   "refs": [',
        '    {"source": "s"},',
        '    {"source": "t"}',
        "   ]",
        "  }",
        " ]",
        "}",
    ]
