"""The part of cmd.exe that report.cmd uses, line by line, in a world of files and Pythons that a
test makes up.

In: the script, files that are there, what each Python answers. Out: what was run, what was said,
and the exit code. A line that it does not know fails the test: there is no Windows here to ask.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

VENV = ".venv\\Scripts\\python.exe"
STAMP = ".venv\\installed.lock"
_SILENT = ("rem ", "@echo off", "setlocal", "pushd ", "popd", "chcp ", "title ", "pause", ":")
_REDIRECTED = re.compile(r"\s+2?>nul\b")
_MOST_STEPS = 500


@dataclass
class Machine:
    """A machine on which the script runs: `pythons` are those that fit, `failing` words of commands
    that fail.
    """

    files: set[str]
    pythons: tuple[str, ...] = ()
    failing: tuple[str, ...] = ()
    code_of_report: int = 0
    arguments: str = ""
    ran: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    values: dict[str, str] = field(default_factory=dict)
    level: int = 0

    def run(self, script: str) -> int:
        """The exit code of the script."""
        lines = script.splitlines()
        labels = {line[1:].strip(): at for at, line in enumerate(lines) if line.startswith(":")}
        at, steps = 0, 0
        while at < len(lines):
            steps += 1
            assert steps < _MOST_STEPS, "the script does not end"
            outcome = self._line(lines[at].strip())
            if outcome.startswith("exit "):
                return int(outcome.removeprefix("exit "))
            at = labels[outcome] + 1 if outcome else at + 1
        return self.level

    def _line(self, line: str) -> str:
        """Where to go on: a label, `exit n`, or nothing for the next line."""
        if not line or line.startswith(_SILENT):
            return ""
        if line.startswith("for "):
            return self._for(line)
        return self._if(self._filled(line))

    def _filled(self, line: str) -> str:
        line = re.sub(r"%(\w+)%", lambda match: self._value(match[1]), line)
        return line.replace("%~dp0", "C:\\a folder\\").replace("%*", self.arguments)

    def _value(self, name: str) -> str:
        return str(self.level) if name == "errorlevel" else self.values.get(name, "")

    def _for(self, line: str) -> str:
        match = re.fullmatch(r"for %%P in \((.+?)\) do (.+)", line)
        assert match, line
        for item in re.findall(r'"([^"]*)"', match[1]):
            assert self._if(self._filled(match[2].replace("%%~P", item))) == ""
        return ""

    def _if(self, line: str) -> str:
        match = re.fullmatch(r'if (not )?(exist|defined|errorlevel) ("[^"]+"|\S+) (.+)', line)
        if match:
            is_so = self._holds(match[2], match[3].strip('"'))
        elif match := re.fullmatch(r'if (not )?("[^"]*")==("[^"]*") (.+)', line):
            is_so = match[2] == match[3]
        else:
            return self._chain(line)
        return self._if(match[4]) if is_so != bool(match[1]) else ""

    def _holds(self, kind: str, what: str) -> bool:
        if kind == "errorlevel":
            return self.level >= int(what)
        if kind == "defined":
            return bool(self.values.get(what))
        name = what.removeprefix("C:\\a folder\\")
        return any(file == name or file.startswith(f"{name}\\") for file in self.files)

    def _chain(self, line: str) -> str:
        for part in line.split(" && "):
            outcome = self._statement(_REDIRECTED.sub("", part).strip())
            if outcome or self.level:
                return outcome
        return ""

    def _statement(self, line: str) -> str:
        word, _, rest = line.partition(" ")
        if word == "goto":
            return rest
        if word == "exit":
            return f"exit {rest.removeprefix('/b ')}"
        if word in ("echo", "echo.", "type"):
            self.said.append(line)
        elif word == "set":
            name, _, value = rest.strip('"').partition("=")
            self.values[name] = value
        else:
            self.level = self._command(line)
        return ""

    def _command(self, line: str) -> int:
        if line.startswith("fc /b requirements.lock "):
            return 0 if STAMP in self.files else 1
        if line.startswith(("copy /y requirements.lock ", "del /q ")):
            (self.files.discard if line.startswith("del") else self.files.add)(
                line.rsplit(maxsplit=1)[-1]
            )
            return 0
        self.ran.append(line)
        if any(word in line for word in self.failing):
            return 1
        return self._program(line)

    def _program(self, line: str) -> int:
        """What a program answers: Python in its versions, the one of .venv, or the explorer."""
        if line.startswith('start "" explorer "C:\\a folder\\outputs"'):
            return 0
        if line.startswith(VENV):
            assert VENV in self.files, line
            is_report = " -m pipeline report" in line
            self.files |= {"outputs\\13msp"} if is_report and not self.code_of_report else set()
            return self.code_of_report if is_report else 0
        python = line.partition(" windows\\fits.py")[0].partition(" -m venv ")[0]
        assert re.fullmatch(r"py -3(\.\d+)?|python", python), line
        if " -m venv " in line:
            assert line == f"{python} -m venv --clear .venv", line
            self.files |= {VENV}
        return 0 if python in self.pythons else 9009


def script(root: Path) -> str:
    """The text of report.cmd."""
    return (root / "report.cmd").read_text(encoding="ascii")
