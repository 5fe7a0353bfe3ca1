"""``reuse_variables()`` on the root scope: from there on the graph creates nothing, not even slots."""

from __future__ import annotations

from collections.abc import Iterator

from tf1to2reuse.report.model import Finding
from tf1to2reuse.scopes.history import GraphHistory, place_of
from tf1to2reuse.scopes.roots import Evaluation

CODE = "hazard-root-reuse"


def find(evaluation: Evaluation, graphs: list[GraphHistory]) -> Iterator[Finding]:
    """Switches of a graph's own root scope, which no ``with`` ends. Only a concrete root knows its scope."""
    for graph in graphs:
        for note in graph.notes if graph.root.concrete else ():
            if note.kind != "switched" or note.data[0].trail or note.data[0].name:
                continue
            failed = next(
                (r for r in graph.requests if r.cause is note.data[2] and r.error == "missing"), None
            )
            related = (place_of(failed),) if failed is not None else ()
            example = f", as {related[0]} does" if related else ""
            message = (
                "reuse_variables() on the root scope lasts to the end of the graph: whatever creates "
                f"variables later raises ValueError{example}, and so do the slots of most optimizers"
            )
            yield Finding(CODE, message, place_of(note), related=related)
