"""Recurrent cells under ``dynamic_rnn`` against numbers of real TF 1.15.5, through the checkpoint's own
transforms.
"""

from __future__ import annotations

import ast
import importlib
import json
import operator
import os
from pathlib import Path
from typing import Any

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import numbers_for
import numpy as np
import pytest
import rnn_cases

from tf1to2reuse.apis.layers import Bound, KerasForm, LayerApi, Refused, bind, cells
from tf1to2reuse.apis.layers.cell_wrappers import WRAPPERS, find_wrapper, wrapped
from tf1to2reuse.apis.layers.cells import find_cell
from tf1to2reuse.apis.layers.recurrent import DYNAMIC_RNN, RecurrentForm, dynamic_rnn
from tf1to2reuse.apis.layers.signature import bound_from_code, literal_of
from tf1to2reuse.checkpoint.transforms import Transform, transform
from tf1to2reuse.plan.symbols import STANDINS

tf = pytest.importorskip("tensorflow", minversion="2.16")

FOLDER = Path(__file__).parent / "recordings"
FACTS = json.loads((FOLDER / "rnn.json").read_text())["cells"]
ARRAYS = np.load(FOLDER / "rnn.npz")
CELLS = rnn_cases.lines(rnn_cases.CELLS)
WRAPPED = rnn_cases.lines(rnn_cases.WRAPPED)
DROPPING = rnn_cases.lines(rnn_cases.DROPPING)
REFUSED = [
    "tf.nn.rnn_cell.LSTMCell(4, num_unit_shards=2)",
    "tf.nn.rnn_cell.LSTMCell(4, use_peepholes=flag)",
    "tf.nn.rnn_cell.BasicLSTMCell(4, state_is_tuple=False)",
    "tf.contrib.rnn.LSTMBlockCell(4, cell_clip=0.2)",
    "tf.contrib.rnn.LayerNormBasicLSTMCell(4, layer_norm=flag)",
    "tf.contrib.rnn.LayerNormBasicLSTMCell(4, dropout_keep_prob=0.5, dropout_prob_seed=3)",
    "tf.contrib.rnn.NASCell(4, use_bias=flag)",
]
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
    return run_form(cell, lengths)


def run_form(cell: KerasForm, lengths: list[int] | None) -> RecurrentForm:
    """The layer that runs a cell."""
    arguments = {p.name: Bound(p.default or "x", literal_of(p.default), given=False) for p in DYNAMIC_RNN}
    if lengths is not None:
        arguments["sequence_length"] = bound_from_code(repr(lengths))
    form = dynamic_rnn(cell, arguments, "x")
    assert isinstance(form, RecurrentForm), form
    return form


def layer_of(form: RecurrentForm) -> Any:
    names = {"tf": tf}
    for name, (module, made) in STANDINS.items():
        if name.endswith("Cell"):
            found = importlib.import_module(f"tf1to2reuse.rewrite.runtime.{module}")
            names[made] = getattr(found, made)
    written = ", ".join(f"{key}={code}" if key else code for key, code in form.part.arguments)
    return eval(f"{form.part.constructor}({written})", names)


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
    lengths = rnn_cases.LENGTHS[which]
    compare(code, which, runner(code, lengths), "cell")


def compare(code: str, which: int, form: RecurrentForm, holder: str) -> None:
    """Outputs, states and gradients of a layer whose attribute ``holder`` is the cell with the weights."""
    facts = FACTS[code]
    prefix = f"{facts['number']}.{which}:"
    recorded = {key[len(prefix) :]: value for key, value in ARRAYS.items() if key.startswith(prefix)}
    layer, inputs = layer_of(form), tf.constant(numbers_for.numbers("s", (3, 10, 6)))
    keywords = {key: eval(value, {"tf": tf, "x": inputs}) for key, value in form.call}
    layer(inputs, **keywords)
    cell, scope = operator.attrgetter(holder)(layer), common_scope(facts)
    change = transform(form.part.transform) if form.part.transform is not None else renamed(form)
    check_start(cell, change, recorded, scope)
    roles = {path[len(scope) :]: numbers_for.numbers(path, shape) for path, shape in facts["variables"]}
    for name, value in change.to_keras(roles, False).items():
        operator.attrgetter(name)(cell).assign(value)
    with tf.GradientTape() as tape:
        output, *states = layer(inputs, **keywords)
    close(output, recorded["output"], "output")
    by_name = dict(zip(form.states, states, strict=True))
    for place, name in enumerate(form.tf1_states):
        close(by_name[name], recorded[f"state:{place}"], f"state {name}")
    cotangent = tf.constant(numbers_for.numbers("cotangent", output.shape))
    sources = {name: operator.attrgetter(name)(cell).value for name in change.keras}
    gradients = {k: v.numpy() for k, v in tape.gradient(output, sources, cotangent).items()}
    for name, value in change.to_tf1(gradients, True).items():
        close(value, recorded[f"gradient:{scope}{name}"], f"gradient for {name}")


