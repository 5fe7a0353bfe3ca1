"""The plan: which definition becomes which class, where each parameter goes, who holds each instance.

A ``Unit`` is a definition that holds layers in the new code. A ``Slot`` is one attribute (or local variable)
of a unit: the instance that stands for one scope path, with every line of the old code that resolved to it.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from tf1to2reuse.apis.layers import KerasForm
from tf1to2reuse.facts.program import Definition, ModuleFacts
from tf1to2reuse.plan.needs import Needs
from tf1to2reuse.plan.retries import Retries
from tf1to2reuse.report.model import Finding
from tf1to2reuse.scopes.roots import Evaluation
from tf1to2reuse.scopes.trace import Activation, Event
from tf1to2reuse.scopes.values import InstanceVal

if TYPE_CHECKING:
    from tf1to2reuse.facts.source_text import SourceText
    from tf1to2reuse.plan.creation import Creation
    from tf1to2reuse.plan.symbols import SymbolRules

UnitKind = Literal["function", "constructor", "object", "holder", "driver", "passage"]
SlotKind = Literal["weight", "keras", "layer"]
Phase = Literal["init", "build", "compact", "injected", "kept"]
Role = Literal["init", "call", "vanish", "name"]


@dataclass(eq=False)
class Slot:
    """One attribute of a unit. ``template`` is its path in the manifest's notation."""

    attribute: str
    kind: SlotKind
    events: list[Event]
    template: str
    target: Unit | None = None
    api: str = ""
    phase: Phase = "init"
    loop: ast.AST | None = None
    creation: list[str] = field(default_factory=list)
    attributes: list[str] = field(default_factory=list)
    comprehension: tuple[str, str] | None = None
    index: str = ""
    form: KerasForm | None = None
    reason: str = ""
    needs: Needs | None = None
    injections: dict[str, Slot] = field(default_factory=dict)
    home: ast.Call | None = None
    kept: bool = False
    stateless: bool = False
    forced: str = ""
    many: bool = False
    key: str = ""
    flag: ast.expr | None = None

    @property
    def sites(self) -> list[ast.Call]:
        """The distinct calls that use this slot, in order."""
        seen: dict[int, ast.Call] = {id(event.site): event.site for event in self.events}
        return list(seen.values())


