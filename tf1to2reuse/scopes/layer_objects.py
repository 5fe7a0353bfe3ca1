"""Objects of the ``tf.layers`` classes: the first call names the layer and makes its variables.

Later calls ask for nothing. Unlike the layer functions, a name that is given is made unique in the scope of
the first call.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from tf1to2reuse.scopes.layers import (
    bound_arguments,
    inner_scope,
    literal_arguments,
    output_shape,
    settings_for,
    variables_of,
)
from tf1to2reuse.scopes.store import ScopeVal
from tf1to2reuse.scopes.tensors import shape_of
from tf1to2reuse.scopes.trace import Event, VariableUse
from tf1to2reuse.scopes.values import Tensor, Value, join, path_of

if TYPE_CHECKING:
    from tf1to2reuse.apis.layers.model import LayerApi
    from tf1to2reuse.scopes.evaluator import Evaluator, Frame

REASON = "a layer object is named where it is first called"


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
        if self.unsettled or not self.private_arguments_known():
            unmodelled(ev, frame, where, self.api.name, "which scope this layer object has is not known")
            return Tensor(None)
        shape = shape_of(inputs)
        if self.scope is None:
            self.scope = self.first_scope(ev, frame, where)
        if not self.built:
            self.build(ev, frame, where, inputs, shape)
        event = Event(
            "unmodelled",
            where,
            frame.module,
            None,
            self.scope.name,
            self.uses,
            api=self.api.name,
            reason=REASON,
        )
        event.arguments, event.resolved = self.bound, True
        ev.record(frame, event)
        literals = literal_arguments(self.api, self.bound)
        return Tensor(output_shape(self.api, shape, literals), getattr(inputs, "dtype", None))

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


def construct(
    ev: Evaluator, frame: Frame, node: ast.Call, api: LayerApi, args: list[Value], kwargs: dict[str, Value]
) -> LayerObject:
    """``tf.layers.Dense(...)``: no variable yet, no scope opened."""
    from tf1to2reuse.scopes.contexts import unmodelled

    unmodelled(ev, frame, node, api.name, REASON, resolved=True)
    return LayerObject(api, bound_arguments(api, settings_for(ev, api, args, kwargs), args, kwargs))
