"""Functions that rearrange: reshape, transpose, concat, split, slice, gather, pad and the like."""

from __future__ import annotations

from typing import Any

from tf1to2reuse.apis.dims import (
    DerivedDim,
    Dim,
    Dims,
    DoubtfulError,
    Shape,
    add,
    axis_of,
    compute,
    fresh,
    is_int,
    merge,
    total,
)
from tf1to2reuse.apis.shape_rules.registry import dim_of, dims_of, is_tensor, known, number, rule, shape_of


@rule("reshape", "manip.reshape")
def _reshape(tensor: Any, shape: Any, name: Any = None) -> Shape:
    wanted = dims_of(shape)
    if not any(is_int(dim) and dim == -1 for dim in wanted):
        return _only_unknown(shape_of(tensor), wanted)
    others = [dim for dim in wanted if not (is_int(dim) and dim == -1)]
    if len(others) != len(wanted) - 1:
        raise DoubtfulError("several -1")
    free = _quotient(shape_of(tensor), others)
    return tuple(free if is_int(dim) and dim == -1 else dim for dim in wanted)


def _only_unknown(before: Shape, wanted: Dims) -> Dims:
    """One dimension that a tensor gives is known to TF1 if everything else is."""
    if sum(dim is None for dim in wanted) != 1 or before is None or total(before) is None:
        return wanted
    free = _quotient(before, [dim for dim in wanted if dim is not None])
    return tuple(free if dim is None else dim for dim in wanted)