@dataclass(eq=False)
class Unit:
    """A definition that holds instances. ``body`` are the functions whose lines use its slots.

    ``carried`` is what a layer that was a method or a nested function is constructed with: attributes of the
    object and names of the functions around it, each with a node that reads it. ``passed`` are training flags
    that an ``arg_scope`` around the call sets, in the same way, ``scope_flags`` parameters that are such
    flags for functions called from here. ``plain`` are the layers without variables, by the call.
    ``drives``: sessions run its graph, so that weights of its own stay variables of TF1. ``placed`` are
    objects with networks of their own that it makes in a scope, by the key of the unit or of the method that
    keeps them. ``ancestors`` are the keys of the base classes.
    """

    kind: UnitKind
    definition: Definition | None
    module: ModuleFacts
    class_name: str
    body: list[Definition]
    activations: list[Activation]
    slots: list[Slot] = field(default_factory=list)
    roles: dict[str, Role] = field(default_factory=dict)
    name_parameter: str = ""
    default_name: str = ""
    training: set[str] = field(default_factory=set)
    first_only: set[str] = field(default_factory=set)
    stored: set[str] = field(default_factory=set)
    shapes: set[str] = field(default_factory=set)
    instance: InstanceVal | None = None
    forward: Definition | None = None
    vanished: dict[str, set[str]] = field(default_factory=dict)
    injected: list[Slot] = field(default_factory=list)
    site_slots: dict[int, Slot] = field(default_factory=dict)
    refused: Finding | None = None
    notes: list[Finding] = field(default_factory=list)
    bases: dict[int, str] = field(default_factory=dict)
    in_graph: bool = False
    lonely: set[str] = field(default_factory=set)
    handed: dict[str, Slot] = field(default_factory=dict)
    carried: dict[str, ast.expr] = field(default_factory=dict)
    passed: dict[str, ast.expr] = field(default_factory=dict)
    scope_flags: set[str] = field(default_factory=set)
    plain: dict[int, Event] = field(default_factory=dict)
    drives: bool = False
    own_lists: set[str] = field(default_factory=set)
    placed: dict[str, list[Slot]] = field(default_factory=dict)
    ancestors: list[str] = field(default_factory=list)

    @property
    def outer_functions(self) -> list[Definition]:
        """The functions that the unit's definition stands in, innermost first."""
        found: list[Definition] = []
        outer = self.definition.outer_function if self.definition is not None else None
        while outer is not None:
            found.append(outer)
            outer = outer.outer_function
        return found

    @property
    def key(self) -> str:
        """The key of the definition, or of the module for a driver without one."""
        return self.definition.key if self.definition is not None else f"{self.module.file}:"

    @property
    def call(self) -> Definition | None:
        """The function whose body becomes ``call``."""
        return self.body[0] if self.kind in ("function", "constructor") else self.forward

    @property
    def constructor(self) -> Definition | None:
        """The ``__init__`` of a plain class that holds layers: they are made among its own lines."""
        own = (d for d in self.body if d.name == "__init__" and d.parent is self.definition)
        return next(own, None) if self.kind == "holder" else None

    @property
    def is_layer(self) -> bool:
        """Whether this becomes a Keras layer class."""
        return self.kind in ("function", "constructor", "object")

    @property
    def keeps_weights(self) -> bool:
        """Whether weights of its own lines stay variables of TF1."""
        return self.kind in ("driver", "holder") or self.drives

    @property
    def handed_slots(self) -> list[Slot]:
        """The instances that a passage is handed."""
        return [slot for slot in self.slots if slot.phase != "kept"]

    @property
    def kept_sites(self) -> set[int]:
        """Calls of ``tf.get_variable`` that stay, by their id."""
        kept = [slot for slot in self.slots if slot.phase == "kept" and slot.api == "tf.get_variable"]
        return {id(site) for slot in kept for site in slot.sites}

    @property
    def compact(self) -> bool:
        """Whether some part is declared where ``call`` first uses it."""
        return any(slot.phase == "compact" for slot in self.slots)

    @property
    def nodes(self) -> tuple[ast.AST, ...]:
        """All nodes of the unit's text."""
        return self.definition.nodes if self.definition is not None else self.module.nodes

    def parameters(self, role: Role) -> list[str]:
        """Parameters of that role, in the order of the signature."""
        call = self.call
        names = call.parameters() if call is not None else []
        return [name for name in names if self.roles.get(name) == role]


@dataclass(eq=False)
class Plan:
    """Everything the rewrite needs to know.

    ``symbols`` and ``texts`` are kept by file, ``creations`` by unit. ``raising`` says why TF1 raises at a
    node, ``passages`` and ``methods`` what a call with another signature calls, all by the node's ``id``.
    ``dropped`` are the parameters that a passage loses, by its unit, ``left`` the files that stay.
    ``naming`` are the calls that lead to variables of TF1, with how many units were refused when they were
    found. ``makers`` are functions that made arg_scopes, and go; ``old_names`` are the keys of classes whose
    method that became ``call`` is still used by its old name; ``added`` maps files that the new code imports
    to the names of their stand-ins. ``retries`` are the ``try`` statements of which the body stays.
    """

    evaluation: Evaluation
    units: dict[str, Unit]
    findings: list[Finding] = field(default_factory=list)
    symbols: dict[str, SymbolRules] = field(default_factory=dict)
    texts: dict[str, SourceText] = field(default_factory=dict)
    creations: dict[str, Creation] = field(default_factory=dict)
    raising: dict[int, str] = field(default_factory=dict)
    passages: dict[int, Unit] = field(default_factory=dict)
    methods: dict[int, tuple[Unit, Definition]] = field(default_factory=dict)
    added: dict[str, str] = field(default_factory=dict)
    sharing_sites: int = 0
    left: set[str] = field(default_factory=set)
    makers: set[ast.AST] = field(default_factory=set)
    dropped: dict[str, set[str]] = field(default_factory=dict)
    old_names: set[str] = field(default_factory=set)
    naming: tuple[int, set[int]] | None = None
    retries: Retries = field(default_factory=Retries)
