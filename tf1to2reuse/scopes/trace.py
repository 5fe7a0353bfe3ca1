"""What the evaluator saw: activations of functions, and in each the events that ask for variables."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from tf1to2reuse.facts.program import Definition, ModuleFacts
from tf1to2reuse.scopes.values import Path, Value

if TYPE_CHECKING:
    from tf1to2reuse.scopes.arg_scopes import Setting, Settings

Variable = tuple[object, Path]  # the graph, None for the one that a root starts in, and the variable's path
EventKind = Literal["weight", "layer", "object", "cell", "use", "call", "method", "construct", "unmodelled"]


@dataclass(frozen=True)
class VariableUse:
    """One variable that an event asks for. ``leaf`` is its name below the event's own path."""

    path: Path
    leaf: str
    shape: tuple[Any, ...] | None
    trainable: bool
    how: str


@dataclass(frozen=True, eq=False)
class ScopeStep:
    """One step towards a scope: a scope opened, or ``reuse_variables()`` called on one.

    ``kind`` is named, default, object, template, layer or switched. ``asked`` is the ``reuse`` argument,
    ``before`` the mode around the step, ``reuse`` the mode after it.
    """

    kind: str
    module: ModuleFacts
    node: ast.AST
    activation: Activation
    given: Value
    path: Path
    asked: Value = None
    before: Any = None
    reuse: Any = None


@dataclass(frozen=True, eq=False)
class Request:
    """One request for one variable, in program order. ``error`` is missing, exists, shape or dtype.

    ``mode`` is the reuse mode in force and ``cause`` what set it; ``conditions`` are the undecided branches
    around it, through all calls, with the arm.
    """

    graph: object
    path: Path
    leaf: str
    shape: tuple[Any, ...] | None
    trainable: bool
    how: str
    node: ast.AST
    module: ModuleFacts
    activation: Activation
    mode: Any
    cause: ScopeStep | None
    trail: tuple[ScopeStep, ...]
    options: dict[str, Value]
    conditions: tuple[tuple[ast.AST, int], ...]
    arguments: dict[str, Value] = field(default_factory=dict)
    api: str = "tf.get_variable"
    automatic: str = ""
    error: str = ""
    reason: str = ""


@dataclass(frozen=True, eq=False)
class Note:
    """Something else that a hazard may be about: a variable filter, a switch of the root scope."""

    kind: str
    graph: object
    module: ModuleFacts
    node: ast.AST
    activation: Activation
    data: tuple[Any, ...] = ()


@dataclass(eq=False)
class Event:
    """One call that makes or gets variables: a weight, a layer of the TF1 API, a scoped function.

    ``object`` makes an object of a class of ``tf.layers``; what it stands for is filled in by the first call.
    ``cell`` makes a recurrent cell, which is an ``object`` once it is called by hand.
    ``use`` is a call of the object that the event ``made`` stands for. ``order`` is the time of the first.

    ``path`` is the full variable path of a weight, the layer's own scope, or the scope open at the call.
    ``resolved``: the form has no rewrite, but the variables that it makes are known.
    ``graph`` is None in the graph that the root started in; ``activation`` is the one that makes the call.
    ``branches`` are the undecided branches around it through all calls, with the arm.
    ``settings`` are the arguments that an arg_scope gives, ``attached`` those that it gives the functions
    applied inside the layer, by the argument that names these.
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
    options: dict[str, Value] = field(default_factory=dict)
    resolved: bool = False
    graph: object = None
    activation: Activation | None = None
    settings: dict[str, Setting] = field(default_factory=dict)
    attached: dict[str, dict[str, Setting]] = field(default_factory=dict)
    branches: tuple[tuple[ast.AST, int], ...] = ()
    made: Event | None = None
    order: int = 0

    @property
    def variables(self) -> frozenset[Variable]:
        """All variables asked for here and below."""
        if self.child is not None:
            return self.child.variables
        return frozenset((self.graph, use.path) for use in self.uses)


@dataclass(eq=False)
class Activation:
    """One call of a function of the repository (or the run of a module, or of a root).

    ``names`` are its local names, as they were at its end, ``arg_scopes`` is what was set around it. A run on
    unknown arguments ``stands_for`` the call from which it has these.
    """

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
    names: dict[str, Value] = field(default_factory=dict)
    arg_scopes: Settings = field(default_factory=dict)
    stands_for: Activation | None = None

    @cached_property
    def scoped(self) -> bool:
        """Whether variables are asked for here or below. To be read after the evaluation only."""
        idle = ("use", "cell")
        return any(event.child.scoped if event.child else event.kind not in idle for event in self.events)

    @cached_property
    def calls_objects(self) -> bool:
        """Whether layer objects are called here or below. To be read after the evaluation only."""
        return any(event.child.calls_objects if event.child else event.kind == "use" for event in self.events)

    @property
    def builds(self) -> bool:
        """Whether more happens here or below than that layer objects are made."""
        made = ("object", "cell")
        return any(event.child.builds if event.child else event.kind not in made for event in self.events)

    @cached_property
    def paths(self) -> frozenset[Path]:
        """All variable paths asked for here and below. To be read after the evaluation only."""
        found: set[Path] = set()
        for event in self.events:
            found.update(use.path for use in event.uses)
            if event.child is not None:
                found |= event.child.paths
        return frozenset(found)

    @cached_property
    def variables(self) -> frozenset[Variable]:
        """All variables asked for here and below. To be read after the evaluation only."""
        found: set[Variable] = set()
        for event in self.events:
            found |= event.variables
        return frozenset(found)

    def footprint(self) -> frozenset[Path]:
        """All variable paths asked for here and below."""
        return self.paths
