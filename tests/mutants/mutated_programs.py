"""The right rewrites that get damaged: written by hand (data/, tests/equivalence/data), and golden ones."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
TESTS = HERE.parent


@dataclass(frozen=True)
class Program:
    """A rewritten tree that verify accepts, and the recording of its original."""

    name: str
    tree: Path
    probe: str
    recording: Path


def written_by_hand() -> tuple[Program, ...]:
    folders = [HERE / "data" / name for name in ("picture", "sequence")]
    folders += [TESTS / "equivalence" / "data" / name for name in ("twins", "tower", "pair")]
    return tuple(
        Program(folder.name, folder / "after", f"probe.py:probe_{folder.name}", folder / "recording.npz")
        for folder in folders
    )


def golden() -> tuple[Program, ...]:
    """Every golden case whose expected files are there."""
    from cases import all_cases

    return tuple(
        Program(f"{case.name}:{probe.rpartition(':')[2]}", case.after, probe, case.recording(probe))
        for case in all_cases()
        if case.verified and (case.after / "tf1to2reuse.json").exists()
        for probe in case.probes
    )


def rewritten(folder: Path) -> tuple[Program, ...]:
    """Golden cases as the present rewriter writes them; those that it cannot write are left out."""
    from cases import all_cases, tree_of

    from tf1to2reuse.pipeline import rewrite
    from tf1to2reuse.repo.output import write_copy

    made = []
    for case in all_cases():
        out = folder / case.name.replace("/", "-")
        before = tree_of(case.before)
        try:
            write_copy(before, rewrite(before.sources, jobs=1, progress=None), out)
        except Exception as error:  # what the rewriter cannot do yet is not the subject here
            print(f"{case.name} cannot be rewritten: {type(error).__name__}")
            continue
        if case.verified and (out / "tf1to2reuse.json").exists():
            made += [
                Program(f"{case.name}:{p.rpartition(':')[2]}", out, p, case.recording(p)) for p in case.probes
            ]
    return tuple(made)
