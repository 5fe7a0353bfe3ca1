"""The functions that run cells over time: BasicLSTMCell under ``dynamic_rnn`` becomes
``tf.keras.layers.LSTM``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from tf1to2reuse.apis.layers.emit import Arguments
from tf1to2reuse.apis.layers.model import Bound, Call, Inner, KerasForm, Part, Refused
from tf1to2reuse.apis.layers.signature import signature


@dataclass(frozen=True)
class RecurrentForm:
    """A cell that is run over time. ``part`` is the Keras layer, whose call returns the outputs and then
    its states.

    ``call`` is code of the call's keywords after the inputs. ``states`` are the names of the states as
    Keras orders them, ``tf1_states`` as TF1's state does (an LSTMStateTuple is c, h; Keras returns h, c).
    """

    part: Part
    call: tuple[tuple[str, str], ...]
    states: tuple[str, ...]
    tf1_states: tuple[str, ...]
    scope: str = "rnn"


DYNAMIC_RNN = signature(
    "cell, inputs, sequence_length=None, initial_state=None, dtype=None, parallel_iterations=None, "
    "swap_memory=False, time_major=False, scope=None"
)
_LAYERS = {"LSTMCell": "LSTM", "GRUCell": "GRU", "SimpleRNNCell": "SimpleRNN"}


def dynamic_rnn(cell: KerasForm, bound: Mapping[str, Bound], inputs: str) -> RecurrentForm | Refused:
    """``tf.nn.dynamic_rnn`` over one cell. ``inputs`` is the code of the input tensor; the scope is ``rnn``.

    Past a sequence's end TF1 gives zeros and keeps the state: a mask with ``zero_output_for_mask`` does so.
    Keras' layers want the batch first: inputs with the time first are turned at the call.
    """
    call = Call("tf.nn.dynamic_rnn", bound)
    if call.literal("time_major") not in (True, False):
        return call.refuse("time_major", "must be written as True or False").refused
    if not call.is_none("initial_state"):
        return call.refuse(
            "initial_state", "is not yet supported: its states must be put in Keras' order"
        ).refused
    part = cell.parts[0]
    flags: Arguments = (("return_sequences", "True"), ("return_state", "True"))
    keywords: tuple[tuple[str, str], ...] = ()
    if not call.is_none("sequence_length"):
        flags += (("zero_output_for_mask", "True"),)
        keywords = (("mask", f"tf.sequence_mask({call.code('sequence_length')}, tf.shape({inputs})[1])"),)
    layer = over_time(part, flags)
    if part.inner:
        return RecurrentForm(layer, keywords, (), ())
    if part.two_states:
        return RecurrentForm(layer, keywords, ("h", "c"), ("c", "h"))
    return RecurrentForm(layer, keywords, ("h",), ("h",))


def over_time(part: Part, flags: Arguments) -> Part:
    """The layer that runs a cell, or a list of cells."""
    if part.inner:
        cells = part.arguments if not part.constructor else (("", _constructed(part)),)
        return replace(part, constructor="tf.keras.layers.RNN", arguments=(*cells, *flags))
    if not part.constructor.startswith("tf."):
        return replace(
            part,
            constructor="tf.keras.layers.RNN",
            arguments=(("", _constructed(part)), *flags),
            weights={f"cell.{name}": leaf for name, leaf in part.weights.items()},
        )
    return replace(
        part,
        constructor=f"tf.keras.layers.{_LAYERS[part.constructor.rsplit('.', 1)[1]]}",
        arguments=(*part.arguments, *flags),
        weights={f"cell.{name}": leaf for name, leaf in part.weights.items()},
    )


BIDIRECTIONAL = signature(
    "cell_fw, cell_bw, inputs, sequence_length=None, initial_state_fw=None, initial_state_bw=None, "
    "dtype=None, parallel_iterations=None, swap_memory=False, time_major=False, scope=None"
)


def bidirectional(
    cells: Sequence[KerasForm], paths: Sequence[str], bound: Mapping[str, Bound], states: bool
) -> RecurrentForm | Refused:
    """``tf.nn.bidirectional_dynamic_rnn``: the outputs are a pair, as without a ``merge_mode``.

    ``paths`` are those of both cells below the scope of the call. ``states``: the last states are read.
    """
    call = Call("tf.nn.bidirectional_dynamic_rnn", bound)
    if call.literal("time_major") not in (True, False):
        return call.refuse("time_major", "must be written as True or False").refused
    for name in ("initial_state_fw", "initial_state_bw"):
        if not call.is_none(name):
            return call.refuse(name, "is not yet supported with both directions").refused
    flags: Arguments = (("return_sequences", "True"), *((("return_state", "True"),) if states else ()))
    masked = () if call.is_none("sequence_length") else (("zero_output_for_mask", "True"),)
    layers = [over_time(cell.parts[0], (*flags, *masked)) for cell in cells]
    backward = replace(layers[1], arguments=(*layers[1].arguments, ("go_backwards", "True")))
    written: Arguments = (
        ("", _constructed(layers[0])),
        ("backward_layer", _constructed(backward)),
        ("merge_mode", "None"),
    )
    names = ("forward_layer", "backward_layer")
    inner = tuple(Inner(*one) for one in zip(names, paths, layers, strict=True))
    part = Part("tf.keras.layers.Bidirectional", written, inner=inner)
    keywords = (("mask", "masked"),) if masked else ()
    return RecurrentForm(part, keywords, (), ())


def _constructed(part: Part) -> str:
    arguments = ", ".join(code if not key else f"{key}={code}" for key, code in part.arguments)
    return f"{part.constructor}({arguments})"
