"""Recurrent cells: what each becomes, and which variables it makes.

TF1 keeps one kernel for input and state and adds its forget bias at run time; ``checkpoint.transforms``
converts both ways. An LSTM with peepholes, a projection, limits or another forget bias becomes a cell of a
small file that the rewrite adds, with TF1's own variables.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial

from tf1to2reuse.apis.layers import own_cells
from tf1to2reuse.apis.layers.cell_parts import (
    ACTIVATION,
    Literals,
    Variables,
    initializer,
    kernel_and_bias,
    kernel_argument,
    units_of,
)
from tf1to2reuse.apis.layers.emit import Arguments, arguments, atom, decide
from tf1to2reuse.apis.layers.model import (
    Call,
    Form,
    KerasForm,
    LayerApi,
    Leaves,
    Part,
    VariableSpec,
)
from tf1to2reuse.apis.layers.signature import signature

# TF1 draws the one kernel from glorot_uniform; Keras' default for the recurrent half is orthogonal.
_RECURRENT: Arguments = (("recurrent_initializer", '"glorot_uniform"'),)
_ONE_KERNEL: dict[str, Leaves] = {"kernel": "kernel", "recurrent_kernel": "kernel", "bias": "bias"}
_GRU_KERNELS = ("gates/kernel", "candidate/kernel")
_GRU_LEAVES: dict[str, Leaves] = {
    "kernel": _GRU_KERNELS,
    "recurrent_kernel": _GRU_KERNELS,
    "bias": ("gates/bias", "candidate/bias"),
}
_GRU_BLOCK_LEAVES: dict[str, Leaves] = {
    "kernel": ("w_ru", "w_c"),
    "recurrent_kernel": ("w_ru", "w_c"),
    "bias": ("b_ru", "b_c"),
}


def _no_form(call: Call) -> KerasForm:
    raise call.refuse("cells", "are called by hand as one, which is not yet covered")


def _initializers(call: Call, name: str = "initializer") -> Arguments:
    """One TF1 initializer serves both halves of the kernel."""
    code = initializer(call, name)
    if code is None:
        return _RECURRENT
    return (("kernel_initializer", code), ("recurrent_initializer", code))


def _rnn_form(call: Call) -> KerasForm:
    written = (("", units_of(call)), *arguments(call, ACTIVATION), *_initializers(call))
    return KerasForm((Part("tf.keras.layers.SimpleRNNCell", written, _ONE_KERNEL, transform="rnn"),))


def _lstm_form(call: Call) -> KerasForm:
    """``LSTMCell`` of Keras, or the cell that a program is given where it has more than that."""
    call.require_none(*(name for name in ("num_unit_shards", "num_proj_shards") if name in call.bound))
    if "state_is_tuple" in call.bound and call.literal("state_is_tuple") is not True:
        raise call.refuse("state_is_tuple", "must be True: Keras keeps the two states apart")
    more = _more_than_keras(call)
    forget = call.literal("forget_bias") if "forget_bias" in call.bound else 0.0
    if more or not isinstance(forget, (int, float)) or forget not in (0, 1):
        return _general_form(call, more)
    written: Arguments = (("", units_of(call)),)
    if "activation" in call.bound:
        written += arguments(call, ACTIVATION)
    written += _initializers(call)
    if not forget:
        written += (("unit_forget_bias", "False"),)
    transform = {"name": "lstm", "forget_bias": float(forget)}
    part = Part("tf.keras.layers.LSTMCell", written, _ONE_KERNEL, transform=transform, two_states=True)
    return KerasForm((part,))


_PEEPHOLES: dict[str, Leaves] = {
    "forget_peephole": "w_f_diag",
    "input_peephole": "w_i_diag",
    "output_peephole": "w_o_diag",
}


def _more_than_keras(call: Call) -> Arguments:
    """What an LSTM cell has that Keras' has not. LSTMBlockCell says None or -1 for no limit."""
    found: Arguments = ()
    for name in ("use_peepholes", "use_peephole"):
        if name in call.bound and call.literal(name) not in (True, False):
            raise call.refuse(name, "must be written as True or False: it decides which variables there are")
        if name in call.bound and call.literal(name):
            found += (("use_peepholes", "True"),)
    if "cell_clip" in call.bound and call.literal("cell_clip") not in (None, -1):
        if "use_peephole" in call.bound:
            raise call.refuse("cell_clip", "is a limit that gradients pass in this cell")
        found += (("cell_clip", call.code("cell_clip")),)
    for name, keyword in (("num_proj", "projection"), ("proj_clip", "projection_clip")):
        if name in call.bound and not call.is_none(name):
            found += ((keyword, call.code(name)),)
    return found


