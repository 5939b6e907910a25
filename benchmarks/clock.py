"""Times of acts side by side.

In: acts. Out: seconds and ratios. Acts take turns, so that a slow moment of the machine hits all of
them.
"""

import statistics
import time
from collections.abc import Callable


def seconds(act: Callable[[], object]) -> float:
    """How long an act takes."""
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def side_by_side(acts: dict[str, Callable[[], object]], rounds: int) -> dict[str, list[float]]:
    """Times of each act, in turn, so that a slow moment hits all of them."""
    times: dict[str, list[float]] = {name: [] for name in acts}
    for _ in range(rounds):
        for name, act in acts.items():
            times[name].append(seconds(act))
    return times


def ratio(times: dict[str, list[float]], other: str, ours: str = "ours") -> float:
    """The median, pair by pair, of another's time over ours."""
    return statistics.median(b / a for a, b in zip(times[ours], times[other], strict=True))
