"""Fully connected layers: ``tf.layers.dense`` and contrib's ``fully_connected``, ``linear``, ``relu``...
become Dense.
"""

from __future__ import annotations

from collections.abc import Mapping

from tf1to2reuse.apis.layers.attach import activation_variables, finish, normalizer_variables
from tf1to2reuse.apis.layers.emit import (
    INITIALIZER,
    REQUIRED,
    Arguments,
    Target,
    arguments,
    atom,
    decide,
    flag,
    trainable,
)
from tf1to2reuse.apis.layers.model import UNKNOWN, Call, InputDim, KerasForm, LayerApi, Part, VariableSpec
from tf1to2reuse.apis.layers.signature import signature

DENSE = "tf.keras.layers.Dense"
CORE_TAIL = (
    "kernel_initializer=None, bias_initializer=tf.zeros_initializer(), kernel_regularizer=None, "
    "bias_regularizer=None, "
    "activity_regularizer=None, kernel_constraint=None, bias_constraint=None, trainable=True, name=None"
)
CONTRIB_TAIL = (
    "normalizer_fn=None, normalizer_params=None, weights_initializer=xavier_initializer(), "
    "weights_regularizer=None, "
    "biases_initializer=tf.zeros_initializer(), biases_regularizer=None, reuse=None, "
    "variables_collections=None, "
    "outputs_collections=None, trainable=True, scope=None"
)
CORE_TARGETS = (
    Target("activation", "activation", None),
    Target("use_bias", "use_bias", True),
    Target("kernel_initializer", "kernel_initializer", None),
    Target("bias_initializer", "bias_initializer", INITIALIZER),
    Target("kernel_regularizer", "kernel_regularizer", None),
    Target("bias_regularizer", "bias_regularizer", None),
    Target("kernel_constraint", "kernel_constraint", None),
    Target("bias_constraint", "bias_constraint", None),
    Target("trainable", "trainable", True),
)
KERNEL_AND_BIAS = {"kernel": "kernel", "bias": "bias"}


def core_form(call: Call) -> KerasForm:
    # Keras 3 adds the activity loss as it is, TF1 divides it by the batch size.
    call.require_none("activity_regularizer")
    targets = (Target("units", "", REQUIRED), *CORE_TARGETS)
    return KerasForm(
        (Part(DENSE, arguments(call, targets), bias_or_not(KERNEL_AND_BIAS, call.literal("use_bias"))),)
    )


def bias_or_not(weights: Mapping[str, str], use_bias: object) -> dict[str, str]:
    """Leave the bias out of a weight map when the call has none."""
    known = use_bias is not UNKNOWN and not use_bias
    return {key: leaf for key, leaf in weights.items() if not (known and key == "bias")}


def contrib_weights(call: Call, kernels: tuple[tuple[str, str], ...] = (("weights", "kernel"),)) -> Arguments:
    """contrib's initializers and regularizers; a normalizer, or ``biases_initializer=None``, means no
    bias.
    """
    for name in ("variables_collections", "outputs_collections"):
        call.require_none(name)
    written: Arguments = ()
    if not call.is_none("normalizer_fn") or call.is_none("biases_initializer"):
        written += (("use_bias", "False"),)
    elif maybe_none(call, "biases_initializer"):
        written += (("use_bias", f"{atom(call.code('biases_initializer'))} is not None"),)
    for prefix, keras in kernels:
        written += arguments(call, (Target(f"{prefix}_initializer", f"{keras}_initializer", INITIALIZER),))
        written += arguments(call, (Target(f"{prefix}_regularizer", f"{keras}_regularizer", None),))
    if call.is_none("normalizer_fn") and not call.is_none("biases_initializer"):
        written += arguments(call, (Target("biases_initializer", "bias_initializer", INITIALIZER),))
        written += arguments(call, (Target("biases_regularizer", "bias_regularizer", None),))
    return tuple(w for w in written if w[1] != "None") + trainable(call)


def maybe_none(call: Call, name: str) -> bool:
    """Whether a given argument may be ``None`` at run time: a plain name or attribute of the repository."""
    bound = call[name]
    return (
        bound.given
        and bound.literal is UNKNOWN
        and bound.code.replace(".", "").replace("_", "").isalnum()
        and (not bound.code.startswith("tf."))
    )


def contrib_leaves(call: Call, weights: Mapping[str, str]) -> dict[str, str]:
    no_bias = not call.is_none("normalizer_fn") or call.is_none("biases_initializer")
    return bias_or_not(weights, not no_bias)


WEIGHTS_AND_BIASES = {"kernel": "weights", "bias": "biases"}


def contrib_form(call: Call) -> KerasForm:
    part = Part(
        DENSE,
        (("", call.code("num_outputs")), *contrib_weights(call)),
        contrib_leaves(call, WEIGHTS_AND_BIASES),
    )
    return finish(call, part)


