"""All requests of the evaluated roots, by graph and variable path: what the ledger and the hazards read.

A generic root (a function on unknown arguments) is left out when a concrete root, or another generic one
that is kept, went through its function: its variables are in that one's history already.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, field

from tf1to2reuse.facts.program import ModuleFacts
from tf1to2reuse.report.model import Place
from tf1to2reuse.scopes.roots import Evaluation, ListedRoot, Root
from tf1to2reuse.scopes.store import VariableInfo
from tf1to2reuse.scopes.trace import Note, Request, ScopeStep
from tf1to2reuse.scopes.values import Path


@dataclass(eq=False)
class History:
    """One variable path in one graph of one root. ``info`` is None when nothing of that path was made."""

    path: Path
    info: VariableInfo | None
    requests: list[Request] = field(default_factory=list)

    @property
    def creator(self) -> Request | None:
        """The request that created the variable, if one surely or possibly did."""
        return next((r for r in self.requests if r.how in ("created", "created-or-reused")), None)


@dataclass(eq=False)
class GraphHistory:
    """Everything that happened in one graph of one root; ``number`` counts the root's graphs from 1."""

    root: Root
    number: int
    paths: dict[Path, History] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)

    @property
    def label(self) -> str:
        """The root, and which of its graphs when it has several."""
        return self.root.label if self.number == 1 else f"{self.root.label} (graph {self.number})"

    @property
    def requests(self) -> list[Request]:
        """The requests of this graph in program order."""
        key = self.key
        return [request for request in self.root.requests if request.graph is key]

    @property
    def key(self) -> object:
        """What tells this graph from others."""
        return next(iter(self.paths.values())).requests[0].graph


def histories(evaluation: Evaluation) -> list[GraphHistory]:
    """The history of every graph of every root of this process that is kept, in the order of the roots."""
    kept = kept_roots(evaluation)
    return [history for root in kept if isinstance(root, Root) for history in of_root(root)]


def of_root(root: Root) -> list[GraphHistory]:
    """One history for each graph that asked for variables."""
    infos = {graph.key: graph.variables for graph in root.graphs}
    found: dict[object, GraphHistory] = {}
    for entry in root.log:
        if isinstance(entry, Note):
            continue
        graph = found.setdefault(entry.graph, GraphHistory(root, len(found) + 1))
        info = infos.get(entry.graph, {}).get(entry.path)
        graph.paths.setdefault(entry.path, History(entry.path, info)).requests.append(entry)
    for entry in root.log:
        if isinstance(entry, Note) and entry.graph in found:
            found[entry.graph].notes.append(entry)
    return list(found.values())


def kept_roots(evaluation: Evaluation) -> list[Root | ListedRoot]:
    """Concrete roots, and generic ones for what those do not reach.

    A function without parameters can be run as it stands; where another root calls it, it is none itself.
    """
    known: tuple[Root | ListedRoot, ...] = (*scripts(evaluation), *evaluation.roots, *evaluation.listed)
    roots = {root: root.reach for root in known if root.asks}
    through = {key for root, reach in roots.items() if root.concrete for key in reach - {root.label}}
    kept = {root for root in roots if root.concrete and (root.label not in through or root.takes_arguments)}
    generic = [root for root in roots if not root.concrete]
    reached = {key for root in kept for key in roots[root]}
    inner = {key for root in generic for key in roots[root] - {root.label}}
    for root in sorted(generic, key=lambda root: root.label in inner):
        if root.label not in reached:
            kept.add(root)
            reached |= roots[root]
    return [root for root in roots if root in kept]


def scripts(evaluation: Evaluation) -> list[Root]:
    """Modules whose own top-level code makes variables; where a main block follows, its root has them too."""
    labels = {root.label for root in evaluation.roots}
    found = []
    for file, (log, graphs) in evaluation.ev.module_logs.items():
        activation = evaluation.mains.get(file)
        if graphs and activation is not None and f"{file}:__main__" not in labels:
            found.append(Root(f"{file}:__main__", activation, graphs, None, True, list(log)))
    return found


def place(module: ModuleFacts, node: ast.AST) -> Place:
    """Where a node stands."""
    return Place(module.file, getattr(node, "lineno", 1), getattr(node, "col_offset", 0) + 1)


def apart(request: Request, earlier: Request) -> tuple[Place, Place]:
    """Two places that tell two requests apart: their own, or for one line the calls that led to it twice."""
    places = place_of(request), place_of(earlier)
    if places[0] != places[1]:
        return places
    for one, two in zip(calls(request), calls(earlier), strict=False):
        if one != two:
            return one, two
    return places


def calls(request: Request) -> list[Place]:
    """The calls of repository functions above a request, outermost first."""
    found = []
    activation = request.activation
    while activation.parent is not None:
        if activation.site is not None and activation.site.lineno:
            found.append(place(activation.parent.module, activation.site))
        activation = activation.parent
    return found[::-1]


def place_of(entry: Request | Note | ScopeStep) -> Place:
    """Where a request was made, or a step taken."""
    return place(entry.module, entry.node)
