"""Static output shapes of convolutions and pooling, as TF 1.15 computes them."""

from __future__ import annotations

from collections.abc import Mapping

from tf1to2reuse.apis.layers.emit import number_pair
from tf1to2reuse.apis.layers.model import Undecided

Dims = tuple[object, ...]


def first(literals: Mapping[str, object], *names: str) -> object:
    """The argument under whichever of its names this API uses."""
    return next((literals[name] for name in names if name in literals), None)


def contrib_dims(literals: Mapping[str, object]) -> int:
    """How many spatial dimensions ``contrib.convolution`` has, as far as its arguments tell."""
    value = literals.get("conv_dims")
    size = literals.get("kernel_size")
    if isinstance(value, int):
        return value
    if isinstance(size, (list, tuple)):
        return len(size)
    raise Undecided("inputs")


def window(size: object, kernel: object, stride: object, padding: object, dilation: object = 1) -> object:
    """One spatial dimension of a convolution or pooling; ``None`` if anything it depends on is unknown."""
    if not isinstance(padding, str) or not isinstance(stride, int):
        return None
    if padding.upper() == "SAME" and stride == 1:
        return size
    if not isinstance(size, int):
        return None
    if padding.upper() == "SAME":
        return -(-size // stride)
    if padding.upper() != "VALID" or not isinstance(kernel, int) or not isinstance(dilation, int):
        return None
    reach = (kernel - 1) * dilation + 1
    return max(0, -(-(size - reach + 1) // stride))


def grown(size: object, kernel: object, stride: object, padding: object) -> object:
    """One spatial dimension of a transposed convolution."""
    if not isinstance(size, int) or not isinstance(stride, int) or not isinstance(padding, str):
        return None
    if padding.upper() == "SAME":
        return size * stride
    return size * stride + max(kernel - stride, 0) if isinstance(kernel, int) else None


def channels_first(literals: Mapping[str, object]) -> bool | None:
    value = literals.get("data_format")
    if value is None:
        return False
    return value == "channels_first" or value.startswith("NC") if isinstance(value, str) else None


def spatial(inputs: Dims, literals: Mapping[str, object], filters: object, sizes: list[object]) -> Dims | None:
    """Put batch, channels and spatial sizes in the layout's order."""
    layout = channels_first(literals)
    if layout is None:
        return (None,) * len(inputs)
    return (inputs[0], filters, *sizes) if layout else (inputs[0], *sizes, filters)


def _spatial_inputs(inputs: Dims, literals: Mapping[str, object]) -> Dims:
    return inputs[2:] if channels_first(literals) else inputs[1:-1]


def conv_shape(dims: int | None, inputs: Dims, literals: Mapping[str, object]) -> Dims | None:
    """Convolution; without ``dims`` its rank is that of the input."""
    dims = len(inputs) - 2 if dims is None else dims
    if len(inputs) != dims + 2:
        return None
    kernel = number_pair(literals.get("kernel_size"), dims)
    stride = number_pair(first(literals, "strides", "stride"), dims)
    rate = number_pair(first(literals, "dilation_rate", "rate"), dims)
    pad = literals.get("padding")
    before = _spatial_inputs(inputs, literals)
    sizes = [window(n, k, s, pad, r) for n, k, s, r in zip(before, kernel, stride, rate, strict=True)]
    return spatial(inputs, literals, first(literals, "filters", "num_outputs"), sizes)


def transpose_shape(dims: int, inputs: Dims, literals: Mapping[str, object]) -> Dims | None:
    if len(inputs) != dims + 2:
        return None
    kernel = number_pair(literals.get("kernel_size"), dims)
    stride = number_pair(first(literals, "strides", "stride"), dims)
    before = _spatial_inputs(inputs, literals)
    sizes = [grown(n, k, s, literals.get("padding")) for n, k, s in zip(before, kernel, stride, strict=True)]
    return spatial(inputs, literals, first(literals, "filters", "num_outputs"), sizes)


def depthwise_shape(inputs: Dims, literals: Mapping[str, object]) -> Dims | None:
    """contrib's separable convolution; without ``num_outputs`` each channel is multiplied."""
    outputs = literals.get("num_outputs")
    if outputs is None and len(inputs) == 4:
        channels = inputs[1 if channels_first(literals) else -1]
        multiplier = literals.get("depth_multiplier")
        known = isinstance(channels, int) and isinstance(multiplier, int)
        outputs = channels * multiplier if known else None  # type: ignore[operator]
    return conv_shape(2, inputs, {**literals, "num_outputs": outputs})


def pool_shape(dims: int | None, inputs: Dims, literals: Mapping[str, object]) -> Dims | None:
    dims = len(inputs) - 2 if dims is None else dims
    if len(inputs) != dims + 2:
        return None
    kernel = number_pair(first(literals, "pool_size", "kernel_size"), dims)
    stride = number_pair(first(literals, "strides", "stride"), dims)
    rate = number_pair(first(literals, "dilation_rate") if "dilation_rate" in literals else 1, dims)
    before = _spatial_inputs(inputs, literals)
    pad = literals.get("padding")
    sizes = [window(n, k, s, pad, r) for n, k, s, r in zip(before, kernel, stride, rate, strict=True)]
    return spatial(inputs, literals, inputs[1 if channels_first(literals) else -1], sizes)