def _legacy_form(call: Call) -> KerasForm:
    for name, default in _LEGACY_COLLECTIONS.items():
        if call.literal(name) != default:
            raise call.refuse(name, "has no equal in Keras")
    written: Arguments = (("", call.code("num_output_units")),)
    if call.is_none("bias_init"):
        written += (("use_bias", "False"),)
    elif maybe_none(call, "bias_init"):
        written += (("use_bias", f"{call.code('bias_init')} is not None"),)
    written += arguments(call, _LEGACY_TARGETS if not call.is_none("bias_init") else _LEGACY_TARGETS[:4])
    leaves = bias_or_not({"kernel": "weights", "bias": "bias"}, not call.is_none("bias_init"))
    return KerasForm((Part(DENSE, written, leaves),))


_LEGACY_COLLECTIONS: Mapping[str, tuple[str, ...]] = {
    "weight_collections": ("weights",),
    "bias_collections": ("biases",),
    "output_collections": ("activations",),
}
_LEGACY_TARGETS = (
    Target("activation_fn", "activation", None),
    Target("weight_init", "kernel_initializer", INITIALIZER),
    Target("weight_regularizer", "kernel_regularizer", None),
    Target("trainable", "trainable", True),
    Target("bias_init", "bias_initializer", INITIALIZER),
    Target("bias_regularizer", "bias_regularizer", None),
)


def _legacy_variables(literals: Mapping[str, object]) -> tuple[VariableSpec, ...]:
    train, units = flag(literals, "trainable"), literals.get("num_output_units")
    kernel = VariableSpec("weights", "0.kernel", train, (InputDim(-1), units))
    bias = VariableSpec("bias", "0.bias", train, (units,))
    return (kernel,) if literals.get("bias_init", UNKNOWN) is None else (kernel, bias)


def core_variables(literals: Mapping[str, object]) -> tuple[VariableSpec, ...]:
    train = flag(literals, "trainable")
    kernel = VariableSpec("kernel", "0.kernel", train, (InputDim(-1), literals.get("units")))
    bias = VariableSpec("bias", "0.bias", train, (literals.get("units"),))
    return (kernel, bias) if decide(literals, "use_bias") else (kernel,)


def contrib_variables(literals: Mapping[str, object]) -> tuple[VariableSpec, ...]:
    train = flag(literals, "trainable")
    units = literals.get("num_outputs")
    kernel = VariableSpec("weights", "0.kernel", train, (InputDim(-1), units))
    return (kernel, *bias_or_normalizer(literals, VariableSpec("biases", "0.bias", train, (units,))))


def bias_or_normalizer(literals: Mapping[str, object], bias: VariableSpec) -> tuple[VariableSpec, ...]:
    """A normalizer replaces the bias. An unknown ``biases_initializer`` is an object, as TF1's default is."""
    normalizer = normalizer_variables(literals, 1)
    if normalizer is not None:
        return (*normalizer, *activation_variables(literals, 2))
    own = () if literals.get("biases_initializer", UNKNOWN) is None else (bias,)
    return (*own, *activation_variables(literals, 1))


def _units(parameter: str):  # type: ignore[no-untyped-def]
    def shape(inputs: tuple[object, ...], literals: Mapping[str, object]) -> tuple[object, ...] | None:
        return (*inputs[:-1], literals.get(parameter))

    return shape


_CORE = f"units, activation=None, use_bias=True, {CORE_TAIL}"
_FULLY_CONNECTED = "inputs, num_outputs, activation_fn=%s, " + CONTRIB_TAIL


def _fully_connected(name: str, activation: str) -> LayerApi:
    return LayerApi(
        f"contrib.{name}",
        signature(_FULLY_CONNECTED % activation),
        "fully_connected",
        "scope",
        contrib_form,
        contrib_variables,
        _units("num_outputs"),
    )


_LEGACY = (
    "x, num_output_units, activation_fn=%s, weight_init=xavier_initializer(), "
    "bias_init=tf.zeros_initializer(), "
    "name=None, weight_collections=('weights',), bias_collections=('biases',), "
    "output_collections=('activations',), trainable=True, weight_regularizer=None, bias_regularizer=None"
)


def _legacy(name: str, activation: str) -> LayerApi:
    return LayerApi(
        f"contrib.{name}",
        signature(_LEGACY % activation),
        "fully_connected",
        "scope",
        _legacy_form,
        _legacy_variables,
        _units("num_output_units"),
    )


APIS = (
    _legacy("legacy_fully_connected", "None"),
    _legacy("legacy_relu", "tf.nn.relu"),
    _legacy("legacy_linear", "None"),
    LayerApi(
        "layers.dense",
        signature(f"inputs, {_CORE}, reuse=None"),
        "dense",
        "layers",
        core_form,
        core_variables,
        _units("units"),
    ),
    LayerApi(
        "layers.Dense",
        signature(_CORE),
        "dense",
        "layers",
        core_form,
        core_variables,
        _units("units"),
        is_class=True,
        call_parameters=signature("inputs"),
    ),
    _fully_connected("fully_connected", "tf.nn.relu"),
    _fully_connected("relu", "tf.nn.relu"),
    _fully_connected("relu6", "tf.nn.relu6"),
    _fully_connected("elu", "tf.nn.elu"),
    _fully_connected("linear", "None"),
)
