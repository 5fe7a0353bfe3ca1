"""Context managers: variable scopes as TF1 opens and closes them, graphs, arg_scope, and the neutral ones."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tf1to2reuse.facts.code import code_of
from tf1to2reuse.scopes.generators import GeneratorContext, run_through
from tf1to2reuse.scopes.getters import can_follow, merge_options
from tf1to2reuse.scopes.requests import log
from tf1to2reuse.scopes.statements import Outcome, assign, evaluate, run_block
from tf1to2reuse.scopes.store import AUTO, GraphState, ScopeVal
from tf1to2reuse.scopes.strings import text
from tf1to2reuse.scopes.trace import Event
from tf1to2reuse.scopes.values import (
    External,
    InstanceVal,
    Path,
    Sym,
    Tensor,
    Value,
    ident,
    join,
    normal,
    path_of,
    show,
)

if TYPE_CHECKING:
    from tf1to2reuse.scopes.evaluator import Evaluator, Frame


@dataclass(eq=False)
class Context:
    """A context manager whose effect is modelled. ``enter`` returns the ``as`` value."""

    enter: Callable[[], Value]
    exit: Callable[[], object]
    kind: str = ""
    methods: frozenset[str] = field(default_factory=frozenset)


def neutral(value: Value = None) -> Context:
    """A context manager without effect on variables."""
    return Context(lambda: value, lambda: None)


def run_with(ev: Evaluator, frame: Frame, node: ast.With | ast.AsyncWith) -> Outcome:
    """A ``with`` statement of one or several items."""
    return run_items(ev, frame, list(node.items), node.body)


def run_items(ev: Evaluator, frame: Frame, items: list[ast.withitem], body: list[ast.stmt]) -> Outcome:
    """The first item around the rest of them and the body."""
    if not items:
        return run_block(ev, frame, body)
    item, *rest = items

    def inner(value: Value) -> Outcome:
        if item.optional_vars is not None:
            assign(ev, frame, item.optional_vars, value)
        return run_items(ev, frame, rest, body)

    manager = evaluate(ev, frame, item.context_expr)
    if isinstance(manager, GeneratorContext):
        outcome: Outcome = run_through(ev, manager, inner)
        return outcome
    context = as_context(ev, frame, item.context_expr, manager)
    value = context.enter()
    try:
        return inner(value)
    finally:
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
    if isinstance(value, Tensor) and isinstance(node, ast.Call) and leaf_name(node.func) not in HARMLESS:
        label = code_of(node.func)
        unmodelled(ev, frame, node, label, f"the context manager {label} is not modelled")
    return neutral(value if not isinstance(value, External) else ev.unknown(node, value.name))


HARMLESS = {"colocate_with", "init_scope", "gradient_override_map", "stop_recording", "GradientTape"}


def leaf_name(node: ast.expr) -> str:
    """The last part of a dotted name."""
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


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
    options = {name: value for name in OPTIONS if (value := arguments.get(name)) is not None}
    getter = options.get("custom_getter")
    if getter is not None:
        reason = "a custom getter decides the names"
        unmodelled(
            ev, frame, node, "tf.variable_scope(custom_getter=...)", reason, resolved=can_follow(getter)
        )
    if "partitioner" in options:
        reason = "partitioned variables have no rewrite"
        unmodelled(ev, frame, node, "tf.variable_scope(partitioner=...)", reason, resolved=True)
    auxiliary = arguments.get("auxiliary_name_scope") is not False
    if isinstance(name, Sym) and name in ev.alternatives:
        name = resolve_name(ev, name, default)
    if isinstance(name, ScopeVal):
        return object_scope(ev, name, reuse, options, arguments.get("reuse"), pure=not auxiliary)
    if name is None:
        if default is None:
            from tf1to2reuse.scopes.evaluator import Raised

            raise Raised("TypeError", "If default_name is None then name_or_scope is required", node)
        if reuse is True or reuse == AUTO:
            from tf1to2reuse.scopes.evaluator import Raised

            raise Raised("ValueError", "reuse=True cannot be used without a name_or_scope", node)
        return named_scope(
            ev, frame, node, default, reuse, options, unique=True, asked=arguments.get("reuse"),
            kind="default", pure=not auxiliary,
        )  # fmt: skip
    return named_scope(
        ev, frame, node, name, reuse, options, unique=False, asked=arguments.get("reuse"), pure=not auxiliary,
        default=default,
    )  # fmt: skip


OPTIONS = ("initializer", "regularizer", "custom_getter", "dtype", "partitioner")


def resolve_name(ev: Evaluator, name: Sym, default: Value) -> Value:
    """A name that may be None and has a default: stays one unknown."""
    options = [option for option in ev.alternatives[name] if option is not None]
    return options[0] if len(options) == 1 and default is None else name


def unmodelled(
    ev: Evaluator, frame: Frame, node: ast.AST, api: str, reason: str, *, resolved: bool = False
) -> None:
    """Records a use of something that is not modelled, so that it is never passed over.

    ``resolved``: only the planner must know; what variables it makes is followed exactly.
    """
    if not isinstance(node, ast.Call):
        return
    path = ev.graph.current.name
    ev.record(
        frame, Event("unmodelled", node, frame.module, None, path, api=api, reason=reason, resolved=resolved)
    )
    if not resolved:
        log(
            ev,
            (*ev.graph.current.name, Sym("unmodelled", (api,), reason)),
            "",
            None,
            True,
            "unresolved",
            reason=reason,
            api=api,
        )


def name_scope(ev: Evaluator, name: Path, node: ast.AST | None = None) -> Context:
    """``tf.name_scope``; the empty name is the root, a name that ends in a slash is absolute."""
    state: dict[str, Path] = {}

    def enter() -> Value:
        names = ev.graph.names
        state["old"] = names.current
        if name and not names.accepts(name):
            from tf1to2reuse.scopes.evaluator import Raised

            raise Raised("ValueError", f"'{show(name)}' is not a valid scope name", node)
        if not name:
            names.current = ()
        elif isinstance(name[-1], str) and name[-1].endswith("/"):
            names.current = normal((*name[:-1], name[-1].removesuffix("/")))
        else:
            names.current = names.unique(name)
        return text((*names.current, "/")) if names.current else ""

    def leave() -> None:
        ev.graph.names.current = state["old"]

    return Context(enter, leave, "name_scope")


def named_scope(
    ev: Evaluator,
    frame: Frame,
    node: ast.AST,
    name: Value,
    reuse: Any,
    options: dict[str, Any],
    *,
    unique: bool,
    asked: Value = None,
    kind: str = "named",
    pure: bool = False,
    default: Value = None,
) -> Context:
    """A scope opened by name.

    ``pure``: without the name scope that usually goes with it. ``default``: what the name is made of,
    unlike any before, should ``name`` turn out to be None.
    """
    state: dict[str, Any] = {}
    site = ev.site

    def enter() -> Value:
        graph = ev.graph
        old = graph.current
        parts = path_of(name)
        given: Path = ()
        if parts is None:
            parts = (ev.unknown(node, "scope name"),)
        if unique and isinstance(name, str):
            given, parts = parts, graph.unique(name)
        elif unique:
            given, parts = parts, graph.unique_path(parts, opened_again(frame, parts))
        elif default is not None and isinstance(name, Sym) and reuse is None:
            parts = perhaps_default(graph, name, default)
        full = join(old.name, parts)
        merged = merge_options(old.options, options)
        named = (given or parts) and not pure
        state.update(old=old, full=full, names=name_scope(ev, given or parts, node) if named else neutral())
        state["names"].enter()  # first, for it may raise
        graph.open(full)
        graph.current = entered(ev, old, kind, name, full, asked, reuse, old, merged, site)
        return graph.current

    def leave() -> None:
        state["names"].exit()
        ev.graph.close_below(state["full"])
        ev.graph.current = state["old"]

    return Context(enter, leave, "variable_scope")


def opened_again(frame: Frame, parts: Path) -> bool:
    """Whether a loop of unknown length opens the same name in every round."""
    rounds = [number for _, number in frame.loops if isinstance(number, Sym)]
    return any(not any(mentions(part, number) for part in parts) for number in rounds)


def mentions(part: Any, wanted: Sym) -> bool:
    """Whether a value is computed from an unknown."""
    return part is wanted or (isinstance(part, Sym) and any(mentions(arg, wanted) for arg in part.args))


def perhaps_default(graph: GraphState, name: Sym, default: Value) -> Path:
    """An unknown name that may be None: opened again in one scope, it may be another name each time."""
    number = 0
    parts: Path = (name,)
    while join(graph.current.name, parts) in graph.opened:
        number += 1
        reason = "if the name is None, each scope has a name of its own"
        parts = (Sym("again", (name, ident(default), number), reason),)
    return parts


def entered(
    ev: Evaluator,
    old: ScopeVal,
    kind: str,
    given: Value,
    path: Path,
    asked: Value,
    reuse: Any,
    base: ScopeVal,
    options: dict[str, Any],
    site: tuple[Frame, ast.AST] | None,
) -> ScopeVal:
    """The scope that a ``with`` is in, with the step that led there, taken by the call at ``site``.

    ``base`` is whose reuse mode it inherits.
    """
    mode = reuse if reuse is not None else base.reuse
    step = ev.step(kind, given, path, asked, old.reuse, mode, site)
    cause = step if reuse is not None else base.cause
    return ScopeVal(path, mode, options, (*old.trail, step), cause)


def last_component(path: Path) -> Path:
    """What follows the last slash of a scope's name."""
    for position in range(len(path) - 1, -1, -1):
        part = path[position]
        if isinstance(part, str) and "/" in part:
            return normal((part.rpartition("/")[2], *path[position + 1 :]))
    return path


