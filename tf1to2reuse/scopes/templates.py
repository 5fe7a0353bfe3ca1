"""``tf.make_template``: the first call's scope names it, later calls reuse it."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from tf1to2reuse.scopes.contexts import named_scope, object_scope
from tf1to2reuse.scopes.store import ScopeVal
from tf1to2reuse.scopes.values import Value

if TYPE_CHECKING:
    from tf1to2reuse.scopes.evaluator import Evaluator, Frame


class TemplateVal:
    """The callable that ``make_template`` returns."""

    def __init__(self, name: Value, function: Value, fixed: dict[str, Value]) -> None:
        self.name, self.function, self.fixed = name, function, fixed
        self.scope: ScopeVal | None = None

    def call(self, ev: Evaluator, frame: Frame, node: ast.Call | None, args: list[Value], kwargs: dict[str, Any]) -> Value:
        """Runs the function in the template's scope."""
        from tf1to2reuse.scopes.calls import call_value

        where = node if node is not None else ast.Call(ast.Name("template", ast.Load()), [], [])
        first = self.scope is None
        if self.scope is None:
            context = named_scope(ev, frame, where, self.name, None, {}, unique=True, kind="template")
        else:
            context = object_scope(ev, self.scope, True, {}, kind="template")
        scope = context.enter()
        if first:
            ev.touch(self)
            self.scope = ScopeVal(scope.name)
        try:
            return call_value(ev, frame, node, self.function, args, {**self.fixed, **kwargs})
        finally:
            context.exit()


TEMPLATE = ("name_", "func_", "create_scope_now_", "unique_name_", "custom_getter_")


def make_template(ev: Evaluator, node: ast.Call, args: list[Value], kwargs: dict[str, Value]) -> Value:
    """``tf.make_template(name_, func_, ...)``."""
    bound = {**dict(zip(TEMPLATE, args, strict=False)), **kwargs}
    fixed = {name: value for name, value in bound.items() if name not in TEMPLATE}
    return TemplateVal(bound.get("name_"), bound.get("func_"), fixed)
