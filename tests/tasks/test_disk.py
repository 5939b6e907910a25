"""A disk that fails, a run that is cut off, a file saved meanwhile: an editor's file is whole, old
or new.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from pipeline.build import Folders
from pipeline.files import Disk, locked, write_all
from pipeline.model.finding import Refused
from pipeline.tasks.copies import refresh_copy
from pipeline.tasks.report import report
from tests.conftest import ROOT, folders_of
from tests.makers.command_line import contents
from tests.makers.word_edits import Hand
from tests.tasks.test_report import edited, touch_inputs

COPY = "rev2 CH+NL.docx"


class FailingDisk(Disk):
    """A disk whose n-th change fails, before or after its bytes are written; or a run that is cut
    off there.
    """

    def __init__(self, n: int, is_late: bool = False, error: BaseException | None = None) -> None:
        self.left = n
        self.is_late = is_late
        self.error = error or OSError(28, "No space left on device", "papers")

    def _step(self) -> None:
        self.left -= 1
        if self.left == 0:
            raise self.error

    def write(self, path: Path, content: bytes) -> None:
        """Write, or fail before or after the bytes."""
        if self.is_late:
            super().write(path, content)
        elif self.left == 1:
            path.write_bytes(content[: len(content) // 2])
        self._step()
        super().write(path, content)

    def replace(self, source: Path, target: Path) -> None:
        """Replace, or fail."""
        self._step()
        super().replace(source, target)


class Recording(Disk):
    """A disk that remembers what a run wrote."""

    def __init__(self) -> None:
        self.files: dict[Path, bytes] = {}

    def write(self, path: Path, content: bytes) -> None:
        """Write, and remember under the name it is to have."""
        self.files[path.with_name(path.name.removesuffix(".msp-new"))] = content
        super().write(path, content)


class CutOff(BaseException):
    """The power goes."""


class Desk(NamedTuple):
    """A meeting with a paper and a copy by mail that editors worked on, before and after what each
    refresh wrote.
    """

    folders: Folders
    before: dict[str, bytes]
    writes: dict[str, dict[Path, bytes]]

    @property
    def folder(self) -> Path:
        """Where the outputs and the mail are."""
        return self.folders.outputs.parent

    def restore(self) -> None:
        """Everything as the editors left it."""
        shutil.rmtree(self.folder)
        for name, content in self.before.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """Built three times in all, however many steps fail after that."""
    base = tmp_path_factory.mktemp("project")
    for name in ("inputs", "templates"):
        shutil.copytree(
            ROOT / name, base / name, ignore=shutil.ignore_patterns("*.py", "__pycache__")
        )
    folders = folders_of(base, base / "desk" / "outputs")
    report(folders, "demo", Disk())
    paper = folders.outputs / "demo" / "ica-section.docx"
    copy = base / "desk" / "mail" / COPY
    copy.parent.mkdir()
    edited(paper, "basis", "xqword")
    copy.write_bytes(Hand(paper.read_bytes()).type("action-38", "xqcopy").done())
    touch_inputs(folders)
    found = Desk(folders, contents(base / "desk"), {})
    for name in ("report", "refresh"):
        disk = Recording()
        if name == "report":
            report(folders, "demo", disk)
        else:
            refresh_copy(folders, copy, "", disk)
        found.writes[name] = disk.files
        found.restore()
    yield found


@pytest.mark.parametrize("n", range(1, 10))
def test_a_disk_that_fails_at_any_step_leaves_all_as_it_was(tmp_path: Path, n: int) -> None:
    """Three files, two of them there before: all old, whichever change fails."""
    paths = [tmp_path / name for name in ("a", "b", "c")]
    for path in paths[:2]:
        path.write_bytes(b"old")
    files = dict.fromkeys(paths, b"new")
    n_steps = 3 + 3 + 2
    if n > n_steps:
        write_all(files, FailingDisk(n))
        assert contents(tmp_path) == {"a": b"new", "b": b"new", "c": b"new"}
        return
    with pytest.raises(Refused) as refused:
        write_all(files, FailingDisk(n))
    assert refused.value.exit_code == 5
    assert contents(tmp_path) == {"a": b"old", "b": b"old"}


@pytest.mark.parametrize("name", ["report", "refresh"])
@pytest.mark.parametrize("is_late", [False, True], ids=["write", "fsync"])
def test_a_refresh_that_cannot_be_written_leaves_everything_as_it_was(
    desk: Desk, name: str, is_late: bool
) -> None:
    """Whichever write, fsync or replace of what a refresh writes fails, every file is as it was."""
    files, n_failed = desk.writes[name], 0
    desk.restore()
    for n in range(1, 100):
        try:
            write_all(files, FailingDisk(n, is_late))
        except Refused as refused:
            assert refused.exit_code == 5
            assert contents(desk.folder) == desk.before
            n_failed += 1
        else:
            break

    assert n_failed >= 2 * len(files)
    assert {path: path.read_bytes() for path in files} == files


@pytest.mark.parametrize("name", ["report", "refresh"])
def test_a_refresh_that_is_cut_off_is_mended_by_the_next_run(desk: Desk, name: str) -> None:
    """Whichever step the power goes at: after the next run has begun, all files are old, or all are
    new.

    Of the files that were not there before some may be: they are versions and ledgers, whole, and
    are made once.
    """
    files = desk.writes[name]
    new = desk.before | {
        path.relative_to(desk.folder).as_posix(): content for path, content in files.items()
    }
    for n in range(1, 100):
        desk.restore()
        try:
            write_all(files, FailingDisk(n, error=CutOff()))
        except CutOff:
            with locked(desk.folders.outputs / "demo", desk.folder / "mail"):
                pass
            now = {k: v for k, v in contents(desk.folder).items() if not k.endswith(".lock")}
            assert {k: now[k] for k in desk.before} in (
                desk.before,
                {k: new[k] for k in desk.before},
            )
            assert {k: v for k, v in now.items() if k not in desk.before}.items() <= new.items()
        else:
            break
    assert n > 2 * len(files)


def test_a_copy_that_a_cut_off_run_left_aside_is_refreshed(desk: Desk) -> None:
    """Its name is gone for the moment: the same command finds it, and loses no word."""
    desk.restore()
    copy = desk.folder / "mail" / COPY
    n = next(n for n in range(1, 100) if is_aside(desk, copy, n))

    done = refresh_copy(desk.folders, copy, "", Disk())

    assert n > len(desk.writes["refresh"])
    assert done.is_changed
    assert "xqcopy" in Hand(copy.read_bytes()).text("action-38")
    assert [path.name for path in copy.parent.iterdir()] == [COPY]


def is_aside(desk: Desk, copy: Path, n: int) -> bool:
    """Whether the copy is not under its name when the power goes at the n-th step."""
    desk.restore()
    with pytest.raises(CutOff):
        write_all(desk.writes["refresh"], FailingDisk(n, error=CutOff()))
    return not copy.exists()


def test_the_commands_say_that_the_disk_is_full(desk: Desk) -> None:
    """`report` and `refresh` end with exit 5 and leave all as it was."""
    desk.restore()
    for act in (
        lambda: report(desk.folders, "demo", FailingDisk(5)),
        lambda: refresh_copy(desk.folders, desk.folder / "mail" / COPY, "", FailingDisk(5)),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.exit_code == 5
        assert {
            k: v for k, v in contents(desk.folder).items() if not k.endswith(".lock")
        } == desk.before


class SavedMeanwhile(Disk):
    """A disk on which an editor saves the paper while the run goes on."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def write(self, path: Path, content: bytes) -> None:
        """Write; the editor has saved."""
        self.path.write_bytes(b"saved meanwhile")
        super().write(path, content)


