"""Functions that keep the shape of their first argument, and functions of two broadcast arguments."""

from __future__ import annotations

from typing import Any

from tf1to2reuse.apis.dims import Shape, broadcast, merge
from tf1to2reuse.apis.shape_rules.registry import RULES, known, rule, shape_of

_SAME = [
    "abs",
    "negative",
    "neg",
    "sign",
    "square",
    "sqrt",
    "rsqrt",
    "exp",
    "expm1",
    "log",
    "log1p",
    "sin",
    "cos",
    "tan",
    "asin",
    "acos",
    "atan",
    "sinh",
    "cosh",
    "tanh",
    "asinh",
    "acosh",
    "atanh",
    "sigmoid",
    "log_sigmoid",
    "erf",
    "erfc",
    "lgamma",
    "digamma",
    "floor",
    "ceil",
    "round",
    "rint",
    "reciprocal",
    "logical_not",
    "invert",
    "not_",
    "is_nan",
    "is_inf",
    "is_finite",
    "identity",
    "stop_gradient",
    "cast",
    "to_float",
    "to_double",
    "to_int32",
    "to_int64",
    "to_bfloat16",
    "clip_by_value",
    "clip_by_norm",
    "softmax",
    "log_softmax",
    "zeros_like",
    "ones_like",
    "cumsum",
    "cumprod",
    "reverse",
    "reverse_v2",
    "reverse_sequence",
    "random_shuffle",
    "Print",
    "check_numerics",
    "convert_to_tensor",
    "convert_to_tensor_or_sparse_tensor",
    "verify_tensor_all_finite",
    "softplus",
    "softsign",
    "real",
    "imag",
    "conj",
    "complex_abs",
    "angle",
    "string_to_number",
    "as_string",
    "pos",
    "plus",
    "saturate_cast",
    "l2_normalize",
    "matrix_band_part",
    "linalg.band_part",
    "matrix_inverse",
    "linalg.inv",
    "cholesky",
    "linalg.cholesky",
    "quantization.fake_quant_with_min_max_args",
    "random.shuffle",
    "linalg.l2_normalize",
    "clip_by_average_norm",
    "bessel_i0e",
    "bessel_i1e",
    "nn.relu",
    "nn.relu6",
    "nn.elu",
    "nn.selu",
    "nn.leaky_relu",
    "nn.softplus",
    "nn.softsign",
    "nn.tanh",
    "nn.sigmoid",
    "nn.softmax",
    "nn.log_softmax",
    "nn.swish",
    "nn.l2_normalize",
    "nn.dropout",
    "nn.lrn",
    "nn.local_response_normalization",
    "nn.batch_normalization",
    "nn.log_sigmoid",
    "image.random_flip_left_right",
    "image.random_flip_up_down",
    "image.flip_left_right",
    "image.flip_up_down",
    "image.adjust_brightness",
    "image.adjust_contrast",
    "image.adjust_hue",
    "image.adjust_saturation",
    "image.random_brightness",
    "image.random_contrast",
    "image.random_hue",
    "image.random_saturation",
    "image.per_image_standardization",
    "image.convert_image_dtype",
    "contrib.layers.softmax",
    "contrib.layers.unit_norm",
    "contrib.slim.softmax",
    "debugging.check_numerics",
    "contrib.layers.scale_gradient",
]

_BINARY = [
    "add",
    "subtract",
    "sub",
    "multiply",
    "mul",
    "divide",
    "div",
    "truediv",
    "realdiv",
    "floordiv",
    "floor_div",
    "mod",
    "floormod",
    "truncatemod",
    "truncatediv",
    "pow",
    "maximum",
    "minimum",
    "equal",
    "not_equal",
    "less",
    "less_equal",
    "greater",
    "greater_equal",
    "logical_and",
    "logical_or",
    "logical_xor",
    "squared_difference",
    "atan2",
    "div_no_nan",
    "multiply_no_nan",
    "xdivy",
    "xlogy",
    "eq",
    "ne",
    "lt",
    "le",
    "gt",
    "ge",
    "and_",
    "or_",
    "xor",
    "bitwise.bitwise_and",
    "bitwise.bitwise_or",
    "bitwise.bitwise_xor",
    "complex",
    "igamma",
    "igammac",
    "polygamma",
    "zeta",
]

