"""contrib functions that are an expression in TF2, and two with weights that no Keras layer holds: a bias
alone becomes a layer of a small file, convolutions in the plane are refused.
"""

from __future__ import annotations

from collections.abc import Mapping

from tf1to2reuse.apis.dims import axis_of, fresh, spread
from tf1to2reuse.apis.layers.attach import activation, applied, makes_layer
from tf1to2reuse.apis.layers.convolution_shapes import conv_shape
from tf1to2reuse.apis.layers.dense import bias_or_normalizer
from tf1to2reuse.apis.layers.emit import INITIALIZER, Target, arguments, atom, flag, trainable
from tf1to2reuse.apis.layers.model import (
    UNKNOWN,
    Call,
    InputDim,
    KerasForm,
    LayerApi,
    Part,
    RefusedError,
    VariableSpec,
)
from tf1to2reuse.apis.layers.signature import signature

_REGULARIZER = Target("regularizer", "regularizer", None)


def _one_hot(call: Call) -> KerasForm:
    call.require_none("outputs_collections")
    # tf.one_hot alone would give whole numbers if on_value and off_value were ints; TF1 passes them on as
    # they are.
    values = f"on_value={call.code('on_value')}, off_value={call.code('off_value')}"
    return _expression(f"tf.one_hot({{inputs}}, {call.code('num_classes')}, {values})")


def _expression(code: str) -> KerasForm:
    return KerasForm((), expression=code)


def _softmax(call: Call) -> KerasForm:
    return _expression("tf.nn.softmax({inputs})")


def _unit_norm(call: Call) -> KerasForm:
    total = f"tf.reduce_sum(tf.square({{inputs}}), {call.code('dim')}, keepdims=True)"
    return _expression(f"{{inputs}} / tf.sqrt({call.code('epsilon')} + {total})")


def _bias_form(call: Call) -> KerasForm:
    call.require_none("outputs_collections", "variables_collections")
    if call.literal("data_format") not in ("NHWC", "NCHW"):
        raise call.refuse("data_format", "must be written out: it says which axis has the channels")
    written = arguments(call, (Target("initializer", "initializer", INITIALIZER), _REGULARIZER))
    if call.literal("data_format") == "NCHW":
        written += (("channels_first", "True"),)
    part = Part("BiasAdd", (*written, *trainable(call)), {"bias": "biases"})
    if makes_layer(call["activation_fn"]):
        raise call.refuse("activation_fn", "has variables of its own")
    code = activation(call)
    return KerasForm((part,), None if code is None else applied(code))


def _no_layer(call: Call) -> KerasForm:
    message = "has weights that no Keras layer holds in this way: write it with tf.get_variable"
    raise RefusedError("refused-no-layer", f"{call.api}: {message}")


def _maxout(call: Call) -> KerasForm:
    if call.literal("axis") != -1 or call.rank is None:
        raise call.refuse("axis", "other than -1, or an input of unknown rank, is not supported")
    units = call.code("num_units")
    inner = ", *{inputs}.shape[1:-1]" if call.rank > 2 else ""
    shape = f"[-1{inner}, {units}, {{inputs}}.shape[-1] // {atom(units)}]"
    return _expression(f"tf.reduce_max(tf.reshape({{inputs}}, {shape}), axis=-1)")


def _one_hot_shape(inputs: tuple[object, ...], literals: Mapping[str, object]) -> tuple[object, ...]:
    return (*inputs, literals.get("num_classes"))


def _maxout_shape(inputs: tuple[object, ...], literals: Mapping[str, object]) -> tuple[object, ...]:
    axis = axis_of(literals.get("axis"), len(inputs))
    return (*inputs[:axis], literals.get("num_units"), *inputs[axis + 1 :])


def _in_plane_shape(inputs: tuple[object, ...], literals: Mapping[str, object]) -> tuple[object, ...]:
    return conv_shape(2, inputs, {**literals, "num_outputs": inputs[-1]})


def _bias_variables(literals: Mapping[str, object]) -> tuple[VariableSpec, ...]:
    axis = 1 if literals.get("data_format") == "NCHW" else -1
    return (VariableSpec("biases", "0.bias", flag(literals, "trainable"), (InputDim(axis),)),)


def _in_plane_variables(literals: Mapping[str, object]) -> tuple[VariableSpec, ...]:
    size = literals.get("kernel_size")
    sizes = (fresh(), fresh()) if size is UNKNOWN else spread(size, 2)
    train = flag(literals, "trainable")
    kernel = VariableSpec("weights", "0.kernel", train, (*sizes, 1, 1))
    return (kernel, *bias_or_normalizer(literals, VariableSpec("biases", "0.bias", train, (InputDim(-1),))))


_IN_PLANE = (
    "inputs, kernel_size, stride=1, padding='SAME', activation_fn=tf.nn.relu, normalizer_fn=None, "
    "normalizer_params=None, weights_initializer=xavier_initializer(), weights_regularizer=None, "
    "biases_initializer=tf.zeros_initializer(), biases_regularizer=None, reuse=None, "
    "variables_collections=None, outputs_collections=None, trainable=True, scope=None"
)
_BIAS_ADD = (
    "inputs, activation_fn=None, initializer=tf.zeros_initializer(), regularizer=None, reuse=None, "
    "variables_collections=None, outputs_collections=None, trainable=True, data_format='NHWC', scope=None"
)
_ONE_HOT = "labels, num_classes, on_value=1.0, off_value=0.0, outputs_collections=None, scope=None"

APIS: tuple[LayerApi, ...] = (
    LayerApi(
        "contrib.one_hot_encoding",
        signature(_ONE_HOT),
        "OneHotEncoding",
        "none",
        _one_hot,
        shape=_one_hot_shape,
    ),
    LayerApi("contrib.softmax", signature("logits, scope=None"), "softmax", "scope", _softmax),
    LayerApi(
        "contrib.unit_norm",
        signature("inputs, dim, epsilon=1e-07, scope=None"),
        "UnitNorm",
        "scope",
        _unit_norm,
    ),
    LayerApi(
        "contrib.maxout",
        signature("inputs, num_units, axis=-1, scope=None"),
        "MaxOut",
        "scope",
        _maxout,
        shape=_maxout_shape,
    ),
    LayerApi("contrib.bias_add", signature(_BIAS_ADD), "BiasAdd", "scope", _bias_form, _bias_variables),
    LayerApi(
        "contrib.conv2d_in_plane",
        signature(_IN_PLANE),
        "ConvInPlane",
        "scope",
        _no_layer,
        _in_plane_variables,
        _in_plane_shape,
    ),
)
