"""``tf.make_template``: the first call's scope names it, later calls reuse it."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from tf1to2reuse.scopes.contexts import named_scope, object_scope
from tf1to2reuse.scopes.getters import can_follow, merge_options
from tf1to2reuse.scopes.store import ScopeVal
from tf1to2reuse.scopes.values import Value

if TYPE_CHECKING:
    from tf1to2reuse.scopes.contexts import Context
    from tf1to2reuse.scopes.evaluator import Evaluator, Frame


class TemplateVal:
    """The callable that ``make_template`` returns.

    ``scope`` is fixed when the template is first called (or made, with ``create_scope_now_``); ``started``
    and ``created`` say that a call was begun, and that one ended without an error. ``unsettled``: a branch
    may have called it.
    """

    def __init__(
        self, name: Value, function: Value, fixed: dict[str, Value], own: Value, getter: Value
    ) -> None:
        self.name, self.function, self.fixed, self.own = name, function, fixed, own
        self.options = merge_options({}, {"custom_getter": getter} if getter is not None else {})
        self.scope: ScopeVal | None = None
        self.started = self.created = self.unsettled = False

    def create_scope(self, ev: Evaluator, frame: Frame, node: ast.AST) -> None:
        """``create_scope_now_``: the scope is opened and left, without a name scope."""
        context = self.new_scope(ev, frame, node, pure=True)
        self.scope = context.enter()
        context.exit()

    def new_scope(self, ev: Evaluator, frame: Frame, node: ast.AST, *, pure: bool = False) -> Context:
        """The scope of the first call: the name made unique, or ``unique_name_`` as it is."""
        unique = self.own is None
        name = self.name if unique else self.own
        return named_scope(
            ev, frame, node, name, None, self.options, unique=unique, kind="template", pure=pure
        )

    def call(
        self, ev: Evaluator, frame: Frame, node: ast.Call | None, args: list[Value], kwargs: dict[str, Any]
    ) -> Value:
        """Runs the function in the template's scope."""
        where = node if node is not None else ast.Call(ast.Name("template", ast.Load()), [], [])
        ev.touch(self)
        if self.unsettled:
            from tf1to2reuse.scopes.contexts import unmodelled

            unmodelled(
                ev, frame, where, "tf.make_template", "a branch decides whether the template has a scope yet"
            )
        if self.scope is None:
            context = self.new_scope(ev, frame, where)
            self.scope = context.enter()
        else:
            context = object_scope(ev, self.scope, True if self.started else None, {}, kind="template")
            context.enter()
        try:
            return self.run(ev, frame, node, where, args, kwargs)
        finally:
            context.exit()

    def run(
        self,
        ev: Evaluator,
        frame: Frame,
        node: ast.Call | None,
        where: ast.AST,
        args: list[Value],
        kwargs: dict[str, Any],
    ) -> Value:
        """The function itself. After a first call that ended, new trainable variables are an error."""
        from tf1to2reuse.scopes.calls import call_value
        from tf1to2reuse.scopes.evaluator import Raised

        before = trainable(ev)
        first = not self.started
        self.started = True
        try:
            result = call_value(ev, frame, node, self.function, args, {**self.fixed, **kwargs})
        except Raised:
            if first:
                self.started = False
            raise
        if self.created and trainable(ev) != before and not ev.generic:
            raise Raised(
                "ValueError", "Trainable variable created when calling a template after the first time", where
            )
        self.created = True
        return result


def trainable(ev: Evaluator) -> int:
    """How many trainable variables the graph has."""
    return sum(info.trainable for info in ev.graph.variables.values())


TEMPLATE = ("name_", "func_", "create_scope_now_", "unique_name_", "custom_getter_")


def make_template(
    ev: Evaluator, frame: Frame, node: ast.Call, args: list[Value], kwargs: dict[str, Value]
) -> Value:
    """``tf.make_template(name_, func_, ...)``."""
    from tf1to2reuse.scopes.contexts import unmodelled

    bound = {**dict(zip(TEMPLATE, args, strict=False)), **kwargs}
    fixed = {name: value for name, value in bound.items() if name not in TEMPLATE}
    getter = bound.get("custom_getter_")
    if getter is not None:
        reason = "a custom getter decides the names"
        unmodelled(ev, frame, node, "tf.make_template", reason, resolved=can_follow(getter))
    template = TemplateVal(bound.get("name_"), bound.get("func_"), fixed, bound.get("unique_name_"), getter)
    if bound.get("create_scope_now_"):
        template.create_scope(ev, frame, node)
    return template
