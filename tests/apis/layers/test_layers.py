"""Every catalogue entry against numbers of real TF 1.15.5: the emitted Keras code, with TF1's weights,
computes the same.

Outputs, gradients for the input and every trainable variable, and moving statistics after one training
step; the variables' names, order, shapes and trainability; the static shape.
"""

from __future__ import annotations

import ast
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import layer_cases
import numbers_for
import numpy as np
import pytest

from tf1to2reuse.apis.layers import CATALOGUE, Bound, KerasForm, LayerApi, Refused, bind, find
from tf1to2reuse.apis.layers.signature import bound_from_code, literal_of
from tf1to2reuse.apis.layers.table import page
from tf1to2reuse.apis.shapes import infer
from tf1to2reuse.rewrite.runtime.bias_add import BiasAdd

tf = pytest.importorskip("tensorflow", minversion="2.16")

FOLDER = Path(__file__).parent / "recordings"
FACTS = json.loads((FOLDER / "layers.json").read_text())["calls"]
ARRAYS = np.load(FOLDER / "layers.npz")
RELATIVE = 1e-5
REFUSED = {"contrib.conv2d_in_plane"}
NAMES = {"tf": tf, "BiasAdd": BiasAdd}


def argument(node: ast.expr, flag: bool | None) -> Bound:
    code = ast.unparse(node)
    if code == "train":
        return Bound(str(flag), flag)
    if code in layer_cases.FUNCTIONS:
        return Bound(code, canonical=layer_cases.FUNCTIONS[code])
    bound = bound_from_code(code)
    if bound.items is None:
        return bound
    pairs = (
        zip([k.value for k in node.keys], node.values, strict=True)  # type: ignore[union-attr]
        if isinstance(node, ast.Dict)
        else [(k.arg, k.value) for k in node.keywords]  # type: ignore[attr-defined]
    )
    return Bound(code, items={str(name): argument(value, flag) for name, value in pairs})


def bound_call(call: str, flag: bool | None) -> tuple[LayerApi, dict[str, Bound]]:
    node = ast.parse(call, mode="eval").body
    assert isinstance(node, ast.Call)
    api = find(ast.unparse(node.func))
    assert api is not None
    keywords = {k.arg: argument(k.value, flag) for k in node.keywords if k.arg}
    bound = bind(api, [argument(a, flag) for a in node.args], keywords)
    assert not isinstance(bound, Refused), bound
    return api, bound


def input_of(call: str) -> tuple[str, Any]:
    letter = call.split("(", 1)[1].split(",")[0].split(")")[0]
    if letter in layer_cases.INPUTS:
        return letter, tf.constant(numbers_for.numbers(letter, layer_cases.INPUTS[letter]))
    shape, limit = layer_cases.INTEGERS[letter]
    return letter, tf.constant(numbers_for.whole_numbers(letter, shape, limit))


class Built:
    """The Keras layers of a form, made from the emitted code alone."""

    def __init__(self, form: KerasForm) -> None:
        self.form = form
        self.layers = []
        for part in form.parts:
            written = ", ".join(f"{key}={code}" if key else code for key, code in part.arguments)
            self.layers.append(eval(f"{part.constructor}({written})", NAMES))

    def __call__(self, value: Any) -> Any:
        if self.form.expression is not None:
            return eval(self.form.expression.format(inputs="value"), {"tf": tf, "value": value})
        for part, layer in zip(self.form.parts, self.layers, strict=True):
            extra = {} if part.training is None else {"training": eval(part.training)}
            value = layer(value, **extra)
        return (
            value
            if self.form.activation is None
            else eval(f"{self.form.activation}(value)", {"tf": tf, "value": value})
        )

    def weights(self) -> dict[str, Any]:
        found = {}
        for part, layer in zip(self.form.parts, self.layers, strict=True):
            for attribute, leaf in part.weights.items():
                found[leaf] = getattr(layer, attribute)
        return found


def load(weights: Mapping[str, Any], recorded: list[list[Any]], scope: str) -> None:
    for path, shape, _ in recorded:
        weights[path[len(scope) :]].assign(numbers_for.value_for(path, shape))


def close(found: Any, expected: Any, what: str) -> None:
    scale = max(float(np.max(np.abs(expected), initial=0)), 1.0)
    worst = float(np.max(np.abs(np.asarray(found) - expected), initial=0))
    assert np.shape(found) == np.shape(expected), what
    assert worst <= RELATIVE * scale, f"{what}: differs by {worst:.3g}, scale {scale:.3g}"


CASES = [(call, flag) for call, flag in layer_cases.calls()]
COMPUTED = [c for c in CASES if f"contrib.{c[0].split('(')[0].rsplit('.', 1)[1]}" not in REFUSED]


def scope_of(recorded: list[list[Any]], api: LayerApi, bound: Mapping[str, Bound]) -> str:
    """The scope that TF1 gave the call: its own name, or the default."""
    given = next((bound[key].literal for key in ("scope", "name") if key in bound), None)
    return f"{given or api.default_name}/" if recorded else ""


