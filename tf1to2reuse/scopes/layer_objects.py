"""Objects of the ``tf.layers`` classes: the first call names the layer and makes its variables.

Later calls ask for nothing. Unlike the layer functions, a name that is given is made unique in the scope of
the first call.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from tf1to2reuse.scopes.dtypes import floating
from tf1to2reuse.scopes.layers import (
    bound_arguments,
    inner_scope,
    literal_arguments,
    output_shape,
    settings_for,
    variables_of,
)
from tf1to2reuse.scopes.requests import in_rounds
from tf1to2reuse.scopes.store import ScopeVal
from tf1to2reuse.scopes.tensors import shape_of
from tf1to2reuse.scopes.trace import Event, VariableUse
from tf1to2reuse.scopes.values import Path, Tensor, Value, join, path_of

if TYPE_CHECKING:
    from tf1to2reuse.apis.layers.model import LayerApi
    from tf1to2reuse.scopes.evaluator import Evaluator, Frame

REASON = "a layer object is made with arguments that the tool does not follow"


class LayerObject:
    """``tf.layers.Dense(...)``; ``scope`` is None until the first call.

    ``unsettled``: a branch may have called it.
    """

    methods = frozenset({"apply", "build"})

    def __init__(self, api: LayerApi, bound: dict[str, Value]) -> None:
        self.api, self.bound = api, bound
        self.scope: ScopeVal | None = None
        self.uses: tuple[VariableUse, ...] = ()
        self.built = self.unsettled = False
        self.event: Event | None = None
        self.made_at = 0

    def call(
        self, ev: Evaluator, frame: Frame, node: ast.Call | None, args: list[Value], kwargs: dict[str, Any]
    ) -> Value:
        """``layer(inputs)``."""
        from tf1to2reuse.scopes.calls import PLACELESS
        from tf1to2reuse.scopes.contexts import unmodelled

        where = node if node is not None else PLACELESS
        call_parameters = {p.name: value for p, value in zip(self.api.call_parameters, args, strict=False)}
        inputs = {**call_parameters, **kwargs}.get("inputs")
        ev.mark_tensor(inputs)
        ev.touch(self)
        if self.private_arguments_known() and not self.unsettled:
            self.enter(ev, frame, where)
        if self.unsettled or self.scope is None:
            unmodelled(ev, frame, where, self.api.name, "which scope this layer object has is not known")
            return Tensor(None)
        shape = shape_of(inputs)
        if not self.built:
            self.build(ev, frame, where, inputs, shape)
        self.record(ev, frame, where, {**call_parameters, **kwargs})
        literals = literal_arguments(self.api, self.bound)
        return Tensor(output_shape(self.api, shape, literals), floating(inputs))

    def record(self, ev: Evaluator, frame: Frame, node: ast.Call, given: dict[str, Value]) -> None:
        """Notes a call; where the object is made, what the first call made of it."""
        assert self.scope is not None
        path = self.scope.name
        if self.event is None:
            event = Event("unmodelled", node, frame.module, None, path, self.uses, api=self.api.name)
            event.reason, event.arguments, event.resolved = REASON, self.bound, True
            ev.record(frame, event)
            return
        made = self.event
        event = Event("use", node, frame.module, None, ev.graph.current.name, api=self.api.name, made=made)
        event.arguments = given
        ev.record(frame, event)
        if not made.uses:
            made.path, made.uses, made.order = path, self.uses, event.order
            made.options, made.graph = event.options, event.graph
            made.arguments = {**self.bound, **given}
            made.automatic = own_number(path, self.bound.get("name"), self.api.default_name)
        elif made.path != path:
            made.kind, made.reason, made.resolved = "unmodelled", "a branch decides its scope", True

    def method(
        self,
        ev: Evaluator,
        frame: Frame,
        node: ast.Call | None,
        name: str,
        args: list[Value],
        kwargs: dict[str, Any],
    ) -> Value:
        """``apply`` is a call; ``build`` by hand is not modelled."""
        if name == "apply":
            return self.call(ev, frame, node, args, kwargs)
        from tf1to2reuse.scopes.contexts import unmodelled

        if node is not None:
            unmodelled(ev, frame, node, self.api.name, f"the method {name} of a layer object is not modelled")
        return ev.unknown(node, name)

    def private_arguments_known(self) -> bool:
        """Whether ``_scope`` and ``_reuse``, with which contrib calls ``tf.layers``, are known."""
        return isinstance(self.bound.get("_scope"), ScopeVal | None) and isinstance(
            self.bound.get("_reuse"), bool | None
        )

    def enter(self, ev: Evaluator, frame: Frame, node: ast.Call) -> None:
        """The first call names the object; each call opens its scope, which uses up the name there."""
        if self.scope is None:
            numbers = dict(ev.graph.automatic)
            self.scope = self.first_scope(ev, frame, node)
            if ev.rounds and self.made_at < ev.rounds[-1]:  # only the first round names it
                ev.graph.automatic = numbers
                self.unsettled = any(in_rounds(part) for part in self.scope.name)
        ev.graph.open(self.scope.name)

    def first_scope(self, ev: Evaluator, frame: Frame, node: ast.AST) -> ScopeVal:
        """``with variable_scope(None, default_name=name)``, left at once."""
        from tf1to2reuse.scopes.contexts import named_scope

        given = self.bound.get("_scope")
        if isinstance(given, ScopeVal):
            return ScopeVal(given.name, given.reuse, given.options, given.trail, given.cause)
        base = self.bound.get("name") or self.api.default_name
        context = named_scope(ev, frame, node, base, None, {}, unique=True, kind="layer")
        scope = context.enter()
        context.exit()
        assert isinstance(scope, ScopeVal)
        return scope

    def build(self, ev: Evaluator, frame: Frame, node: ast.Call, inputs: Value, shape: Any) -> None:
        """Asks for the variables, in the scope of the layer."""
        assert self.scope is not None
        outer, path = ev.graph.current, self.scope.name
        literals = literal_arguments(self.api, self.bound)
        specs = variables_of(ev, frame, node, self.api, literals, shape)
        reuse = self.bound.get("_reuse")
        ev.graph.current = inner_scope(ev, outer, self.scope, path, reuse, reuse or self.scope.reuse)
        uses: list[VariableUse] = []
        try:
            for spec in specs:
                full = join(path, path_of(spec.leaf) or ())
                details = {"arguments": self.bound, "api": self.api.name}
                uses.append(ev.request(node, full, spec.leaf, spec.resolve(shape), spec.trainable, **details))
        finally:
            ev.graph.current = outer
        self.uses, self.built = tuple(uses), True


def own_number(path: Path, name: Value, default: str) -> str:
    """The name that TF1 makes unique, where the scope of the object is that name, numbered or not."""
    base = name or default
    leaf = path[-1].rpartition("/")[2] if path and isinstance(path[-1], str) else ""
    number = leaf.removeprefix(base) if isinstance(base, str) else "?"
    return base if isinstance(base, str) and (not number or number[1:].isdecimal()) else ""


def construct(
    ev: Evaluator, frame: Frame, node: ast.Call, api: LayerApi, args: list[Value], kwargs: dict[str, Value]
) -> LayerObject:
    """``tf.layers.Dense(...)``: no variable yet, no scope opened."""
    from tf1to2reuse.scopes.contexts import unmodelled

    made = LayerObject(api, bound_arguments(api, settings_for(ev, api, args, kwargs), args, kwargs))
    if not {parameter.name for parameter in api.parameters} >= set(made.bound) or len(args) > len(
        api.parameters
    ):
        unmodelled(ev, frame, node, api.name, REASON, resolved=True)
        return made
    made.made_at = ev.moment
    made.event = Event("object", node, frame.module, None, ev.graph.current.name, api=api.name)
    made.event.arguments = made.bound
    ev.record(frame, made.event)
    return made
