"""Convolutions, pooling and images."""

from __future__ import annotations

from typing import Any

from tf1to2reuse.apis.dims import Dim, Dims, DoubtfulError, Shape, is_int, spread, total, window
from tf1to2reuse.apis.shape_rules.registry import dims_of, known, rule, shape_of


def _channels_first(data_format: Any) -> bool:
    if data_format is not None and not isinstance(data_format, str):
        raise DoubtfulError("data_format is not known")
    return isinstance(data_format, str) and data_format.startswith("NC")


def _spatial(values: Any, dims: int, data_format: Any) -> Dims:
    """Strides and kernel sizes: one number, one per spatial dimension, or one per dimension."""
    if isinstance(values, (list, tuple)) and len(values) == dims + 2:
        return tuple(values[2:] if _channels_first(data_format) else values[1:-1])
    if isinstance(values, (list, tuple)) and len(values) == 1:
        values = values[0]
    return spread(values, dims)


def _arranged(before: Dims, sizes: list[Dim], channels: Dim, data_format: Any) -> Shape:
    return (before[0], channels, *sizes) if _channels_first(data_format) else (before[0], *sizes, channels)


def _convolved(
    value: Any, kernel: Dims, channels: Dim, strides: Any, padding: Any, data_format: Any, dilations: Any
) -> Shape:
    before = known(value)
    dims = len(kernel)
    if len(before) != dims + 2:
        raise DoubtfulError("ranks do not fit")
    stride = _spatial(strides, dims, data_format)
    rate = _spatial(1 if dilations is None else dilations, dims, data_format)
    inner = before[2:] if _channels_first(data_format) else before[1:-1]
    sizes = [window(n, k, s, padding, r) for n, k, s, r in zip(inner, kernel, stride, rate, strict=True)]
    return _arranged(before, sizes, channels, data_format)


@rule("nn.conv1d")
def _conv1d(
    value: Any = None,
    filters: Any = None,
    stride: Any = None,
    padding: Any = None,
    use_cudnn_on_gpu: Any = None,
    data_format: Any = None,
    name: Any = None,
    input: Any = None,
    dilations: Any = None,
) -> Shape:
    kernel = known(filters)
    image = input if value is None else value
    return _convolved(image, kernel[:1], kernel[2], stride, padding, data_format, dilations)


@rule("nn.conv2d")
def _conv2d(
    input: Any,
    filter: Any = None,
    strides: Any = None,
    padding: Any = None,
    use_cudnn_on_gpu: Any = True,
    data_format: Any = "NHWC",
    dilations: Any = None,
    name: Any = None,
    filters: Any = None,
) -> Shape:
    kernel = known(filters if filter is None else filter)
    return _convolved(input, kernel[:2], kernel[3], strides, padding, data_format, dilations)


@rule("nn.conv3d")
def _conv3d(
    input: Any,
    filter: Any = None,
    strides: Any = None,
    padding: Any = None,
    data_format: Any = "NDHWC",
    dilations: Any = None,
    name: Any = None,
    filters: Any = None,
) -> Shape:
    kernel = known(filters if filter is None else filter)
    return _convolved(input, kernel[:3], kernel[4], strides, padding, data_format, dilations)


@rule("nn.atrous_conv2d")
def _atrous(value: Any, filters: Any, rate: Any, padding: Any, name: Any = None) -> Shape:
    kernel = known(filters)
    return _convolved(value, kernel[:2], kernel[3], 1, padding, "NHWC", rate)


@rule("nn.depthwise_conv2d", "nn.depthwise_conv2d_native")
def _depthwise(
    input: Any,
    filter: Any = None,
    strides: Any = None,
    padding: Any = None,
    rate: Any = None,
    name: Any = None,
    data_format: Any = None,
    dilations: Any = None,
) -> Shape:
    kernel = known(filter)
    channels = total((kernel[2], kernel[3]))
    return _convolved(
        input, kernel[:2], channels, strides, padding, data_format, rate if dilations is None else dilations
    )


