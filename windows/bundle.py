"""Pack the program for Windows: `python windows/bundle.py` writes dist/msp-report-windows.zip.

In: the program, the meeting folders, the lock. Out: one zip with all of it, the libraries to run as
wheels for Windows, and report.cmd, which installs them without a network. The same inputs give the
same bytes. It refuses a wheel that the lock does not know.
"""

import hashlib
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from pipeline.collect.folder import is_skipped  # noqa: E402
from windows.lock import Pin, lock_of, names_to_run, read_lock, to_run  # noqa: E402

PYTHONS = ("3.11", "3.12", "3.13", "3.14")
NAME, FOLDER = "msp-report-windows.zip", "msp-report"
WHEELHOUSE = "wheelhouse"
# What goes along: folders with the endings wanted of each ("" for every file), and single files.
_FOLDERS: dict[str, tuple[str, ...]] = {
    "pipeline": (".py", ".html", ".css", ".js", ".txt", ".xsl"),
    "templates": (".docx", ".yaml"),
    "docs": (".md", ".png", ".json"),
    "inputs": ("",),
}
_FILES = (
    "README.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "LICENSE",
    "requirements.lock",
    "report.cmd",
    "windows/fits.py",
)
# Made on demand, or scripts of those who keep the demonstration.
_LEFT_OUT = ("inputs/demo-messy/", "inputs/demo_script/", "inputs/seeded.json")


def program_files(root: Path) -> dict[str, bytes]:
    """The files that go along, by their paths in the bundle: lock files, caches and scripts of the
    demo left out.
    """
    files = {name: (root / name).read_bytes() for name in _FILES}
    for folder, endings in _FOLDERS.items():
        for path in sorted((root / folder).rglob("*")):
            name = path.relative_to(root).as_posix()
            if path.is_file() and path.name.endswith(endings) and not _is_left_out(name):
                files[name] = path.read_bytes()
    lines = files["report.cmd"].replace(b"\r\n", b"\n")
    return {**files, "report.cmd": lines.replace(b"\n", b"\r\n")}


def _is_left_out(name: str) -> bool:
    parts = name.split("/")
    is_script = parts[0] == "inputs" and name.endswith(".py")
    return (
        is_script
        or name.startswith(_LEFT_OUT)
        or "__pycache__" in parts
        or any(map(is_skipped, parts))
    )


def pins_to_run(root: Path) -> tuple[Pin, ...]:
    """The libraries that the program runs with."""
    names = names_to_run((root / "requirements.in").read_text(encoding="utf-8"))
    return to_run(read_lock((root / "requirements.lock").read_text(encoding="utf-8")), names)


def pip_arguments(python: str, lock: Path) -> list[str]:
    """What pip is told for the wheels of one Python on Windows: of the lock alone, each by its
    hash.
    """
    target = ("--platform", "win_amd64", "--implementation", "cp", "--python-version", python)
    return ["--only-binary=:all:", *target, "--no-deps", "--require-hashes", "-r", str(lock)]


def fetch(pins: tuple[Pin, ...], pythons: tuple[str, ...], folder: Path) -> None:
    """The wheels of the pins for Windows and these versions of Python, into a folder. Ends the run
    where pip does.
    """
    for python in pythons:
        lock = folder / f"requirements-{python}.txt"
        lock.write_text(lock_of(pins, python=python), encoding="ascii")
        command = [
            sys.executable,
            "-m",
            "pip",
            "download",
            "--quiet",
            "--no-input",
            "--disable-pip-version-check",
        ]
        subprocess.run([*command, "--dest", str(folder), *pip_arguments(python, lock)], check=True)
        lock.unlink()


def wheelhouse(
    pins: tuple[Pin, ...], pythons: tuple[str, ...], wheels: Mapping[str, bytes]
) -> dict[str, bytes]:
    """The files of the wheelhouse: wheels, a lock of them alone, and the versions of Python they
    are for.

    ValueError for a wheel whose hash is not in the lock, and where a pin has none.
    """
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in wheels.items()}
    known = {digest for pin in pins for digest in pin.hashes}
    if strange := sorted(name for name, digest in hashes.items() if digest not in known):
        raise ValueError(f"not in the lock: {', '.join(strange)}")
    found = set(hashes.values())
    wanted = (pin for pin in pins if any(map(pin.is_for, pythons)))
    if lacking := sorted(pin.name for pin in wanted if not found & set(pin.hashes)):
        raise ValueError(f"without a wheel for Windows: {', '.join(lacking)}")
    texts = {"requirements.lock": lock_of(pins, hashes), "pythons.txt": " ".join(pythons) + "\n"}
    own = {name: text.encode("ascii") for name, text in texts.items()}
    return {f"{WHEELHOUSE}/{name}": content for name, content in {**wheels, **own}.items()}


def write_zip(target: Path, files: Mapping[str, bytes]) -> None:
    """One zip, whole or not at all, without dates, owners or an order of chance."""
    target.parent.mkdir(parents=True, exist_ok=True)
    aside = target.with_name(f"{target.name}.part")
    with zipfile.ZipFile(aside, "w") as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(f"{FOLDER}/{name}", (1980, 1, 1, 0, 0, 0))
            entry.create_system, entry.external_attr = 0, 0
            # a wheel is a zip already
            entry.compress_type = (
                zipfile.ZIP_STORED if name.endswith(".whl") else zipfile.ZIP_DEFLATED
            )
            archive.writestr(entry, files[name], compresslevel=9)
    aside.replace(target)


def wheels_in(folder: Path) -> Iterator[tuple[str, bytes]]:
    """The wheels of a folder by name."""
    for path in sorted(folder.glob("*.whl")):
        yield path.name, path.read_bytes()


def main() -> int:
    """The bundle, with the wheels fetched by pip from wherever it is set up to look."""
    pins, target = pins_to_run(ROOT), ROOT / "dist" / NAME
    with tempfile.TemporaryDirectory() as folder:
        try:
            fetch(pins, PYTHONS, Path(folder))
        except subprocess.CalledProcessError:
            print(
                "The wheels could not be fetched; the lines above say why. Is the network there?",
                file=sys.stderr,
            )
            return 1
        files = wheelhouse(pins, PYTHONS, dict(wheels_in(Path(folder))))
    write_zip(target, {**program_files(ROOT), **files})
    print(
        f"{target.relative_to(ROOT)}: {target.stat().st_size / 1e6:.0f} MB, for Python"
        f" {', '.join(PYTHONS)} of 64 bits"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
