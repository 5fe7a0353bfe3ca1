"""Shapes of tensors: a thin layer between the evaluator's values and the shape rules of ``apis``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tf1to2reuse.apis.dims import broadcast_dim
from tf1to2reuse.scopes.values import ListVal, Sym, Tensor, Value

if TYPE_CHECKING:
    from tf1to2reuse.scopes.evaluator import Evaluator


def broadcast(left: Value, right: Value) -> tuple[Any, ...] | None:
    """The shape of an elementwise operation of two values."""
    one, two = shape_of(left), shape_of(right)
    if one is None or two is None:
        return None
    if len(one) < len(two):
        one, two = two, one
    two = (1,) * (len(one) - len(two)) + two
    return tuple(broadcast_dim(a, b) for a, b in zip(one, two, strict=True))


def shape_of(value: Value) -> tuple[Any, ...] | None:
    """The static shape of an operand; Python numbers are scalars."""
    if isinstance(value, Tensor):
        return value.shape
    if isinstance(value, bool | int | float | complex):
        return ()
    items = value.items if isinstance(value, ListVal) else None
    if items is not None and all(isinstance(item, bool | int | float) for item in items):
        return (len(items),)
    return None


def dims(ev: Evaluator, value: Value) -> tuple[Any, ...] | None:
    """A shape argument (list, tuple, int, TensorShape) as dims. None when its length is unknown."""
    from tf1to2reuse.scopes.loops import items_of

    if isinstance(value, int):
        return (value,)
    if isinstance(value, Sym) and value.op == "shape" and isinstance(value.args[0], Tensor):
        return value.args[0].shape
    items = items_of(ev, value) if not isinstance(value, str) else None
    if items is None:
        return None
    return tuple(dim(ev, item) for item in items)


def dim(ev: Evaluator, value: Value) -> Any:
    """One size. Of a value that may be a tensor or a number the number: variables need static shapes."""
    if isinstance(value, Sym) and value in ev.alternatives:
        static = [
            option for option in ev.alternatives[value] if option is not None and not ev.is_tensor(option)
        ]
        if len(static) == 1:
            return dim(ev, static[0])
    if isinstance(value, int | Sym) or value is None:
        return value
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, Tensor):
        return None
    return ev.unknown(None, "dimension")
