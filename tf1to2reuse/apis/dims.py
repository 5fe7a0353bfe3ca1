"""Static dimensions as the partial evaluator knows them: int, ``None`` (unknown to TF1 too), or an opaque
symbol.

A symbol stands for some int. What is computed from symbols is a ``DerivedDim``, equal to another one
exactly if formula and operands are equal, so that two tensors that went through the same layers still have
equal shapes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

Dim: TypeAlias = object
Dims: TypeAlias = tuple[Dim, ...]
Shape: TypeAlias = "Dims | None"


@dataclass(frozen=True)
class DerivedDim:
    """A dimension computed from symbols. ``formula`` "runtime" is what a tensor holds: it may be unknown to
    TF1 as well.
    """

    formula: str
    operands: tuple[object, ...]


class _Anything:
    """Equal to nothing but itself."""


def fresh(formula: str = "unknown") -> DerivedDim:
    """A dimension about which nothing is known, different from every other one."""
    return DerivedDim(formula, (_Anything(),))


class DoubtfulError(Exception):
    """The rule cannot tell the shape."""


def is_int(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def compute(formula: str, function: Callable[..., int], *operands: object) -> Dim:
    """``function`` of dimensions and numbers: ``None`` absorbs, symbols give a ``DerivedDim``."""
    if any(operand is None for operand in operands):
        return None
    if all(is_int(operand) for operand in operands):
        return function(*operands)
    return DerivedDim(formula, operands)


def total(dims: Sequence[Dim]) -> Dim:
    """The product of dimensions; symbols are kept in a canonical order so that equal products are equal."""
    if any(dim is None for dim in dims):
        return None
    number = 1
    symbols: list[object] = []
    for dim in dims:
        if is_int(dim):
            number *= dim  # type: ignore[operator]
        else:
            symbols.append(dim)
    if not symbols or number == 0:
        return number
    if len(symbols) == 1 and number == 1:
        return symbols[0]
    return DerivedDim("product", (number, *sorted(symbols, key=repr)))


def add(left: Dim, right: Dim) -> Dim:
    if left == 0 or right == 0:
        return left if right == 0 else right
    return compute("sum", lambda a, b: a + b, left, right)


def broadcast_dim(left: Dim, right: Dim) -> Dim:
    """One dimension of two broadcast tensors, as TF1 infers it."""
    if left == right and left is not None:
        return left
    if left == 1:
        return right
    if right == 1:
        return left
    for number in (left, right):
        if is_int(number):
            return number  # more than 1: the other one is equal or 1
    if left is None or right is None:
        return None
    return DerivedDim("broadcast", tuple(sorted((left, right), key=repr)))


def broadcast(left: Shape, right: Shape) -> Shape:
    if left is None or right is None:
        return None
    length = max(len(left), len(right))
    padded = [(1,) * (length - len(shape)) + tuple(shape) for shape in (left, right)]
    pairs = list(zip(*padded, strict=True))
    if any(is_int(a) and is_int(b) and a != b and 1 not in (a, b) for a, b in pairs):
        raise DoubtfulError("shapes do not broadcast")
    return tuple(broadcast_dim(a, b) for a, b in pairs)


def merge_dim(left: Dim, right: Dim) -> Dim:
    """Two facts about one dimension."""
    if left is None:
        return right
    if right is None or is_int(left):
        return left
    return right if is_int(right) else left


def merge(left: Shape, right: Shape) -> Shape:
    """Two facts about one shape; contradictions are doubtful."""
    if left is None or right is None:
        return right if left is None else left
    if len(left) != len(right):
        raise DoubtfulError("ranks differ")
    if any(is_int(a) and is_int(b) and a != b for a, b in zip(left, right, strict=True)):
        raise DoubtfulError("dimensions differ")
    return tuple(merge_dim(a, b) for a, b in zip(left, right, strict=True))


def axis_of(axis: object, rank: int) -> int:
    if not is_int(axis) or not -rank <= axis < rank:  # type: ignore[operator]
        raise DoubtfulError("axis is not a known number in range")
    return axis % rank  # type: ignore[operator]


def window(size: Dim, kernel: Dim, stride: Dim, padding: object, dilation: Dim = 1) -> Dim:
    """One spatial dimension of a convolution or pooling."""
    if not isinstance(padding, str) or padding.upper() not in ("SAME", "VALID"):
        raise DoubtfulError("padding is not known")
    if padding.upper() == "SAME":
        return size if stride == 1 else compute("ceil", lambda n, s: -(-n // s), size, stride)
    if kernel == 1 and stride == 1:
        return size
    reach = compute("reach", lambda k, d: (k - 1) * d + 1, kernel, dilation)
    return compute("valid", lambda n, k, s: max(0, -(-(n - k + 1) // s)), size, reach, stride)


def grown(size: Dim, kernel: Dim, stride: Dim, padding: object) -> Dim:
    """One spatial dimension of a transposed convolution layer."""
    if not isinstance(padding, str) or padding.upper() not in ("SAME", "VALID"):
        raise DoubtfulError("padding is not known")
    if padding.upper() == "SAME":
        return total((size, stride))
    return compute("grown", lambda n, k, s: n * s + max(k - s, 0), size, kernel, stride)


def spread(value: object, length: int) -> Dims:
    """``kernel_size``, ``strides``: one number for all dimensions, or one for each."""
    if isinstance(value, (list, tuple)):
        if len(value) != length:
            raise DoubtfulError("wrong number of sizes")
        return tuple(value)
    if is_int(value):
        return (value,) * length
    if value is None:
        raise DoubtfulError("size is not known")
    return tuple(DerivedDim("item", (value, index)) for index in range(length))