def object_scope(
    ev: Evaluator,
    scope: ScopeVal,
    reuse: Any,
    options: dict[str, Any],
    asked: Value = None,
    kind: str = "object",
    *,
    pure: bool = False,
) -> Context:
    """A scope re-entered through its object: absolute name, its own reuse flag, counters put back on exit."""
    state: dict[str, Any] = {}
    site = ev.site

    def enter() -> Value:
        graph = ev.graph
        state["old"] = graph.current
        graph.open(scope.name)
        state["opened"], state["maybe"] = set(graph.opened), set(graph.maybe)
        state["counters"], state["taken"] = dict(graph.counters), dict(graph.taken)
        graph.current = entered(
            ev,
            state["old"],
            kind,
            scope,
            scope.name,
            asked,
            reuse,
            scope,
            merge_options(scope.options, options),
            site,
        )
        last = last_component(scope.name)
        state["names"] = name_scope(ev, last) if last and not pure else neutral()
        state["names"].enter()
        return graph.current

    def leave() -> None:
        graph = ev.graph
        state["names"].exit()
        graph.opened, graph.maybe = set(state["opened"]), set(state["maybe"])
        graph.counters, graph.taken = dict(state["counters"]), dict(state["taken"])
        graph.current = state["old"]

    return Context(enter, leave, "variable_scope")


def graph_context(ev: Evaluator, graph: GraphState) -> Context:
    """``with graph.as_default()``."""

    def enter() -> Value:
        ev.graphs.append(ev.graph)
        # What a branch did to the graph is in the state that was left last, not in the object.
        ev.graph = ev.left.get(graph.key, graph)
        return graph

    def leave() -> None:
        ev.left[ev.graph.key] = ev.graph
        ev.graph = ev.graphs.pop()

    return Context(enter, leave, "graph")