def renamed(form: RecurrentForm) -> Transform:
    """A cell with TF1's own variables, by other names."""
    leaves = {name.rpartition("cell.")[2]: str(leaf) for name, leaf in form.part.weights.items()}

    def to_keras(values: Any, linear: bool) -> Any:
        return {name: values[leaf] for name, leaf in leaves.items()}

    def to_tf1(values: Any, linear: bool) -> Any:
        return {leaf: values[name] for name, leaf in leaves.items()}

    return Transform("renamed", tuple(leaves.values()), tuple(leaves), to_keras, to_tf1)


def common_scope(facts: dict[str, Any]) -> str:
    """The scope of the cell: two levels, ``rnn/gru_cell/``."""
    return "/".join(facts["variables"][0][0].split("/")[:2]) + "/"


def check_start(cell: Any, change: Any, recorded: dict[str, Any], scope: str) -> None:
    """A fresh Keras cell starts from TF1's numbers, where these are not drawn."""
    weights = {name: operator.attrgetter(name)(cell).numpy() for name in change.keras}
    for name, value in change.to_tf1(weights, False).items():
        if f"initial:{scope}{name}" in recorded:
            close(value, recorded[f"initial:{scope}{name}"], f"initial {name}")


@pytest.mark.parametrize("code", CELLS)
def test_variables_are_those_of_tf1_in_their_order(code: str) -> None:
    api, bound = bound_cell(code)
    literals = {name: value.literal for name, value in bound.items()}
    specs = api.variables({**literals, "num_units": eval(bound["num_units"].code)})
    found = [[cell_scope(code) + spec.leaf, list(spec.resolve((3, 6)) or ())] for spec in specs]
    assert found == FACTS[code]["variables"]


def wrapped_form(node: ast.expr) -> KerasForm:
    """The form of a cell, with those around it."""
    assert isinstance(node, ast.Call)
    api = find_wrapper(ast.unparse(node.func))
    if api is None:
        own, bound = bound_cell(ast.unparse(node))
        form = own.keras_form(bound)
        assert isinstance(form, KerasForm)
        return form
    inner = wrapped_form(node.args[0]).parts[0]
    keywords = {k.arg: bound_from_code(ast.unparse(k.value)) for k in node.keywords if k.arg}
    given = bind(api, [bound_from_code(ast.unparse(a)) for a in node.args], keywords)
    assert not isinstance(given, Refused)
    outer = api.keras_form(given)
    assert isinstance(outer, KerasForm)
    arguments = ", ".join(f"{key}={code}" if key else code for key, code in inner.arguments)
    return KerasForm((wrapped(outer.parts[0], inner, f"{inner.constructor}({arguments})"),))


@pytest.mark.parametrize("which", range(len(rnn_cases.LENGTHS)), ids=["whole", "lengths"])
@pytest.mark.parametrize("code", WRAPPED + DROPPING)
def test_wrapped_cell_computes_what_tf1_computed(
    code: str, which: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tf.nn, "dropout", rnn_cases.not_random)
    cell = wrapped_form(ast.parse(code, mode="eval").body)
    form = run_form(cell, rnn_cases.LENGTHS[which])
    depth = sum(code.count(name) for name in ("DropoutWrapper", "ResidualWrapper"))
    compare(code, which, form, ".".join(["cell"] * (1 + depth)))


def test_every_wrapper_has_a_recording() -> None:
    assert set(WRAPPERS) == {code.split("(")[0].rsplit(".", 1)[1] for code in WRAPPED}


def test_rates_change_the_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    """A rate left out, or in another place, would not pass."""
    monkeypatch.setattr(tf.nn, "dropout", rnn_cases.not_random)
    code = WRAPPED[0]
    moved = code.replace("0.7, 0.8", "0.8, 0.7")
    with pytest.raises(AssertionError, match="output"):
        compare(code, 0, run_form(wrapped_form(ast.parse(moved, mode="eval").body), None), "cell.cell")


def test_every_cell_has_a_recording() -> None:
    assert set(cells.CELLS) == {code.split("(")[0].rsplit(".", 1)[1] for code in CELLS}


@pytest.mark.parametrize("code", REFUSED)
def test_cell_without_a_keras_equal_is_refused(code: str) -> None:
    api, bound = bound_cell(code)
    form = api.keras_form(bound)
    assert isinstance(form, Refused)
    assert form.message


@pytest.mark.parametrize(("argument", "code"), [("time_major", "first"), ("initial_state", "state")])
def test_run_without_a_keras_equal_is_refused(argument: str, code: str) -> None:
    api, bound = bound_cell(CELLS[2])
    cell = api.keras_form(bound)
    assert isinstance(cell, KerasForm)
    arguments = {p.name: Bound(p.default or "x", literal_of(p.default), given=False) for p in DYNAMIC_RNN}
    form = dynamic_rnn(cell, {**arguments, argument: bound_from_code(code)}, "x")
    assert isinstance(form, Refused)
    assert form.code == "refused-" + argument.replace("_", "-")
