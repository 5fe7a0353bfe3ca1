"""Writes the modules of a plan, in several processes where the system can fork: a plan is not sent."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

from tf1to2reuse.facts.program import ModuleFacts
from tf1to2reuse.plan.model import Plan
from tf1to2reuse.report.model import FileChange, Finding

Write = Callable[[ModuleFacts], FileChange | None]
SHARE = 16  # modules for each process at least: fewer are written before a process has started

_state: tuple[Plan, Write] | None = None


@dataclass(frozen=True)
class Written:
    """A module's change, and what writing it added to the plan."""

    change: FileChange | None
    findings: tuple[Finding, ...]
    problems: dict[tuple[int, str], Finding]
    added: dict[str, str]


def written(
    plan: Plan, modules: Sequence[ModuleFacts], write: Write, jobs: int
) -> Iterator[FileChange | None]:
    """The changes of the modules in their order; findings and added files go to the plan."""
    jobs = min(jobs, len(modules) // SHARE)
    if jobs < 2 or "fork" not in multiprocessing.get_all_start_methods():
        for facts in modules:
            yield write(facts)
        return
    global _state
    _state = (plan, write)
    try:
        context = multiprocessing.get_context("fork")
        with ProcessPoolExecutor(jobs, mp_context=context) as pool:
            files = [facts.file for facts in modules]
            for file, one in zip(files, pool.map(write_one, files, chunksize=4), strict=True):
                plan.findings.extend(one.findings)
                plan.symbols[file].problems.update(one.problems)
                plan.added.update(one.added)
                yield one.change
    finally:
        _state = None


def write_one(file: str) -> Written:
    """One module, in a process that was forked when the plan was complete."""
    assert _state is not None
    plan, write = _state
    before = len(plan.findings)
    plan.added = {}
    change = write(plan.evaluation.program.modules[file])
    return Written(change, tuple(plan.findings[before:]), plan.symbols[file].problems, plan.added)
