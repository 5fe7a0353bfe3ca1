"""Reductions, products and everything that makes a tensor from a shape."""

from __future__ import annotations

from typing import Any

from tf1to2reuse.apis.dims import (
    Dim,
    Dims,
    DoubtfulError,
    Shape,
    axis_of,
    broadcast,
    fresh,
    is_int,
    merge_dim,
)
from tf1to2reuse.apis.shape_rules.registry import dim_of, dims_of, is_tensor, known, rule, shape_of, switch


def _reduced(value: Any, axis: Any, keep: bool) -> Shape:
    if axis is None:
        return (1,) * len(known(value)) if keep else ()
    dims = known(value)
    gone = {axis_of(one, len(dims)) for one in (axis if isinstance(axis, (list, tuple, range)) else [axis])}
    if keep:
        return tuple(1 if place in gone else dim for place, dim in enumerate(dims))
    return tuple(dim for place, dim in enumerate(dims) if place not in gone)


@rule(
    *(
        f"reduce_{kind}"
        for kind in [
            "sum",
            "mean",
            "max",
            "min",
            "prod",
            "any",
            "all",
            "logsumexp",
            "std",
            "variance",
            "euclidean_norm",
        ]
    ),
    "count_nonzero",
)
def _reduce(
    input_tensor: Any,
    axis: Any = None,
    keepdims: Any = None,
    name: Any = None,
    reduction_indices: Any = None,
    keep_dims: Any = None,
    **unused: Any,
) -> Shape:
    keep = switch(keep_dims if keepdims is None else keepdims)
    return _reduced(input_tensor, reduction_indices if axis is None else axis, keep)


@rule("norm", "linalg.norm")
def _norm(
    tensor: Any,
    ord: Any = "euclidean",
    axis: Any = None,
    keepdims: Any = None,
    name: Any = None,
    keep_dims: Any = None,
) -> Shape:
    return _reduced(tensor, axis, switch(keep_dims if keepdims is None else keepdims))


@rule("argmax", "argmin", "arg_max", "arg_min")
def _argmax(
    input: Any, axis: Any = None, name: Any = None, dimension: Any = None, output_type: Any = None
) -> Shape:
    found = dimension if axis is None else axis
    return _reduced(input, 0 if found is None else found, False)


@rule("nn.moments")
def _moments(
    x: Any, axes: Any, shift: Any = None, name: Any = None, keep_dims: Any = None, keepdims: Any = None
) -> list[Shape]:
    return [_reduced(x, axes, switch(keep_dims if keepdims is None else keepdims))] * 2


@rule("nn.top_k", "top_k")
def _top_k(input: Any, k: Any = 1, sorted: Any = True, name: Any = None) -> list[Shape]:
    return [(*known(input)[:-1], dim_of(k))] * 2


@rule("nn.in_top_k")
def _in_top_k(predictions: Any, targets: Any, k: Any, name: Any = None) -> Shape:
    return (merge_dim(known(targets)[0], known(predictions)[0]),)


@rule("matmul", "linalg.matmul", "batch_matmul")
def _matmul(
    a: Any,
    b: Any,
    transpose_a: Any = False,
    transpose_b: Any = False,
    adjoint_a: Any = False,
    adjoint_b: Any = False,
    *unused: Any,
    **unused_too: Any,
) -> Shape:
    left, right = known(a), known(b)
    if len(left) < 2 or len(right) < 2 or (len(left) > 2) != (len(right) > 2):
        raise DoubtfulError("ranks do not fit")
    rows = left[-1] if switch(transpose_a) or switch(adjoint_a) else left[-2]
    columns = right[-2] if switch(transpose_b) or switch(adjoint_b) else right[-1]
    batch = broadcast(left[:-2], right[:-2])
    assert batch is not None
    return (*batch, rows, columns)


@rule("linalg.matvec")
def _matvec(a: Any, b: Any, transpose_a: Any = False, *unused: Any, **unused_too: Any) -> Shape:
    left = known(a)
    return (*left[:-2], left[-1] if switch(transpose_a) else left[-2])


@rule("tensordot", "linalg.tensordot")
def _tensordot(a: Any, b: Any, axes: Any, name: Any = None) -> Shape:
    left, right = known(a), known(b)
    if is_int(axes):
        axes = [list(range(len(left) - axes, len(left))), list(range(axes))]
    if not isinstance(axes, (list, tuple)) or len(axes) != 2:
        raise DoubtfulError("axes are not known")
    sides = [one if isinstance(one, (list, tuple)) else [one] for one in axes]
    gone = [
        {axis_of(one, len(dims)) for one in side} for dims, side in zip((left, right), sides, strict=True)
    ]
    kept = [
        [d for i, d in enumerate(dims) if i not in out] for dims, out in zip((left, right), gone, strict=True)
    ]
    return (*kept[0], *kept[1])


