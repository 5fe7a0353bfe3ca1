"""One program rewritten, and its rewrite compared with what TF 1.15 computed.

Verdicts: ``agreed`` (verify says equivalent), ``refused`` (the tool leaves something as it is: nothing runs),
``raised`` (TensorFlow 1 itself rejects the program), ``rounded`` (what differs is rounding, or the order of
updates), ``wrong`` (everything else: the tool crashes, a second rewrite changes something, the new code
raises, verify finds a difference).
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.random_programs.compare import Outcome
from tf1to2reuse.equivalence import measured
from tf1to2reuse.equivalence.compare import compare
from tf1to2reuse.equivalence.record import environment
from tf1to2reuse.equivalence.recording import Recording, load
from tf1to2reuse.equivalence.result import EffectResult, VerifyResult
from tf1to2reuse.pipeline import rewrite
from tf1to2reuse.repo.sources import SourceFile
from tf1to2reuse.report.model import RewriteResult
from tf1to2reuse.report.summary import all_findings

SCRIPT = Path(__file__).with_name("numeric_worker.py")
PROBE = "probe_random.py:probe_random"
Modules = Mapping[str, str]


class Forks:
    """A process of an interpreter that performs requests in forks of itself; started at the first one."""

    def __init__(self, python: str, role: str) -> None:
        self.command = [python, "-W", "ignore", str(SCRIPT), role]
        self.process: subprocess.Popen[str] | None = None

    def perform(self, request: Any, told: Path) -> str:
        """Empty, or why it failed."""
        if self.process is None:
            pipe, quiet = subprocess.PIPE, subprocess.DEVNULL
            self.process = subprocess.Popen(
                self.command, stdin=pipe, stdout=pipe, stderr=quiet, text=True, env=environment()
            )
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.write(json.dumps({"request": request, "told": str(told)}) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"{self.command} ended with status {self.process.wait()}")
        return str(json.loads(line))

    def close(self) -> None:
        """Ends the process."""
        if self.process is not None:
            assert self.process.stdin is not None
            self.process.stdin.close()
            self.process.wait()
            self.process = None


@dataclass(frozen=True)
class Laboratory:
    """TensorFlow 1, which records, and TensorFlow 2, which measures."""

    tf1: Forks
    tf2: Forks

    @classmethod
    def of(cls, tf1_python: str) -> Laboratory:
        """With the interpreter of TensorFlow 1 given, and this one."""
        return cls(Forks(tf1_python, "record"), Forks(sys.executable, "measure"))

    def close(self) -> None:
        """Ends both processes."""
        self.tf1.close()
        self.tf2.close()


def check_numeric(laboratory: Laboratory, modules: Modules) -> Outcome:
    """The verdict on a program."""
    try:
        result = rewritten(modules)
        reasons = refusals(result)
        new = {**modules, **{change.path: change.after for change in result.changes}}
        again = [] if reasons else [change.path for change in rewritten(new).changes]
    except Exception:  # the tool must not fail on any program: reported with its last frames
        return Outcome("wrong", "crash: " + " | ".join(traceback.format_exc().splitlines()[-3:]))
    if reasons:
        own = [reason for reason in reasons if reason.startswith("refused-own-error")]
        return Outcome("wrong", own[0]) if own else Outcome("refused", reasons[0])
    with tempfile.TemporaryDirectory() as scratch:
        return numbers(laboratory, modules, new, result.manifest, again, Path(scratch))


def rewritten(modules: Modules) -> RewriteResult:
    """What the tool makes of the files."""
    return rewrite([SourceFile(path, text) for path, text in modules.items()])


def refusals(result: RewriteResult) -> list[str]:
    """Code and sentence of all that needs a person; what is only a consequence of others comes last."""
    found = [f for f in all_findings(result) if f.needs_person and not f.code.startswith("hazard-")]
    found.sort(key=lambda f: (f.code == "refused-neighbour", not f.code.startswith("refused-")))
    return [f"{finding.code}: {finding.message}" for finding in found]


def numbers(
    laboratory: Laboratory, old: Modules, new: Modules, manifest: Any, again: list[str], folder: Path
) -> Outcome:
    """The verdict of TensorFlow 1, then of verify."""
    before, after = folder / "before", folder / "after"
    for place, files in ((before, old), (after, {**new, "tf1to2reuse.json": json.dumps(manifest)})):
        place.mkdir()
        for path, text in files.items():
            (place / path).write_text(text, "utf-8")
    recording, out, told = folder / "recording.npz", folder / "measured.npz", folder / "told"
    command = [str(before), PROBE, "--out", str(recording), "--random", "replace"]
    failure = laboratory.tf1.perform(command, told)
    if failure:
        return Outcome("raised", failure, True)
    if again:
        return Outcome("wrong", f"second rewrite changes {again}")
    request = {"tree": str(after), "probe": PROBE, "recording": str(recording), "paths": [], "out": str(out)}
    failure = laboratory.tf2.perform(request, told)
    if failure:
        return Outcome("wrong", failure.replace(str(after), ""))
    recorded = load(recording)
    result = compare(recorded, measured.read(out))
    failed = [f"{p.number}. {p.title}: {p.status}: {p.reason}" for p in result.points if p.status != "pass"]
    if result.passed:
        return Outcome("agreed")
    told_apart = not (rounding(result) or in_turn(recorded, result))
    return Outcome("wrong" if told_apart else "rounded", f"{result.verdict}: {failed}")


def in_turn(recorded: Recording, result: VerifyResult) -> bool:
    """Whether only moving statistics differ whose inputs read moving statistics that change, too.

    The recorder runs each update of TensorFlow 1 alone, with what those before it left; in a program that
    runs eagerly all of them see what their line of the program sees.
    """
    moving = ("moving_mean", "moving_variance")
    points = {p.number for p in result.points if p.status != "pass"}
    failed = [step.variable for step in result.steps if not step.passed]
    changing = {variable.name for variable in recorded.variables if variable.updates}
    read = {name for output in recorded.outputs for name in output.reads}
    return points == {5} and all(name.endswith(moving) for name in failed) and bool(changing & read)


def rounding(result: VerifyResult) -> bool:
    """Whether all that failed is less than ten times what is allowed: deep random models amplify rounding."""
    rows = [*result.outputs, *result.gradients, *result.effects, *result.steps]
    errors = [(abs(r.recorded - r.measured) if isinstance(r, EffectResult) else r.error, r) for r in rows]
    small = all(row.passed or error < 10 * row.tolerance for error, row in errors)
    return small and not result.problems and result.verdict == "different"
