"""Wall time and peak memory of ``scan`` and a ``rewrite`` dry run, against ``tf_upgrade_v2`` and the floor.

With ``--large``: ``scan`` alone against ``tf_upgrade_v2`` on one very large tree.

All commands run on the same trees, in turn, in one run of this script, so that a slow moment of the machine
hits all of them. Needs the extra ``verify`` (for tf_upgrade_v2), and pip downloads the pinned trees.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
QUIET = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": "-1"}


@dataclass(frozen=True)
class Run:
    """One command: wall time in seconds, peak memory of its largest process in MiB, and its output."""

    seconds: float
    mebibytes: float
    output: str


@dataclass(frozen=True)
class Tree:
    """A measured tree, and those of its files that a rewrite changes."""

    name: str
    folder: Path
    changed: tuple[Path, ...]
    scan_only: bool = False


def main() -> None:
    arguments = _arguments()
    with tempfile.TemporaryDirectory() as work:
        trees = [_tree(folder, arguments.large) for folder in _download(Path(work), arguments.large)]
        rows = [row for tree in trees for row in _measure(tree, Path(work), arguments.rounds)]
    print(
        f"Python {platform.python_version()}, {os.cpu_count()} cores, median of {arguments.rounds} rounds\n"
    )
    print("| tree | files | changed | command | seconds | of tf_upgrade_v2 | of floor | MiB |")
    print("|---|---|---|---|---|---|---|---|")
    print("\n".join(rows))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="how often each command runs (default 5)")
    parser.add_argument("--large", action="store_true", help="scan alone, on the tree of large_tree.txt")
    return parser.parse_args()


def _download(work: Path, large: bool) -> list[Path]:
    """Unpacks the pinned wheels, without their metadata, one folder each."""
    pip = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--no-compile", "--require-hashes"]
    folders = []
    for number, requirement in enumerate(_requirements(large)):
        file = work / f"tree{number}.txt"
        file.write_text(requirement)
        folder = work / requirement.split("==")[0]
        subprocess.run([*pip, "--target", str(folder), "-r", str(file)], check=True)
        folders.append(folder)
    return folders


def _requirements(large: bool) -> list[str]:
    file = HERE / ("large_tree.txt" if large else "trees.txt")
    lines = [line for line in file.read_text().splitlines() if not line.startswith("#")]
    return [f"{name}\n{digest}\n" for name, digest in zip(lines[::2], lines[1::2], strict=True)]


def _tree(folder: Path, large: bool) -> Tree:
    if large:
        return Tree(folder.name, folder, (), scan_only=True)
    report = json.loads(_run(_tool("rewrite", folder, "--format", "json"), allowed=(0, 1)).output)
    changed = [folder / file["path"] for file in report["files"] if not file["new"]]
    return Tree(folder.name, folder, tuple(changed))


def _tool(command: str, folder: Path, *options: str) -> list[str]:
    return [sys.executable, "-m", "tf1to2reuse", command, str(folder), *options]


def _measure(tree: Tree, work: Path, rounds: int) -> list[str]:
    """One table row per command; the commands alternate within each round."""
    empty = work / "empty"
    empty.mkdir(exist_ok=True)
    runs: dict[str, list[Run]] = {}
    for number in range(rounds):
        for name, run in _commands(tree, work / f"{tree.name}-{number}", empty):
            runs.setdefault(name, []).append(run)
    medians = {name: statistics.median(run.seconds for run in found) for name, found in runs.items()}
    return [_row(tree, name, found, medians) for name, found in runs.items()]


def _commands(tree: Tree, out: Path, empty: Path) -> list[tuple[str, Run]]:
    upgrade = [
        sys.executable,
        "-m",
        "tensorflow.tools.compatibility.tf_upgrade_v2_main",
        "--reportfile",
        os.devnull,
    ]
    floor = [sys.executable, str(HERE / "floor.py")]
    jobs = str(os.cpu_count() or 1)

    def scan(processes: str | int) -> list[str]:
        return _tool("scan", tree.folder, "--format", "json", "--jobs", str(processes))

    found = [
        ("scan, 1 process", _run(scan(1), allowed=(0, 1))),
        (f"scan, {jobs} processes", _run(scan(jobs), allowed=(0, 1))),
        ("tf_upgrade_v2", _run([*upgrade, "--intree", str(tree.folder), "--outtree", f"{out}-tree"])),
        ("tf_upgrade_v2, empty tree", _run([*upgrade, "--intree", str(empty), "--outtree", f"{out}-empty"])),
    ]
    if tree.scan_only:
        return found
    return [
        *found,
        ("rewrite, 1 process", _run(_tool("rewrite", tree.folder, "--jobs", "1"), allowed=(0, 1))),
        (f"rewrite, {jobs} processes", _run(_tool("rewrite", tree.folder, "--jobs", jobs), allowed=(0, 1))),
        ("floor", _run(floor, given="\n".join(map(str, tree.changed)))),
    ]


def _run(command: Sequence[str], *, given: str = "", allowed: Sequence[int] = (0,)) -> Run:
    """Runs a command. A status that is not allowed ends the benchmark: a crash is no fast run."""
    with tempfile.TemporaryDirectory() as folder:
        streams = [Path(folder, name) for name in ("in", "out", "err")]
        streams[0].write_text(given)
        with streams[0].open() as stdin, streams[1].open("w") as out, streams[2].open("w") as err:
            begin = time.perf_counter()
            process = subprocess.Popen(command, stdin=stdin, stdout=out, stderr=err, env=QUIET)
            _, status, usage = os.wait4(process.pid, 0)
            seconds = time.perf_counter() - begin
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in allowed:
            told = streams[2].read_text()[-2000:]
            sys.exit(f"{' '.join(command)} ended with {process.returncode}:\n{told}")
        if "Traceback" in streams[2].read_text():  # status 1 is also that something needs a person
            sys.exit(f"{' '.join(command)} failed:\n{streams[2].read_text()[-2000:]}")
        return Run(seconds, usage.ru_maxrss / 1024, streams[1].read_text())


def _row(tree: Tree, name: str, runs: Sequence[Run], medians: dict[str, float]) -> str:
    seconds, peak = medians[name], max(run.mebibytes for run in runs)
    files = sum(1 for _ in tree.folder.rglob("*.py"))
    others = [medians.get(other) for other in ("tf_upgrade_v2", "floor")]
    ratios = " | ".join(f"{seconds / other:.2f}" if other else "-" for other in others)
    changed = "-" if tree.scan_only else len(tree.changed)
    return f"| {tree.name} | {files} | {changed} | {name} | {seconds:.2f} | {ratios} | {peak:.0f} |"


if __name__ == "__main__":
    main()
