"""A disk that fails, a run that is cut off, a file saved meanwhile: an editor's file is whole, old
or new.
"""

import errno
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from filelock import FileLock

from pipeline.files import Disk, aside_of, locked, remove_unchanged, write_all
from pipeline.load import Folders
from pipeline.model.finding import Refused
from pipeline.tasks.refresh_file import refresh_copy
from pipeline.tasks.report import report
from tests.conftest import ROOT, folders_of
from tests.makers.command_line import contents
from tests.makers.input_edits import move_a_meeting
from tests.makers.word_edits import Hand, typed_into

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
        if not path.name.endswith(".msp-journal"):
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

    @property
    def meeting(self) -> Path:
        """The outputs of the meeting: they are locked, and the journal stands there."""
        return self.folders.outputs / "demo"

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
    typed_into(paper, "basis", "xqword")
    copy.write_bytes(Hand(paper.read_bytes()).type("action-38", "xqcopy").done())
    move_a_meeting(folders.inputs / "demo")
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


@pytest.mark.parametrize("n", range(1, 11))
def test_a_disk_that_fails_at_any_step_leaves_all_as_it_was(tmp_path: Path, n: int) -> None:
    """Three files, two of them there before: all old, whichever change fails."""
    paths = [tmp_path / name for name in ("a", "b", "c")]
    for path in paths[:2]:
        path.write_bytes(b"old")
    files = dict.fromkeys(paths, b"new")
    n_steps = 1 + 3 + 3 + 2  # the journal, three writes, three put in place, two set aside
    if n > n_steps:
        write_all(tmp_path, files, FailingDisk(n))
        assert contents(tmp_path) == {"a": b"new", "b": b"new", "c": b"new"}
        return
    with pytest.raises(Refused) as refused:
        write_all(tmp_path, files, FailingDisk(n))
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
            write_all(desk.meeting, files, FailingDisk(n, is_late))
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
            write_all(desk.meeting, files, FailingDisk(n, error=CutOff()))
        except CutOff:
            with locked(desk.meeting):
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


@pytest.mark.parametrize("n", range(2, 10))
def test_words_typed_after_a_run_was_cut_off_stay(tmp_path: Path, n: int) -> None:
    """Whichever step the power goes at: the next run keeps what was typed since, and the version
    that was set aside; all other files are as they were.
    """
    a, b, c = (tmp_path / name for name in ("a.docx", "b.docx", "c.docx"))
    a.write_bytes(b"old")
    b.write_bytes(b"old")
    with pytest.raises(CutOff):
        write_all(tmp_path, dict.fromkeys((a, b, c), b"new"), FailingDisk(n, error=CutOff()))
    was_aside = aside_of(a).exists()
    a.write_bytes(b"typed")

    try:
        with locked(tmp_path):
            pass
    except Refused as refused:
        assert refused.exit_code == 5
        assert "a.docx was saved" in refused.message
    with locked(tmp_path) as was_mended:
        assert not was_mended

    left = {k: v for k, v in contents(tmp_path).items() if not k.endswith(".lock")}
    version = {"internal/history/a.1.docx": b"old"} if was_aside else {}
    assert left == {"a.docx": b"typed", "b.docx": b"old", **version}


def test_what_an_earlier_program_set_aside_goes_over_no_file(tmp_path: Path) -> None:
    """Without a journal nobody knows what the run wrote: the file stays, the version set aside is
    kept.
    """
    (tmp_path / "a.docx").write_bytes(b"typed or new")
    (tmp_path / "a.docx.msp-old").write_bytes(b"old")
    (tmp_path / "b.docx.msp-new").write_bytes(b"new")

    with pytest.raises(Refused), locked(tmp_path):
        pass

    left = {k: v for k, v in contents(tmp_path).items() if not k.endswith(".lock")}
    assert left == {"a.docx": b"typed or new", "internal/history/a.1.docx": b"old"}


