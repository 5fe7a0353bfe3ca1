"""Recurrent cells under ``dynamic_rnn`` against numbers of real TF 1.15.5, through the checkpoint's own
transforms.
"""

from __future__ import annotations

import ast
import json
import os
from pathlib import Path
from typing import Any

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import numbers_for
import numpy as np
import pytest
import rnn_cases

from tf1to2reuse.apis.layers import Bound, KerasForm, LayerApi, Refused, bind, recurrent
from tf1to2reuse.apis.layers.recurrent import DYNAMIC_RNN, RecurrentForm, dynamic_rnn, find_cell
from tf1to2reuse.apis.layers.signature import bound_from_code, literal_of
from tf1to2reuse.checkpoint.transforms import transform

tf = pytest.importorskip("tensorflow", minversion="2.16")

FOLDER = Path(__file__).parent / "recordings"
FACTS = json.loads((FOLDER / "rnn.json").read_text())["cells"]
ARRAYS = np.load(FOLDER / "rnn.npz")
CELLS = rnn_cases.lines(rnn_cases.CELLS)
REFUSED = rnn_cases.lines(rnn_cases.REFUSED_CELLS)
SCOPE = "rnn/"


def bound_cell(code: str) -> tuple[LayerApi, dict[str, Bound]]:
    node = ast.parse(code, mode="eval").body
    assert isinstance(node, ast.Call)
    api = find_cell(ast.unparse(node.func))
    assert api is not None
    keywords = {k.arg: bound_from_code(ast.unparse(k.value)) for k in node.keywords if k.arg}
    bound = bind(api, [bound_from_code(ast.unparse(a)) for a in node.args], keywords)
    assert not isinstance(bound, Refused)
    return api, bound


def runner(code: str, lengths: list[int] | None) -> RecurrentForm:
    api, bound = bound_cell(code)
    cell = api.keras_form(bound)
    assert isinstance(cell, KerasForm), cell
    arguments = {p.name: Bound(p.default or "x", literal_of(p.default), given=False) for p in DYNAMIC_RNN}
    if lengths is not None:
        arguments["sequence_length"] = bound_from_code(repr(lengths))
    form = dynamic_rnn(cell, arguments, "x")
    assert isinstance(form, RecurrentForm), form
    return form


def layer_of(form: RecurrentForm) -> Any:
    written = ", ".join(f"{key}={code}" if key else code for key, code in form.part.arguments)
    return eval(f"{form.part.constructor}({written})", {"tf": tf})


def close(found: Any, expected: Any, what: str) -> None:
    scale = max(float(np.max(np.abs(expected))), 1.0)
    assert np.shape(found) == np.shape(expected), what
    assert float(np.max(np.abs(np.asarray(found) - expected))) <= 1e-5 * scale, what


def cell_scope(code: str) -> str:
    api, bound = bound_cell(code)
    return f"{SCOPE}{(bound['name'].literal if 'name' in bound else None) or api.default_name}/"


@pytest.mark.parametrize("which", range(len(rnn_cases.LENGTHS)), ids=["whole", "lengths"])
@pytest.mark.parametrize("code", CELLS)
def test_keras_computes_what_tf1_computed(code: str, which: int) -> None:
    facts = FACTS[code]
    prefix = f"{facts['number']}.{which}:"
    recorded = {key[len(prefix) :]: value for key, value in ARRAYS.items() if key.startswith(prefix)}
    form = runner(code, rnn_cases.LENGTHS[which])
    layer, inputs = layer_of(form), tf.constant(numbers_for.numbers("s", (3, 10, 6)))
    keywords = {key: eval(value, {"tf": tf, "x": inputs}) for key, value in form.call}
    layer(inputs, **keywords)
    scope = cell_scope(code)
    change = transform(form.part.transform)
    check_initial_bias(layer, change, recorded, scope)
    roles = {path[len(scope) :]: numbers_for.numbers(path, shape) for path, shape in facts["variables"]}
    for name, value in change.to_keras(roles, False).items():
        getattr(layer.cell, name).assign(value)
    with tf.GradientTape() as tape:
        output, *states = layer(inputs, **keywords)
    close(output, recorded["output"], "output")
    by_name = dict(zip(form.states, states, strict=True))
    for place, name in enumerate(form.tf1_states):
        close(by_name[name], recorded[f"state:{place}"], f"state {name}")
    cotangent = tf.constant(numbers_for.numbers("cotangent", output.shape))
    sources = {name: getattr(layer.cell, name).value for name in change.keras}
    gradients = {k: v.numpy() for k, v in tape.gradient(output, sources, cotangent).items()}
    for name, value in change.to_tf1(gradients, True).items():
        close(value, recorded[f"gradient:{scope}{name}"], f"gradient for {name}")


def check_initial_bias(layer: Any, change: Any, recorded: dict[str, Any], scope: str) -> None:
    """A fresh Keras cell starts from TF1's biases."""
    weights = {name: getattr(layer.cell, name).numpy() for name in change.keras}
    for name, value in change.to_tf1(weights, False).items():
        if f"initial:{scope}{name}" in recorded:
            close(value, recorded[f"initial:{scope}{name}"], f"initial {name}")


@pytest.mark.parametrize("code", CELLS + REFUSED)
def test_variables_are_those_of_tf1_in_their_order(code: str) -> None:
    api, bound = bound_cell(code)
    literals = {name: value.literal for name, value in bound.items()}
    specs = api.variables({**literals, "num_units": eval(bound["num_units"].code)})
    found = [[cell_scope(code) + spec.leaf, list(spec.resolve((3, 6)) or ())] for spec in specs]
    assert found == FACTS[code]["variables"]


def test_every_cell_has_a_recording() -> None:
    assert set(recurrent.CELLS) == {code.split("(")[0].rsplit(".", 1)[1] for code in CELLS}


@pytest.mark.parametrize("code", REFUSED)
def test_cell_without_a_keras_equal_is_refused(code: str) -> None:
    api, bound = bound_cell(code)
    form = api.keras_form(bound)
    assert isinstance(form, Refused)
    assert form.message


@pytest.mark.parametrize(("argument", "code"), [("time_major", "True"), ("initial_state", "state")])
def test_run_without_a_keras_equal_is_refused(argument: str, code: str) -> None:
    api, bound = bound_cell(CELLS[2])
    cell = api.keras_form(bound)
    assert isinstance(cell, KerasForm)
    arguments = {p.name: Bound(p.default or "x", literal_of(p.default), given=False) for p in DYNAMIC_RNN}
    form = dynamic_rnn(cell, {**arguments, argument: bound_from_code(code)}, "x")
    assert isinstance(form, Refused)
    assert form.code == "refused-" + argument.replace("_", "-")