@rule("nn.separable_conv2d")
def _separable(
    input: Any,
    depthwise_filter: Any = None,
    pointwise_filter: Any = None,
    strides: Any = None,
    padding: Any = None,
    rate: Any = None,
    name: Any = None,
    data_format: Any = None,
    dilations: Any = None,
) -> Shape:
    kernel, channels = known(depthwise_filter), known(pointwise_filter)[3]
    return _convolved(
        input, kernel[:2], channels, strides, padding, data_format, rate if dilations is None else dilations
    )


@rule("nn.conv2d_transpose", "nn.conv3d_transpose", "nn.conv1d_transpose")
def _transposed(
    value: Any = None, filter: Any = None, output_shape: Any = None, *unused: Any, **unused_too: Any
) -> Shape:
    """TF1 takes the shape from ``output_shape`` alone."""
    return dims_of(output_shape)


@rule("nn.max_pool", "nn.avg_pool", "nn.max_pool2d", "nn.avg_pool2d", "nn.max_pool1d", "nn.avg_pool1d")
def _pool(
    value: Any = None,
    ksize: Any = None,
    strides: Any = None,
    padding: Any = None,
    data_format: Any = None,
    name: Any = None,
    input: Any = None,
) -> Shape:
    image = input if value is None else value
    before = known(image)
    dims = len(before) - 2
    kernel = _spatial(ksize, dims, data_format)
    channels = before[1] if _channels_first(data_format) else before[-1]
    return _convolved(image, kernel, channels, strides, padding, data_format, None)


@rule("nn.max_pool3d", "nn.avg_pool3d")
def _pool3d(
    input: Any, ksize: Any, strides: Any, padding: Any, data_format: Any = "NDHWC", name: Any = None
) -> Shape:
    return _pool(input, ksize, strides, padding, data_format)  # type: ignore[no-any-return]


@rule("nn.max_pool_with_argmax")
def _pool_with_argmax(
    input: Any, ksize: Any, strides: Any, padding: Any = None, *unused: Any, **unused_too: Any
) -> list[Shape]:
    return [_pool(input, ksize, strides, padding)] * 2


@rule("nn.pool")
def _generic_pool(
    input: Any,
    window_shape: Any,
    pooling_type: Any,
    padding: Any,
    dilation_rate: Any = None,
    strides: Any = None,
    name: Any = None,
    data_format: Any = None,
    dilations: Any = None,
) -> Shape:
    before = known(input)
    kernel = spread(window_shape, len(before) - 2)
    channels = before[1] if _channels_first(data_format) else before[-1]
    rate = dilation_rate if dilations is None else dilations
    return _convolved(input, kernel, channels, 1 if strides is None else strides, padding, data_format, rate)


@rule("nn.fused_batch_norm")
def _fused_batch_norm(x: Any, scale: Any, *unused: Any, **unused_too: Any) -> list[Shape]:
    return [shape_of(x), shape_of(scale), shape_of(scale)]


def _resized(images: Any, size: Any) -> Shape:
    before = known(images)
    height_width = dims_of(size)
    if len(height_width) != 2 or len(before) not in (3, 4):
        raise DoubtfulError("ranks do not fit")
    return (*before[:-3], *height_width, before[-1])


@rule("image.resize_images", "image.resize")
def _resize_images(images: Any, size: Any, *unused: Any, **unused_too: Any) -> Shape:
    return _resized(images, size)


@rule(*(f"image.resize_{kind}" for kind in ("bilinear", "nearest_neighbor", "bicubic", "area")))
def _resize(images: Any, size: Any, align_corners: Any = False, *unused: Any, **unused_too: Any) -> Shape:
    return _resized(images, size)


@rule("image.resize_image_with_crop_or_pad", "image.resize_with_crop_or_pad")
def _crop_or_pad(image: Any, target_height: Any, target_width: Any) -> Shape:
    before = known(image)
    if not is_int(target_height) or not is_int(target_width):
        raise DoubtfulError("target size is not known")
    return (*before[:-3], target_height, target_width, before[-1])


@rule("image.random_crop", "random_crop")
def _random_crop(value: Any, size: Any, *unused: Any, **unused_too: Any) -> Shape:
    return dims_of(size)
