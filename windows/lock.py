"""The libraries that the program runs with, read from requirements.lock: those of the tests are
left out.

In: the texts of requirements.in and of the lock. Out: pins with their hashes, for Windows and a
version of Python. It refuses a lock in which a library to run is not pinned.
"""

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from packaging.markers import Marker
from packaging.utils import canonicalize_name

_PIN = re.compile(r"([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^ ;\\]+)(?: ; ([^\\]+?))? \\")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
_NAME = re.compile(r"[A-Za-z0-9._-]+")
_TO_RUN, _TO_TEST = "# --- to run ---", "# --- to test ---"
_ASKED = "-r requirements.in"
_WINDOWS = {
    "sys_platform": "win32",
    "platform_system": "Windows",
    "os_name": "nt",
    "platform_machine": "AMD64",
    "platform_python_implementation": "CPython",
    "implementation_name": "cpython",
}


class Pin(NamedTuple):
    """A library at one version: its marker, the hashes of its files, and who wants it."""

    name: str
    version: str
    marker: str
    hashes: tuple[str, ...]
    via: frozenset[str]

    def is_for(self, python: str) -> bool:
        """Whether it is wanted on Windows by that version of Python, such as 3.13."""
        versions = {"python_version": python, "python_full_version": f"{python}.0"}
        return not self.marker or Marker(self.marker).evaluate({**_WINDOWS, **versions})

    def as_line(self, hashes: Iterable[str], has_marker: bool) -> str:
        """The pin as pip reads it, with these hashes."""
        marker = f" ; {self.marker}" if has_marker and self.marker else ""
        return (
            f"{self.name}=={self.version}{marker}"
            + "".join(f" \\\n    --hash=sha256:{h}" for h in hashes)
            + "\n"
        )


def read_lock(text: str) -> tuple[Pin, ...]:
    """Every pin of a lock that uv wrote, in its order."""
    starts = [match.start() for match in re.finditer(rf"^{_PIN.pattern}", text, re.MULTILINE)]
    blocks = (text[start:end] for start, end in zip(starts, [*starts[1:], len(text)], strict=True))
    return tuple(_pin(block) for block in blocks)


def _pin(block: str) -> Pin:
    match = _PIN.match(block)
    if match is None:
        raise ValueError("no pin")
    told = (
        re.sub(r"^\s*#\s*(?:via\b)?", "", block[block.rindex("# via") :], flags=re.MULTILINE)
        if "# via" in block
        else ""
    )
    via = frozenset(
        line if line == _ASKED else str(canonicalize_name(line))
        for line in map(str.strip, told.splitlines())
        if line
    )
    hashes = tuple(_HASH.findall(block))
    return Pin(str(canonicalize_name(match[1])), match[2], (match[3] or "").strip(), hashes, via)


def names_to_run(requirements: str) -> frozenset[str]:
    """The libraries named to run in requirements.in."""
    lines = requirements.partition(_TO_RUN)[2].partition(_TO_TEST)[0].splitlines()
    matches = (_NAME.match(line) for line in lines)
    return frozenset(str(canonicalize_name(match[0])) for match in matches if match)


def to_run(pins: Iterable[Pin], names: frozenset[str]) -> tuple[Pin, ...]:
    """The pins of these libraries and of all that they want. ValueError where one is not pinned."""
    pins = tuple(pins)
    if lacking := names - {pin.name for pin in pins}:
        raise ValueError(f"not in the lock: {', '.join(sorted(lacking))}")
    wanted, before = set(names), -1
    while len(wanted) != before:
        before = len(wanted)
        wanted |= {pin.name for pin in pins if pin.via & wanted}
    return tuple(pin for pin in pins if pin.name in wanted)


def lock_of(pins: Iterable[Pin], hashes: Mapping[str, str] | None = None, python: str = "") -> str:
    """A lock of these pins: of the files in a wheelhouse alone (`hashes` by name of file), or for
    one Python.
    """
    lines = []
    for pin in pins:
        if python and not pin.is_for(python):
            continue
        own = (
            pin.hashes
            if hashes is None
            else sorted({h for h in hashes.values() if h in pin.hashes})
        )
        if own:
            lines.append(pin.as_line(own, has_marker=not python))
    return "".join(lines)
