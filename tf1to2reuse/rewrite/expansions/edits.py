"""Statements with lines in their place, and results in terms of the files as they were."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from tf1to2reuse.facts.program import ModuleFacts
from tf1to2reuse.facts.source_text import SourceText
from tf1to2reuse.plan.syntax import contains
from tf1to2reuse.repo.sources import SourceFile
from tf1to2reuse.report.model import FileChange, Finding, Outcome, Place, RewriteResult
from tf1to2reuse.rewrite.writer import indentation

Site = tuple[str, int]  # file and line


@dataclass(frozen=True, eq=False)
class Edit:
    """A statement, and the lines in its place, indented by tabs from where it stands.

    ``mark`` finds in a rewritten file what is left of the lines. Edits with one ``group`` are made together
    or not at all.
    """

    facts: ModuleFacts
    statement: ast.stmt
    lines: tuple[str, ...]
    mark: re.Pattern[str]
    group: int | None = None

    @property
    def site(self) -> Site:
        """Where the statement begins."""
        return self.facts.file, self.statement.lineno

    @property
    def function(self) -> str:
        """The key of the top-level function or class that the statement stands in."""
        definitions = self.facts.definitions.values()
        around = [d for d in definitions if d.parent is None and contains(d.node, self.statement)]
        return around[0].key if around else ""


@dataclass
class Written:
    """One file with its edits. ``lines``: how many more lines a statement has now, by its first line."""

    file: SourceFile
    edits: list[Edit]
    lines: dict[int, int] = field(default_factory=dict)

    def original(self, line: int) -> int:
        """The line of the file as it was."""
        added = 0
        for first in sorted(self.lines):
            more = self.lines[first]
            if line < first + added or (line == first + added and more >= 0):
                break
            added += min(more, line - first - added)
        return line - added


def stands_alone(text: SourceText, statement: ast.stmt) -> bool:
    """Whether a statement has its lines to itself."""
    before = text.lines[statement.lineno - 1][: statement.col_offset]
    last = text.lines[(statement.end_lineno or statement.lineno) - 1]
    after = last.encode()[statement.end_col_offset :].decode(errors="replace").strip()
    return not before.strip() and (not after or after.startswith("#"))


def with_edits(file: SourceFile, edits: list[Edit]) -> Written:
    """A file with these statements replaced."""
    newline = "\r\n" if "\r\n" in file.text else "\n"
    lines = file.text.split(newline)
    step = indentation([line + "\n" for line in lines])
    added: dict[int, int] = {}
    for edit in sorted(edits, key=lambda edit: -edit.statement.lineno):
        statement = edit.statement
        first, last = statement.lineno - 1, statement.end_lineno or statement.lineno
        margin = lines[first][: statement.col_offset]
        comment = lines[last - 1].encode()[statement.end_col_offset :].decode(errors="replace")
        new = [margin + line.replace("\t", step) for line in edit.lines]
        if new:
            new[-1] += comment
        elif not lines[first - 1].strip():  # the blank lines before it are enough
            while last < len(lines) - 1 and not lines[last].strip():
                last += 1
        added[statement.lineno] = len(new) - (last - first)
        lines[first:last] = new
    return Written(replace(file, text=newline.join(lines), tree=None), edits, added)


def left_over(written: dict[str, Written], result: RewriteResult) -> dict[Site, str]:
    """The statements in functions that stay as they are, with those; all of a file where lines are left."""
    done = {outcome.function for outcome in result.outcomes if outcome.kind != "refused"}
    changed = {change.path: change.after for change in result.changes}
    found: dict[Site, str] = {}
    for path, one in written.items():
        stay = [edit for edit in one.edits if edit.function and edit.function not in done]
        if not stay and any(edit.mark.search(changed.get(path, "")) for edit in one.edits):
            stay = one.edits
        found.update({edit.site: edit.function for edit in stay})
    groups = {e.group for one in written.values() for e in one.edits if e.site in found} - {None}
    for one in written.values():
        found.update({edit.site: edit.function for edit in one.edits if edit.group in groups})
    return found


def with_reasons(
    result: RewriteResult, first: RewriteResult, sites: dict[Site, str], said: Sequence[str]
) -> RewriteResult:
    """The result with the reason why each function stays, found when its calls were written out.

    ``sites`` are the statements that stay, with the functions around them; ``said`` is what is said of such
    calls where they stand as they are.
    """
    reasons = {o.function: o for o in first.outcomes if o.kind == "refused"}
    found = {
        function: next((f for f in first.findings if f.code == one.code and one.reason in f.message), None)
        for function, one in reasons.items()
    }

    def outcome(one: Outcome) -> Outcome:
        reason = reasons.get(one.function)
        return replace(one, code=reason.code, reason=reason.reason) if reason and one.reason in said else one

    def finding(one: Finding) -> Finding:
        function = sites.get((one.place.file, one.place.line)) if one.message.endswith(tuple(said)) else None
        return (found.get(function) if function else None) or one

    findings = sorted({finding(one) for one in result.findings}, key=lambda one: one.place)
    return replace(result, outcomes=tuple(map(outcome, result.outcomes)), findings=tuple(findings))


def as_before(
    written: dict[str, Written], files: Iterable[SourceFile], result: RewriteResult
) -> RewriteResult:
    """The result with the texts and the lines of the files as they were."""
    texts = {file.path: file.text for file in files}
    changes = [
        FileChange(
            change.path,
            texts.get(change.path, change.before) if change.path in written else change.before,
            change.after,
        )
        for change in result.changes
    ]

    def moved(place: Place) -> Place:
        return (
            replace(place, line=written[place.file].original(place.line)) if place.file in written else place
        )

    def said(text: str) -> str:
        def line(match: re.Match[str]) -> str:
            one = written.get(match.group(1))
            return f"{match.group(1)}:{one.original(int(match.group(2))) if one else match.group(2)}"

        return re.sub(r"([\w./-]+\.py):(\d+)", line, text)

    def finding(one: Finding) -> Finding:
        related = tuple(map(moved, one.related))
        return replace(one, place=moved(one.place), message=said(one.message), related=related)

    return replace(
        result,
        changes=tuple(change for change in changes if change.before != change.after),
        outcomes=tuple(replace(o, place=moved(o.place), reason=said(o.reason)) for o in result.outcomes),
        findings=tuple(map(finding, result.findings)),
    )
