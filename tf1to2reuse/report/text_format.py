"""Results become text for people: with colour on a terminal, line by line as it is in a pipe."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from rich.console import Console
from rich.text import Text

from tf1to2reuse.report.diff import unified_diff
from tf1to2reuse.report.model import Finding, LedgerRow, RewriteResult, ScanResult
from tf1to2reuse.report.summary import all_findings, other_findings, refusals, summarise, usages

_SEVERITY_STYLE = {"error": "bold red", "warning": "yellow", "note": "cyan"}
_DIFF_STYLE = {"---": "bold", "+++": "bold", "@@ ": "cyan"}
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
Line = tuple[str, str]
"""A line without its newline, and the style that it has on a terminal."""


def print_lines(console: Console, lines: Iterable[Line]) -> None:
    """Prints lines: styled on a terminal, exactly as they are elsewhere (Console would expand tabs)."""
    for text, style in lines:
        if console.is_terminal:
            # A repository's text must not steer the terminal.
            shown = _CONTROL.sub(lambda match: "" if match[0] == "\r" else repr(match[0])[1:-1], text)
            console.print(Text(shown, style=style), soft_wrap=True, highlight=False)
        else:
            console.file.write(text + "\n")


def print_result(console: Console, result: ScanResult | RewriteResult, *, diff: bool) -> None:
    """A scan's ledger, or a rewrite's diff (if asked for) and summary."""
    if isinstance(result, ScanResult):
        print_lines(console, scan_lines(result))
        return
    if diff and result.changes:
        print_lines(console, [*diff_lines(result), ("", "")])
    print_lines(console, rewrite_lines(result))


def diff_lines(result: RewriteResult) -> Iterator[Line]:
    """The unified diff of all changes."""
    for change in sorted(result.changes, key=lambda change: change.path):
        for line in unified_diff(change).split("\n")[:-1]:
            yield line, _DIFF_STYLE.get(line[:3], {"+": "green", "-": "red"}.get(line[:1], ""))


def rewrite_lines(result: RewriteResult) -> Iterator[Line]:
    """The summary that ends a rewrite."""
    figures = summarise(result)
    yield f"{_count(figures.files, 'file')} read, changes in {figures.changed} ({figures.added} new)", "bold"
    kinds = f"{figures.lifted} lifted, {figures.compact} compact, {figures.refused} refused"
    yield f"scoped functions: {kinds}", "bold"
    yield f"instances: {figures.instances}, sharing sites: {figures.sharing_sites}", "bold"
    yield from _section("Refused", refusals(result))
    yield from _section("Findings", other_findings(result.findings))
    yield from _usage_lines(result)


def scan_lines(result: ScanResult) -> Iterator[Line]:
    """The ledger, root by root, and the findings."""
    roots: dict[str, list[LedgerRow]] = {}
    for row in result.rows:
        roots.setdefault(row.root, []).append(row)
    for root in sorted(roots):
        yield f"{root or 'no root'}", "bold"
        for row in roots[root]:
            yield from _row_lines(row)
        yield "", ""
    yield _totals(result), "bold"
    yield from _section("Findings", all_findings(result))


def _totals(result: ScanResult) -> str:
    """How many files, variables and gaps: a row whose path ends in ``{...}`` is no variable."""
    gaps = sum(row.path.endswith("{...}") for row in result.rows)
    variables = [row for row in result.rows if not row.path.endswith("{...}")]
    shared = sum(len(row.sites) > 1 or row.requests > 1 for row in variables)
    text = f"{_count(result.files, 'file')} read, {_count(len(variables), 'variable')}"
    more = f", {_count(gaps, 'gap')} that cannot be resolved" if gaps else ""
    return f"{text}, {shared} of them asked for more than once{more}"


def text_report(result: ScanResult | RewriteResult) -> str:
    """The text report of a file: the summary, or the ledger, without colour and without the diff."""
    lines = scan_lines(result) if isinstance(result, ScanResult) else rewrite_lines(result)
    return "".join(text + "\n" for text, _ in lines)


def table(head: Sequence[str], rows: Sequence[Sequence[str]], styles: Sequence[str]) -> Iterator[Line]:
    """A table with aligned columns; ``styles`` has one style for each row."""
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    for cells, style in zip((head, *rows), ("bold", *styles), strict=True):
        yield "  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip(), style


def _row_lines(row: LedgerRow) -> Iterator[Line]:
    shape = "shape unknown" if row.shape is None else f"[{', '.join(map(_dimension, row.shape))}]"
    notes = [
        "" if row.trainable else "not trainable",
        f"asked for {row.requests} times" if row.requests > 1 else "",
    ]
    yield "  " + ", ".join(filter(None, [f"{row.path}  {shape}", *notes])), "cyan"
    if row.reason:
        yield f"      unresolved: {row.reason}", "yellow"
    for site in row.sites:
        condition = f"  if {site.condition}" if site.condition else ""
        yield f"      {site.how:<18} {site.place}{condition}", ""


def _dimension(size: int | str | None) -> str:
    return "?" if size is None else str(size)


def _section(title: str, findings: tuple[Finding, ...]) -> Iterator[Line]:
    if not findings:
        return
    yield "", ""
    yield f"{title} ({len(findings)})", "bold"
    for finding in findings:
        yield f"  {finding.place}: {finding.code}: {finding.message}", _SEVERITY_STYLE[finding.severity]
        for place in finding.related:
            yield f"      see {place}", ""


def _usage_lines(result: RewriteResult) -> Iterator[Line]:
    changed = usages(result)
    if not changed:
        return
    yield "", ""
    yield f"New usage ({len(changed)})", "bold"
    for outcome in changed:
        yield f"  {outcome.place}", ""
        yield f"      - {outcome.old_usage}", "red"
        yield f"      + {outcome.new_usage}", "green"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
