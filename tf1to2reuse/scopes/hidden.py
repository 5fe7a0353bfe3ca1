"""Calls with arguments that are hidden in ``*args`` or ``**kwargs`` of which nothing is known."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tf1to2reuse.scopes.contexts import unmodelled
from tf1to2reuse.scopes.values import DictVal, External, ExternalMethod, ListVal, Sym, Tensor, Value, ident

if TYPE_CHECKING:
    from tf1to2reuse.scopes.evaluator import Evaluator, Frame

REASON = "what `*` or `**` hands over in this call is not known"
NAMES = {
    "tf.get_variable", "tf.Variable", "tf.variable_op_scope", "tf.make_template",
    "tf.contrib.slim.arg_scope", "tf.contrib.framework.arg_scope", "tf.contrib.slim.model_variable",
    "tf.contrib.slim.variable", "tf.contrib.framework.model_variable", "tf.contrib.framework.variable",
    "tf.cond", "tf.while_loop", "tf.map_fn", "tf.scan", "tf.foldl", "tf.foldr", "tf.case",
}  # fmt: skip
"""What makes variables or names, besides layers and cells."""


def call_hidden(
    ev: Evaluator,
    frame: Frame,
    node: ast.Call | None,
    function: Value,
    args: list[Value],
    kwargs: dict[str, Value],
) -> Value | None:
    """The result of a call of something outside the repository; None where the arguments do not matter."""
    if isinstance(function, ExternalMethod):
        return method(ev, node, function)
    if not isinstance(function, External):
        return None
    name = function.name
    if name == "tf.variable_scope" and node is not None:
        return scope(ev, frame, node, args, kwargs)
    if name.startswith("tf."):
        if makes_names(name):
            if node is not None:
                unmodelled(ev, frame, node, name, f"{name}: {REASON}")
            result = ev.unknown(node, f"{name}(...)")
            ev.tensorish.add(result)
            return result
        for value in args[:1]:
            ev.mark_tensor(value)
        return Tensor(None)
    return ev.unknown(node, f"{name}(...)")


def scope(ev: Evaluator, frame: Frame, node: ast.Call, args: list[Value], kwargs: dict[str, Value]) -> Value:
    """A variable scope that may reuse; its name is unknown where it is not among the known arguments."""
    from tf1to2reuse.scopes.externals import open_scope

    unmodelled(ev, frame, node, "tf.variable_scope", f"tf.variable_scope: {REASON}", resolved=True)
    given = {"reuse": ev.unknown(node, "reuse"), **kwargs}
    if not args:
        given.setdefault("name_or_scope", ev.unknown(node, "scope"))
    return open_scope(ev, frame, node, args, given)


def makes_names(name: str) -> bool:
    """Whether variables or their names depend on the arguments of a function of TensorFlow."""
    from tf1to2reuse.apis.layers import find
    from tf1to2reuse.scopes.externals import (
        CREATING_PREFIXES,
        NO_VARIABLES_PREFIXES,
        SCOPED_NAMES,
        is_harmless,
    )

    if name in NAMES or name in SCOPED_NAMES or find(name) is not None:
        return True
    return (
        name.startswith(CREATING_PREFIXES)
        and not name.startswith(NO_VARIABLES_PREFIXES)
        and not is_harmless(name)
    )


def method(ev: Evaluator, node: ast.Call | None, function: ExternalMethod) -> Value | None:
    """A method of a list, a dictionary or a text: what it leaves and gives is not known."""
    owner = function.value
    if isinstance(owner, ListVal):
        ev.touch(owner)
        owner.sym, owner.items = Sym("changed", (ident(owner), function.name)), None
    elif isinstance(owner, DictVal):
        ev.touch(owner)
        owner.complete = False
    elif isinstance(owner, Tensor):
        return Tensor(None)
    elif not isinstance(owner, str):
        return None
    return ev.unknown(node, f"{function.name}(...)")
