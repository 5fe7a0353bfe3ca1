"""What the evaluator saw: activations of functions, and in each the events that ask for variables."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from typing import Any, Literal

from tf1to2reuse.facts.program import Definition, ModuleFacts
from tf1to2reuse.scopes.values import Path, Value

EventKind = Literal["weight", "layer", "call", "method", "construct", "unmodelled"]


@dataclass(frozen=True)
class VariableUse:
    """One variable that an event asks for. ``leaf`` is its name below the event's own path."""

    path: Path
    leaf: str
    shape: tuple[Any, ...] | None
    trainable: bool
    how: str


@dataclass(eq=False)
class Event:
    """One call that makes or gets variables: a weight, a layer of the TF1 API, a scoped function.

    ``path`` is the full variable path of a weight, the layer's own scope, or the scope open at the call.
    ``loops`` are the loops around the call inside its own function, with the value of each one's index.
    """

    kind: EventKind
    site: ast.Call
    module: ModuleFacts
    definition: Definition | None
    path: Path
    uses: tuple[VariableUse, ...] = ()
    child: Activation | None = None
    api: str = ""
    loops: tuple[tuple[ast.AST, Any], ...] = ()
    conditions: tuple[ast.AST, ...] = ()
    arguments: dict[str, Value] = field(default_factory=dict)
    automatic: str = ""
    reason: str = ""


@dataclass(eq=False)
class Activation:
    """One call of a function of the repository (or the run of a module, or of a root)."""

    definition: Definition | None
    module: ModuleFacts
    entry: Path
    arguments: dict[str, Value] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)
    parent: Activation | None = None
    site: ast.Call | None = None
    bound: Value = None
    result: Value = None
    values: dict[ast.AST, Value] = field(default_factory=dict)
    generic: bool = False
    truncated: str = ""

    @property
    def scoped(self) -> bool:
        """Whether variables are asked for here or below."""
        return any(event.kind != "call" or (event.child and event.child.scoped) for event in self.events)

    def footprint(self) -> frozenset[Path]:
        """All variable paths asked for here and below."""
        found: set[Path] = set()
        for event in self.events:
            found.update(use.path for use in event.uses)
            if event.child is not None:
                found |= event.child.footprint()
        return frozenset(found)
