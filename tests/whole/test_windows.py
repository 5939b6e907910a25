"""report.cmd and the bundle for Windows, as far as a machine without Windows can tell."""

import hashlib
import importlib.metadata
import os
import posixpath
import re
import shlex
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.conftest import ROOT
from tests.makers.cmd_exe import STAMP, VENV, Machine, script
from windows.bundle import (
    FOLDER,
    PYTHONS,
    fetch,
    pins_to_run,
    pip_arguments,
    program_files,
    wheelhouse,
    wheels_in,
    write_zip,
)
from windows.fits import fits
from windows.lock import lock_of, names_to_run, read_lock, to_run

UNPACKED = {"requirements.lock", "pipeline\\build.py", "windows\\fits.py"}
BUNDLE = UNPACKED | {"wheelhouse\\requirements.lock", "wheelhouse\\pythons.txt"}
SET_UP = UNPACKED | {VENV, STAMP}
ONLINE, OFFLINE = " -r requirements.lock", " --no-index --find-links wheelhouse "
MARKER = {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt", "extra": ""}


def on(
    files: set[str], *pythons: str, failing: tuple[str, ...] = (), code: int = 0
) -> tuple[int, Machine]:
    """Exit code and machine after a double-click."""
    machine = Machine(set(files), pythons, failing, code)
    return machine.run(script(ROOT)), machine


def pips(machine: Machine) -> list[str]:
    """The installations that were run."""
    return [line for line in machine.ran if " -m pip install " in line]


def test_the_script_is_plain_and_every_jump_lands() -> None:
    """Lines end as Windows ends them, letters are ASCII, labels stand once, each is jumped to, none
    is missing.
    """
    content = (ROOT / "report.cmd").read_bytes()
    lines = script(ROOT).splitlines()
    labels = [line[1:] for line in lines if line.startswith(":")]
    jumps = set(re.findall(r"\bgoto (\w+)", script(ROOT)))
    assert content.count(b"\n") == content.count(b"\r\n")
    assert content.isascii() and b"://" not in content and b"\t" not in content
    assert (len(labels), jumps - set(labels), set(labels) - jumps) == (
        len(set(labels)),
        set(),
        set(),
    )
    assert max(map(len, lines)) < 1_000
    assert all(line.count('"') % 2 == 0 for line in lines)


def test_paths_of_the_folder_are_quoted() -> None:
    """A folder with blanks or an ampersand in its name is one word to every command."""
    used = [line for line in script(ROOT).splitlines() if "%~dp0" in line]
    assert used
    assert [line for line in used if re.search(r'(?<!")%~dp0', line)] == []


def test_a_first_double_click_sets_up_and_reports() -> None:
    """The environment by the Python found, the libraries by their hashes, the stamp, the papers,
    the folder opened.
    """
    code, machine = on(UNPACKED, "py -3")
    assert code == 0
    assert "py -3 -m venv --clear .venv" in machine.ran
    assert [ONLINE in line and "--require-hashes" in line for line in pips(machine)] == [True]
    assert STAMP in machine.files
    assert machine.ran[-2:] == [
        f"{VENV} -m pipeline report",
        'start "" explorer "C:\\a folder\\outputs"',
    ]


def test_with_libraries_beside_it_no_network_is_asked() -> None:
    """One installation, from the wheelhouse alone and by its own lock."""
    code, machine = on(BUNDLE, "py -3")
    assert code == 0
    (line,) = pips(machine)
    assert OFFLINE in line and line.endswith("--require-hashes -r wheelhouse\\requirements.lock")


def test_a_second_double_click_only_reports() -> None:
    """Nothing is set up again; what was typed behind the name goes to the program."""
    machine = Machine(set(SET_UP), arguments="13msp --strict")
    assert machine.run(script(ROOT)) == 0
    assert machine.ran[:2] == [
        f'{VENV} -c "import pip"',
        f"{VENV} -m pipeline report 13msp --strict",
    ]


@pytest.mark.parametrize("python", ["py -3.13", "py -3.11", "python"])
def test_where_the_newest_python_does_not_fit_another_is_taken(python: str) -> None:
    """Each Python that may be there is asked, and only the one that fits makes the environment."""
    code, machine = on(BUNDLE, python)
    assert (code, [line for line in machine.ran if "-m venv" in line]) == (
        0,
        [f"{python} -m venv --clear .venv"],
    )


@pytest.mark.parametrize(
    ("files", "words"),
    [(UNPACKED, "echo Python 3.11 or newer is needed"), (BUNDLE, "type wheelhouse\\pythons.txt")],
)
def test_without_a_python_that_fits_it_says_which_is_wanted(files: set[str], words: str) -> None:
    """Exit 1, nothing made, and the versions that would do."""
    code, machine = on(files)
    assert code == 1
    assert any(line.startswith(words) for line in machine.said)
    assert not [line for line in machine.ran if "venv" in line]


@pytest.mark.parametrize("lacking", sorted(UNPACKED))
def test_opened_inside_the_zip_it_says_so(lacking: str) -> None:
    """Exit 1 before anything is run."""
    code, machine = on(UNPACKED - {lacking}, "py -3")
    assert (code, machine.ran) == (1, [])
    assert any("unpack the whole zip file" in line for line in machine.said)


@pytest.mark.parametrize(
    ("files", "failing", "words"),
    [
        (UNPACKED, "-m venv", "The folder .venv could not be made"),
        (UNPACKED, "-m pip install", "internet is missing"),
        (BUNDLE, "-m pip install", "folder wheelhouse could not be installed"),
    ],
)
def test_a_set_up_that_fails_says_why_and_is_begun_again(
    files: set[str], failing: str, words: str
) -> None:
    """Exit 1, no stamp: the next double-click sets up from the start."""
    code, machine = on(files, "py -3", failing=(failing,))
    assert (code, STAMP in machine.files) == (1, False)
    assert any(words in line for line in machine.said)
    assert not [line for line in machine.ran if "pipeline report" in line]


def test_a_broken_environment_is_made_anew() -> None:
    """Where the Python under .venv is gone, its stamp does not count."""
    machine = Machine(set(SET_UP), ("py -3",), ('-c "import pip"',))
    assert machine.run(script(ROOT)) == 0
    assert "py -3 -m venv --clear .venv" in machine.ran


@pytest.mark.parametrize("code", [1, 2, 70])
def test_the_exit_code_of_the_program_is_passed_on(code: int) -> None:
    """No folder is opened, and the window says that nothing was written."""
    ended, machine = on(SET_UP, code=code)
    assert ended == code
    assert any("were not written" in line for line in machine.said)
    assert not [line for line in machine.ran if "explorer" in line]


@pytest.mark.parametrize(
    ("version", "platform", "is_free", "listed", "expected"),
    [
        ((3, 11), "linux-x86_64", False, None, True),
        ((3, 10), "win-amd64", False, None, False),
        ((3, 13), "win-amd64", False, "3.11 3.13\n", True),
        ((3, 12), "win-amd64", False, "3.11 3.13\n", False),
        ((3, 1), "win-amd64", False, "3.11 3.13\n", False),
        ((3, 13), "win32", False, "3.11 3.13\n", False),
        ((3, 13), "win-arm64", False, "3.11 3.13\n", False),
        ((3, 13), "win-amd64", True, "3.11 3.13\n", False),
    ],
)
def test_a_python_fits_by_version_and_build(
    version: tuple[int, int], platform: str, is_free: bool, listed: str | None, expected: bool
) -> None:
    """From 3.11 on; with a wheelhouse, one of its versions, of 64 bits for Intel, with the usual
    lock.
    """
    assert fits(version, platform, is_free, listed) is expected


def test_the_check_of_a_python_runs_as_the_script_runs_it(tmp_path: Path) -> None:
    """From the folder of the program: yes without a wheelhouse, no with one for Windows."""
    command = [sys.executable, str(ROOT / "windows" / "fits.py")]
    assert subprocess.run(command, cwd=tmp_path, check=False).returncode == 0
    (tmp_path / "wheelhouse").mkdir()
    (tmp_path / "wheelhouse" / "pythons.txt").write_text(" ".join(PYTHONS), encoding="ascii")
    assert subprocess.run(command, cwd=tmp_path, check=False).returncode == 1


def _wanted_by(names: set[str]) -> set[str]:
    """All libraries that these want on Windows, by what is installed here: another way than the
    lock's comments.
    """
    found, waiting = set[str](), list(names)
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        found.add(name)
        try:
            wants = importlib.metadata.requires(name) or []
        except importlib.metadata.PackageNotFoundError:
            continue  # for Windows alone
        requirements = [Requirement(line) for line in wants]
        waiting += [
            canonicalize_name(r.name)
            for r in requirements
            if not r.marker or r.marker.evaluate(MARKER)
        ]
    return found


def test_the_libraries_to_run_are_those_and_what_they_want() -> None:
    """Nothing of the tests goes along, and nothing that the program imports stays behind."""
    names = names_to_run((ROOT / "requirements.in").read_text("utf-8"))
    pinned = {pin.name for pin in pins_to_run(ROOT)}
    assert {"pandas", "pypdf", "click"} <= names
    assert pinned == _wanted_by(set(names))
    assert not pinned & {"pytest", "mypy", "ruff", "hypothesis", "coverage"}


def test_a_marker_chooses_by_python_and_by_windows() -> None:
    """One numpy a version of Python; what Windows alone wants comes along there."""
    text = (
        "numpy==2.4.6 ; python_full_version < '3.12' \\\n    --hash=sha256:"
        + "a" * 64
        + "\n    # via pandas\nnumpy==2.5.5 ; python_full_version >= '3.12' \\\n    --hash=sha256:"
        + "b" * 64
        + "\n    # via pandas\ncolorama==0.4.6 ; sys_platform == 'win32' \\\n    --hash=sha256:"
        + "c" * 64
        + "\n    # via\n    #   pandas\n"
        "uvloop==1.0 ; sys_platform != 'win32' \\\n    --hash=sha256:"
        + "d" * 64
        + "\n    # via pandas\npandas[x]==3.1.1 \\\n    --hash=sha256:"
        + "e" * 64
        + "\n    # via -r requirements.in\npytest==9.0 \\\n    --hash=sha256:"
        + "f" * 64
        + "\n    # via -r requirements.in\n"
    )
    pins = to_run(read_lock(text), frozenset({"pandas"}))
    names = {
        python: re.findall(r"^(\S+==\S+)", lock_of(pins, python=python), re.MULTILINE)
        for python in PYTHONS[:2]
    }
    assert names == {
        "3.11": ["numpy==2.4.6", "colorama==0.4.6", "pandas==3.1.1"],
        "3.12": ["numpy==2.5.5", "colorama==0.4.6", "pandas==3.1.1"],
    }
    with pytest.raises(ValueError, match="polars"):
        to_run(read_lock(text), frozenset({"polars"}))


def test_a_wheel_that_the_lock_does_not_know_or_that_is_missing_stops_the_bundle() -> None:
    """Every wheel by its hash; no pin without one."""
    content = b"wheel"
    text = (
        f"click==8.0 \\\n    --hash=sha256:{hashlib.sha256(content).hexdigest()}\n    # via -r"
        " requirements.in\n"
    )
    pins = read_lock(text)
    files = wheelhouse(pins, ("3.13",), {"click-8.0-py3-none-any.whl": content})
    assert sorted(files) == [
        *(
            "wheelhouse/click-8.0-py3-none-any.whl",
            "wheelhouse/pythons.txt",
            "wheelhouse/requirements.lock",
        )
    ]
    with pytest.raises(ValueError, match="not in the lock"):
        wheelhouse(pins, ("3.13",), {"other.whl": b"other"})
    with pytest.raises(ValueError, match="without a wheel"):
        wheelhouse(pins, ("3.13",), {})


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """The program with a meeting of the user's own, and all that must not go along."""
    root = tmp_path / "program"
    for name in ("pipeline", "templates", "docs", "inputs", "windows"):
        shutil.copytree(ROOT / name, root / name)
    papers = ("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE")
    for name in (*papers, "requirements.lock", "requirements.in", "report.cmd"):
        shutil.copy(ROOT / name, root / name)
    kept_out = (
        "outputs/13msp/a.docx",
        ".git/config",
        ".venv/x.py",
        ".cache/x",
        "inputs/14msp/~$meeting.xlsx",
    )
    for name in (
        *kept_out,
        "inputs/demo-messy/a.csv",
        "pipeline/__pycache__/a.pyc",
        "inputs/14msp/meeting.xlsx",
    ):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(b"x")
    return root


def test_the_bundle_holds_program_and_meetings_and_nothing_else(
    copied: Path, tmp_path: Path
) -> None:
    """The same bytes twice; no outputs, no repository, no caches, no lock files, no path of this
    machine.
    """
    files = program_files(copied)
    write_zip(tmp_path / "one.zip", files)
    write_zip(tmp_path / "two.zip", program_files(copied))
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "one.zip") as archive:
        names = [name.removeprefix(f"{FOLDER}/") for name in archive.namelist()]
        assert archive.testzip() is None
    wanted = {
        "report.cmd",
        "windows/fits.py",
        "inputs/14msp/meeting.xlsx",
        "inputs/demo/meeting.xlsx",
        "LICENSE",
    }
    assert wanted <= set(names)
    assert {
        "pipeline/__main__.py",
        "templates/ica-section.docx",
        "inputs/reference/states.csv",
    } <= set(names)
    strange = (
        "outputs/",
        ".git",
        ".venv",
        ".cache",
        "__pycache__",
        "~$",
        "demo-messy",
        "demo_script",
        "make_demo",
    )
    assert [name for name in names if any(part in name for part in strange)] == []
    assert [name for name, content in files.items() if str(ROOT).encode() in content] == []
    assert files["report.cmd"].count(b"\r\n") == files["report.cmd"].count(b"\n")


