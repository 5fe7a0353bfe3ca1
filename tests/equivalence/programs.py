"""The small programs of data/: a TF1 tree, its rewrite written by hand, and a recording by TF 1.15."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from tf1to2reuse.equivalence.result import VerifyResult
from tf1to2reuse.equivalence.verify import verify

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Program:
    """One folder of data/."""

    name: str
    random: str | None = None

    @property
    def probe(self) -> str:
        return f"probe.py:probe_{self.name}"

    @property
    def before(self) -> Path:
        return DATA / self.name / "before"

    @property
    def after(self) -> Path:
        return DATA / self.name / "after"

    @property
    def recording(self) -> Path:
        return DATA / self.name / "recording.npz"


TWINS, PAIR, TOWER = Program("twins"), Program("pair"), Program("tower", random="replace")
PROGRAMS = (TWINS, PAIR, TOWER)


def changed(program: Program, folder: Path, edits: dict[str, list[tuple[str, str]]]) -> Path:
    """A copy of the rewrite with some text replaced. A text that is not there is a mistake of the test."""
    tree = folder / "tree"
    shutil.copytree(program.after, tree)
    for name, replacements in edits.items():
        text = (tree / name).read_text(encoding="utf-8")
        for old, new in replacements:
            assert old in text, f"{name} has no {old!r}"
            text = text.replace(old, new)
        (tree / name).write_text(text, encoding="utf-8")
    return tree


def verify_changed(program: Program, folder: Path, edits: dict[str, list[tuple[str, str]]]) -> VerifyResult:
    """What verify says of a rewrite that was spoiled."""
    return verify(changed(program, folder, edits), program.probe, recording=program.recording)


def failed_points(result: VerifyResult) -> set[int]:
    return {point.number for point in result.points if point.status == "fail"}


def reason(result: VerifyResult, number: int) -> str:
    return next(point.reason for point in result.points if point.number == number)
