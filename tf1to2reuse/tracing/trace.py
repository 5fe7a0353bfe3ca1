"""A program of the user's, run under TF1 up to its first session run, becomes a probe."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tf1to2reuse.equivalence import record
from tf1to2reuse.equivalence.errors import InterpreterError
from tf1to2reuse.facts.program import Program
from tf1to2reuse.tracing.errors import NothingTracedError, TraceCallError
from tf1to2reuse.tracing.expressions import Imports
from tf1to2reuse.tracing.model import Call, Trace, load
from tf1to2reuse.tracing.probe_writer import Probe, ProbeWriter
from tf1to2reuse.tracing.selection import Selection, asks, importable, select
from tf1to2reuse.tracing.watched import Watched, watched

TRACER = Path(__file__).with_name("tf1_tracer.py")
FLAGS_WITH_VALUE = ("-W", "-X")


@dataclass(frozen=True)
class Started:
    """A command taken apart: interpreter and its own flags, then the script, or ``-m`` and a module."""

    interpreter: str
    flags: tuple[str, ...]
    program: tuple[str, ...]
    script: Path
    """The file that the program is started with."""

    @property
    def module(self) -> str:
        """What that file is called when it is imported instead."""
        return self.program[1] if self.program[0] == "-m" else self.script.stem


@dataclass(frozen=True)
class Traced:
    """The probe, and what a person should know about it."""

    probe: Probe
    taken: list[Call]
    refused: list[tuple[Call, str]]
    ended: str
    """Why the program stopped, where it was not at a session run."""
    line: str
    """Where that session run is."""
    interpreter: str
    paths: list[str]
    """Folders of the tree that the program had on its import path, beside the probe's own."""


def started(command: Sequence[str], tf1_python: str | None, tree: Path) -> Started:
    """The parts of a command such as ``python -u train.py --steps 3``. Raises TraceCallError."""
    words = list(command)
    if not words:
        raise TraceCallError("name the program to run after --, for example: trace -- python train.py")
    named = "" if words[0].endswith(".py") else words.pop(0)
    if named and not Path(named).name.startswith("python"):
        raise TraceCallError(f"after -- comes python and a script, or a script; {named} is neither")
    flags: list[str] = []
    while words and words[0].startswith("-") and words[0] != "-m":
        if words[0] == "-c":
            raise TraceCallError("a program given with -c has no file: write it into a script")
        flags += [words.pop(0) for _ in range(2 if words[0] in FLAGS_WITH_VALUE and len(words) > 1 else 1)]
    if not words or words == ["-m"]:
        raise TraceCallError("name the script to run after the interpreter: trace -- python train.py")
    script = module_file(words[1], tree) if words[0] == "-m" else Path(words[0])
    if not script.is_file():
        raise TraceCallError(f"there is no program {words[1] if words[0] == '-m' else words[0]}")
    if not script.resolve().is_relative_to(tree.resolve()):
        raise TraceCallError(f"{script} is not in {tree}: give --tree the root of the program's repository")
    return Started(tf1_python or named or sys.executable, tuple(flags), tuple(words), script)


def module_file(name: str, tree: Path) -> Path:
    """The file of ``-m name``, which is looked for from the current folder and from the tree's root."""
    relative = Path(*name.split("."))
    places = [
        root / path
        for root in (Path(), tree)
        for path in (relative.with_suffix(".py"), relative / "__main__.py")
    ]
    return next((place for place in places if place.is_file()), places[0])


def check_out(out: Path, tree: Path, *, overwrite: bool) -> None:
    """Raises TraceCallError where the probe cannot be written, before anything is run."""
    if out.suffix != ".py" or not out.stem.isidentifier():
        raise TraceCallError(f"{out} cannot be imported as a probe: give --out the name of a Python module")
    if not out.parent.is_dir() or not out.resolve().is_relative_to(tree.resolve()):
        raise TraceCallError(f"a probe belongs to the program: {out} is not in a folder of {tree}")
    if out.exists() and not overwrite:
        raise TraceCallError(f"{out} exists: give another --out, or --overwrite to replace it")