_TENSOR_NAMES = (
    "x",
    "features",
    "input",
    "tensor",
    "logits",
    "value",
    "a",
    "inputs",
    "t",
    "image",
    "images",
    "input_",
)
_SECOND_NAMES = ("y", "b", "x2", "other")


def _same(*args: Any, **kwargs: Any) -> Shape:
    if args:
        return shape_of(args[0])
    named = [kwargs[name] for name in _TENSOR_NAMES if name in kwargs]
    return shape_of(named[0]) if named else None


def _binary(*args: Any, **kwargs: Any) -> Shape:
    values = list(args[:2])
    for names in (_TENSOR_NAMES, _SECOND_NAMES):
        if len(values) < 2:
            values += [kwargs[name] for name in names if name in kwargs][:1]
    return broadcast(shape_of(values[0]), shape_of(values[1])) if len(values) == 2 else None


RULES.update(dict.fromkeys(_SAME, _same))
RULES.update(dict.fromkeys(_BINARY, _binary))


@rule("add_n", "accumulate_n")
def _add_n(inputs: Any, *unused: Any, **unused_too: Any) -> Shape:
    merged: Shape = None
    for value in inputs:
        merged = merge(merged, shape_of(value))
    return merged


@rule("where", "where_v2", "select")
def _where(condition: Any, x: Any = None, y: Any = None, name: Any = None) -> Shape:
    if x is None and y is None:
        return (None, len(known(condition)))
    return merge(shape_of(x), shape_of(y))


@rule("nn.bias_add")
def _bias_add(value: Any, bias: Any, data_format: Any = None, name: Any = None) -> Shape:
    dims, size = known(value), shape_of(bias)
    axis = 1 if isinstance(data_format, str) and data_format.startswith("NC") else len(dims) - 1
    if size is None or len(size) != 1 or dims[axis] is not None:
        return dims
    return (*dims[:axis], size[0], *dims[axis + 1 :])


@rule("nn.xw_plus_b", "nn.relu_layer")
def _xw_plus_b(x: Any, weights: Any, biases: Any, name: Any = None) -> Shape:
    return (known(x)[0], known(weights)[1])


@rule("nn.sigmoid_cross_entropy_with_logits")
def _sigmoid_loss(_sentinel: Any = None, labels: Any = None, logits: Any = None, name: Any = None) -> Shape:
    return merge(shape_of(labels), shape_of(logits))


@rule("nn.weighted_cross_entropy_with_logits")
def _weighted_loss(labels: Any = None, logits: Any = None, *unused: Any, **unused_too: Any) -> Shape:
    return merge(shape_of(labels), shape_of(logits))


@rule("nn.softmax_cross_entropy_with_logits", "nn.softmax_cross_entropy_with_logits_v2")
def _softmax_loss(
    _sentinel: Any = None,
    labels: Any = None,
    logits: Any = None,
    dim: Any = -1,
    name: Any = None,
    axis: Any = None,
) -> Shape:
    shape = merge(shape_of(labels), shape_of(logits))
    last = dim if axis is None else axis
    return None if shape is None or last not in (-1, len(shape) - 1) else shape[:-1]


@rule("nn.sparse_softmax_cross_entropy_with_logits")
def _sparse_loss(_sentinel: Any = None, labels: Any = None, logits: Any = None, name: Any = None) -> Shape:
    logits_shape = shape_of(logits)
    return merge(shape_of(labels), None if logits_shape is None else logits_shape[:-1])


@rule("nn.l2_loss", "rank", "size", "global_norm")
def _scalar(*unused: Any, **unused_too: Any) -> Shape:
    return ()
