"""Which calls are written out: all that can be, but for those that are kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain

from tf1to2reuse.facts.program import Program, read_program
from tf1to2reuse.plan.linker import link_module
from tf1to2reuse.repo.sources import SourceFile
from tf1to2reuse.report.model import LedgerRow
from tf1to2reuse.rewrite.expansions.edits import Edit, Site, Written, with_edits
from tf1to2reuse.rewrite.expansions.loops import loops_of
from tf1to2reuse.rewrite.expansions.templates import templates_of
from tf1to2reuse.scopes.ledger import ledger
from tf1to2reuse.scopes.roots import evaluate_program


def all_edits(program: Program, files: Sequence[SourceFile]) -> list[Edit]:
    """Every statement that can be written out."""
    found: list[Edit] = []
    templates: list[list[Edit]] = []
    for facts in program.modules.values():
        if not any(word in facts.source.text for word in ("repeat(", "stack(", "make_template")):
            continue
        links = link_module(program, facts)
        found += loops_of(program, facts, links)
        templates += templates_of(program, facts, links)
    return [*found, *(edit for edits in alike(program, files, templates) for edit in edits)]


def alike(program: Program, files: Sequence[SourceFile], templates: list[list[Edit]]) -> list[list[Edit]]:
    """The templates without which the program asks for the same variables."""
    if not templates:
        return []
    before = variables(program)
    if variables(read_program(written_files(files, chain(*templates)))[0]) == before:
        return templates
    return [
        edits
        for edits in templates
        if len(templates) > 1 and variables(read_program(written_files(files, edits))[0]) == before
    ]


def variables(program: Program) -> list[tuple[object, ...]]:
    """What a program asks for, without the lines that do."""
    rows: Iterable[LedgerRow] = ledger(evaluate_program(program, templates=False)).rows
    return [
        (row.root, row.path, row.shape, row.trainable, row.requests, [site.how for site in row.sites])
        for row in rows
    ]


def written_files(files: Sequence[SourceFile], edits: Iterable[Edit]) -> list[SourceFile]:
    """The files with these statements written out."""
    written = write_out(files, edits, ())
    return [written[file.path].file if file.path in written else file for file in files]


def write_out(files: Sequence[SourceFile], edits: Iterable[Edit], kept: Iterable[Site]) -> dict[str, Written]:
    """The files in which statements are written out, but for those in ``kept``."""
    by_file: dict[str, list[Edit]] = {}
    for edit in edits:
        if edit.site not in kept and not overlaps(edit, by_file.get(edit.facts.file, [])):
            by_file.setdefault(edit.facts.file, []).append(edit)
    return {file.path: with_edits(file, by_file[file.path]) for file in files if file.path in by_file}


def overlaps(edit: Edit, others: list[Edit]) -> bool:
    """Whether a statement shares lines with one that is written out already."""
    first, last = edit.statement.lineno, edit.statement.end_lineno or edit.statement.lineno
    return any(
        first <= (other.statement.end_lineno or other.statement.lineno) and other.statement.lineno <= last
        for other in others
    )
