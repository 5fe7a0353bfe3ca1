"""Calls of something unknown: when they may run code of the repository that makes variables, they say so."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from typing import TYPE_CHECKING

from tf1to2reuse.facts.code import code_of
from tf1to2reuse.scopes.requests import log
from tf1to2reuse.scopes.values import ClassVal, External, FunctionVal, InstanceVal, PartialVal, Sym, Value

if TYPE_CHECKING:
    from tf1to2reuse.scopes.evaluator import Evaluator

CALLABLE = (FunctionVal, ClassVal, InstanceVal, PartialVal)


def note_unknown_call(ev: Evaluator, node: ast.Call | None, function: Value, args: list[Value]) -> None:
    """Keeps a request for an unknown variable when the callee may make some."""
    if isinstance(function, Sym) and may_make_variables(ev, function, args):
        label = code_of(node.func) if node is not None else "call"
        reason = f"what {label} calls is known only at run time"
        path = (*ev.graph.current.name, Sym("unmodelled", (label,), reason))
        log(ev, path, "", None, True, "unresolved", reason=reason, api="call")


def may_make_variables(ev: Evaluator, function: Sym, args: list[Value]) -> bool:
    """Whether the callee may be a function of the repository that makes variables."""
    if function in ev.alternatives:
        return any(callable_option(ev, option, args) for option in ev.options(function))
    if any(isinstance(part, Sym) and part.op == "unfollowed" for part in (function, *function.args[:1])):
        return True
    if function.op in ("attr", "self"):
        return function.args[-1] in maker_names(ev)
    # In a template an unknown function is a parameter of the template; with concrete arguments it is a gap.
    return not ev.generic and function.op in ("item", "unknown", "phi") and any(map(ev.is_tensor, args[:1]))


def callable_option(ev: Evaluator, option: Value, args: list[Value]) -> bool:
    """Whether one of several possible callees may make variables."""
    if isinstance(option, Sym):
        return may_make_variables(ev, option, args)
    if isinstance(option, FunctionVal | ClassVal):
        return option.definition.key in makers(ev) or option.definition.name.startswith("<lambda")
    if isinstance(option, External):
        return has_variables(option.name)
    return isinstance(option, CALLABLE)


def has_variables(name: str) -> bool:
    """Whether a name of TensorFlow is a layer, or makes variables in another way."""
    from tf1to2reuse.apis.layers import find

    api = find(name)
    return name == "tf.get_variable" or (api is not None and api.creates_variables)


def given_maker(ev: Evaluator, values: Iterable[Value]) -> bool:
    """Whether a call is handed something that makes variables when it is called."""
    return any(
        callable_option(ev, option, [])
        for value in values
        if isinstance(value, External | FunctionVal | ClassVal | PartialVal | Sym)
        for option in ev.options(value)
        if not isinstance(option, Sym)
    )


def makers(ev: Evaluator) -> set[str]:
    """The keys of the definitions that may make variables."""
    return ev.interest.keys


def maker_names(ev: Evaluator) -> set[str]:
    """The bare names of the functions and methods that may make variables."""
    if ev.maker_names is None:
        keys = makers(ev)
        ev.maker_names = {d.name for d in ev.program.definitions() if d.key in keys and not d.is_class}
    return ev.maker_names
