"""What a traced program became, as lines to print."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tf1to2reuse.tracing.trace import Traced

Line = tuple[str, str]


def trace_lines(traced: Traced, tree: Path, out: Path) -> list[Line]:
    """The calls in the probe, those that are not and why, what to fill in, and what to run next."""
    probe = f"{out.resolve().relative_to(tree.resolve()).as_posix()}:{traced.probe.name}"
    lines: list[Line] = [(f"{probe} returns {traced.probe.outputs} outputs of these calls:", "bold")]
    lines += [(f"  {call.line}: {called(call.key)}", "") for call in traced.taken]
    if traced.line and not traced.ended:
        lines.append((f"The program was stopped at its session run in {traced.line}.", ""))
    if traced.probe.outputs and not traced.probe.gradients:
        lines.append(
            ("None of them is a floating point number: they have no gradients to compare.", "yellow")
        )
    if traced.ended:
        lines.append((f"The program stopped before it ran a session: {traced.ended}.", "yellow"))
    if traced.refused:
        lines.append(("Not in the probe:", "bold"))
        lines += [
            (f"  {call.line}: {called(call.key)}: {reason}", "yellow") for call, reason in traced.refused
        ]
    if traced.probe.holes:
        lines.append(("To be filled in by hand:", "bold"))
        lines += [(f"  {what}", "yellow") for what in traced.probe.holes]
    extra = f" --tf1-python {traced.interpreter}" + "".join(f" --path {folder}" for folder in traced.paths)
    extra += " --random replace" if traced.probe.random else ""
    return [*lines, (f"Next: tf1to2reuse record {tree} --probe {probe}{extra} --out {out.stem}.npz", "")]


def called(key: str) -> str:
    """The function as its file names it; a constructor by its class."""
    return key.partition(":")[2].removesuffix(".__init__")


def needs_person(traced: Traced) -> bool:
    """Whether anything is left to do by hand."""
    return bool(traced.refused or traced.probe.holes or traced.ended or not traced.probe.outputs)
