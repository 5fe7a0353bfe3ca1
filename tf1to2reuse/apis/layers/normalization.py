"""Normalizations: batch, layer, instance and group norm of ``tf.layers`` and contrib.

What differs and does not raise: contrib's decay .999, ``scale=False`` and ``is_training=True``; the least
epsilon of 1.001e-5 in TF1's fused kernel; epsilon 1e-12 and the whole-example statistics of ``layer_norm``
(which is a group norm with one group); epsilon 1e-6 of instance and group norm.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from tf1to2reuse.apis.layers.attach import activation
from tf1to2reuse.apis.layers.emit import INITIALIZER, Arguments, Target, arguments, decide, flag
from tf1to2reuse.apis.layers.group_norms import GROUP_NORM_APIS, finish_norm, parameters
from tf1to2reuse.apis.layers.model import (
    RANK,
    UNKNOWN,
    Call,
    InputDim,
    KerasForm,
    LayerApi,
    Part,
    VariableSpec,
)
from tf1to2reuse.apis.layers.signature import signature

BATCH = "tf.keras.layers.BatchNormalization"
ALL = {"gamma": "gamma", "beta": "beta", "moving_mean": "moving_mean", "moving_variance": "moving_variance"}
_TRAINED = ("TRAINABLE_VARIABLES", "trainable_variables")
_FUSED_LEAST_EPSILON = 1.001e-5
_COMMON = (
    Target("center", "center", True),
    Target("scale", "scale", True),
)
_CORE_TARGETS = (
    Target("beta_initializer", "beta_initializer", INITIALIZER),
    Target("gamma_initializer", "gamma_initializer", INITIALIZER),
    Target("moving_mean_initializer", "moving_mean_initializer", INITIALIZER),
    Target("moving_variance_initializer", "moving_variance_initializer", INITIALIZER),
    Target("beta_regularizer", "beta_regularizer", None),
    Target("gamma_regularizer", "gamma_regularizer", None),
    Target("beta_constraint", "beta_constraint", None),
    Target("gamma_constraint", "gamma_constraint", None),
)


def weights_of(call: Call, names: Sequence[str]) -> dict[str, str]:
    """The weight map without what ``center=False`` and ``scale=False`` leave out."""
    off = {"beta": call.literal("center"), "gamma": call.literal("scale")}
    return {name: name for name in names if off.get(name, True) not in (False, 0)}


def _core_form(call: Call) -> KerasForm:
    call.require_none("renorm", "virtual_batch_size", "adjustment")
    _refuse_frozen(call, "training")
    written = _axis(call) + arguments(call, (Target("momentum", "momentum", 0.99),))
    written += _epsilon(call, _core_fused(call)) + arguments(call, (*_COMMON, *_CORE_TARGETS))
    written += arguments(call, (Target("trainable", "trainable", True),))
    training = call.code("training") if "training" in call.bound else "False"
    return KerasForm((Part(BATCH, written, weights_of(call, tuple(ALL)), training),))


def _refuse_frozen(call: Call, flag: str) -> None:
    """``trainable=False`` only freezes gamma and beta in TF1; in Keras it also turns training mode off."""
    training = call.literal(flag) if flag in call.bound else UNKNOWN
    if call.literal("trainable") is not True and training is not False:
        raise call.refuse("trainable", "would also stop batch statistics in Keras; in TF1 it does not")


def _refuse_unknown_collections(call: Call) -> None:
    """Collections are gone. Who reads one of a known name is reported where it is read."""
    given = call.literal("variables_collections")
    names = given.values() if isinstance(given, Mapping) else given if isinstance(given, list | tuple) else ()
    flat = [name for one in names for name in (one if isinstance(one, list | tuple) else [one])]
    known = given in (None, False) or (
        bool(flat) and all(name is None or isinstance(name, str) for name in flat)
    )
    if not known:
        raise call.refuse("variables_collections", "has no equal in Keras")
    if any(name is not None and name.rpartition(".")[2] in _TRAINED for name in flat):
        raise call.refuse("variables_collections", "would train the moving averages, which Keras does not")


def _axis(call: Call) -> Arguments:
    axis = call["axis"]
    if isinstance(axis.literal, (list, tuple)):
        if len(axis.literal) != 1:
            raise call.refuse("axis", "names several axes, which Keras' BatchNormalization does not take")
        return () if axis.literal[0] == -1 else (("axis", str(axis.literal[0])),)
    return arguments(call, (Target("axis", "axis", -1),))


def _core_fused(call: Call) -> bool | None:
    """Whether TF1 uses its fused kernel: rank 4 and the channels last or second."""
    axis = call.literal("axis")
    axis = axis[0] if isinstance(axis, (list, tuple)) and axis else axis
    if call.literal("fused") is False or (call.rank is not None and call.rank != 4):
        return False
    if axis is UNKNOWN or call.rank is None or call.literal("fused") is UNKNOWN:
        return None
    return axis in (-3, -1, 1, 3)


def _contrib_fused(call: Call) -> bool | None:
    if call.literal("fused") is False or (call.rank is not None and call.rank not in (2, 4)):
        return False
    return None if call.rank is None or call.literal("fused") is UNKNOWN else True


def _epsilon(call: Call, fused: bool | None) -> Arguments:
    """TF1's fused kernel raises epsilon to 1.001e-5."""
    epsilon = call["epsilon"]
    if isinstance(epsilon.literal, (int, float)):
        small = epsilon.literal < _FUSED_LEAST_EPSILON
        if small and fused:
            return (("epsilon", "1.001e-5"),)
        if epsilon.literal < 1e-5 and fused is None:
            raise call.refuse(
                "epsilon", "is raised to 1.001e-5 for inputs of rank 4 in TF1; the rank is not known"
            )
        return arguments(call, (Target("epsilon", "epsilon", 0.001),))
    return (("epsilon", f"max({epsilon.code}, 1.001e-5)" if fused else epsilon.code),)


