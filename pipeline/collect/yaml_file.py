"""YAML files: version 1.2, safe loading, repeated keys refused.

In: bytes. Out: plain mappings, lists, texts and numbers. No objects are built.
"""

import hashlib
import json
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from pipeline.cache import ResultCache, code_version
from pipeline.model.finding import Refused

Yaml = dict[str, "Yaml"] | list["Yaml"] | str | int | float | bool | None


def read_yamls(
    files: Iterable[tuple[str, bytes]], exit_code: int, cache: Path | None
) -> list[dict[str, Yaml]]:
    """The mappings in files, each with the path by which messages name it, from the cache or read
    now.
    """
    with ResultCache(
        cache, "yaml", code_version(("cache.py", "collect/yaml_file.py"), ("ruamel.yaml",))
    ) as kept:
        return [_kept_or_read(kept, path, content, exit_code) for path, content in files]


def _kept_or_read(kept: ResultCache, path: str, content: bytes, exit_code: int) -> dict[str, Yaml]:
    key = hashlib.sha256(content).hexdigest()
    known: dict[str, Yaml] | None = kept.get(key)
    if known is not None:
        return known
    loaded = read_yaml(path, content, exit_code)
    if _stays_the_same(loaded):
        kept.put(key, loaded)
    return loaded


def _stays_the_same(loaded: dict[str, Yaml]) -> bool:
    """Whether a mapping can be cached: a date, or a number as a key, would come back as text."""
    try:
        return bool(json.loads(json.dumps(loaded)) == loaded)
    except TypeError:
        return False


def read_yaml(path: str, content: bytes, exit_code: int) -> dict[str, Yaml]:
    """The mapping in the file. Refused with that exit code if it is not YAML or not a mapping."""
    reader = YAML(typ="safe", pure=True)
    try:
        loaded = reader.load(BytesIO(content))
    except (YAMLError, ValueError) as error:
        line = getattr(getattr(error, "problem_mark", None), "line", None)
        where = f" line {line + 1}" if line is not None else ""
        raise Refused(
            exit_code, f"{path}{where}: this is not valid YAML.", "Correct that line."
        ) from error
    if not isinstance(loaded, dict):
        raise Refused(
            exit_code,
            f"{path}: the file is not a mapping of keys.",
            "Start it with `key: value` lines.",
        )
    return loaded
