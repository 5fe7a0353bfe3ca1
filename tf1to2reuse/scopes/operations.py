"""TensorFlow operations: they create no variables; what matters is the shape of their result."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from tf1to2reuse.scopes.dtypes import dtype_of
from tf1to2reuse.scopes.loops import items_of
from tf1to2reuse.scopes.tensors import shape_of
from tf1to2reuse.scopes.values import External, ListVal, Sym, Tensor, Value, ident, path_of

if TYPE_CHECKING:
    from tf1to2reuse.scopes.evaluator import Evaluator, Frame

LISTS = {"tf.split", "tf.unstack", "tf.unpack"}
TUPLES = {"tf.nn.moments": 2, "tf.nn.top_k": 2, "tf.meshgrid": 2, "tf.unique": 2}
TAKES_NUMBERS = {
    "tf.zeros", "tf.ones", "tf.constant", "tf.range", "tf.fill", "tf.eye", "tf.linspace", "tf.lin_space",
    "tf.cast", "tf.to_float", "tf.to_int32", "tf.convert_to_tensor", "tf.random_normal",
    "tf.random_uniform", "tf.truncated_normal", "tf.random.normal", "tf.random.uniform",
    "tf.random.truncated_normal", "tf.sequence_mask", "tf.TensorShape",
}  # fmt: skip
TAKES_LIST = {
    "tf.concat",
    "tf.stack",
    "tf.parallel_stack",
    "tf.add_n",
    "tf.accumulate_n",
    "tf.meshgrid",
    "tf.pack",
}
SECOND = {"tf.nn.embedding_lookup": "ids", "tf.gather": "indices", "tf.matmul": "b"}
"""Operations whose second argument is a tensor, too, and its name."""
NOT_TENSORS = {
    "tf.TensorShape",
    "tf.no_op",
    "tf.group",
    "tf.get_collection",
    "tf.add_to_collection",
    "tf.set_random_seed",
}


def operation(
    ev: Evaluator, frame: Frame, node: ast.Call, name: str, args: list[Value], kwargs: dict[str, Value]
) -> Value:
    """The result of an operation."""
    ev.graph.names.operation(path_of(kwargs.get("name")) or (), name.rpartition(".")[2])
    for value in args[:1] if name not in TAKES_NUMBERS else ():
        ev.mark_tensor(value)
        for item in (
            items_of(ev, value) if name in TAKES_LIST and isinstance(value, ListVal) else None
        ) or ():
            ev.mark_tensor(item)
    if name in SECOND:
        ev.mark_tensor(args[1] if len(args) > 1 else kwargs.get(SECOND[name]))
    if name in NOT_TENSORS:
        return ev.unknown(node, f"{name}(...)")
    if name in LISTS:
        return pieces(ev, node, name, args, kwargs)
    if name == "tf.shape" and args:
        shape = shape_of(args[0])
        size = (len(shape),) if shape is not None else (None,)
        return Tensor(size, dtype_of(name, args, kwargs), source=args[0])
    shape = infer(name, args, kwargs)
    if isinstance(shape, list):  # several results, one shape for each
        return tuple(Tensor(one) for one in shape)
    if name in TUPLES:
        return tuple(Tensor(None) for _ in range(TUPLES[name]))
    return Tensor(shape, dtype_of(name, args, kwargs))


def infer(name: str, args: list[Value], kwargs: dict[str, Value]) -> Any:
    """The static shape by the rules of ``apis.shapes``; a list of them for several results."""
    from tf1to2reuse.apis.shapes import infer as rule

    values = [plain(arg) for arg in args]
    named = {key: plain(value) for key, value in kwargs.items()}
    if name in TAKES_LIST and any(isinstance(value, Sym) for value in (*values[:2], named.get("values"))):
        return None  # a list of unknown length: no rule can count its items
    try:
        return rule(name, values, named)
    except (TypeError, ValueError, IndexError, KeyError, AttributeError):
        return None  # arguments of a form that no rule foresees: nothing is known of the shape


def plain(value: Value) -> object:
    """A value as the shape rules take it: Python containers, tensors and opaque unknowns."""
    if isinstance(value, ListVal):
        return (
            [plain(item) for item in value.items] if value.items is not None else Sym("list", (ident(value),))
        )
    if isinstance(value, tuple):
        return tuple(plain(item) for item in value)
    if isinstance(value, Sym) and value.op == "shape" and isinstance(value.args[0], Tensor):
        shape = value.args[0].shape
        return list(shape) if shape is not None else value
    if isinstance(value, External):
        return value.name.rpartition(".")[2]
    return value


def pieces(ev: Evaluator, node: ast.Call, name: str, args: list[Value], kwargs: dict[str, Value]) -> Value:
    """``split`` and ``unstack``: a list of tensors."""
    count = args[1] if len(args) > 1 else kwargs.get("num_or_size_splits", kwargs.get("num"))
    axis = kwargs.get("axis", args[2] if len(args) > 2 else 0)
    if name == "tf.unstack":
        shape = shape_of(args[0]) if args else None
        if shape is not None and isinstance(axis, int) and -len(shape) <= axis < len(shape):
            count = count if isinstance(count, int) else shape[axis]
    items = items_of(ev, count) if isinstance(count, ListVal) else None
    number = len(items) if items is not None else count
    if isinstance(number, int) and not isinstance(number, bool) and number < 10_000:
        whole = args[0] if args else kwargs.get("value")
        shapes = piece_shapes(name, shape_of(whole), number, items, axis)
        return ListVal([Tensor(shape, getattr(whole, "dtype", None)) for shape in shapes])
    sym = Sym("pieces", (name, ident(args[0]) if args else None, ident(count), ident(axis)))
    ev.tensorish.add(sym)
    return ListVal(None, sym)


def piece_shapes(
    name: str, shape: tuple[object, ...] | None, count: int, sizes: list[Value] | None, axis: Value
) -> list[tuple[object, ...] | None]:
    """The shapes of the pieces of a tensor; unknown where rank or axis is."""
    if shape is None or not isinstance(axis, int) or not -len(shape) <= axis < len(shape):
        return [None] * count
    axis %= len(shape)
    before, whole, after = shape[:axis], shape[axis], shape[axis + 1 :]
    if name != "tf.split":
        return [(*before, *after)] * count
    if sizes is not None:
        return [(*before, size if isinstance(size, int) and size >= 0 else None, *after) for size in sizes]
    part = whole // count if isinstance(whole, int) and count else None
    return [(*before, part, *after)] * count


def tensor_item(ev: Evaluator, owner: Tensor, key: Value) -> Value:
    """``tensor[key]``."""
    if owner.source is not None and isinstance(key, int):
        return Tensor((), "int32", source=owner.source)
    keys = list(key) if isinstance(key, tuple) else [key]
    if owner.shape is None:
        return Tensor(None, owner.dtype, array=owner.array)
    dims: list[object] = []
    rest = list(owner.shape)
    for index, one in enumerate(keys):
        if one is Ellipsis:
            skip = len(rest) - sum(
                1 for later in keys[index + 1 :] if later is not None and not is_newaxis(later)
            )
            dims.extend(rest[:skip])
            rest = rest[skip:]
        elif one is None or is_newaxis(one):
            dims.append(1)
        elif not rest:
            return Tensor(None, owner.dtype)
        elif isinstance(one, slice):
            size = rest.pop(0)
            dims.append(
                len(range(size)[one]) if isinstance(size, int) else size if one == slice(None) else None
            )
        elif isinstance(one, Sym) and one.op == "slice":
            rest.pop(0)
            dims.append(None)
        elif isinstance(one, int) or (isinstance(one, Tensor) and one.shape == ()):
            rest.pop(0)
        else:
            return Tensor(None, owner.dtype, array=owner.array)
    return Tensor((*dims, *rest), owner.dtype, array=owner.array)


def is_newaxis(value: Value) -> bool:
    return isinstance(value, External) and value.name.endswith("newaxis")
