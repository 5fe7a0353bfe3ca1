"""Every transform is undone by its inverse, and computes what TF1's cell computes."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tf1to2reuse.checkpoint.transforms import REGISTRY, UnknownTransformError, transform

IN, UNITS = 3, 4


def random(seed: int, *shape: int) -> Any:
    return np.random.RandomState(seed).standard_normal(shape).astype("float32")


TF1 = {
    "lstm": {"kernel": random(1, IN + UNITS, 4 * UNITS), "bias": random(2, 4 * UNITS)},
    "gru": {
        "gates/kernel": random(1, IN + UNITS, 2 * UNITS),
        "gates/bias": random(2, 2 * UNITS),
        "candidate/kernel": random(3, IN + UNITS, UNITS),
        "candidate/bias": random(4, UNITS),
    },
    "rnn": {"kernel": random(1, IN + UNITS, UNITS), "bias": random(2, UNITS)},
    "identity": {"kernel": random(1, 2, 3)},
}


def sigmoid(x: Any) -> Any:
    return 1 / (1 + np.exp(-x))


def test_every_transform_is_tested() -> None:
    assert set(TF1) == set(REGISTRY)


@pytest.mark.parametrize("linear", [False, True])
@pytest.mark.parametrize("name", sorted(REGISTRY))
def test_back_and_forth(name: str, linear: bool) -> None:
    change = transform(name)
    back = change.to_tf1(change.to_keras(TF1[name], linear), linear)
    assert set(back) == set(TF1[name])
    for role, value in TF1[name].items():
        np.testing.assert_allclose(back[role], value, rtol=1e-6, atol=1e-6)


def test_gradients_do_not_get_the_forget_bias() -> None:
    plain, linear = (transform("lstm").to_keras(TF1["lstm"], flag)["bias"] for flag in (False, True))
    np.testing.assert_allclose(plain - linear, np.repeat([0, 1, 0, 0], UNITS), atol=1e-6)


def test_an_unknown_transform_is_refused() -> None:
    with pytest.raises(UnknownTransformError, match="unknown transform 'fold'"):
        transform("fold")
    with pytest.raises(UnknownTransformError, match="options"):
        transform({"name": "gru", "forget_bias": 1.0})


@pytest.mark.parametrize("forget_bias", [0.0, 1.0, 0.5])
def test_lstm_against_the_formula_of_tf1(forget_bias: float) -> None:
    tf = pytest.importorskip("tensorflow")
    x, h, c = random(5, 2, IN), random(6, 2, UNITS), random(7, 2, UNITS)
    i, j, f, o = np.split(np.concatenate([x, h], 1) @ TF1["lstm"]["kernel"] + TF1["lstm"]["bias"], 4, axis=1)
    state = c * sigmoid(f + forget_bias) + sigmoid(i) * np.tanh(j)
    expected = np.tanh(state) * sigmoid(o)
    cell = tf.keras.layers.LSTMCell(UNITS)
    check(cell, {"name": "lstm", "forget_bias": forget_bias}, "lstm", x, [h, c], expected)


def test_gru_against_the_formula_of_tf1() -> None:
    tf = pytest.importorskip("tensorflow")
    x, h = random(5, 2, IN), random(6, 2, UNITS)
    w = TF1["gru"]
    r, u = np.split(sigmoid(np.concatenate([x, h], 1) @ w["gates/kernel"] + w["gates/bias"]), 2, axis=1)
    new = np.tanh(np.concatenate([x, r * h], 1) @ w["candidate/kernel"] + w["candidate/bias"])
    check(tf.keras.layers.GRUCell(UNITS, reset_after=False), "gru", "gru", x, [h], u * h + (1 - u) * new)


def test_rnn_against_the_formula_of_tf1() -> None:
    tf = pytest.importorskip("tensorflow")
    x, h = random(5, 2, IN), random(6, 2, UNITS)
    expected = np.tanh(np.concatenate([x, h], 1) @ TF1["rnn"]["kernel"] + TF1["rnn"]["bias"])
    check(tf.keras.layers.SimpleRNNCell(UNITS), "rnn", "rnn", x, [h], expected)


def check(cell: Any, spec: Any, name: str, x: Any, states: list[Any], expected: Any) -> None:
    cell(x, states)
    for role, value in transform(spec).to_keras(TF1[name], False).items():
        getattr(cell, role).assign(value)
    np.testing.assert_allclose(np.asarray(cell(x, states)[0]), expected, rtol=1e-5, atol=1e-6)
