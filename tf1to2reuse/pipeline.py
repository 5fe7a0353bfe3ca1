"""The steps in order: read, resolve, plan, rewrite. Text in, text out; nothing is executed or written."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tf1to2reuse.facts.program import read_program
from tf1to2reuse.garbage import no_collections, rare_collections
from tf1to2reuse.plan.planner import make_plan
from tf1to2reuse.plan.refusals import TEMPLATE_REASON
from tf1to2reuse.repo.sources import SourceFile
from tf1to2reuse.report.model import RewriteResult, ScanResult
from tf1to2reuse.rewrite.expansions.edits import Site, as_before, left_over, with_reasons
from tf1to2reuse.rewrite.expansions.expand import all_edits, write_out
from tf1to2reuse.rewrite.writer import write_plan
from tf1to2reuse.scopes.explain import explain as account
from tf1to2reuse.scopes.layer_loops import REASON as LOOP_REASON
from tf1to2reuse.scopes.ledger import ledger
from tf1to2reuse.scopes.roots import evaluate_program

Progress = Callable[[int, int], None]


@no_collections()
def scan(files: Sequence[SourceFile], *, jobs: int = 1) -> ScanResult:
    """The ledger and the hazards of a tree."""
    program, _ = read_program(files)
    return ledger(evaluate_program(program, templates=False, jobs=jobs))


@no_collections()
def explain(files: Sequence[SourceFile], file: str, line: int) -> list[str]:
    """Step by step, which scope path TensorFlow computes at a line and why; empty where no variable is."""
    program, _ = read_program(files)
    return account(evaluate_program(program, templates=False), file, line)


@rare_collections()
def rewrite(files: Sequence[SourceFile], *, jobs: int = 1, progress: Progress | None = None) -> RewriteResult:
    """The rewritten files of a tree, what became of every scoped function, and the manifest.

    ``slim.repeat`` and ``slim.stack`` are written out as loops first, and the scopes of ``tf.make_template``;
    those in code that stays are not.
    """
    program, _ = read_program(files)
    edits = all_edits(program, files)
    kept: dict[Site, str] = {}
    first: RewriteResult | None = None
    while True:
        written = write_out(files, edits, kept)
        sources = [written[file.path].file if file.path in written else file for file in files]
        evaluated = read_program(sources)[0] if written else program
        plan = make_plan(evaluate_program(evaluated))
        result = as_before(written, files, write_plan(plan, progress, jobs))
        first = first or result
        more = left_over(written, result)
        if not more:
            return with_reasons(result, first, kept, AS_THEY_ARE) if kept else result
        kept.update(more)


AS_THEY_ARE = (LOOP_REASON, TEMPLATE_REASON)
"""What is said of calls that are written out elsewhere, where they stand as they are."""