def test_every_page_that_another_points_at_is_in_the_bundle(copied: Path) -> None:
    """A reader of the README there finds what it names."""
    files = program_files(copied)
    for name, content in files.items():
        if name.endswith(".md"):
            links = re.findall(r"\]\(([^)#:]+)\)", content.decode())
            assert [
                link
                for link in links
                if posixpath.normpath(posixpath.join(name, "..", link)) not in files
            ] == []


def test_names_in_the_bundle_are_names_on_windows(copied: Path) -> None:
    """Short enough below a usual folder, without letters that Windows refuses, none differing in
    case alone.
    """
    names = list(program_files(copied))
    reserved = re.compile(
        r'[<>:"|?*\\]|[. ]$|(^|/)(con|prn|aux|nul|com\d|lpt\d)(\.|/|$)', re.IGNORECASE
    )
    assert max(map(len, names)) < 150
    assert [name for name in names if reserved.search(name)] == []
    assert len({name.casefold() for name in names}) == len(names)


def _small_wheel(folder: Path) -> str:
    """A wheel of one module in a folder, and its hash."""
    path = folder / "tiny-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as wheel:
        wheel.writestr("tiny.py", "VALUE = 1\n")
        wheel.writestr(
            "tiny-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: tiny\nVersion: 1.0\n"
        )
        wheel.writestr(
            "tiny-1.0.dist-info/WHEEL",
            "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        )
        wheel.writestr("tiny-1.0.dist-info/RECORD", "")
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize("is_true", [True, False])
def test_pip_takes_the_line_of_the_script_and_goes_by_hashes_alone(
    tmp_path: Path, is_true: bool
) -> None:
    """The words of the offline line, run by the pip of this machine: a wheel of another hash is not
    installed.
    """
    (tmp_path / "wheelhouse").mkdir()
    digest = (
        _small_wheel(tmp_path / "wheelhouse")
        if is_true
        else _small_wheel(tmp_path / "wheelhouse")[::-1]
    )
    lock = f"tiny==1.0 \\\n    --hash=sha256:{digest}\n"
    (tmp_path / "wheelhouse" / "requirements.lock").write_text(lock, encoding="ascii")
    line = next(line for line in script(ROOT).splitlines() if OFFLINE in line)
    words = shlex.split(line.replace("\\", "/"))[1:]
    command = [sys.executable, *words, "--target", str(tmp_path / "there")]
    nowhere = {**os.environ, "PIP_INDEX_URL": "", "PIP_FIND_LINKS": ""}

    done = subprocess.run(
        command, cwd=tmp_path, env=nowhere, capture_output=True, text=True, check=False
    )

    assert (done.returncode == 0, (tmp_path / "there" / "tiny.py").exists()) == (is_true, is_true)


def test_every_library_has_a_wheel_for_windows_that_the_lock_knows(tmp_path: Path) -> None:
    """One version of Python, asked of the index that pip is set up with; the bundle itself asks for
    all of them.
    """
    pins = pins_to_run(ROOT)
    lock = tmp_path / "lock.txt"
    lock.write_text(lock_of(pins, python=PYTHONS[-1]), encoding="ascii")
    ask = [
        sys.executable,
        "-m",
        "pip",
        "--retries",
        "0",
        "--timeout",
        "10",
        "install",
        "--dry-run",
        "--quiet",
    ]
    # this pip holds the libraries against its own Python, whatever Python is asked for
    where = [
        "--disable-pip-version-check",
        "--ignore-requires-python",
        "--target",
        str(tmp_path / "none"),
    ]

    done = subprocess.run(
        [*ask, *where, *pip_arguments(PYTHONS[-1], lock)],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )

    if done.returncode and re.search(
        r"onnection|Max retries|Temporary failure|No route|timed out", done.stderr
    ):
        pytest.skip("needs a network")
    assert done.returncode == 0, done.stderr


def test_pip_that_fails_ends_the_bundle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pin that no index has: no bundle without its wheel."""
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    text = (
        f"no-such-library-of-ours==0.0 \\\n    --hash=sha256:{'0' * 64}\n    # via -r"
        " requirements.in\n"
    )
    with pytest.raises(subprocess.CalledProcessError):
        fetch(read_lock(text), ("3.13",), tmp_path)
    assert list(wheels_in(tmp_path)) == []
