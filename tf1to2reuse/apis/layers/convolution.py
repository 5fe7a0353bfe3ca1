"""Convolutions: ``tf.layers.conv*`` and contrib's ``conv*`` become Conv1D/2D/3D, their transposes and
separable kinds.

contrib pads "SAME" and applies relu unless told otherwise; its ``separable_conv2d`` without ``num_outputs``
is a DepthwiseConv2D; its ``convolution`` takes its number of dimensions from the rank of the input.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from tf1to2reuse.apis.dims import DoubtfulError, fresh, spread
from tf1to2reuse.apis.layers.attach import finish
from tf1to2reuse.apis.layers.convolution_shapes import (
    contrib_dims,
    conv_shape,
    separable_shape,
    transpose_shape,
)
from tf1to2reuse.apis.layers.dense import (
    CONTRIB_TAIL,
    CORE_TAIL,
    CORE_TARGETS,
    KERNEL_AND_BIAS,
    WEIGHTS_AND_BIASES,
    bias_or_normalizer,
    bias_or_not,
    contrib_leaves,
    contrib_weights,
)
from tf1to2reuse.apis.layers.emit import (
    INITIALIZER,
    Arguments,
    Target,
    arguments,
    data_format,
    decide,
    flag,
    padding,
)
from tf1to2reuse.apis.layers.model import (
    UNKNOWN,
    Call,
    InputDim,
    KerasForm,
    LayerApi,
    Part,
    Undecided,
    VariableSpec,
)
from tf1to2reuse.apis.layers.signature import signature

Variables = tuple[VariableSpec, ...]
_KERAS = {1: "tf.keras.layers.Conv1D", 2: "tf.keras.layers.Conv2D", 3: "tf.keras.layers.Conv3D"}
_SEPARABLE = {1: "tf.keras.layers.SeparableConv1D", 2: "tf.keras.layers.SeparableConv2D"}
_DEPTHWISE = "tf.keras.layers.DepthwiseConv2D"
_TWO_KERNELS = ("depthwise", "pointwise")
_PARTS = ("initializer", "regularizer", "constraint")
_SEPARABLE_TARGETS = (
    *(target for target in CORE_TARGETS if not target.parameter.startswith("kernel_")),
    *(Target(f"{k}_{p}", f"{k}_{p}", None) for k in _TWO_KERNELS for p in _PARTS),
)


def _geometry(call: Call) -> Arguments:
    """Filters, kernel size, strides, padding, data format and dilation of a ``tf.layers`` call."""
    written: Arguments = (("", call.code("filters")), ("", call.code("kernel_size")))
    written += arguments(call, (Target("strides", "strides", 1),)) + padding(call)
    written += arguments(call, (Target("data_format", "data_format", "channels_last"),))
    optional = (
        Target("dilation_rate", "dilation_rate", 1),
        Target("depth_multiplier", "depth_multiplier", 1),
    )
    return written + arguments(call, (t for t in optional if t.parameter in call.bound))


def _core_form(constructor: str, call: Call) -> KerasForm:
    call.require_none("activity_regularizer")
    weights = bias_or_not(KERNEL_AND_BIAS, call.literal("use_bias"))
    return KerasForm((Part(constructor, _geometry(call) + arguments(call, CORE_TARGETS), weights),))


def _separable_form(constructor: str, call: Call) -> KerasForm:
    call.require_none("activity_regularizer")
    leaves = {"depthwise_kernel": "depthwise_kernel", "pointwise_kernel": "pointwise_kernel", "bias": "bias"}
    weights = bias_or_not(leaves, call.literal("use_bias"))
    return KerasForm((Part(constructor, _geometry(call) + arguments(call, _SEPARABLE_TARGETS), weights),))


def _contrib_geometry(call: Call) -> Arguments:
    written: Arguments = (("", call.code("kernel_size")), *arguments(call, (Target("stride", "strides", 1),)))
    written += padding(call)
    if "data_format" in call.bound:
        written += data_format(call)
    return written + (arguments(call, (Target("rate", "dilation_rate", 1),)) if "rate" in call.bound else ())


def _contrib_form(dims: int | None, transpose: bool, call: Call) -> KerasForm:
    if dims is None:
        dims = call.rank - 2 if call.rank is not None else None
        if dims not in _KERAS:
            raise call.refuse(
                "inputs", "needs a known rank of 3, 4 or 5: the kind of convolution depends on it"
            )
    constructor = _KERAS[dims] + ("Transpose" if transpose else "")
    geometry = (("", call.code("num_outputs")), *_contrib_geometry(call))
    return finish(
        call, Part(constructor, geometry + contrib_weights(call), contrib_leaves(call, WEIGHTS_AND_BIASES))
    )


def _contrib_separable_form(call: Call) -> KerasForm:
    outputs = call["num_outputs"]
    if outputs.literal is None:
        return _contrib_depthwise_form(call)
    if outputs.literal is UNKNOWN and outputs.code.isidentifier() and outputs.given:
        # A plain name may hold None, and then this is another layer. Callers that know better give the
        # literal.
        raise call.refuse(
            "num_outputs", "may be None, which selects a depthwise convolution; its value is not known"
        )
    geometry = (("", outputs.code), *_contrib_geometry(call))
    geometry += arguments(call, (Target("depth_multiplier", "depth_multiplier", 1),))
    pointwise = "weights" if call.is_none("pointwise_initializer") else "pointwise"
    kernels = (("weights", "depthwise"), ("weights", "pointwise"))
    written = contrib_weights(call, kernels)
    if pointwise == "pointwise":
        written = tuple(w for w in written if w[0] != "pointwise_initializer")
        written += arguments(call, (Target("pointwise_initializer", "pointwise_initializer", INITIALIZER),))
    leaves = {
        "depthwise_kernel": "depthwise_weights",
        "pointwise_kernel": "pointwise_weights",
        "bias": "biases",
    }
    return finish(call, Part(_SEPARABLE[2], geometry + written, contrib_leaves(call, leaves)))


def _contrib_depthwise_form(call: Call) -> KerasForm:
    geometry = _contrib_geometry(call) + arguments(call, (Target("depth_multiplier", "depth_multiplier", 1),))
    written = contrib_weights(call, (("weights", "depthwise"),))
    leaves = {"kernel": "depthwise_weights", "bias": "biases"}
    return finish(call, Part(_DEPTHWISE, geometry + written, contrib_leaves(call, leaves)))


def _core_variables(dims: int, transpose: bool, literals: Mapping[str, object]) -> Variables:
    train, filters = flag(literals, "trainable"), literals.get("filters")
    kernel = VariableSpec("kernel", "0.kernel", train, _kernel(dims, transpose, filters, literals))
    bias = VariableSpec("bias", "0.bias", train, (filters,))
    return (kernel, bias) if decide(literals, "use_bias") else (kernel,)


def _kernel(
    dims: int, transpose: bool, filters: object, literals: Mapping[str, object]
) -> tuple[object, ...]:
    size = _sizes(literals.get("kernel_size"), dims)
    channels = InputDim(_channel_axis(literals))
    return (*size, filters, channels) if transpose else (*size, channels, filters)


def _sizes(value: object, dims: int) -> tuple[object, ...]:
    try:
        return (fresh(),) * dims if value is UNKNOWN else spread(value, dims)
    except DoubtfulError:  # an unknown of the caller's: the kernel exists, its size is open
        return (fresh(),) * dims


def _channel_axis(literals: Mapping[str, object]) -> int:
    value = literals.get("data_format")
    if value is not None and not isinstance(value, str):
        return -1  # unknown: TF1's default, which is also all that a CPU can run
    return 1 if value is not None and (value == "channels_first" or value.startswith("NC")) else -1


def _separable_variables(dims: int, literals: Mapping[str, object]) -> Variables:
    train, filters = flag(literals, "trainable"), literals.get("filters")
    variables = _two_kernels(dims, filters, literals, ("depthwise_kernel", "pointwise_kernel"))
    bias = VariableSpec("bias", "0.bias", train, (filters,))
    return (*variables, bias) if decide(literals, "use_bias") else variables


def _two_kernels(
    dims: int, filters: object, literals: Mapping[str, object], names: tuple[str, str]
) -> Variables:
    train, axis, multiplier = (
        flag(literals, "trainable"),
        _channel_axis(literals),
        literals.get("depth_multiplier"),
    )
    size = _sizes(literals.get("kernel_size"), dims)
    expanded = InputDim(axis, multiplier) if isinstance(multiplier, int) else None
    depthwise = VariableSpec(names[0], "0.depthwise_kernel", train, (*size, InputDim(axis), multiplier))
    return depthwise, VariableSpec(names[1], "0.pointwise_kernel", train, ((1,) * dims) + (expanded, filters))


def _contrib_variables(dims: int | None, transpose: bool, literals: Mapping[str, object]) -> Variables:
    train, filters = flag(literals, "trainable"), literals.get("num_outputs")
    rank = dims if dims is not None else contrib_dims(literals)
    kernel = VariableSpec("weights", "0.kernel", train, _kernel(rank, transpose, filters, literals))
    return (kernel, *bias_or_normalizer(literals, VariableSpec("biases", "0.bias", train, (filters,))))


def _contrib_separable_variables(literals: Mapping[str, object]) -> Variables:
    train, filters = flag(literals, "trainable"), literals.get("num_outputs")
    if filters is UNKNOWN:
        raise Undecided("num_outputs")
    variables = _two_kernels(2, filters, literals, ("depthwise_weights", "pointwise_weights"))
    outputs = filters
    if filters is None:
        spec = variables[0]
        variables = (VariableSpec(spec.leaf, "0.kernel", spec.trainable, spec.shape),)
        multiplier = literals.get("depth_multiplier")
        outputs = InputDim(_channel_axis(literals), multiplier) if isinstance(multiplier, int) else None
    return (*variables, *bias_or_normalizer(literals, VariableSpec("biases", "0.bias", train, (outputs,))))


_ONES = {1: "1", 2: "(1, 1)", 3: "(1, 1, 1)"}


def _core_signature(dims: int, dilation: bool) -> str:
    rate = f"dilation_rate={_ONES[dims]}, " if dilation else ""
    return (
        f"filters, kernel_size, strides={_ONES[dims]}, padding='valid', data_format='channels_last', {rate}"
        f"activation=None, use_bias=True, {CORE_TAIL}"
    )


def _separable_signature(dims: int) -> str:
    kernels = "".join(f"{kernel}_%s=None, " for kernel in _TWO_KERNELS)
    return (
        f"filters, kernel_size, strides={_ONES[dims]}, padding='valid', data_format='channels_last', "
        f"dilation_rate={_ONES[dims]}, depth_multiplier=1, activation=None, use_bias=True, "
        f"{kernels % ('initializer', 'initializer')}bias_initializer=tf.zeros_initializer(), "
        f"{kernels % ('regularizer', 'regularizer')}bias_regularizer=None, activity_regularizer=None, "
        f"{kernels % ('constraint', 'constraint')}bias_constraint=None, trainable=True, name=None"
    )


def _pair(
    function: str,
    cls: str,
    text: str,
    form: Callable[[Call], KerasForm],
    creates: Callable[..., Variables],
    shape: object,
) -> tuple[LayerApi, LayerApi]:
    """The function and the class of ``tf.layers``: one meaning, two signatures."""
    common = (function, "layers", form, creates, shape)
    return (
        LayerApi(f"layers.{function}", signature(f"inputs, {text}, reuse=None"), *common),  # type: ignore[arg-type]
        LayerApi(
            f"layers.{cls}",
            signature(text),
            *common,  # type: ignore[arg-type]
            is_class=True,
            call_parameters=signature("inputs"),
        ),
    )


def _core(dims: int, transpose: bool = False) -> tuple[LayerApi, LayerApi]:
    suffix, class_suffix = ("_transpose", "Transpose") if transpose else ("", "")
    return _pair(
        f"conv{dims}d{suffix}",
        f"Conv{dims}D{class_suffix}",
        _core_signature(dims, not transpose),
        partial(_core_form, _KERAS[dims] + class_suffix),
        partial(_core_variables, dims, transpose),
        partial(transpose_shape if transpose else conv_shape, dims),
    )


def _separable(dims: int) -> tuple[LayerApi, LayerApi]:
    return _pair(
        f"separable_conv{dims}d",
        f"SeparableConv{dims}D",
        _separable_signature(dims),
        partial(_separable_form, _SEPARABLE[dims]),
        partial(_separable_variables, dims),
        partial(conv_shape, dims),
    )


_CONTRIB = (
    "inputs, num_outputs, kernel_size, stride=1, padding='SAME', data_format=None, rate=1, "
    "activation_fn=tf.nn.relu, " + CONTRIB_TAIL
)
_CONTRIB_TRANSPOSE = (
    "inputs, num_outputs, kernel_size, stride=1, padding='SAME', data_format='%s', activation_fn=tf.nn.relu, "
    + CONTRIB_TAIL
)
_CONTRIB_SEPARABLE = (
    "inputs, num_outputs, kernel_size, depth_multiplier=1, stride=1, padding='SAME', data_format='NHWC', "
    "rate=1, "
    "activation_fn=tf.nn.relu, "
    + CONTRIB_TAIL.replace("weights_regularizer", "pointwise_initializer=None, weights_regularizer", 1)
)


def _contrib(name: str, dims: int | None, text: str = _CONTRIB) -> LayerApi:
    return LayerApi(
        f"contrib.{name}",
        signature(text),
        "Conv",
        "scope",
        partial(_contrib_form, dims, False),
        partial(_contrib_variables, dims, False),
        partial(conv_shape, dims),
    )


def _contrib_transpose(dims: int, layout: str) -> LayerApi:
    return LayerApi(
        f"contrib.conv{dims}d_transpose",
        signature(_CONTRIB_TRANSPOSE % layout),
        f"Conv{dims}d_transpose",
        "scope",
        partial(_contrib_form, dims, True),
        partial(_contrib_variables, dims, True),
        partial(transpose_shape, dims),
    )


APIS: tuple[LayerApi, ...] = (
    *(api for dims in (1, 2, 3) for api in _core(dims)),
    *(api for dims in (2, 3) for api in _core(dims, transpose=True)),
    *(api for dims in (1, 2) for api in _separable(dims)),
    _contrib("conv1d", 1),
    _contrib("conv2d", 2),
    _contrib("conv3d", 3),
    _contrib("convolution", None, _CONTRIB + ", conv_dims=None"),
    _contrib_transpose(2, "NHWC"),
    _contrib_transpose(3, "NDHWC"),
    LayerApi(
        "contrib.separable_conv2d",
        signature(_CONTRIB_SEPARABLE),
        "SeparableConv2d",
        "scope",
        _contrib_separable_form,
        _contrib_separable_variables,
        separable_shape,
    ),
)