@rule("einsum", "linalg.einsum")
def _einsum(equation: Any, *inputs: Any, **unused: Any) -> Shape:
    if not isinstance(equation, str) or "..." in equation or "->" not in equation:
        raise DoubtfulError("equation")
    terms, result = equation.replace(" ", "").split("->")
    sizes: dict[str, Dim] = {}
    for term, value in zip(terms.split(","), inputs, strict=True):
        dims = known(value)
        if len(dims) != len(term):
            raise DoubtfulError("equation does not fit")
        for letter, dim in zip(term, dims, strict=True):
            sizes[letter] = merge_dim(sizes.get(letter), dim)
    return tuple(sizes[letter] for letter in result)


@rule("shape")
def _shape(input: Any, *unused: Any, **unused_too: Any) -> Shape:
    return (len(known(input)),)


@rule("zeros", "ones", "random.uniform", "random_uniform")
def _zeros(shape: Any, *unused: Any, **unused_too: Any) -> Shape:
    return dims_of(shape)


@rule(
    "random_normal",
    "truncated_normal",
    "random.normal",
    "random.truncated_normal",
    "random.stateless_uniform",
)
def _random(shape: Any, *unused: Any, **unused_too: Any) -> Shape:
    return dims_of(shape)


@rule("fill")
def _fill(dims: Any, value: Any, name: Any = None) -> Shape:
    return dims_of(dims)


@rule("constant")
def _constant(
    value: Any, dtype: Any = None, shape: Any = None, name: Any = None, verify_shape: Any = False
) -> Shape:
    return shape_of(value) if shape is None else dims_of(shape)


@rule("placeholder")
def _placeholder(dtype: Any, shape: Any = None, name: Any = None) -> Shape:
    return None if shape is None else dims_of(shape)


@rule("placeholder_with_default")
def _placeholder_with_default(input: Any, shape: Any, name: Any = None) -> Shape:
    return None if shape is None else dims_of(shape)


@rule("multinomial", "random.categorical", "random.multinomial")
def _multinomial(logits: Any, num_samples: Any, *unused: Any, **unused_too: Any) -> Shape:
    return (known(logits)[0], dim_of(num_samples))


@rule("range")
def _range(start: Any, limit: Any = None, delta: Any = 1, dtype: Any = None, name: Any = None) -> Shape:
    first, last = (0, start) if limit is None else (start, limit)
    if all(is_int(value) for value in (first, last, delta)):
        return (len(range(first, last, delta)),)
    if any(is_tensor(value) and getattr(value, "static_value", 0) is None for value in (first, last, delta)):
        return (None,)
    return (
        (last,)
        if first == 0 and delta == 1 and not is_tensor(last) and _symbol(last)
        else (fresh("runtime"),)
    )


def _symbol(value: object) -> bool:
    return value is not None and not isinstance(value, (int, float, str, list, tuple, dict))


@rule("linspace", "lin_space")
def _linspace(start: Any, stop: Any, num: Any, name: Any = None) -> Shape:
    return (dim_of(num),)


@rule("eye", "linalg.eye")
def _eye(
    num_rows: Any, num_columns: Any = None, batch_shape: Any = None, dtype: Any = None, name: Any = None
) -> Shape:
    batch: Dims = () if batch_shape is None else dims_of(batch_shape)
    return (*batch, dim_of(num_rows), dim_of(num_rows if num_columns is None else num_columns))


@rule("one_hot")
def _one_hot(
    indices: Any,
    depth: Any,
    on_value: Any = None,
    off_value: Any = None,
    axis: Any = None,
    *unused: Any,
    **more: Any,
) -> Shape:
    dims = known(indices)
    place = axis_of(-1 if axis is None else axis, len(dims) + 1)
    return (*dims[:place], dim_of(depth), *dims[place:])


@rule("sequence_mask")
def _sequence_mask(lengths: Any, maxlen: Any = None, dtype: Any = None, name: Any = None) -> Shape:
    if maxlen is None:
        return (*known(lengths), fresh("runtime"))
    return (*known(lengths), dim_of(maxlen))


@rule("nn.zero_fraction")
def _zero_fraction(value: Any, name: Any = None) -> Shape:
    return ()


@rule("image.total_variation")
def _total_variation(images: Any, name: Any = None) -> Shape:
    dims = known(images)
    return () if len(dims) == 3 else (dims[0],)
