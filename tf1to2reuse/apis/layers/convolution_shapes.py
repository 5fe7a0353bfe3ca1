"""Static output shapes of the convolution and pooling layers, as TF 1.15 computes them."""

from __future__ import annotations

from collections.abc import Mapping

from tf1to2reuse.apis.dims import Dim, Dims, DoubtfulError, grown, spread, total, window
from tf1to2reuse.apis.layers.model import RANK, Undecided


def first(literals: Mapping[str, object], *names: str) -> object:
    """The argument under whichever of its names this API uses."""
    return next((literals[name] for name in names if name in literals), 1)


def contrib_dims(literals: Mapping[str, object]) -> int:
    """How many spatial dimensions ``contrib.convolution`` has, as far as its arguments tell."""
    value, rank = literals.get("conv_dims"), literals.get(RANK)
    if isinstance(rank, int):
        return rank - 2
    size = literals.get("kernel_size")
    if isinstance(value, int):
        return value
    if isinstance(size, (list, tuple)):
        return len(size)
    raise Undecided("inputs")


def channels_first(literals: Mapping[str, object]) -> bool:
    value = literals.get("data_format")
    if value is None:
        return False
    if not isinstance(value, str):
        raise DoubtfulError("data_format is not known")
    return value == "channels_first" or value.startswith("NC")


def _windows(dims: int, inputs: Dims, literals: Mapping[str, object]) -> list[Dim]:
    kernel = spread(first(literals, "pool_size", "kernel_size"), dims)
    stride = spread(first(literals, "strides", "stride"), dims)
    rate = spread(first(literals, "dilation_rate", "rate"), dims)
    pad = literals.get("padding")
    before = inputs[2:] if channels_first(literals) else inputs[1:-1]
    return [window(n, k, s, pad, r) for n, k, s, r in zip(before, kernel, stride, rate, strict=True)]


def _arranged(inputs: Dims, literals: Mapping[str, object], filters: object, sizes: list[Dim]) -> Dims:
    return (inputs[0], filters, *sizes) if channels_first(literals) else (inputs[0], *sizes, filters)


def _dims(dims: int | None, inputs: Dims) -> int:
    """Without ``dims``, the rank of the input says what kind of convolution it is."""
    found = len(inputs) - 2
    if found not in (1, 2, 3) or dims not in (None, found):
        raise DoubtfulError("the rank does not fit")
    return found


def conv_shape(dims: int | None, inputs: Dims, literals: Mapping[str, object]) -> Dims:
    sizes = _windows(_dims(dims, inputs), inputs, literals)
    filters = literals["filters"] if "filters" in literals else literals["num_outputs"]
    return _arranged(inputs, literals, filters, sizes)


def transpose_shape(dims: int, inputs: Dims, literals: Mapping[str, object]) -> Dims:
    _dims(dims, inputs)
    kernel = spread(literals.get("kernel_size"), dims)
    stride = spread(first(literals, "strides", "stride"), dims)
    before = inputs[2:] if channels_first(literals) else inputs[1:-1]
    pad = literals.get("padding")
    sizes = [grown(n, k, s, pad) for n, k, s in zip(before, kernel, stride, strict=True)]
    filters = literals["filters"] if "filters" in literals else literals["num_outputs"]
    return _arranged(inputs, literals, filters, sizes)


def separable_shape(inputs: Dims, literals: Mapping[str, object]) -> Dims:
    """contrib's separable convolution; without ``num_outputs`` each channel is multiplied."""
    outputs = literals.get("num_outputs")
    if outputs is None and len(inputs) == 4:
        channels = inputs[1 if channels_first(literals) else -1]
        outputs = total((channels, literals.get("depth_multiplier")))
    return conv_shape(2, inputs, {**literals, "num_outputs": outputs})


def pool_shape(dims: int, inputs: Dims, literals: Mapping[str, object]) -> Dims:
    sizes = _windows(_dims(dims, inputs), inputs, literals)
    return _arranged(inputs, literals, inputs[1 if channels_first(literals) else -1], sizes)