def _quotient(before: Shape, others: list[Dim]) -> Dim:
    """What -1 stands for. Equal symbols cancel, as TF1's numbers would."""
    if before is None:
        return fresh("runtime")
    if any(dim is None for dim in before):
        return None
    left, right = list(before), list(others)
    for dim in others:
        if not is_int(dim) and dim in left:
            left.remove(dim)
            right.remove(dim)
    if any(dim is None for dim in right):
        return None
    over, under = total(left), total(right)
    if is_int(over) and is_int(under):
        if not under or over % under:  # type: ignore[operator]
            raise DoubtfulError("sizes do not fit")
        return over // under  # type: ignore[operator]
    return over if under == 1 else compute("quotient", lambda a, b: a // b, over, under)


@rule("transpose")
def _transpose(a: Any, perm: Any = None, name: Any = None, conjugate: Any = False) -> Shape:
    dims = known(a)
    if perm is None:
        return dims[::-1]
    order = [axis_of(axis, len(dims)) for axis in dims_of(perm)]
    if sorted(order) != list(range(len(dims))):
        raise DoubtfulError("not a permutation")
    return tuple(dims[axis] for axis in order)


@rule("matrix_transpose", "linalg.transpose", "linalg.matrix_transpose")
def _matrix_transpose(a: Any, name: Any = None, conjugate: Any = False) -> Shape:
    dims = known(a)
    return (*dims[:-2], dims[-1], dims[-2])


@rule("expand_dims")
def _expand_dims(input: Any, axis: Any = None, name: Any = None, dim: Any = None) -> Shape:
    dims = list(known(input))
    place = axis_of(dim if axis is None else axis, len(dims) + 1)
    return (*dims[:place], 1, *dims[place:])


@rule("squeeze")
def _squeeze(input: Any, axis: Any = None, name: Any = None, squeeze_dims: Any = None) -> Shape:
    dims = known(input)
    axes = squeeze_dims if axis is None else axis
    if axes is None or axes == []:
        if not all(is_int(dim) for dim in dims):
            raise DoubtfulError("which dimensions are 1 is not known")
        return tuple(dim for dim in dims if dim != 1)
    gone = {axis_of(one, len(dims)) for one in (axes if isinstance(axes, (list, tuple)) else [axes])}
    return tuple(dim for place, dim in enumerate(dims) if place not in gone)


@rule("concat", "concat_v2")
def _concat(values: Any, axis: Any, name: Any = None) -> Shape:
    if is_tensor(values):
        return shape_of(values)
    shapes = [known(value) for value in values]
    place = axis_of(axis, len(shapes[0]))
    merged: Shape = None
    for shape in shapes:
        merged = merge(merged, (*shape[:place], None, *shape[place + 1 :]))
    size: Dim = 0
    for shape in shapes:
        size = add(size, shape[place])
    assert merged is not None
    return (*merged[:place], size, *merged[place + 1 :])


@rule("stack", "pack", "parallel_stack")
def _stack(values: Any, axis: Any = 0, name: Any = None) -> Shape:
    if is_tensor(values):
        dims = known(values)
        count, inner = dims[0], dims[1:]
    else:
        merged: Shape = None
        for value in values:
            merged = merge(merged, known(value))
        count, inner = len(values), merged or ()
    place = axis_of(axis, len(inner) + 1)
    return (*inner[:place], count, *inner[place:])


@rule("unstack", "unpack")
def _unstack(value: Any, num: Any = None, axis: Any = 0, name: Any = "unstack") -> list[Shape]:
    dims = known(value)
    place = axis_of(axis, len(dims))
    count = number(dims[place] if num is None else num)
    return [dims[:place] + dims[place + 1 :]] * count


@rule("split")
def _split(
    value: Any, num_or_size_splits: Any, axis: Any = 0, num: Any = None, name: Any = "split"
) -> list[Shape]:
    dims = known(value)
    place = axis_of(axis, len(dims))
    if isinstance(num_or_size_splits, (list, tuple)):
        sizes = [dim_of(size) for size in num_or_size_splits]
        return [(*dims[:place], _rest(size, dims[place], sizes), *dims[place + 1 :]) for size in sizes]
    count = number(num_or_size_splits)
    size = compute("part", lambda n, k: n // k, dims[place], count) if count != 1 else dims[place]
    return [(*dims[:place], size, *dims[place + 1 :])] * count


def _rest(size: Dim, whole: Dim, sizes: list[Dim]) -> Dim:
    if not (is_int(size) and size == -1):
        return size
    others = [one for one in sizes if not (is_int(one) and one == -1)]
    return compute("rest", lambda n, *parts: n - sum(parts), whole, *others)


@rule("tile", "manip.tile")
def _tile(input: Any, multiples: Any, name: Any = None) -> Shape:
    dims, times = known(input), dims_of(multiples)
    if len(dims) != len(times):
        raise DoubtfulError("multiples do not fit")
    return tuple(total((dim, count)) for dim, count in zip(dims, times, strict=True))


@rule("pad", "pad_v2")
def _pad(
    tensor: Any, paddings: Any, mode: Any = "CONSTANT", name: Any = None, constant_values: Any = 0
) -> Shape:
    dims = known(tensor)
    if is_tensor(paddings) and not hasattr(paddings, "tolist"):
        raise DoubtfulError("paddings are a tensor")
    pairs = [dims_of(pair) for pair in (paddings.tolist() if is_tensor(paddings) else paddings)]
    if len(pairs) != len(dims) or any(len(pair) != 2 for pair in pairs):
        raise DoubtfulError("paddings do not fit")
    return tuple(add(add(dim, pair[0]), pair[1]) for dim, pair in zip(dims, pairs, strict=True))


@rule("gather", "gather_v2")
def _gather(
    params: Any,
    indices: Any,
    validate_indices: Any = None,
    name: Any = None,
    axis: Any = None,
    batch_dims: Any = 0,
) -> Shape:
    dims, picked = known(params), known(indices)
    place = axis_of(batch_dims if axis is None else axis, len(dims))
    return dims[:place] + picked[number(batch_dims) :] + dims[place + 1 :]


@rule("nn.embedding_lookup")
def _embedding_lookup(params: Any, ids: Any, *unused: Any, **unused_too: Any) -> Shape:
    if isinstance(params, (list, tuple)):
        if len(params) != 1:
            raise DoubtfulError("partitioned embeddings")
        params = params[0]
    return known(ids) + known(params)[1:]


@rule("gather_nd", "manip.gather_nd")
def _gather_nd(params: Any, indices: Any, name: Any = None, batch_dims: Any = 0) -> Shape:
    dims, picked = known(params), known(indices)
    if number(batch_dims) != 0:
        raise DoubtfulError("batch_dims")
    return picked[:-1] + dims[number(picked[-1]) :]


@rule("boolean_mask")
def _boolean_mask(tensor: Any, mask: Any, name: Any = "boolean_mask", axis: Any = None) -> Shape:
    dims, flags = known(tensor), known(mask)
    place = 0 if axis is None else axis_of(axis, len(dims))
    return (*dims[:place], None, *dims[place + len(flags) :])


@rule("slice")
def _slice(input_: Any, begin: Any, size: Any, name: Any = None) -> Shape:
    dims, starts, sizes = known(input_), dims_of(begin), dims_of(size)
    if not len(dims) == len(starts) == len(sizes):
        raise DoubtfulError("begin and size do not fit")
    return tuple(_sliced(dim, start, length) for dim, start, length in zip(dims, starts, sizes, strict=True))


def _sliced(dim: Dim, start: Dim, length: Dim) -> Dim:
    if not (is_int(length) and length == -1):
        return length
    return dim if start == 0 and is_int(start) else compute("from", lambda n, first: n - first, dim, start)


@rule("getitem")
def _getitem(tensor: Any, key: Any) -> Shape:
    """``tensor[key]`` with numbers, slices, ``None``, ``...`` and scalar tensors."""
    keys = list(key) if isinstance(key, tuple) else [key]
    dims = list(known(tensor))
    wanted = len(dims) - sum(one is not None and one is not Ellipsis for one in keys)
    if Ellipsis in [one for one in keys if not is_tensor(one)]:
        place = next(index for index, one in enumerate(keys) if one is Ellipsis)
        keys[place : place + 1] = [slice(None)] * wanted
    else:
        keys += [slice(None)] * wanted
    if wanted < 0:
        raise DoubtfulError("too many indices")
    return _picked(dims, keys)


def _picked(dims: list[Dim], keys: list[Any]) -> Shape:
    result: list[Dim] = []
    for key in keys:
        if key is None:
            result.append(1)
            continue
        dim = dims.pop(0)
        if isinstance(key, slice):
            result.append(_range_of(dim, key))
        elif is_tensor(key) and shape_of(key) != ():
            raise DoubtfulError("indexing with a tensor that is no scalar")
        elif isinstance(key, (list, str, bool)):
            raise DoubtfulError("not an index")
    return tuple(result)


def _range_of(dim: Dim, key: slice) -> Dim:
    bounds = (key.start, key.stop, key.step)
    if key.start in (None, 0) and key.stop is None and key.step in (None, 1):
        return dim
    if dim is None:
        return None
    if any(is_tensor(bound) for bound in bounds):
        values = [
            getattr(bound, "static_value", fresh("runtime")) if is_tensor(bound) else bound
            for bound in bounds
        ]
        return (
            None
            if any(v is None and b is not None for v, b in zip(values, bounds, strict=True))
            else fresh("runtime")
        )
    if is_int(dim) and all(bound is None or is_int(bound) for bound in bounds):
        return len(range(*key.indices(dim)))  # type: ignore[arg-type]
    return DerivedDim("slice", (dim, *bounds))


@rule("broadcast_to")
def _broadcast_to(input: Any, shape: Any, name: Any = None) -> Shape:
    return dims_of(shape)


@rule("ensure_shape")
def _ensure_shape(x: Any, shape: Any, name: Any = None) -> Shape:
    return merge(shape_of(x), dims_of(shape))


@rule("depth_to_space", "nn.depth_to_space")
def _depth_to_space(input: Any, block_size: Any, name: Any = None, data_format: Any = "NHWC") -> Shape:
    batch, height, width, depth = _nhwc(input, data_format)
    split = compute("part", lambda n, k: n // (k * k), depth, block_size)
    return (batch, total((height, block_size)), total((width, block_size)), split)


@rule("space_to_depth", "nn.space_to_depth")
def _space_to_depth(input: Any, block_size: Any, name: Any = None, data_format: Any = "NHWC") -> Shape:
    batch, height, width, depth = _nhwc(input, data_format)
    sizes = [compute("part", lambda n, k: n // k, size, block_size) for size in (height, width)]
    return (batch, *sizes, total((depth, block_size, block_size)))


def _nhwc(value: Any, data_format: Any) -> Dims:
    dims = known(value)
    if len(dims) != 4 or data_format != "NHWC":
        raise DoubtfulError("layout")
    return dims
