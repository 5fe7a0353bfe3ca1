"""The steps in order: read, resolve, plan, rewrite. Text in, text out; nothing is executed or written."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tf1to2reuse.facts.program import read_program
from tf1to2reuse.garbage import rare_collections
from tf1to2reuse.plan.planner import make_plan
from tf1to2reuse.repo.sources import SourceFile
from tf1to2reuse.report.model import RewriteResult, ScanResult
from tf1to2reuse.rewrite.writer import write_plan
from tf1to2reuse.scopes.explain import explain as account
from tf1to2reuse.scopes.ledger import ledger
from tf1to2reuse.scopes.roots import evaluate_program

Progress = Callable[[int, int], None]


@rare_collections()
def scan(files: Sequence[SourceFile]) -> ScanResult:
    """The ledger and the hazards of a tree."""
    program, _ = read_program(files)
    return ledger(evaluate_program(program, templates=False))


@rare_collections()
def explain(files: Sequence[SourceFile], file: str, line: int) -> list[str]:
    """Step by step, which scope path TensorFlow computes at a line and why; empty where no variable is."""
    program, _ = read_program(files)
    return account(evaluate_program(program, templates=False), file, line)


@rare_collections()
def rewrite(files: Sequence[SourceFile], *, jobs: int = 1, progress: Progress | None = None) -> RewriteResult:
    """The rewritten files of a tree, what became of every scoped function, and the manifest."""
    program, _ = read_program(files)
    plan = make_plan(evaluate_program(program))
    return write_plan(plan, progress, jobs)
