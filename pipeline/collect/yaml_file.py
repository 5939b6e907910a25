"""YAML files: version 1.2, safe, keys that stand twice refused.

In: bytes. Out: plain mappings, lists, texts and numbers. It builds no objects.
"""

from io import BytesIO

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from pipeline.model.finding import Refused

Yaml = dict[str, "Yaml"] | list["Yaml"] | str | int | float | bool | None


def read_yaml(path: str, content: bytes, exit_code: int) -> dict[str, Yaml]:
    """The mapping in the file. Refused with that exit code where it is no YAML or no mapping."""
    reader = YAML(typ="safe", pure=True)
    try:
        loaded = reader.load(BytesIO(content))
    except (YAMLError, ValueError) as error:
        line = getattr(getattr(error, "problem_mark", None), "line", None)
        where = f" line {line + 1}" if line is not None else ""
        raise Refused(exit_code, f"{path}{where}: not YAML the program can read.", "Mend that line.") from error
    if not isinstance(loaded, dict):
        raise Refused(exit_code, f"{path}: the file is not a mapping of keys.", "Start it with `key: value` lines.")
    return loaded
