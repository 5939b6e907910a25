"""Files that something went wrong with: bytes changed, cut out, doubled.

In: a sound file, a seeded draw. Out: its bytes, broken in the same way on every run.
"""

from random import Random

from pipeline.ooxml import read_package, write_package
from tests.makers.hostile_strings import PIECES

WORDS = [piece.encode("utf-8", "replace") for piece in PIECES]


def broken(content: bytes, draw: Random) -> bytes:
    """The bytes with one to five places changed, cut out, doubled, or filled with something
    else.
    """
    data = bytearray(content)
    for _ in range(draw.randint(1, 5)):
        at = draw.randrange(len(data) + 1)
        end = min(len(data), at + draw.choice((1, 1, 4, 64, 1_024)))
        act = draw.randrange(6)
        if act == 0 and at < len(data):
            data[at] ^= 1 << draw.randrange(8)
        elif act == 1:
            del data[at:end]
        elif act == 2:
            data[at:at] = data[at:end]
        elif act == 3:
            data[at:end] = draw.randbytes(end - at)
        elif act == 4:
            data[at:at] = draw.choice(WORDS)
        elif draw.randrange(4) == 0:
            del data[at:]
    return bytes(data)


def broken_inside(content: bytes, draw: Random) -> bytes:
    """A package whose zip is sound and one of whose parts is broken."""
    parts = read_package(content)
    name = draw.choice(sorted(parts))
    return write_package({**parts, name: broken(parts[name], draw)})
