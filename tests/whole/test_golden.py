"""What the program writes is what is kept in tests/golden, line by line.

Where a difference is meant: `make golden`, read the diff, commit it. A lost bracket, a lost "at
least" or a withheld name that appears is never a rewording.
"""

from pathlib import Path

import pytest

from tests.makers.golden import GOLDEN, STORIES, differences, kept_files


@pytest.mark.parametrize("name", STORIES)
def test_what_is_written_is_what_was_kept(name: str, tmp_path: Path) -> None:
    """Words, spans, refs, figures, fates, findings, cells and Word parts of a meeting or story."""
    kept = kept_files(name)
    lines = differences(kept, STORIES[name](tmp_path))

    assert kept
    if lines:
        pytest.fail("\n".join(["If each line is meant: make golden.", *lines]), pytrace=False)


def test_no_story_is_kept_that_is_told_no_more() -> None:
    """Each folder belongs to a story."""
    assert {folder.name for folder in GOLDEN.iterdir()} == set(STORIES)