def _general_form(call: Call, more: Arguments) -> KerasForm:
    """The cell of TF1 as a class of a small file."""
    written: Arguments = (("", units_of(call)), *more)
    if "forget_bias" not in call.bound:
        written += (("forget_bias", "0.0"),)
    elif call.literal("forget_bias") != 1:
        written += (("forget_bias", call.code("forget_bias")),)
    if "activation" in call.bound:
        written += arguments(call, ACTIVATION)
    written += kernel_argument(call)
    weights: dict[str, Leaves] = {"kernel": "kernel", "bias": "bias"}
    given = dict(more)
    weights.update(_PEEPHOLES if "use_peepholes" in given else {})
    weights.update({"projection_kernel": "projection/kernel"} if "projection" in given else {})
    return KerasForm((Part("GeneralLSTMCell", written, weights, two_states=True),))


def _gru_form(call: Call) -> KerasForm:
    units = units_of(call)
    if call.is_none("num_units") and "cell_size" in call.bound:
        units = call.code("cell_size")
    written: Arguments = (("", units),)
    if "activation" in call.bound:
        written += arguments(call, ACTIVATION)
    written += _initializers(call, "kernel_initializer")
    if "bias_initializer" in call.bound and not call.is_none("bias_initializer"):
        written += (("bias_initializer", call.code("bias_initializer")),)
    else:
        ones = f"[1.0] * (2 * {atom(units)}) + [0.0] * {atom(units)}"
        written += (("bias_initializer", f"tf.keras.initializers.Constant({ones})"),)
    written += (("reset_after", "False"),)
    if call.api == "rnn.GRUBlockCell":
        transform = {"name": "gru", "block": True}
        return KerasForm((Part("tf.keras.layers.GRUCell", written, _GRU_BLOCK_LEAVES, transform=transform),))
    return KerasForm((Part("tf.keras.layers.GRUCell", written, _GRU_LEAVES, transform="gru"),))


def _one_kernel(gates: int, literals: Literals) -> Variables:
    units = literals.get("num_units")
    return kernel_and_bias("", units, gates)


def _lstm_variables(literals: Literals) -> Variables:
    units, projected = literals.get("num_units"), literals.get("num_proj")
    variables = kernel_and_bias("", units, 4, projected)
    if decide(literals, "use_peepholes" if "use_peepholes" in literals else "use_peephole"):
        names = ("w_f_diag", "w_i_diag", "w_o_diag") if "use_peepholes" in literals else _BLOCK_PEEPHOLES
        variables += tuple(VariableSpec(name, f"0.{name}", True, (units,)) for name in names)
    if projected is not None:
        variables += (VariableSpec("projection/kernel", "0.projection", True, (units, projected)),)
    return variables


_BLOCK_PEEPHOLES = ("w_i_diag", "w_f_diag", "w_o_diag")


def _gru_variables(literals: Literals) -> Variables:
    units = literals.get("num_units")
    units = literals.get("cell_size") if units is None else units
    return kernel_and_bias("gates/", units, 2) + kernel_and_bias("candidate/", units, 1)


def _gru_block_variables(literals: Literals) -> Variables:
    """GRUBlockCell has short names."""
    gates, candidate = _gru_variables(literals)[:2], _gru_variables(literals)[2:]
    found = zip(("w_ru", "b_ru", "w_c", "b_c"), (*gates, *candidate), strict=True)
    return tuple(replace(spec, leaf=leaf) for leaf, spec in found)


_NAMED = "activation=None, reuse=None, name=None, dtype=None"
_BASIC_LSTM = f"num_units, forget_bias=1.0, state_is_tuple=True, {_NAMED}"
_LSTM = (
    "num_units, use_peepholes=False, cell_clip=None, initializer=None, num_proj=None, proj_clip=None, "
    f"num_unit_shards=None, num_proj_shards=None, forget_bias=1.0, state_is_tuple=True, {_NAMED}"
)
_BLOCK = (
    "num_units, forget_bias=1.0, cell_clip=None, use_peephole=False, dtype=None, reuse=None, name='lstm_cell'"
)
_GRU = (
    "num_units, activation=None, reuse=None, kernel_initializer=None, bias_initializer=None, name=None, "
    "dtype=None"
)
_GRU_BLOCK = "num_units=None, cell_size=None, reuse=None, name='gru_cell'"


