"""Damage right rewrites in every known way, and show that verify notices.

    python tests/mutants/run.py [--rewritten] [--only PART]... [--operator PART]... [--jobs N] [--json FILE]
                                [--minutes N]

Every program is measured undamaged first; one that is not equivalent is left out. Mutants are judged in the
order of a hash, so those that are done when the minutes are over are a fair sample. For a mutant that verify
accepts an oracle (oracle.py) decides whether it changes anything. The table says per operator how many were
caught, failed loudly (raised an error), were equal, or survived; survivors are defects of verify. The exit
status is 1 when there are any.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
import tempfile
import time
import traceback
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

os.environ.update({"TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": "-1", "TF_ENABLE_ONEDNN_OPTS": "0"})
sys.dont_write_bytecode = True
HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "golden"), str(HERE.parents[1])]

import flow_operators  # noqa: E402, F401
import layer_operators  # noqa: E402, F401
import sharing_operators  # noqa: E402, F401
from edits import MANIFEST, Mutant, Tree, mutants, read_tree, write_mutant  # noqa: E402
from mutated_programs import Program, golden, rewritten, written_by_hand  # noqa: E402

from tf1to2reuse.equivalence import measured  # noqa: E402
from tf1to2reuse.equivalence.compare import compare  # noqa: E402
from tf1to2reuse.equivalence.recording import load  # noqa: E402

OUTCOMES = ("caught", "error", "equal", "survived", "false alarm", "not proven")


@dataclass(frozen=True)
class Outcome:
    """What became of one mutant. ``located``: whether the message names the layer; None: not asked."""

    program: str
    mutant: Mutant
    outcome: str
    message: str
    located: bool | None = None


class Pool:
    """Runs requests in forks of this process, at most ``jobs`` at a time: TensorFlow is imported once."""

    def __init__(self, jobs: int) -> None:
        self.jobs, self.running = jobs, 0

    def run(self, requests: Sequence[dict[str, Any]], action: Callable[[dict[str, Any]], None]) -> None:
        for request in requests:
            if self.running == self.jobs:
                self._wait()
            if os.fork() == 0:
                self._child(request, action)
            self.running += 1
        while self.running:
            self._wait()

    def _wait(self) -> None:
        os.wait()
        self.running -= 1

    @staticmethod
    def _child(request: dict[str, Any], action: Callable[[dict[str, Any]], None]) -> None:
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, 1)
        os.dup2(silence, 2)
        try:
            action(request)
        except BaseException as error:  # a mutant may raise anything, SystemExit too
            text = str(error) if type(error).__name__ == "RecorderError" else traceback.format_exc()
            Path(request["out"] + ".error").write_text(text, "utf-8")
        finally:
            os._exit(0)


def request(program: Program, tree: Path, out: Path) -> dict[str, Any]:
    files = {"tree": tree, "recording": program.recording, "out": out}
    return {"probe": program.probe, "paths": [], **{key: str(file) for key, file in files.items()}}


Work = list[tuple[Program, Mutant, Path]]
BATCH = 40


def judge(
    programs: Iterable[Program],
    folder: Path,
    jobs: int,
    wanted: Callable[[Program, Mutant], bool],
    more_time: Callable[[], bool] = lambda: True,
) -> list[Outcome]:
    """Damage, measure and judge everything that is wanted, for as long as there is time."""
    pool = Pool(jobs)
    rights = right_ones(list(programs), pool, folder)
    trees = {program: read_tree(program.tree) for program in rights}
    chosen = [(p, mutant) for p, tree in trees.items() for mutant in mutants(tree) if wanted(p, mutant)]
    chosen.sort(key=lambda item: zlib.crc32(f"{item[0].name} {item[1].operator} {item[1].what}".encode()))
    outcomes: list[Outcome] = []
    for first in range(0, len(chosen), BATCH):
        if not more_time():
            print(f"{len(outcomes)} of {len(chosen)} mutants were judged when the time was over", flush=True)
            break
        with tempfile.TemporaryDirectory(dir=folder) as name:
            work = damage(chosen[first : first + BATCH], trees, Path(name))
            outcomes += judge_batch(work, rights, pool)
    return outcomes


def damage(chosen: Sequence[tuple[Program, Mutant]], trees: dict[Program, Tree], folder: Path) -> Work:
    """The damaged trees, written."""
    work = []
    for index, (program, mutant) in enumerate(chosen):
        place = folder / str(index)
        try:
            write_mutant(trees[program], mutant, place)
        except SyntaxError as error:
            raise AssertionError(f"{mutant.operator} writes no Python: {mutant.what}") from error
        work.append((program, mutant, place))
    return work


def judge_batch(work: Work, rights: dict[Program, Path], pool: Pool) -> list[Outcome]:
    """Verify some damaged trees, and ask the oracle about those that were accepted."""
    from oracle import observe

    from tf1to2reuse.equivalence import keras_runner

    pool.run([request(p, place, place.with_suffix(".npz")) for p, _, place in work], keras_runner.run)
    outcomes = [outcome(*item) for item in work]
    asked = [i for i, one in enumerate(outcomes) if one.outcome == "equal" and one.mutant.harmful]
    # The oracle does not read the map: a changed map that is accepted has fooled verify, unless nothing
    # of this program is found along what changed (other probes of the tree use it).
    maps = [i for i in asked if all(edit.file == MANIFEST for edit in work[i][1].edits)]
    others = [work[i] for i in asked if i not in maps]
    observed = {p: rights[p].with_suffix(".observed.npz") for p, _, _ in others}
    requests = [request(p, p.tree, out) for p, out in observed.items() if not out.exists()]
    requests += [request(p, place, place.with_suffix(".observed.npz")) for p, _, place in others]
    pool.run(requests, observe)
    for i in asked:
        program, mutant, place = work[i]
        if i in maps:
            same = same_map(mutant, rights[program], place.with_suffix(".npz"))
        else:
            same = oracle_agrees(observed[program], place.with_suffix(".observed.npz"))
        if not same:
            outcomes[i] = replace(outcomes[i], outcome="survived")
    return outcomes


def same_map(mutant: Mutant, right: Path, wrong: Path) -> bool:
    """Whether both measurements found the same names in the same places.

    A constant of a transform shows in no place: it must belong to an attribute that holds nothing here.
    """
    one, two = measured.read(right), measured.read(wrong)
    if mutant.operator == "forget bias":
        attribute = mutant.what.split()[-1]
        return not any(f".{attribute}" in place for match in one.matches for place in match.places)
    return one.matches == two.matches


def right_ones(programs: list[Program], pool: Pool, folder: Path) -> dict[Program, Path]:
    """The programs that are equivalent undamaged, with what was measured of each."""
    from tf1to2reuse.equivalence import keras_runner

    outs = [folder / f"right-{number}.npz" for number in range(len(programs))]
    pool.run([request(p, p.tree, out) for p, out in zip(programs, outs, strict=True)], keras_runner.run)
    kept = {}
    for program, out in zip(programs, outs, strict=True):
        if (
            Path(f"{out}.error").exists()
            or compare(load(program.recording), measured.read(out)).verdict != "equivalent"
        ):
            print(f"left out, since it is not equivalent undamaged: {program.name}", flush=True)
        else:
            kept[program] = out
    return kept


def outcome(program: Program, mutant: Mutant, place: Path) -> Outcome:
    failure = place.with_suffix(".npz.error")
    if failure.exists():
        return Outcome(program.name, mutant, "error", failure.read_text("utf-8").strip().splitlines()[-1])
    result = compare(load(program.recording), measured.read(place.with_suffix(".npz")))
    if result.verdict == "different":
        # The owner of an attribute (``Owner.attribute``) is no accusation of the owner.
        words = set(re.findall(r"\w+", re.sub(r"\b[A-Z]\w*\.(?=\w)", "", result.first_difference)))
        line = mutant.what.split()[0]
        named = bool(words & set(mutant.expected)) or (
            ":" in line and f"at {line}" in result.first_difference
        )
        fails = any("the rewritten program fails" in point.reason for point in result.points)
        located = named if mutant.expected and not fails else None
        kind = "caught" if mutant.harmful else "false alarm"
        return Outcome(program.name, mutant, kind, result.first_difference, located)
    reasons = [f"{point.number}: {point.reason}" for point in result.points if point.status != "pass"]
    kind = "not proven" if result.verdict == "not proven" else "equal"
    return Outcome(program.name, mutant, kind, "; ".join(reasons))


def oracle_agrees(right: Path, wrong: Path) -> bool:
    from oracle import agree

    return right.exists() and wrong.exists() and agree(right, wrong)


def table(outcomes: Sequence[Outcome]) -> str:
    """Per operator: how many of each outcome, and the score of the messages."""
    lines = [f"{'operator':38}" + "".join(f"{name:>12}" for name in OUTCOMES) + f"{'named':>10}"]
    for name in [*sorted({one.mutant.operator for one in outcomes}), "all"]:
        own = [one for one in outcomes if name in ("all", one.mutant.operator)]
        counts = Counter(one.outcome for one in own)
        asked = [one.located for one in own if one.located is not None]
        score = f"{sum(asked)}/{len(asked)}" if asked else ""
        lines.append(
            f"{name:38}" + "".join(f"{counts[kind] or '':>12}" for kind in OUTCOMES) + f"{score:>10}"
        )
    return "\n".join(lines)


def defects(outcomes: Sequence[Outcome]) -> list[Outcome]:
    return [one for one in outcomes if one.outcome in ("survived", "false alarm", "not proven")]


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rewritten", action="store_true", help="golden cases as rewrite writes them now")
    parser.add_argument("--only", action="append", default=[], help="programs whose name holds this")
    parser.add_argument("--operator", action="append", default=[], help="operators whose name holds this")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--minutes", type=float, default=float("inf"), help="start no more batches after")
    options = parser.parse_args(arguments)
    end = time.monotonic() + 60 * options.minutes
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        programs = [*written_by_hand(), *(rewritten(folder / "golden") if options.rewritten else golden())]
        chosen = [p for p in programs if not options.only or any(part in p.name for part in options.only)]
        outcomes = judge(
            chosen,
            folder,
            options.jobs,
            lambda _, m: not options.operator or any(part in m.operator for part in options.operator),
            lambda: time.monotonic() < end,
        )
    for one in outcomes:
        if one.outcome in ("survived", "false alarm", "not proven") or one.located is False:
            kind = one.outcome if one.located is None else "not named"
            print(f"{kind}: {one.program}: {one.mutant.operator}: {one.mutant.what}\n    {one.message}")
    print(table(outcomes))
    if options.json:
        rows = [
            [o.program, o.mutant.operator, o.mutant.what, o.outcome, o.message, o.located] for o in outcomes
        ]
        options.json.write_text(json.dumps(rows, indent=1), "utf-8")
    return int(bool(defects(outcomes)))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
