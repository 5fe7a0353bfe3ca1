"""Two places ask for one variable with different shapes or dtypes: TensorFlow raises ValueError."""

from __future__ import annotations

from collections.abc import Iterator

from tf1to2reuse.report.model import Finding
from tf1to2reuse.scopes.history import GraphHistory, apart
from tf1to2reuse.scopes.roots import Evaluation

CODE = "hazard-shape-drift"


def find(evaluation: Evaluation, graphs: list[GraphHistory]) -> Iterator[Finding]:
    """Requests that fail because the existing variable has another shape or dtype."""
    for graph in graphs:
        for history in graph.paths.values():
            creator = history.creator
            for request in history.requests:
                if request.error in ("shape", "dtype") and creator is not None:
                    here, there = apart(request, creator)
                    message = f"{request.reason}, which is created at {there}: ValueError"
                    yield Finding(CODE, message, here, related=(there,))