def _contrib_form(call: Call) -> KerasForm:
    call.require_none("renorm", "batch_weights", "adjustment", "zero_debias_moving_mean")
    call.require_none("outputs_collections")
    _refuse_unknown_collections(call)
    _refuse_frozen(call, "is_training")
    layout = call["data_format"]
    written: Arguments = ()
    if layout.literal is UNKNOWN:
        written += (("axis", f'1 if {layout.code} == "NCHW" else -1'),)
    elif layout.literal == "NCHW":
        written += (("axis", "1"),)
    written += arguments(call, (Target("decay", "momentum", 0.99),)) + _epsilon(call, _contrib_fused(call))
    written += arguments(call, _COMMON) + parameters(call, "param_initializers", "initializer", tuple(ALL))
    written += parameters(call, "param_regularizers", "regularizer", ("beta", "gamma"))
    written += arguments(call, (Target("trainable", "trainable", True),))
    part = Part(BATCH, written, weights_of(call, tuple(ALL)), call.code("is_training"))
    return finish_norm(part, activation(call))


def _variables(
    order: Sequence[str], axis: int | None, literals: Mapping[str, object]
) -> tuple[VariableSpec, ...]:
    wanted = {"beta": decide(literals, "center"), "gamma": decide(literals, "scale")}
    train = flag(literals, "trainable")
    shape = (InputDim(axis if axis is not None else _literal_axis(literals)),)
    return tuple(
        VariableSpec(name, f"0.{name}", train if name in ("beta", "gamma") else False, shape)
        for name in order
        if wanted.get(name, True)
    )


def _literal_axis(literals: Mapping[str, object]) -> int:
    if "data_format" in literals:
        return 1 if literals["data_format"] == "NCHW" else -1
    axis = literals.get("axis")
    axis = axis[0] if isinstance(axis, (list, tuple)) and axis else axis
    return axis if isinstance(axis, int) else -1


def _contrib_variables(literals: Mapping[str, object]) -> tuple[VariableSpec, ...]:
    """contrib has a fused kernel of its own, and a plain one, that make beta first; else it calls that of
    tf.layers.
    """
    default_updates = literals.get("updates_collections") == "update_ops"
    own = not default_updates or (literals.get("fused") is not False and literals.get(RANK) == 2)
    return _variables(_BETA_FIRST if own else _CORE_ORDER, None, literals)


_BETA_FIRST = ("beta", "gamma", "moving_mean", "moving_variance")
_CORE_ORDER = ("gamma", "beta", "moving_mean", "moving_variance")
_CORE = (
    "axis=-1, momentum=0.99, epsilon=0.001, center=True, scale=True, "
    "beta_initializer=tf.zeros_initializer(), "
    "gamma_initializer=tf.ones_initializer(), moving_mean_initializer=tf.zeros_initializer(), "
    "moving_variance_initializer=tf.ones_initializer(), beta_regularizer=None, gamma_regularizer=None, "
    "beta_constraint=None, gamma_constraint=None, "
)
_RENORM = "renorm=False, renorm_clipping=None, renorm_momentum=0.99, fused=None"
_CONTRIB = (
    "inputs, decay=0.999, center=True, scale=False, epsilon=0.001, activation_fn=None, "
    "param_initializers=None, "
    "param_regularizers=None, updates_collections='update_ops', is_training=True, reuse=None, "
    "variables_collections=None, "
    "outputs_collections=None, trainable=True, batch_weights=None, fused=None, data_format='NHWC', "
    "zero_debias_moving_mean=False, scope=None, renorm=False, renorm_clipping=None, renorm_decay=0.99, "
    "adjustment=None"
)

APIS: tuple[LayerApi, ...] = (
    LayerApi(
        "layers.batch_normalization",
        signature(
            f"inputs, {_CORE}training=False, trainable=True, name=None, reuse=None, {_RENORM}, "
            f"virtual_batch_size=None, "
            "adjustment=None"
        ),
        "batch_normalization",
        "layers",
        _core_form,
        partial(_variables, _CORE_ORDER, None),
    ),
    LayerApi(
        "layers.BatchNormalization",
        signature(f"{_CORE}{_RENORM}, trainable=True, virtual_batch_size=None, adjustment=None, name=None"),
        "batch_normalization",
        "layers",
        _core_form,
        partial(_variables, _CORE_ORDER, None),
        is_class=True,
        call_parameters=signature("inputs, training=False"),
    ),
    LayerApi(
        "contrib.batch_norm",
        signature(_CONTRIB),
        "BatchNorm",
        "scope",
        _contrib_form,
        _contrib_variables,
    ),
    *GROUP_NORM_APIS,
)