def test_a_file_that_was_saved_while_the_run_went_on_is_not_replaced(tmp_path: Path) -> None:
    """The run ends with exit 5, the file is the editor's, no other one has changed."""
    paper, other = tmp_path / "paper.docx", tmp_path / "other"
    paper.write_bytes(b"as read")

    with pytest.raises(Refused) as refused:
        write_all(
            {paper: b"new", other: b"new"}, SavedMeanwhile(paper), {paper: b"as read", other: None}
        )

    assert (refused.value.exit_code, paper.read_bytes(), other.exists()) == (
        5,
        b"saved meanwhile",
        False,
    )
    assert [path.name for path in tmp_path.iterdir()] == ["paper.docx"]


def test_a_copy_open_in_word_gets_a_name_that_is_free(desk: Desk) -> None:
    """A file an editor made of an earlier one beside it is not replaced; the same run twice makes
    one file.
    """
    desk.restore()
    copy = desk.folder / "mail" / COPY
    copy.with_name("~$v2 CH+NL.docx").write_bytes(b"x")
    copy.with_name("rev2 CH+NL.new.docx").write_bytes(b"an editor's")

    names = [refresh_copy(desk.folders, copy, "", Disk()).file for _ in range(2)]

    assert names == ["rev2 CH+NL.new-2.docx"] * 2
    assert copy.read_bytes() == desk.before[f"mail/{COPY}"]
    assert copy.with_name("rev2 CH+NL.new.docx").read_bytes() == b"an editor's"
