"""A variable is created that exists: without reuse TensorFlow raises ValueError."""

from __future__ import annotations

from collections.abc import Iterator

from tf1to2reuse.report.model import Finding
from tf1to2reuse.scopes.history import GraphHistory, apart
from tf1to2reuse.scopes.roots import Evaluation
from tf1to2reuse.scopes.values import show

CODE = "hazard-create-existing"


def find(evaluation: Evaluation, graphs: list[GraphHistory]) -> Iterator[Finding]:
    """Failed creations that are not followed by reuse of the same path."""
    for graph in graphs:
        for history in graph.paths.values():
            position = next((i for i, r in enumerate(history.requests) if r.error == "exists"), None)
            creator = history.creator
            if position is None or creator is None:
                continue
            # `except ValueError: scope.reuse_variables()` is a way of sharing, not an error.
            if any(r.how == "reused" for r in history.requests[position:]):
                continue
            here, there = apart(history.requests[position], creator)
            message = f"{show(history.path)} exists since {there}; creating it again raises ValueError"
            yield Finding(CODE, message, here, related=(there,))
