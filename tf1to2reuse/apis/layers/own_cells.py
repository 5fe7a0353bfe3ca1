"""Recurrent cells of ``tf.contrib`` that Keras does not have: each becomes a class of a small file that the
rewrite adds, with TF1's own variables.
"""

from __future__ import annotations

from tf1to2reuse.apis.layers.cell_parts import (
    ACTIVATION,
    Literals,
    Variables,
    kernel_and_bias,
    kernel_argument,
    times,
    units_of,
)
from tf1to2reuse.apis.layers.dropout import dropped
from tf1to2reuse.apis.layers.emit import Arguments, Target, arguments, decide
from tf1to2reuse.apis.layers.model import Call, InputDim, KerasForm, Leaves, Part, VariableSpec

_KERNEL_AND_BIAS: dict[str, Leaves] = {"kernel": "kernel", "bias": "bias"}
_FORGET = (Target("forget_bias", "forget_bias", 1.0),)
_NORMS = {
    "input_norm": "input",
    "new_norm": "transform",
    "forget_norm": "forget",
    "output_norm": "output",
    "memory_norm": "state",
}
_SWITCH = "must be written as True or False: it decides which variables there are"


def _form(name: str, written: Arguments, weights: dict[str, Leaves], two_states: bool = False) -> KerasForm:
    return KerasForm((Part(name, written, weights, two_states=two_states),))


def _activation(call: Call) -> Arguments:
    """``tf.tanh`` is the default of these cells, in TF1 and here."""
    bound = call["activation"]
    return arguments(call, ACTIVATION) if bound.given and bound.code != "tf.tanh" else ()


def layer_norm_form(call: Call) -> KerasForm:
    """``LayerNormBasicLSTMCell``; ``input_size`` is not used in TF1 either."""
    call.require_none("dropout_prob_seed")
    if call.literal("layer_norm") not in (True, False):
        raise call.refuse("layer_norm", _SWITCH)
    written: Arguments = (("", units_of(call)), *arguments(call, _FORGET), *_activation(call))
    if call.literal("layer_norm"):
        written += arguments(call, (Target("norm_gain", "gain", 1.0), Target("norm_shift", "shift", 0.0)))
        weights: dict[str, Leaves] = {"kernel": "kernel"}
        for norm, scope in _NORMS.items():
            weights.update({f"{norm}.gamma": f"{scope}/gamma", f"{norm}.beta": f"{scope}/beta"})
    else:
        written += (("layer_norm", "False"),)
        weights = _KERNEL_AND_BIAS
    if call.literal("dropout_keep_prob") != 1:
        written += (("dropout_rate", dropped(call["dropout_keep_prob"])),)
    return _form("LayerNormLSTMCell", (*written, *kernel_argument(call)), weights, two_states=True)


def layer_norm_variables(literals: Literals) -> Variables:
    units = literals.get("num_units")
    kernel, bias = kernel_and_bias("", units, 4)
    if not decide(literals, "layer_norm"):
        return (kernel, bias)
    return (
        kernel,
        *(
            VariableSpec(f"{scope}/{leaf}", f"0.{norm}.{leaf}", True, (units,))
            for norm, scope in _NORMS.items()
            for leaf in ("gamma", "beta")
        ),
    )


def update_gate_form(call: Call) -> KerasForm:
    """``UGRNNCell``."""
    written: Arguments = (("", units_of(call)), *arguments(call, _FORGET), *_activation(call))
    return _form("UpdateGateCell", (*written, *kernel_argument(call)), _KERNEL_AND_BIAS)


def update_gate_variables(literals: Literals) -> Variables:
    return kernel_and_bias("", literals.get("num_units"), 2)


def cudnn_gru_form(call: Call) -> KerasForm:
    """``CudnnCompatibleGRUCell``."""
    weights: dict[str, Leaves] = {
        f"{name}_{leaf}": f"{scope}/{leaf}"
        for name, scope in (
            ("gate", "gates"),
            ("input", "candidate/input_projection"),
            ("hidden", "candidate/hidden_projection"),
        )
        for leaf in ("kernel", "bias")
    }
    written: Arguments = (("", units_of(call)), *kernel_argument(call, "kernel_initializer"))
    return _form("CudnnGRUCell", written, weights)


def cudnn_gru_variables(literals: Literals) -> Variables:
    units = literals.get("num_units")
    candidate = "candidate/%s_projection/%s"
    return (
        *kernel_and_bias("gates/", units, 2),
        VariableSpec(candidate % ("input", "kernel"), "0.input_kernel", True, (InputDim(-1), units)),
        VariableSpec(candidate % ("hidden", "kernel"), "0.hidden_kernel", True, (units, units)),
        VariableSpec(candidate % ("input", "bias"), "0.input_bias", True, (units,)),
        VariableSpec(candidate % ("hidden", "bias"), "0.hidden_bias", True, (units,)),
    )


def nas_form(call: Call) -> KerasForm:
    """``NASCell``."""
    if call.literal("use_bias") not in (True, False):
        raise call.refuse("use_bias", _SWITCH)
    written: Arguments = (("", units_of(call)),)
    weights: dict[str, Leaves] = {"recurrent_kernel": "recurrent_kernel", "kernel": "kernel"}
    if not call.is_none("num_proj"):
        written += (("projection", call.code("num_proj")),)
        weights["projection_kernel"] = "projection_weights"
    if call.literal("use_bias"):
        written += (("use_bias", "True"),)
        weights["bias"] = "bias"
    return _form("NASCell", (*written, *kernel_argument(call)), weights, two_states=True)


def nas_variables(literals: Literals) -> Variables:
    units, projected = literals.get("num_units"), literals.get("num_proj")
    columns, size = times(units, 8), units if projected is None else projected
    found: Variables = (
        VariableSpec("recurrent_kernel", "0.recurrent_kernel", True, (size, columns)),
        VariableSpec("kernel", "0.kernel", True, (InputDim(-1), columns)),
    )
    if decide(literals, "use_bias"):
        found += (VariableSpec("bias", "0.bias", True, (columns,)),)
    if projected is not None:
        shape = (units, projected)
        found += (VariableSpec("projection_weights", "0.projection_kernel", True, shape),)
    return found


def simple_unit_form(call: Call) -> KerasForm:
    """``SRUCell``."""
    written: Arguments = (("", units_of(call)), *_activation(call), *kernel_argument(call))
    return _form("SimpleUnitCell", written, _KERNEL_AND_BIAS)


def simple_unit_variables(literals: Literals) -> Variables:
    units = literals.get("num_units")
    return (
        VariableSpec("kernel", "0.kernel", True, (InputDim(-1), times(units, 4))),
        VariableSpec("bias", "0.bias", True, (times(units, 2),)),
    )


def independent_form(call: Call) -> KerasForm:
    """``IndRNNCell``."""
    weights: dict[str, Leaves] = {"kernel": "kernel_w", "recurrent_weight": "kernel_u", "bias": "bias"}
    written: Arguments = (("", units_of(call)), *_activation(call), *kernel_argument(call))
    return _form("IndependentRNNCell", written, weights)


def independent_variables(literals: Literals) -> Variables:
    units = literals.get("num_units")
    return (
        VariableSpec("kernel_w", "0.kernel", True, (InputDim(-1), units)),
        VariableSpec("kernel_u", "0.recurrent_weight", True, (1, units)),
        VariableSpec("bias", "0.bias", True, (units,)),
    )
