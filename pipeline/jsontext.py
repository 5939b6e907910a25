"""JSON that a person can read and a tool can compare: one line per entry, and one per item of a
list of objects.

In: plain values. Out: UTF-8, the same for the same values. A value that is written twice is turned
into text once.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

_encode = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode
# No JSON string contains a line break, so a line break always separates two entries or two items.
_encode_parted = json.JSONEncoder(
    ensure_ascii=False, check_circular=False, separators=(",\n", ": ")
).encode


def _is_list_of_objects(value: Any) -> bool:
    return type(value) is list and bool(value) and type(value[0]) is dict


def _holds_lists(value: Any) -> bool:
    return type(value) is dict and any(_is_list_of_objects(part) for part in value.values())


def _flat(items: list[Any], indent: str) -> str:
    """A list of objects, one per line, in one go."""
    parted = _encode_parted(items)[1:-1].replace("},\n{", "}\n{").replace(",\n", ", ")
    return parted.replace("}\n{", f"}},\n{indent}{{")


def _text(value: Any, indent: str) -> str:
    """A value; lists of objects one item per line, and whatever contains such a list one entry per
    line.
    """
    inner = f"{indent} "
    if _is_list_of_objects(value):
        # the items of a list are all of one kind: the first one shows whether they contain lists of
        # their own
        is_deep = _holds_lists(value[0])
        listed = (
            f",\n{inner}".join([_text(item, inner) for item in value])
            if is_deep
            else _flat(value, inner)
        )
        return f"[\n{inner}{listed}\n{indent}]"
    if _holds_lists(value):
        entries = f",\n{inner}".join(
            [f"{_encode(key)}: {_text(part, inner)}" for key, part in value.items()]
        )
        return f"{{\n{inner}{entries}\n{indent}}}"
    return _encode(value)


def texts(value: Mapping[str, Any]) -> dict[str, str]:
    """The entries of an object as texts, by their keys."""
    return {key: f"{_encode(key)}: {_text(part, ' ')}" for key, part in value.items()}


def joined(entries: Iterable[str]) -> bytes:
    """Entries as the bytes of one object, ending in a line break."""
    return ("{\n " + ",\n ".join(entries) + "\n}\n").encode("utf-8")


def json_bytes(value: Mapping[str, Any]) -> bytes:
    """An object as bytes."""
    return joined(texts(value).values())
