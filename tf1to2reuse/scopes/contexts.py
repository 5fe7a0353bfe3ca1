"""Context managers: variable scopes as TF1 opens and closes them, graphs, arg_scope, and the neutral ones."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tf1to2reuse.scopes.statements import Outcome, assign, evaluate, run_block
from tf1to2reuse.scopes.store import AUTO, GraphState, ScopeVal
from tf1to2reuse.scopes.trace import Event
from tf1to2reuse.scopes.values import External, InstanceVal, Sym, Value, join, path_of

if TYPE_CHECKING:
    from tf1to2reuse.scopes.evaluator import Evaluator, Frame


@dataclass(eq=False)
class Context:
    """A context manager whose effect is modelled. ``enter`` returns the ``as`` value."""

    enter: Callable[[], Value]
    exit: Callable[[], None]
    kind: str = ""
    methods: frozenset[str] = field(default_factory=frozenset)


def neutral(value: Value = None) -> Context:
    """A context manager without effect on variables."""
    return Context(lambda: value, lambda: None)


def run_with(ev: Evaluator, frame: Frame, node: ast.With | ast.AsyncWith) -> Outcome:
    """A ``with`` statement of one or several items."""
    entered: list[Context] = []
    try:
        for item in node.items:
            context = as_context(ev, frame, item.context_expr, evaluate(ev, frame, item.context_expr))
            value = context.enter()
            entered.append(context)
            if item.optional_vars is not None:
                assign(ev, frame, item.optional_vars, value)
        return run_block(ev, frame, node.body)
    finally:
        for context in reversed(entered):
            context.exit()


def as_context(ev: Evaluator, frame: Frame, node: ast.expr, value: Value) -> Context:
    """The context manager that an expression gave."""
    if isinstance(value, Context):
        return value
    if isinstance(value, GraphState):
        return graph_context(ev, value)
    if isinstance(value, InstanceVal) and value.cls.find("__enter__") is not None:
        from tf1to2reuse.scopes.attributes import get_attribute
        from tf1to2reuse.scopes.calls import call_value

        def enter() -> Value:
            return call_value(ev, frame, None, get_attribute(ev, frame, node, value, "__enter__"), [], {})

        def leave() -> None:
            method = get_attribute(ev, frame, node, value, "__exit__")
            call_value(ev, frame, None, method, [None, None, None], {})

        return Context(enter, leave)
    return neutral(value if not isinstance(value, External) else ev.unknown(node, value.name))


def reuse_mode(value: Value) -> Any:
    """A ``reuse`` argument: False counts as None, for it inherits."""
    if value is False or value is None:
        return None
    if isinstance(value, External) and value.name == "tf.AUTO_REUSE":
        return AUTO
    return value if isinstance(value, bool | Sym) else True


def variable_scope(ev: Evaluator, frame: Frame, node: ast.AST, arguments: dict[str, Value]) -> Context:
    """``tf.variable_scope(name_or_scope, default_name, values, ..., reuse=...)``."""
    name = arguments.get("name_or_scope")
    default = arguments.get("default_name")
    reuse = reuse_mode(arguments.get("reuse"))
    options = {k: v for k, v in arguments.items() if k in ("initializer", "regularizer", "custom_getter", "dtype", "partitioner") and v is not None}
    if options.get("custom_getter") is not None:
        unmodelled(ev, frame, node, "tf.variable_scope(custom_getter=...)", "a custom getter decides the names")
    if isinstance(name, Sym) and name in ev.alternatives:
        name = resolve_name(ev, name, default)
    if isinstance(name, ScopeVal):
        return object_scope(ev, name, reuse, options)
    if name is None:
        if default is None:
            from tf1to2reuse.scopes.evaluator import Raised

            raise Raised("TypeError", "If default_name is None then name_or_scope is required", node)
        return named_scope(ev, frame, node, default, reuse, options, unique=True)
    return named_scope(ev, frame, node, name, reuse, options, unique=False)


def resolve_name(ev: Evaluator, name: Sym, default: Value) -> Value:
    """A name that may be None and has a default: stays one unknown."""
    options = [option for option in ev.alternatives[name] if option is not None]
    return options[0] if len(options) == 1 and default is None else name


def unmodelled(ev: Evaluator, frame: Frame, node: ast.AST, api: str, reason: str) -> None:
    """Records a use of something that is not modelled, so that it is never passed over."""
    if isinstance(node, ast.Call):
        ev.record(frame, Event("unmodelled", node, frame.module, None, ev.graph.current.name, api=api, reason=reason))


def named_scope(
    ev: Evaluator, frame: Frame, node: ast.AST, name: Value, reuse: Any, options: dict[str, Any], *, unique: bool
) -> Context:
    """A scope opened by name."""
    state: dict[str, Any] = {}

    def enter() -> Value:
        graph = ev.graph
        old = graph.current
        parts = path_of(name)
        if parts is None:
            parts = (ev.unknown(node, "scope name"),)
        if unique and isinstance(name, str):
            parts = graph.unique(name)
        full = join(old.name, parts)
        merged = {**old.options, **options}
        graph.open(full)
        graph.current = ScopeVal(full, reuse if reuse is not None else old.reuse, merged)
        state.update(old=old, full=full)
        return graph.current

    def leave() -> None:
        ev.graph.close_below(state["full"])
        ev.graph.current = state["old"]

    return Context(enter, leave, "variable_scope")


def object_scope(ev: Evaluator, scope: ScopeVal, reuse: Any, options: dict[str, Any]) -> Context:
    """A scope re-entered through its object: absolute name, its own reuse flag, counters put back on exit."""
    state: dict[str, Any] = {}

    def enter() -> Value:
        graph = ev.graph
        state["old"] = graph.current
        graph.open(scope.name)
        state["opened"], state["maybe"] = set(graph.opened), set(graph.maybe)
        state["counters"] = dict(graph.counters)
        graph.current = ScopeVal(scope.name, reuse if reuse is not None else scope.reuse, {**scope.options, **options})
        return graph.current

    def leave() -> None:
        graph = ev.graph
        graph.opened, graph.maybe, graph.counters = state["opened"], state["maybe"], state["counters"]
        graph.current = state["old"]

    return Context(enter, leave, "variable_scope")


def graph_context(ev: Evaluator, graph: GraphState) -> Context:
    """``with graph.as_default()``."""

    def enter() -> Value:
        ev.graphs.append(ev.graph)
        ev.graph = graph
        return graph

    def leave() -> None:
        ev.graph = ev.graphs.pop()

    return Context(enter, leave, "graph")