@pytest.mark.parametrize(("call", "flag"), COMPUTED, ids=[layer_cases.name_of(*c) for c in COMPUTED])
def test_keras_computes_what_tf1_computed(call: str, flag: bool | None) -> None:
    facts = FACTS[layer_cases.name_of(call, flag)]
    recorded = {k.split(":", 1)[1]: v for k, v in ARRAYS.items() if k.startswith(f"{facts['number']}:")}
    api, bound = bound_call(call, flag)
    _, value = input_of(call)
    form = api.keras_form(bound, len(value.shape))
    assert isinstance(form, KerasForm), form
    built = Built(form)
    scope = scope_of(facts["variables"], api, bound)
    built(value)
    weights = built.weights()
    assert {scope + leaf for leaf in weights} == {path for path, _, _ in facts["variables"]}
    load(weights, facts["variables"], scope)
    check_numbers(built, value, weights, recorded, scope)


def check_numbers(
    built: Built, value: Any, weights: Mapping[str, Any], recorded: Mapping[str, Any], scope: str
) -> None:
    with tf.GradientTape() as tape:
        tape.watch(value)
        output = built(value)
    close(output, recorded["output"], "output")
    sources = {
        name: value if name == "input" else weights[name[len(scope) :]].value
        for name in (key[9:] for key in recorded if key.startswith("gradient:"))
    }
    if sources:
        cotangent = tf.constant(numbers_for.numbers("cotangent", output.shape))
        for name, found in tape.gradient(output, sources, cotangent).items():
            close(tf.convert_to_tensor(found), recorded[f"gradient:{name}"], f"gradient for {name}")
    momentum = next((layer.momentum for layer in built.layers if hasattr(layer, "momentum")), 0.0)
    for key, after in recorded.items():
        if key.startswith("after:"):
            count = int(np.prod(output.shape)) // int(np.prod(after.shape))
            check_statistics(weights[key[6 + len(scope) :]], after, key[6:], momentum, count)


def check_statistics(weight: Any, after: Any, path: str, momentum: float, count: int) -> None:
    """TF1's fused kernel corrects the batch variance by N/(N-1); Keras does not. That is the only
    difference.
    """
    if not path.endswith("moving_variance"):
        close(weight, after, path)
        return
    kept = momentum * numbers_for.value_for(path, after.shape)
    corrected = kept + (np.asarray(weight) - kept) * count / (count - 1)
    fused = float(np.max(np.abs(corrected - after))) < float(np.max(np.abs(np.asarray(weight) - after)))
    close(corrected if fused else weight, after, path)


@pytest.mark.parametrize(("call", "flag"), CASES, ids=[layer_cases.name_of(*c) for c in CASES])
def test_variables_are_those_of_tf1_in_their_order(call: str, flag: bool | None) -> None:
    facts = FACTS[layer_cases.name_of(call, flag)]
    api, bound = bound_call(call, flag)
    _, value = input_of(call)
    shape = tuple(value.shape)
    scope = scope_of(facts["variables"], api, bound)
    specs = api.variables({name: literal(b) for name, b in bound.items()}, len(shape))
    found = [[scope + spec.leaf, spec.resolve(shape), spec.trainable] for spec in specs]
    inner = tuple(facts["static"])  # a normalizer's input is the layer's output
    expected = [[path, tuple(dims), trainable] for path, dims, trainable in facts["variables"]]
    for row, spec in zip(found, specs, strict=True):
        if "/" in spec.leaf:
            row[1] = spec.resolve(inner)
    assert found == expected


def literal(bound: Bound) -> object:
    if bound.canonical:
        return bound.canonical
    if bound.items is not None:
        return {name: literal(item) for name, item in bound.items.items()}
    return bound.literal


@pytest.mark.parametrize("call", sorted({c for c, _ in CASES}))
def test_static_shape_is_that_of_tf1(call: str) -> None:
    node = ast.parse(call, mode="eval").body
    assert isinstance(node, ast.Call)
    _, value = input_of(call)
    facts = next(FACTS[layer_cases.name_of(c, f)] for c, f in CASES if c == call)
    arguments = [value, *(literal_of(ast.unparse(a)) for a in node.args[1:])]
    keywords = {k.arg: literal_of(ast.unparse(k.value)) for k in node.keywords if k.arg}
    assert infer(ast.unparse(node.func), arguments, keywords) == tuple(facts["static"])


def test_every_function_has_a_recording() -> None:
    recorded = {bound_call(call, flag)[0].name for call, flag in CASES}
    twins = {"contrib.legacy_relu", "contrib.legacy_linear"}  # legacy_fully_connected with another activation
    missing = {api.name for api in CATALOGUE.values() if not api.is_class} - recorded - twins
    assert not missing


def test_page_of_the_docs_is_current() -> None:
    assert (Path(__file__).parents[3] / "docs" / "apis.md").read_text() == page()


def test_recordings_are_of_these_cases() -> None:
    assert set(FACTS) == {layer_cases.name_of(*case) for case in CASES}