def _cell(
    name: str, text: str, default_name: str, form: Form, creates: partial[Variables] | None = None
) -> LayerApi:
    common = (f"rnn.{name}", signature(text), default_name, "layers", form)
    extra = signature("inputs, state, scope=None")
    if creates is None:
        return LayerApi(*common, is_class=True, call_parameters=extra)  # type: ignore[arg-type]
    return LayerApi(*common, creates=creates, is_class=True, call_parameters=extra)  # type: ignore[arg-type]


CELLS: dict[str, LayerApi] = {
    api.name.split(".")[1]: api
    for api in (
        _cell("BasicRNNCell", f"num_units, {_NAMED}", "basic_rnn_cell", _rnn_form, partial(_one_kernel, 1)),
        _cell("BasicLSTMCell", _BASIC_LSTM, "basic_lstm_cell", _lstm_form, partial(_one_kernel, 4)),
        _cell("LSTMCell", _LSTM, "lstm_cell", _lstm_form, partial(_lstm_variables)),
        _cell("LSTMBlockCell", _BLOCK, "lstm_cell", _lstm_form, partial(_lstm_variables)),
        _cell("GRUCell", _GRU, "gru_cell", _gru_form, partial(_gru_variables)),
        _cell("GRUBlockCell", _GRU_BLOCK, "gru_cell", _gru_form, partial(_gru_block_variables)),
        _cell("GRUBlockCellV2", _GRU_BLOCK, "gru_cell", _gru_form, partial(_gru_variables)),
        _cell(
            "CudnnCompatibleLSTMCell",
            "num_units, reuse=None",
            "cudnn_compatible_lstm_cell",
            _lstm_form,
            partial(_one_kernel, 4),
        ),
        _cell(
            "LayerNormBasicLSTMCell",
            "num_units, forget_bias=1.0, input_size=None, activation=tf.tanh, layer_norm=True, "
            "norm_gain=1.0, norm_shift=0.0, dropout_keep_prob=1.0, dropout_prob_seed=None, reuse=None",
            "layer_norm_basic_lstm_cell",
            own_cells.layer_norm_form,
            partial(own_cells.layer_norm_variables),
        ),
        _cell(
            "CudnnCompatibleGRUCell",
            "num_units, reuse=None, kernel_initializer=None",
            "cudnn_compatible_gru_cell",
            own_cells.cudnn_gru_form,
            partial(own_cells.cudnn_gru_variables),
        ),
        _cell(
            "UGRNNCell",
            "num_units, initializer=None, forget_bias=1.0, activation=tf.tanh, reuse=None",
            "ugrnn_cell",
            own_cells.update_gate_form,
            partial(own_cells.update_gate_variables),
        ),
        _cell(
            "NASCell",
            "num_units, num_proj=None, use_bias=False, reuse=None, name=None, dtype=None",
            "nas_cell",
            own_cells.nas_form,
            partial(own_cells.nas_variables),
        ),
        _cell(
            "SRUCell",
            "num_units, activation=None, reuse=None, name=None, dtype=None",
            "sru_cell",
            own_cells.simple_unit_form,
            partial(own_cells.simple_unit_variables),
        ),
        _cell(
            "IndRNNCell",
            f"num_units, {_NAMED}",
            "ind_rnn_cell",
            own_cells.independent_form,
            partial(own_cells.independent_variables),
        ),
    )
}


def has_two_states(api: LayerApi) -> bool:
    """Whether the state of a cell is an ``LSTMStateTuple``."""
    return "LSTM" in api.name or api.name == "rnn.NASCell"


CELL_MODULES = re.compile(
    r"^(?:tensorflow|tf)\.(?:compat\.v1\.)?(?:nn\.rnn_cell|contrib\.rnn|contrib\.cudnn_rnn|"
    r"contrib\.rnn\.python\.ops\.\w+|python\.ops\.rnn_cell(?:_impl)?)\.(\w+)$"
)


MULTI = LayerApi(
    "rnn.MultiRNNCell",
    signature("cells, state_is_tuple=True"),
    "multi_rnn_cell",
    "layers",
    _no_form,
    is_class=True,
    call_parameters=signature("inputs, state, scope=None"),
)


def is_multi(canonical: str) -> bool:
    """Whether a name is that of the class which stacks cells."""
    match = CELL_MODULES.match(canonical)
    return match is not None and match.group(1) == "MultiRNNCell"


def find_cell(canonical: str) -> LayerApi | None:
    """The entry of a recurrent cell class, such as ``tf.nn.rnn_cell.BasicLSTMCell``."""
    match = CELL_MODULES.match(canonical)
    return CELLS.get(match.group(1)) if match else None
