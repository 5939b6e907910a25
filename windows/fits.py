"""Whether this Python can run the program: report.cmd asks each one that it finds.

In: the Python it is run by, and wheelhouse/pythons.txt where the libraries came along. Out: exit 0,
or 1. An older Python does not get as far as reading this: that is a no as well.
"""

import sys
import sysconfig
from pathlib import Path

OLDEST = (3, 11)
PLATFORM = "win-amd64"
PYTHONS = Path("wheelhouse") / "pythons.txt"


def fits(
    version: tuple[int, int], platform: str, is_free_threaded: bool, listed: str | None
) -> bool:
    """Whether a Python of that version and build will do; `listed` are the versions that the
    wheelhouse is for.
    """
    if listed is None:
        return version >= OLDEST
    return (
        platform == PLATFORM
        and not is_free_threaded
        and f"{version[0]}.{version[1]}" in listed.split()
    )


def main() -> int:
    """0 where this Python will do."""
    listed = PYTHONS.read_text(encoding="ascii") if PYTHONS.is_file() else None
    is_free_threaded = bool(sysconfig.get_config_var("Py_GIL_DISABLED"))
    return (
        0
        if fits(
            (sys.version_info[0], sys.version_info[1]),
            sysconfig.get_platform(),
            is_free_threaded,
            listed,
        )
        else 1
    )


if __name__ == "__main__":
    sys.exit(main())