def test_a_paper_typed_into_after_a_run_was_cut_off_is_refreshed(desk: Desk) -> None:
    """The new paper was in its place, the rest was not: its words are kept, and the version
    before.
    """
    paper = desk.meeting / "ica-section.docx"
    n = next(n for n in range(1, 200) if is_in_place(desk, paper, n))
    paper.write_bytes(Hand(paper.read_bytes()).type("action-38", "xqtyped").done())

    with pytest.raises(Refused):
        report(desk.folders, "demo", Disk())
    report(desk.folders, "demo", Disk())

    assert n > len(desk.writes["report"])
    text = Hand(paper.read_bytes())
    assert "xqword" in text.text("basis")
    assert "xqtyped" in text.text("action-38")
    versions = [path.read_bytes() for path in desk.meeting.glob("internal/history/ica-*.docx")]
    assert desk.before["outputs/demo/ica-section.docx"] in versions


def is_in_place(desk: Desk, paper: Path, n: int) -> bool:
    """Whether the new paper is under its name when the power goes at the n-th step."""
    desk.restore()
    with pytest.raises(CutOff):
        write_all(desk.meeting, desk.writes["report"], FailingDisk(n, error=CutOff()))
    return paper.exists() and paper.read_bytes() == desk.writes["report"][paper]


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
        write_all(desk.meeting, desk.writes["refresh"], FailingDisk(n, error=CutOff()))
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
    """A disk on which an editor saves the paper after the n-th change of a run."""

    def __init__(self, path: Path, n: int = 1) -> None:
        self.path = path
        self.left = n

    def _step(self) -> None:
        self.left -= 1
        if self.left == 0:
            self.path.write_bytes(b"saved meanwhile")

    def write(self, path: Path, content: bytes) -> None:
        """Write; the editor may save then."""
        super().write(path, content)
        self._step()

    def replace(self, source: Path, target: Path) -> None:
        """Replace; the editor may save then."""
        super().replace(source, target)
        self._step()


def test_a_file_that_was_saved_while_the_run_went_on_is_not_replaced(tmp_path: Path) -> None:
    """The run ends with exit 5, the file is the editor's, no other one has changed."""
    paper, other = tmp_path / "paper.docx", tmp_path / "other"
    paper.write_bytes(b"as read")

    with pytest.raises(Refused) as refused:
        write_all(
            tmp_path,
            {paper: b"new", other: b"new"},
            SavedMeanwhile(paper),
            {paper: b"as read", other: None},
        )

    assert (refused.value.exit_code, paper.read_bytes(), other.exists()) == (
        5,
        b"saved meanwhile",
        False,
    )
    assert [path.name for path in tmp_path.iterdir()] == ["paper.docx"]


@pytest.mark.parametrize("n", range(1, 10))
@pytest.mark.parametrize("name", ["a", "b", "c"])
def test_what_is_saved_between_two_steps_is_not_lost(tmp_path: Path, n: int, name: str) -> None:
    """Into whichever file, after whichever step: it stays, and the run ends with exit 5 unless it
    had put the new file there already.
    """
    files = dict.fromkeys((tmp_path / "a", tmp_path / "b", tmp_path / "c"), b"new")
    (tmp_path / "a").write_bytes(b"old")
    (tmp_path / "b").write_bytes(b"old")
    seen = {tmp_path / "a": b"old", tmp_path / "b": b"old", tmp_path / "c": None}

    exit_code = 0
    try:
        write_all(tmp_path, files, SavedMeanwhile(tmp_path / name, n), seen)
    except Refused as refused:
        exit_code = refused.exit_code

    left = contents(tmp_path)
    others = {"a": b"old", "b": b"old"} if exit_code else dict.fromkeys("abc", b"new")
    kept = {k: v for k, v in left.items() if k.startswith("internal/history/")}
    assert left == {**others, **kept, name: b"saved meanwhile"}
    assert exit_code in {0, 5}
    assert set(kept.values()) <= {b"old"}


def test_a_file_that_is_only_read_is_looked_at_again(tmp_path: Path) -> None:
    """What is made of a paper is not written where the paper was saved meanwhile."""
    paper = tmp_path / "paper.docx"
    paper.write_bytes(b"as read")

    with pytest.raises(Refused):
        write_all(tmp_path, {tmp_path / "x": b"new"}, SavedMeanwhile(paper), {paper: b"as read"})

    assert contents(tmp_path) == {"paper.docx": b"saved meanwhile"}


