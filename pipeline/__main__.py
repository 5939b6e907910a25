"""`python -m pipeline`: the command line.

In: what was typed. Out: as `pipeline.cli`; Ctrl-C ends in the same line while its modules are still
being loaded.
"""

import os
import signal
from types import FrameType

from pipeline import INTERRUPTED, INTERRUPTED_LINE


def _stop(_number: int, _frame: FrameType | None) -> None:
    # nothing is open yet; an exception would come out of half-made classes as one of theirs
    os.write(2, f"{INTERRUPTED_LINE}\n".encode())
    os._exit(INTERRUPTED)


def run() -> None:
    """Load the command line and run it."""
    signal.signal(signal.SIGINT, _stop)
    # with what it needs before it can catch anything
    import pipeline.model.finding  # noqa: F401
    from pipeline.cli import main

    signal.signal(signal.SIGINT, signal.default_int_handler)
    main()


if __name__ == "__main__":
    run()
