"""A scope object keeps the reuse that ``reuse_variables()`` gave it, and entering it again reuses."""

from __future__ import annotations

from collections.abc import Iterator

from tf1to2reuse.report.model import Finding, Severity
from tf1to2reuse.scopes.history import GraphHistory, place_of
from tf1to2reuse.scopes.roots import Evaluation
from tf1to2reuse.scopes.store import ScopeVal
from tf1to2reuse.scopes.trace import Request, ScopeStep
from tf1to2reuse.scopes.values import show

CODE = "hazard-captured-reuse"


def find(evaluation: Evaluation, graphs: list[GraphHistory]) -> Iterator[Finding]:
    """Re-entries without a ``reuse`` argument under which a variable is reused, or not found."""
    for graph in graphs:
        for request in graph.root.requests:
            step = re_entry(request) if request.how == "reused" or request.error == "missing" else None
            if step is None or request.cause is None:
                continue
            message = (
                f"this scope object still reuses since {place_of(request.cause)}, though that block has "
                f"ended: {show(request.path)} at {place_of(request)} "
                f"{'is reused' if request.how == 'reused' else 'raises ValueError'}"
            )
            severity: Severity = "note" if request.how == "reused" else "warning"
            yield Finding(CODE, message, place_of(step), severity, (place_of(request.cause),))


def re_entry(request: Request) -> ScopeStep | None:
    """The step that entered a scope object again, after the block that switched it had ended."""
    cause = request.cause
    if cause is None or cause.kind != "switched":
        return None
    for position, step in enumerate(request.trail):
        scope = step.given
        if step.kind == "object" and isinstance(scope, ScopeVal) and scope.cause is cause and not step.asked:
            ended = not scope.trail or scope.trail[-1] not in request.trail[:position]
            return step if ended and scope.name else None
    return None
