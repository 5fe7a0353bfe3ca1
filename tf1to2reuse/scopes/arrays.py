"""Models of numpy: shapes of arrays where they are plain, and functions of known numbers."""

from __future__ import annotations

import ast
import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from tf1to2reuse.scopes.loops import items_of
from tf1to2reuse.scopes.values import External, ListVal, Sym, Tensor, Value, ident

if TYPE_CHECKING:
    from tf1to2reuse.scopes.evaluator import Evaluator

Kwargs = dict[str, Any]


def numpy_call(ev: Evaluator, node: ast.Call, name: str, args: list[Value], kwargs: Kwargs) -> Value:
    """numpy: arrays with a shape where it is plain; scalars of known numbers are computed."""
    leaf = name.rpartition(".")[2]
    if (
        leaf in ("sqrt", "prod", "log2", "ceil", "floor", "log", "exp", "power", "int32", "int64", "float32")
        and args
    ):
        value = numpy_scalar(ev, leaf, args)
        if value is not None:
            return value
    if leaf == "RandomState" or name == "np.random.default_rng":
        return RandomVal()
    if name.startswith("np.random.") and leaf in RANDOM_SHAPE_POSITION:
        return RandomVal().draw(ev, leaf, args, kwargs)
    if leaf in ("zeros", "ones", "empty", "full") and args:
        return Tensor(size_dims(ev, args[0]), numpy_dtype(kwargs.get("dtype")), array=True)
    if leaf in ("array", "asarray") and args:
        if isinstance(args[0], Tensor):
            return Tensor(args[0].shape, args[0].dtype, array=True)
        return Tensor(
            literal_shape(ev, args[0]),
            numpy_dtype(kwargs.get("dtype", args[1] if len(args) > 1 else None)),
            array=True,
        )
    if leaf == "arange" and args and isinstance(args[0], int) and len(args) == 1:
        return Tensor((args[0],), "int64", array=True)
    if leaf in NUMPY_ARRAYS:
        return Tensor(None, None, array=True)
    return Sym("call", (name, tuple(map(ident, args)), ev.counter))


NUMPY_ARRAYS = {
    "random",
    "linspace",
    "concatenate",
    "stack",
    "reshape",
    "transpose",
    "load",
    "fromfile",
    "zeros_like",
    "ones_like",
}
RANDOM_SHAPE_POSITION = {
    "randn": -1,
    "rand": -1,
    "uniform": 2,
    "normal": 2,
    "randint": 2,
    "standard_normal": 0,
    "random_sample": 0,
}


class RandomVal:
    """``np.random.RandomState``."""

    methods = frozenset(RANDOM_SHAPE_POSITION)

    def draw(self, ev: Evaluator, name: str, args: list[Value], kwargs: Kwargs) -> Value:
        """An array of the size asked for."""
        position = RANDOM_SHAPE_POSITION[name]
        if position < 0:
            return Tensor(tuple(args), "float64", array=True)
        size = kwargs.get("size", args[position] if len(args) > position else None)
        dtype = "int64" if name == "randint" else "float64"
        return Tensor(size_dims(ev, size) if size is not None else (), dtype, array=True)


def size_dims(ev: Evaluator, size: Value) -> tuple[Any, ...] | None:
    """A numpy size argument."""
    if isinstance(size, int):
        return (size,)
    items = items_of(ev, size)
    return (
        tuple(item if isinstance(item, int | Sym) else None for item in items) if items is not None else None
    )


def numpy_dtype(value: Value) -> str | None:
    if isinstance(value, External):
        return value.name.rpartition(".")[2]
    return value if isinstance(value, str) else None


def literal_shape(ev: Evaluator, value: Value) -> tuple[Any, ...] | None:
    """The shape of nested lists."""
    items = items_of(ev, value) if isinstance(value, ListVal | tuple) else None
    if items is None:
        return () if isinstance(value, bool | int | float) else None
    inner = literal_shape(ev, items[0]) if items else ()
    return (len(items), *inner) if inner is not None else None


def numpy_scalar(ev: Evaluator, leaf: str, args: list[Value]) -> Value:
    """numpy functions of plain numbers."""
    if leaf == "prod":
        items = items_of(ev, args[0]) if isinstance(args[0], ListVal | tuple) else None
        return (
            math.prod(items) if items is not None and all(isinstance(i, int | float) for i in items) else None
        )
    if not all(isinstance(arg, int | float) for arg in args):
        return None
    functions: dict[str, Callable[..., Any]] = {
        "sqrt": math.sqrt, "log2": math.log2, "ceil": lambda x: float(math.ceil(x)),
        "floor": lambda x: float(math.floor(x)), "log": math.log, "exp": math.exp, "power": pow,
        "int32": int, "int64": int, "float32": float,
    }  # fmt: skip
    try:
        return functions[leaf](*args)
    except (ValueError, OverflowError, TypeError):
        return None
