"""Checks random programs against TF 1.15.

``python -m tests.random_programs.run --count N --seed S --tf1-python EXE``

Prints how many agreed, were refused and were wrong, why they were refused, and which pairs of features
stood in one program. Wrong programs shrink and are written to a folder, one sub-folder each. Ends with
status 1 when one was wrong.
With ``--unknown`` the main function of each program is given unknown arguments, and TF1 runs it on several.
With ``--numeric`` the programs build models (``models.py``); each is recorded by TF1, rewritten, and the
rewrite is verified against the recording: outputs, gradients, identity of weights, one training step. What
the tool refuses anything of is not run.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from itertools import combinations
from multiprocessing import Pool
from pathlib import Path
from random import Random

from tests.random_programs.check import check
from tests.random_programs.compare import Outcome
from tests.random_programs.generate import Program, generate
from tests.random_programs.models import generate_model
from tests.random_programs.numeric import Laboratory, check_numeric
from tests.random_programs.shrink import shrink, size
from tests.random_programs.unknown import check_unknown, generate_unknown
from tests.random_programs.worker import Worker

CHUNK = 50
CHUNK_OF_MODELS = 5
BUDGETS = {"ledger": 600, "numeric": 300}  # smaller programs that are tried while one shrinks


@dataclass
class Tally:
    """Counts over many programs."""

    verdicts: Counter[str] = field(default_factory=Counter)
    raised: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    pairs: Counter[tuple[str, str]] = field(default_factory=Counter)
    features: Counter[str] = field(default_factory=Counter)
    wrong: list[tuple[int, str]] = field(default_factory=list)

    def add(self, index: int, features: frozenset[str], outcome: Outcome) -> None:
        """Counts one program."""
        self.verdicts[outcome.verdict] += 1
        self.raised += outcome.raised
        self.features.update(features)
        self.pairs.update(combinations(sorted(features), 2))
        if outcome.verdict == "refused":
            self.reasons[re.sub(r"line \d+|[\w/{}]+ is |\S+\.py:\S+|\d+", "", outcome.detail)[:150]] += 1
        if outcome.verdict == "wrong":
            self.wrong.append((index, outcome.detail))

    def merge(self, other: Tally) -> None:
        """Adds the counts of another."""
        self.verdicts += other.verdicts
        self.raised += other.raised
        self.reasons += other.reasons
        self.pairs += other.pairs
        self.features += other.features
        self.wrong += other.wrong


def program_of(seed: int, index: int) -> Program:
    """Program number ``index`` of a seed."""
    return generate(Random(f"{seed}:{index}"))


def model_of(seed: int, index: int) -> Program:
    """Model number ``index`` of a seed."""
    return generate_model(Random(f"{seed}:{index}"))


WORKERS: dict[str, Worker] = {}
LABORATORIES: dict[str, Laboratory] = {}
Check = Callable[[Mapping[str, str]], Outcome]


@dataclass(frozen=True)
class Chunk:
    """Some programs in a row. ``kind``: ledger, unknown (arguments of the main function) or numeric."""

    python: str
    seed: int
    start: int
    end: int
    kind: str


def check_chunk(task: Chunk) -> Tally:
    """The programs of a chunk, with the TF1 worker of this process."""
    tally = Tally()
    for index in range(task.start, task.end):
        if task.kind == "unknown":
            worker = WORKERS.setdefault(task.python, Worker(task.python))
            unknown = generate_unknown(Random(f"{task.seed}:{index}"))
            tally.add(index, unknown.features, check_unknown(worker, unknown))
        else:
            program = (model_of if task.kind == "numeric" else program_of)(task.seed, index)
            tally.add(index, program.features, checker(task.python, task.kind)(program.modules))
    return tally


def checker(python: str, kind: str) -> Check:
    """What gives a program its verdict."""
    if kind == "numeric":
        laboratory = LABORATORIES.setdefault(python, Laboratory.of(python))
        return partial(check_numeric, laboratory)
    return partial(check, WORKERS.setdefault(python, Worker(python)))


def chunks(python: str, seed: int, start: int, count: int, kind: str) -> Iterator[Chunk]:
    """The tasks of the processes."""
    step = CHUNK_OF_MODELS if kind == "numeric" else CHUNK
    for first in range(start, start + count, step):
        yield Chunk(python, seed, first, min(first + step, start + count), kind)


def keep(verdict: Check, program: Program, place: Path, budget: int) -> int:
    """Shrinks a wrong program and writes it; returns its size in lines."""
    small = smallest(verdict, program.modules, budget)
    place.mkdir(parents=True, exist_ok=True)
    for file, source in small.items():
        (place / file).write_text(source.lstrip("\n"))
    (place / "difference.txt").write_text(verdict(small).detail + "\n")
    return size(small)


def smallest(verdict: Check, modules: Mapping[str, str], budget: int) -> dict[str, str]:
    """The smallest program that is wrong in the same way."""
    wanted = signature(verdict(modules))
    return shrink(modules, lambda smaller: signature(verdict(smaller)) == wanted, budget)


def signature(outcome: Outcome) -> str:
    """What kind of difference it is, without names and lines."""
    if outcome.verdict != "wrong" or outcome.detail.startswith("crash"):
        return outcome.verdict + outcome.detail[-60:]
    return outcome.detail.split(":")[0] + " ".join(
        re.findall(r"\('(\w+)', \d+\)|\bNone\b", outcome.detail[:200])
    )


def report(tally: Tally, seconds: float) -> Iterator[str]:
    """The lines that are printed."""
    total = sum(tally.verdicts.values())
    for verdict in ("agreed", "refused", "wrong"):
        count = tally.verdicts[verdict]
        yield f"{verdict:8} {count:6}  {100 * count / max(total, 1):.2f} %"
    share = 100 * tally.raised / max(total, 1)
    yield f"raised   {tally.raised:6}  {share:.2f} %    {seconds:.0f} s"
    for reason, count in tally.reasons.most_common(15):
        yield f"  refused {count}: {reason}"
    possible = len(tally.features) * (len(tally.features) - 1) // 2
    yield f"{len(tally.features)} features; pairs in one program: {len(tally.pairs)} of {possible}"
    missing = [pair for pair in combinations(sorted(tally.features), 2) if pair not in tally.pairs]
    if missing:
        yield "pairs never together: " + ", ".join(" + ".join(pair) for pair in missing[:20])


def main(arguments: list[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m tests.random_programs.run", description=__doc__)
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--start", type=int, default=0, help="number of the first program")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--tf1-python", required=True)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument(
        "--failures", type=Path, default=Path("random-failures"), help="folder for shrunk programs"
    )
    parser.add_argument("--shrink", type=int, default=10, help="how many wrong programs to shrink")
    kind = parser.add_mutually_exclusive_group()
    kind.add_argument("--unknown", dest="kind", action="store_const", const="unknown", default="ledger",
                      help="programs on unknown arguments instead")  # fmt: skip
    kind.add_argument("--numeric", dest="kind", action="store_const", const="numeric",
                      help="models, rewritten and verified")  # fmt: skip
    given = parser.parse_args(arguments)
    begun, tally = time.time(), Tally()
    with Pool(given.jobs) as pool:
        tasks = chunks(given.tf1_python, given.seed, given.start, given.count, given.kind)
        for part in pool.imap(check_chunk, tasks):
            tally.merge(part)
    print("\n".join(report(tally, time.time() - begun)))
    for index, detail in tally.wrong[:100]:
        print(f"wrong: program {index} of seed {given.seed}: {detail[:400]}")
    verdict = checker(given.tf1_python, given.kind)
    for index, _ in tally.wrong[: 0 if given.kind == "unknown" else given.shrink]:
        program = (model_of if given.kind == "numeric" else program_of)(given.seed, index)
        lines = keep(verdict, program, given.failures / f"{given.seed}-{index}", BUDGETS[given.kind])
        print(f"shrunk program {index} to {lines} lines in {given.failures}")
    return 1 if tally.wrong else 0


def as_text(modules: Mapping[str, str]) -> str:
    """All modules as one text."""
    return "\n".join(f"# {file}\n{source.strip()}" for file, source in modules.items())


if __name__ == "__main__":
    sys.exit(main())
