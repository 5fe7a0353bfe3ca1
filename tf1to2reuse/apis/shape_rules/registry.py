"""The table of shape rules, and how a rule reads its arguments.

A tensor is an object with ``shape``; it may carry ``static_value``, what TF1 knows of the values in it: a
dimension for a scalar, a list of them for a vector (so that ``tf.reshape(x, [tf.shape(x)[0], 4])`` keeps
what TF1 keeps).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tf1to2reuse.apis.dims import Dim, Dims, DoubtfulError, Shape, fresh, is_int

Rule = Callable[..., Any]
RULES: dict[str, Rule] = {}


def rule(*names: str) -> Callable[[Rule], Rule]:
    """Register a rule under TF1 names without their ``tf.``."""

    def register(function: Rule) -> Rule:
        RULES.update(dict.fromkeys(names, function))
        return function

    return register


def is_tensor(value: object) -> bool:
    return hasattr(value, "shape")


def shape_of(value: object) -> Shape:
    """The shape of a tensor, a number, an array or nested lists of them."""
    if is_tensor(value):
        shape = value.shape  # type: ignore[attr-defined]
        return None if shape is None else tuple(shape)
    if isinstance(value, (bool, int, float, complex, str, bytes)):
        return ()
    if isinstance(value, (list, tuple)):
        return _nested(list(value))
    return None


def _nested(values: list[object]) -> Shape:
    if not values:
        return (0,)
    shapes = {shape_of(value) for value in values}
    known = shapes.pop()
    return None if shapes or known is None else (len(values), *known)


def known(value: object) -> Dims:
    """The shape of an argument whose rank must be known."""
    shape = shape_of(value)
    if shape is None:
        raise DoubtfulError("unknown rank")
    return shape


def dims_of(value: object) -> Dims:
    """The dimensions that a shape argument names: a list, a shape vector, or one number."""
    if isinstance(value, (list, tuple)):
        return tuple(dim_of(item) for item in value)
    if is_tensor(value):
        return _vector(value)
    if is_int(value):
        return (value,)
    raise DoubtfulError("the shape argument is not known")


def _vector(value: object) -> Dims:
    static = getattr(value, "static_value", None)
    if isinstance(static, (list, tuple)):
        return tuple(static)
    tolist = getattr(value, "tolist", None)
    if callable(tolist):
        found = tolist()
        return tuple(found) if isinstance(found, list) else (found,)
    shape = shape_of(value)
    if shape is None or len(shape) != 1 or not is_int(shape[0]):
        raise DoubtfulError("the shape argument is a tensor of unknown length")
    return tuple(fresh("runtime") for _ in range(int(shape[0])))  # type: ignore[call-overload]


def dim_of(value: object) -> Dim:
    """One dimension of a shape argument; what a tensor holds may be unknown to TF1 as well."""
    if is_tensor(value):
        if hasattr(value, "static_value"):
            return value.static_value
        item = getattr(value, "item", None)
        return item() if callable(item) else fresh("runtime")
    inner = getattr(value, "value", value) if type(value).__name__ == "Dimension" else value
    return inner


def number(value: object) -> int:
    """An argument that must be a known number."""
    if not is_int(value):
        raise DoubtfulError("a number is not known")
    return value  # type: ignore[return-value]


def switch(value: object) -> bool:
    """An argument that must be a known bool (or None)."""
    if value is None or isinstance(value, (bool, int)):
        return bool(value)
    raise DoubtfulError("a switch is not known")
