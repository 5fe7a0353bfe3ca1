"""A variable is asked for under reuse, and nobody creates it: TensorFlow raises ValueError."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from tf1to2reuse.report.model import Finding
from tf1to2reuse.scopes.history import GraphHistory, History, place_of
from tf1to2reuse.scopes.roots import Evaluation
from tf1to2reuse.scopes.values import show

CODE = "hazard-reuse-missing"


def find(evaluation: Evaluation, graphs: list[GraphHistory]) -> Iterator[Finding]:
    """Requests that fail because the path does not exist, unless the same root creates it later."""
    for graph in graphs:
        for history in graph.paths.values():
            failed = next((r for r in history.requests if r.error == "missing"), None)
            # Code that asks first and creates when that failed is an idiom, not an error.
            if failed is None or history.creator is not None:
                continue
            related = (place_of(failed.cause),) if failed.cause is not None else ()
            since = f" (reuse is on since {related[0]})" if related else ""
            message = (
                f"{show(history.path)} is reused here{since}, but nobody creates it"
                f"{resembling(graph, history)}: ValueError"
            )
            yield Finding(CODE, message, place_of(failed), related=related)


def resembling(graph: GraphHistory, history: History) -> str:
    """The existing path that the author may have meant."""
    existing = {show(h.path): h for h in graph.paths.values() if h.creator is not None}
    close = difflib.get_close_matches(show(history.path), existing, 1, 0.9)
    creator = existing[close[0]].creator if close else None
    return f" ({close[0]} is created at {place_of(creator)})" if creator is not None else ""
