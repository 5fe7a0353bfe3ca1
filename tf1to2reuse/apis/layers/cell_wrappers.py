"""Cells that hold another cell: dropout, residual connections, devices.

Keras has no such cells; those that change something become classes of a small file beside the program.
"""

from __future__ import annotations

from dataclasses import replace

from tf1to2reuse.apis.layers.cells import CELL_MODULES
from tf1to2reuse.apis.layers.dropout import dropped
from tf1to2reuse.apis.layers.emit import is_literal
from tf1to2reuse.apis.layers.model import Call, Form, KerasForm, LayerApi, Part
from tf1to2reuse.apis.layers.signature import signature


def _no_change(call: Call) -> None:
    """What a dropout of its own masks would need. ``input_size`` and ``dtype`` only serve that."""
    call.require_none("variational_recurrent", "dropout_state_filter_visitor", "seed")


def _dropout_form(call: Call) -> KerasForm:
    _no_change(call)
    rates = tuple(
        (f"{name}_rate", dropped(call[f"{name}_keep_prob"]))
        for name in ("input", "output", "state")
        if call.literal(f"{name}_keep_prob") != 1 or not is_literal(call[f"{name}_keep_prob"])
    )
    return KerasForm((Part("DropoutCell", rates),))


def _residual_form(call: Call) -> KerasForm:
    call.require_none("residual_fn")
    return KerasForm((Part("ResidualCell"),))


def _device_form(call: Call) -> KerasForm:
    """Where it is computed is left to TensorFlow, as for ``tf.device``: the cell itself."""
    return KerasForm((Part(""),))


def _wrapper(name: str, text: str, form: Form) -> LayerApi:
    extra = signature("inputs, state, scope=None")
    own = ("input_keep_prob", "output_keep_prob", "state_keep_prob")
    parameters = tuple(p if p.name in own else replace(p, role="vanish") for p in signature(f"cell{text}"))
    return LayerApi(f"rnn.{name}", parameters, "", "none", form, is_class=True, call_parameters=extra)


WRAPPERS: dict[str, LayerApi] = {
    "DropoutWrapper": _wrapper(
        "DropoutWrapper",
        ", input_keep_prob=1.0, output_keep_prob=1.0, state_keep_prob=1.0, variational_recurrent=False, "
        "input_size=None, dtype=None, seed=None, dropout_state_filter_visitor=None",
        _dropout_form,
    ),
    "ResidualWrapper": _wrapper("ResidualWrapper", ", residual_fn=None", _residual_form),
    "DeviceWrapper": _wrapper("DeviceWrapper", ", device", _device_form),
}
"""Cells that hold another cell. The part of a form has its arguments after that cell."""


def find_wrapper(canonical: str) -> LayerApi | None:
    """The entry of a class that wraps a cell."""
    match = CELL_MODULES.match(canonical)
    return WRAPPERS.get(match.group(1)) if match else None


def wrapped(outer: Part, inner: Part, code: str) -> Part:
    """The part of a wrapper around the cell ``inner``, whose constructor call is ``code``."""
    if not outer.constructor:
        return inner
    if inner.inner:  # a stack: its cells are one attribute further down
        code = code if inner.constructor else f"tf.keras.layers.StackedRNNCells({inner.arguments[0][1]})"
        below = tuple(replace(one, attribute=f"cell.{one.attribute}") for one in inner.inner)
        return replace(outer, arguments=(("", code), *outer.arguments), inner=below)
    return replace(
        inner,
        constructor=outer.constructor,
        arguments=(("", code), *outer.arguments),
        weights={f"cell.{name}": leaf for name, leaf in inner.weights.items()},
    )
