"""``slim.repeat`` and ``slim.stack``: one layer function applied several times, in scopes numbered from 1."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from tf1to2reuse.scopes.loops import items_of
from tf1to2reuse.scopes.store import ScopeVal
from tf1to2reuse.scopes.strings import as_parts, text
from tf1to2reuse.scopes.values import External, FunctionVal, ListVal, PartialVal, Value

if TYPE_CHECKING:
    from tf1to2reuse.scopes.evaluator import Evaluator, Frame

REASON = "has no rewrite"
FULL_NAMES = {"conv": "convolution", "separable_conv": "separable_convolution"}


def repeat(ev: Evaluator, frame: Frame, node: ast.Call, args: list[Value], kwargs: dict[str, Value]) -> Value:
    """``repeat(inputs, repetitions, layer, *args, scope=None, **kwargs)``."""
    missing: list[Value] = [None] * (3 - len(args))
    inputs, count, layer, *rest = args + missing
    if not isinstance(count, int):
        return refuse(ev, frame, node, "tf.contrib.layers.repeat", "the number of repetitions is not known")
    return apply(ev, frame, node, "Repeat", inputs, layer, [rest] * count, kwargs)


def stack(ev: Evaluator, frame: Frame, node: ast.Call, args: list[Value], kwargs: dict[str, Value]) -> Value:
    """``stack(inputs, layer, stack_args, scope=None, **kwargs)``."""
    inputs, layer, given = [*args, kwargs.pop("stack_args", None)][:3]
    items = items_of(ev, given)
    if items is None:
        return refuse(ev, frame, node, "tf.contrib.layers.stack", "the arguments of the layers are not known")
    lists = [items_of(ev, item) if isinstance(item, ListVal | tuple) else [item] for item in items]
    return apply(ev, frame, node, "Stack", inputs, layer, [one or [] for one in lists], kwargs)


def apply(
    ev: Evaluator,
    frame: Frame,
    node: ast.Call,
    default: str,
    value: Value,
    layer: Value,
    arguments: Sequence[Sequence[Value]],
    kwargs: dict[str, Any],
) -> Value:
    """The layer once for each list of arguments, inside a scope of its own."""
    from tf1to2reuse.scopes.calls import call_value
    from tf1to2reuse.scopes.contexts import unmodelled, variable_scope

    unmodelled(ev, frame, node, f"tf.contrib.layers.{default.lower()}", REASON, resolved=True)
    scope = kwargs.pop("scope", None)
    name = layer_name(layer, default) if scope is None else scope
    if isinstance(name, ScopeVal):
        return refuse(ev, frame, node, f"tf.contrib.layers.{default.lower()}", "its scope is an object")
    context = variable_scope(ev, frame, node, {"name_or_scope": scope, "default_name": default})
    context.enter()
    try:
        for number, given in enumerate(arguments, 1):
            numbered = text((*as_parts(ev, name), f"_{number}"))
            value = call_value(ev, frame, node, layer, [value, *given], {**kwargs, "scope": numbered})
    finally:
        context.exit()
    return value


def layer_name(layer: Value, default: str) -> str:
    """``layer.__name__``, as TF1 calls its own functions."""
    if isinstance(layer, PartialVal):
        return layer_name(layer.function, default)
    if isinstance(layer, FunctionVal):
        return layer.definition.name if not layer.definition.name.startswith("<lambda") else "<lambda>"
    if isinstance(layer, External):
        leaf = layer.name.rpartition(".")[2]
        for short, full in FULL_NAMES.items():
            if leaf.startswith(short) and leaf[len(short) : len(short) + 1].isdigit():
                return full + leaf[len(short) :]
        return leaf
    return default.lower()


def refuse(ev: Evaluator, frame: Frame, node: ast.Call, api: str, reason: str) -> Value:
    """Which variables the call makes is not known."""
    from tf1to2reuse.scopes.contexts import unmodelled

    unmodelled(ev, frame, node, api, reason)
    result = ev.unknown(node, f"{api}(...)")
    ev.tensorish.add(result)
    return result