def trace(program: Program, tree: Path, start: Started, out: Path, *, paths: Sequence[str] = ()) -> Traced:
    """Run the program, watched, and write ``out``. Raises NothingTracedError, or InterpreterError."""
    seen = watched(program)
    found = run(start, seen, tree, paths)
    main = start.script.resolve().relative_to(tree.resolve()).as_posix()
    chosen = select(found, seen, main)
    if not any(asks(found, call) for call in chosen.taken):
        raise NothingTracedError(nothing(found, chosen))
    folder = out.resolve().parent
    probe = written(found, seen, chosen, out, main, start)
    out.write_text(probe.text, encoding="utf-8")
    asking = [call for call in chosen.taken if asks(found, call)]
    return Traced(
        probe,
        asking,
        chosen.refused,
        ended(found),
        found.line,
        start.interpreter,
        list(dict.fromkeys([*paths, *roots(chosen.taken, seen, start.module, (tree.resolve(), folder))])),
    )


def run(start: Started, seen: Watched, tree: Path, paths: Sequence[str]) -> Trace:
    """The trace of the program. What the program prints goes to stderr."""
    interpreter = shutil.which(start.interpreter)
    if interpreter is None:
        raise InterpreterError(
            f"there is no TF1 interpreter {start.interpreter}; give --tf1-python an existing one"
        )
    with tempfile.TemporaryDirectory() as scratch:
        told, task = Path(scratch, "trace.json"), Path(scratch, "task.json")
        wanted = {
            "tree": str(tree.resolve()),
            "watched": seen.by_file,
            "methods": seen.methods,
            "paths": list(paths),
            "out": str(told),
            "recorder": str(record.RECORDER),
        }
        task.write_text(json.dumps(wanted), "utf-8")
        command = [interpreter, *start.flags, str(TRACER), str(task), *start.program]
        sys.stderr.flush()
        done = subprocess.run(command, stdout=2, env=record.environment(), check=False)
        if not told.is_file():
            raise NothingTracedError(f"{interpreter} ended with status {done.returncode} and left no trace")
        found = load(told)
    if found.how == "no-tensorflow":
        raise InterpreterError(found.reason)
    return found


def nothing(found: Trace, chosen: Selection) -> str:
    """Why there is no probe, in one sentence."""
    if chosen.refused:
        call, reason = chosen.refused[0]
        return f"no call can be written down: {call.key.partition(':')[2]} ({call.line}): {reason}"
    if found.how.startswith(("raised", "status")):
        return f"the program {ended(found)} before any function that asks for variables had returned"
    return "the program called no function of the tree that asks for variables"


def ended(found: Trace) -> str:
    """How the program ended, where it was not at a session run."""
    if found.how.startswith("raised"):
        return f"{found.how}{f' at {found.line}' if found.line else ''}"
    return f"ended with {found.how}" if found.how.startswith("status") else ""


def written(found: Trace, seen: Watched, chosen: Selection, out: Path, main: str, start: Started) -> Probe:
    """The text of the probe."""
    first = 2 if start.program[0] == "-m" else 1
    title = (
        f"What `{plain(start.program[:first])}` builds before it first runs a session, as tf1to2reuse saw it."
    )
    given = plain(start.program[first:])
    title += f"\n\nIt was run with: {given}" if given else ""
    module = start.module if importable(found, seen, main) else ""
    writer = ProbeWriter(found, seen, out.stem, title, Imports(module))
    return writer.write(chosen.taken)


def plain(words: Sequence[str]) -> str:
    """Words of a command, fit for a docstring."""
    return " ".join(words).replace("\\", "/").replace('"', "'").replace("\n", " ")


def roots(calls: list[Call], seen: Watched, main: str, known: tuple[Path, Path]) -> list[str]:
    """Folders of the tree, beside the ``known`` root and the probe's, that modules were imported from."""
    root = known[0]
    wanted: dict[str, None] = {}
    for call in calls:
        file = root / seen.definitions[call.key].module.file
        module = main if call.module == "__main__" else call.module
        depth = module.count(".") + (2 if file.name == "__init__.py" else 1)
        base = file.parents[depth - 1]
        if base not in known and base.is_relative_to(root):
            wanted[base.relative_to(root).as_posix()] = None
    return list(wanted)
