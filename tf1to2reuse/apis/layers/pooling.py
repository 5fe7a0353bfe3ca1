"""Pooling and flattening, which have no variables. contrib's stride is 2 unless given; its names take no
number.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from tf1to2reuse.apis.dims import total
from tf1to2reuse.apis.layers.convolution_shapes import pool_shape
from tf1to2reuse.apis.layers.emit import Arguments, Target, arguments, data_format, is_literal, padding
from tf1to2reuse.apis.layers.model import Call, KerasForm, LayerApi, Part
from tf1to2reuse.apis.layers.signature import signature

_KINDS = {"max": "MaxPooling", "average": "AveragePooling"}


def _form(constructor: str, size: str, stride: str, call: Call) -> KerasForm:
    if "outputs_collections" in call.bound:
        call.require_none("outputs_collections")
    written: Arguments = (("", call.code(size)), *_strides(call, size, stride), *padding(call))
    if stride == "stride":
        written += data_format(call)
    else:
        written += arguments(call, (Target("data_format", "data_format", "channels_last"),))
    return KerasForm((Part(constructor, written),))


def _strides(call: Call, size: str, stride: str) -> Arguments:
    """Keras' default stride is the pool size."""
    sizes = (call[size], call[stride])
    literal = all(is_literal(bound) for bound in sizes) and sizes[0].literal == sizes[1].literal
    if literal or sizes[0].code == sizes[1].code:
        return ()
    return (("strides", call.code(stride)),)


def _core(kind: str, dims: int) -> tuple[LayerApi, LayerApi]:
    text = "pool_size, strides, padding='valid', data_format='channels_last', name=None"
    function = f"{kind}_pooling{dims}d"
    form: Callable[[Call], KerasForm] = partial(
        _form, f"tf.keras.layers.{_KINDS[kind]}{dims}D", "pool_size", "strides"
    )
    shape = partial(pool_shape, dims)
    return (
        LayerApi(f"layers.{function}", signature(f"inputs, {text}"), function, "layers", form, shape=shape),
        LayerApi(
            f"layers.{_KINDS[kind]}{dims}D",
            signature(text),
            function,
            "layers",
            form,
            shape=shape,
            is_class=True,
            call_parameters=signature("inputs"),
        ),
    )


def _contrib(kind: str, prefix: str, dims: int) -> LayerApi:
    layout = "NHWC" if dims == 2 else "NDHWC"
    return LayerApi(
        f"contrib.{prefix}_pool{dims}d",
        signature(
            f"inputs, kernel_size, stride=2, padding='VALID', data_format='{layout}', "
            f"outputs_collections=None, scope=None"
        ),
        f"{prefix.title()}Pool{dims}D",
        "none",
        partial(_form, f"tf.keras.layers.{_KINDS[kind]}{dims}D", "kernel_size", "stride"),
        shape=partial(pool_shape, dims),
    )


def _generic_form(call: Call) -> KerasForm:
    call.require_none("outputs_collections")
    kind, rate = call.literal("pooling_type"), call.literal("dilation_rate")
    if kind not in ("MAX", "AVG") or call.rank not in (3, 4, 5):
        raise call.refuse("pooling_type", "needs a literal MAX or AVG and an input of known rank")
    if rate != 1:
        raise call.refuse("dilation_rate", "has no equal in Keras' pooling layers")
    name = f"tf.keras.layers.{_KINDS['max' if kind == 'MAX' else 'average']}{call.rank - 2}D"
    return _form(name, "kernel_size", "stride", call)


def _generic_shape(inputs: tuple[object, ...], literals: Mapping[str, object]) -> tuple[object, ...]:
    return pool_shape(len(inputs) - 2, inputs, literals)


def _flatten_form(call: Call) -> KerasForm:
    if "outputs_collections" in call.bound:
        call.require_none("outputs_collections")
        return KerasForm((Part("tf.keras.layers.Flatten"),))
    layout = call["data_format"]
    written = () if layout.literal in (None, "channels_last") else (("data_format", layout.code),)
    return KerasForm((Part("tf.keras.layers.Flatten", written),))


def _flat_shape(inputs: tuple[object, ...], literals: Mapping[str, object]) -> tuple[object, ...]:
    return (inputs[0], total(inputs[1:]))


APIS: tuple[LayerApi, ...] = (
    LayerApi(
        "contrib.pool",
        signature(
            "inputs, kernel_size, pooling_type, padding='VALID', data_format=None, dilation_rate=1, "
            "stride=1, "
            "outputs_collections=None, scope=None"
        ),
        "pool",
        "none",
        _generic_form,
        shape=_generic_shape,
    ),
    *(api for kind in _KINDS for dims in (1, 2, 3) for api in _core(kind, dims)),
    *(
        _contrib(kind, prefix, dims)
        for kind, prefix in (("max", "max"), ("average", "avg"))
        for dims in (2, 3)
    ),
    LayerApi(
        "layers.flatten",
        signature("inputs, name=None, data_format='channels_last'"),
        "flatten",
        "layers",
        _flatten_form,
        shape=_flat_shape,
    ),
    LayerApi(
        "layers.Flatten",
        signature("data_format='channels_last', name=None"),
        "flatten",
        "layers",
        _flatten_form,
        shape=_flat_shape,
        is_class=True,
        call_parameters=signature("inputs"),
    ),
    LayerApi(
        "contrib.flatten",
        signature("inputs, outputs_collections=None, scope=None"),
        "Flatten",
        "none",
        _flatten_form,
        shape=_flat_shape,
    ),
)
