"""contrib's ``layer_norm``, ``instance_norm`` and ``group_norm`` become LayerNormalization or
GroupNormalization.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from tf1to2reuse.apis.layers.attach import activation, applied
from tf1to2reuse.apis.layers.emit import Arguments, Target, arguments, decide, flag
from tf1to2reuse.apis.layers.model import (
    UNKNOWN,
    Call,
    InputDim,
    InputDims,
    KerasForm,
    LayerApi,
    Part,
    VariableSpec,
)
from tf1to2reuse.apis.layers.signature import signature

GROUP = "tf.keras.layers.GroupNormalization"
LAYER = "tf.keras.layers.LayerNormalization"
_SWITCHES = (Target("center", "center", True), Target("scale", "scale", True))
_TRAINABLE = (Target("trainable", "trainable", True),)


def finish_norm(part: Part, code: str | None) -> KerasForm:
    """Keras' normalizations take no activation."""
    return KerasForm((part,), None if code is None else applied(code))


def parameters(call: Call, argument: str, kind: str, names: tuple[str, ...]) -> Arguments:
    """contrib's dictionaries ``param_initializers`` and ``param_regularizers``."""
    bound = call[argument]
    if bound.literal is None or (bound.items is not None and not bound.items):
        return ()
    if bound.items is None:
        raise call.refuse(argument, "is not a dictionary whose keys are known")
    unused = set(bound.items) - set(names)
    if unused:
        raise call.refuse(argument, f"has entries that no variable takes: {', '.join(sorted(unused))}")
    return tuple(
        (f"{name}_{kind}", item.code) for name, item in bound.items.items() if item.literal is not None
    )


def _beta_gamma(call: Call) -> dict[str, str]:
    off = {"beta": call.literal("center"), "gamma": call.literal("scale")}
    return {name: name for name in ("gamma", "beta") if off[name] not in (False, 0)}


def _layer_form(call: Call) -> KerasForm:
    call.require_none("variables_collections", "outputs_collections")
    constructor, how = _layer_axes(call)
    written = (*how, ("epsilon", "1e-12"), *arguments(call, _SWITCHES), *arguments(call, _TRAINABLE))
    return finish_norm(Part(constructor, written, _beta_gamma(call)), activation(call))


def _layer_axes(call: Call) -> tuple[str, Arguments]:
    """Statistics over ``begin_norm_axis:``, parameters over ``begin_params_axis:``; Keras has these two
    only if they are equal (LayerNormalization), or if the whole example is normalized and the parameters
    are per channel (one group).
    """
    norm, params, rank = call.literal("begin_norm_axis"), call.literal("begin_params_axis"), call.rank
    if not isinstance(norm, int) or not isinstance(params, int):
        raise call.refuse("begin_norm_axis", "or begin_params_axis is not a literal")
    if rank is not None:
        norm, params = norm % rank, params % rank
    last = -1 if rank is None else rank - 1
    if norm == params == last:
        return LAYER, ()
    if norm == params and rank is not None:
        return LAYER, (("axis", str(list(range(norm, rank)))),)
    if norm == 1 and params == last:
        return GROUP, (("groups", "1"),)
    raise call.refuse(
        "begin_norm_axis", f"with begin_params_axis={call.code('begin_params_axis')} has no equal in Keras"
    )


def _instance_form(call: Call) -> KerasForm:
    call.require_none("variables_collections", "outputs_collections")
    layout = call["data_format"]
    axis: Arguments = ()
    if layout.literal is UNKNOWN:
        axis = (("axis", f'1 if {layout.code} == "NCHW" else -1'),)
    elif layout.literal == "NCHW":
        axis = (("axis", "1"),)
    return _grouped(call, (("groups", "-1"), *axis))


def _group_form(call: Call) -> KerasForm:
    call.require_none("variables_collections", "outputs_collections")
    axis = _group_axis(call)
    return _grouped(call, arguments(call, (Target("groups", "groups", 32),)) + axis)


def _group_axis(call: Call) -> Arguments:
    """Keras takes statistics over all axes but the batch; TF1 over those named."""
    channels, reduced = call.literal("channels_axis"), call.literal("reduction_axes")
    if not isinstance(channels, int) or not isinstance(reduced, (list, tuple)) or call.rank is None:
        raise call.refuse("reduction_axes", "needs literal axes and an input of known rank")
    named = sorted(axis % call.rank for axis in (*reduced, channels))
    if named != list(range(1, call.rank)):
        raise call.refuse("reduction_axes", "leaves axes out, which Keras' GroupNormalization does not")
    return () if channels % call.rank == call.rank - 1 else (("axis", call.code("channels_axis")),)


def _grouped(call: Call, how: Arguments) -> KerasForm:
    written = how + arguments(call, (Target("epsilon", "epsilon", 0.001), *_SWITCHES))
    written += parameters(call, "param_initializers", "initializer", ("beta", "gamma")) + arguments(
        call, _TRAINABLE
    )
    return finish_norm(Part(GROUP, written, _beta_gamma(call)), activation(call))


def _variables(kind: str, literals: Mapping[str, object]) -> tuple[VariableSpec, ...]:
    train = flag(literals, "trainable")
    shape = _parameter_shape(kind, literals)
    wanted = (("beta", decide(literals, "center")), ("gamma", decide(literals, "scale")))
    return tuple(VariableSpec(name, f"0.{name}", train, shape) for name, is_made in wanted if is_made)


def _parameter_shape(kind: str, literals: Mapping[str, object]) -> tuple[object, ...]:
    if kind == "layer":
        start = literals.get("begin_params_axis")
        return (InputDims(start),) if isinstance(start, int) else (None,)
    if kind == "group":
        axis = literals.get("channels_axis")
        return (InputDim(axis),) if isinstance(axis, int) else (None,)
    return (InputDim(1 if literals.get("data_format") == "NCHW" else -1),)


_TAIL = "reuse=None, variables_collections=None, outputs_collections=None, trainable=True"
GROUP_NORM_APIS: tuple[LayerApi, ...] = (
    LayerApi(
        "contrib.layer_norm",
        signature(
            f"inputs, center=True, scale=True, activation_fn=None, {_TAIL}, begin_norm_axis=1, "
            f"begin_params_axis=-1, "
            "scope=None"
        ),
        "LayerNorm",
        "scope",
        _layer_form,
        partial(_variables, "layer"),
    ),
    LayerApi(
        "contrib.instance_norm",
        signature(
            "inputs, center=True, scale=True, epsilon=1e-06, activation_fn=None, param_initializers=None, "
            f"{_TAIL}, data_format='NHWC', scope=None"
        ),
        "InstanceNorm",
        "scope",
        _instance_form,
        partial(_variables, "instance"),
    ),
    LayerApi(
        "contrib.group_norm",
        signature(
            "inputs, groups=32, channels_axis=-1, reduction_axes=(-3, -2), center=True, scale=True, "
            "epsilon=1e-06, "
            f"activation_fn=None, param_initializers=None, {_TAIL}, scope=None, mean_close_to_zero=False"
        ),
        "GroupNorm",
        "scope",
        _group_form,
        partial(_variables, "group"),
    ),
)