def test_a_file_to_be_removed_stays_where_it_was_saved_meanwhile(tmp_path: Path) -> None:
    """It is removed only as it was read."""
    (tmp_path / "a").write_bytes(b"as read")
    (tmp_path / "b").write_bytes(b"saved since")

    for name in ("a", "b"):
        remove_unchanged(tmp_path / name, b"as read", Disk())

    assert contents(tmp_path) == {"b": b"saved since"}


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


_REFUSALS = [
    (errno.ENOSPC, "the disk is full", "Free some space"),
    (errno.EROFS, "the disk is read-only", "Copy the whole project"),
    (errno.EACCES, "access is denied", "close it there"),
    (errno.ENAMETOOLONG, "the path is too long", "shorter path"),
    (errno.EIO, "the disk does not answer", "the drive is connected"),
    (errno.EXDEV, "Invalid cross-device link", "Check the folder"),
]


@pytest.mark.parametrize(("number", "reason", "cure"), _REFUSALS)
def test_what_the_disk_refused_is_named_with_its_folder_and_what_to_do(
    tmp_path: Path, number: int, reason: str, cure: str
) -> None:
    """Whatever the reason, for the papers as for the files of `internal`."""
    folder = tmp_path / "outputs/14msp"
    folder.mkdir(parents=True)
    for path, shown in (
        (folder / "ica-section.docx", "ica-section.docx in outputs/14msp"),
        (folder / "internal/to-do.xlsx", "to-do.xlsx in outputs/14msp/internal"),
        (
            folder / "internal/notes/Alphaland.docx",
            "a file in outputs/14msp/internal/notes",
        ),
    ):
        error = OSError(number, os.strerror(number))
        with pytest.raises(Refused) as refused:
            write_all(folder, {path: b"new"}, FailingDisk(2, error=error))
        assert refused.value.exit_code == 5
        assert refused.value.message.startswith(f"Cannot write {shown}: {reason}.")
        assert cure in refused.value.cure
        assert not path.exists()


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    """A file where the outputs should be, or where the meeting's should be."""
    (tmp_path / "outputs").write_bytes(b"a file")
    (tmp_path / "others").mkdir()
    (tmp_path / "others/14msp").write_bytes(b"a file")
    for name in ("outputs", "others"):
        with pytest.raises(Refused) as refused, locked(tmp_path / name / "14msp"):
            pass
        assert f"Cannot write {name}/14msp: there is a file where" in refused.value.message


def test_a_folder_that_another_run_holds_is_named_with_the_one_above(tmp_path: Path) -> None:
    """Exit 6, and what to wait for."""
    folder = tmp_path / "outputs/14msp"
    with locked(folder), pytest.raises(Refused) as refused, locked(folder):
        pass
    assert (refused.value.exit_code, refused.value.message) == (
        6,
        "Another run is writing to outputs/14msp.",
    )


def test_a_disk_that_knows_no_locks_is_told_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A share that cannot keep a second run out is no place for the papers."""

    def no_locks(self: FileLock, timeout: float | None = None) -> None:
        raise NotImplementedError

    monkeypatch.setattr("pipeline.files.FileLock.acquire", no_locks)
    with pytest.raises(Refused) as refused, locked(tmp_path / "outputs/14msp"):
        pass
    assert refused.value.exit_code == 5
    assert "outputs/14msp" in refused.value.message
    assert "--outputs" in refused.value.cure


@pytest.mark.skipif(os.name == "nt" or not Path("/dev/full").exists(), reason="a device of Linux")
def test_a_disk_that_is_really_full_is_told_so(tmp_path: Path) -> None:
    """The device that takes no byte."""
    target = tmp_path / "ica-section.docx.msp-new"
    target.symlink_to("/dev/full")
    with pytest.raises(Refused, match="the disk is full"):
        write_all(tmp_path, {tmp_path / "ica-section.docx": b"new"}, Disk())
