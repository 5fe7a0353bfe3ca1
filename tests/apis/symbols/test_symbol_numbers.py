"""Rewritten expressions compute what TF 1.15.5 computed (``numbers.json``, made by ``measure_tf1.py``)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import symbol_cases
import tensorflow as tf
from symbol_rewriting import rewritten

NUMBERS = json.loads((Path(__file__).parent / "numbers.json").read_text(encoding="utf-8"))
INPUTS = symbol_cases.inputs(np)
TENSORS = {name: tf.constant(value) for name, value in INPUTS.items() if isinstance(value, np.ndarray)}


def compare(found: Any, recorded: dict[str, Any], tolerance: float = 2e-5) -> None:
    """Same type, same shape, same numbers."""
    array = np.asarray(found)
    if recorded["dtype"] == "string":
        assert [s.decode() for s in array.reshape(-1)] == recorded["value"]
        return
    if array.dtype.kind == "c":
        array = np.stack([array.real, array.imag], -1)
    assert str(array.dtype) == recorded["dtype"]
    expected = np.array(recorded["value"], array.dtype).reshape(recorded["shape"])
    assert list(array.shape) == recorded["shape"]
    scale = max(float(np.abs(expected).max()), 1.0) if expected.size and expected.dtype.kind == "f" else 1.0
    np.testing.assert_allclose(array, expected, rtol=0, atol=tolerance * scale)


@pytest.mark.parametrize("code", symbol_cases.words(symbol_cases.VALUES))
def test_value(code: str) -> None:
    found = eval(rewritten(code), {**INPUTS, **TENSORS, "tf": tf, "np": np})
    compare(found() if callable(found) else found, NUMBERS["values"][code])


@pytest.mark.parametrize("code", symbol_cases.words(symbol_cases.VALUES))
def test_value_in_a_graph(code: str) -> None:
    with tf.Graph().as_default(), tf.compat.v1.Session() as session:
        tensors = {name: tf.constant(INPUTS[name]) for name in TENSORS}
        found = eval(rewritten(code), {**INPUTS, **tensors, "tf": tf, "np": np})
        compare(session.run(tf.convert_to_tensor(found)), NUMBERS["values"][code])


@pytest.mark.parametrize(("name", "code", "argument"), symbol_cases.GRADIENTS)
def test_gradient(name: str, code: str, argument: str) -> None:
    with tf.GradientTape() as tape:
        tape.watch(TENSORS[argument])
        made = eval(rewritten(code), {**INPUTS, **TENSORS, "t": TENSORS[argument], "tf": tf})
    found, recorded = tape.gradient(made, TENSORS[argument]), NUMBERS["gradients"][name]
    assert (found is None) == (recorded is None)
    if recorded is not None:
        compare(found, recorded)


@pytest.mark.parametrize("code", symbol_cases.words(symbol_cases.INITIALIZERS))
def test_initializer_moments(code: str) -> None:
    initializer = eval(rewritten(code), {"tf": tf})
    for shape, recorded in zip(symbol_cases.SHAPES, NUMBERS["initializers"][code], strict=True):
        values = np.asarray(initializer(shape))
        mean, deviation = values.mean(), values.std()
        assert mean == pytest.approx(recorded[0], abs=0.03 * recorded[1])
        assert deviation == pytest.approx(recorded[1], rel=0.02)
        bounded = recorded[3] - recorded[2] < 6.5 * recorded[1]  # uniform, truncated: the ends are sharp
        assert values.max() == pytest.approx(recorded[3], rel=0.05 if bounded else 0.5)
        assert values.min() == pytest.approx(recorded[2], rel=0.05 if bounded else 0.5, abs=0.01)


def test_seeded_initializer_repeats_itself() -> None:
    """The trap docs/symbols.md tells: one Keras initializer object gives one set of numbers."""
    shared = eval(rewritten("tf.random_normal_initializer(stddev=0.02)"), {"tf": tf})
    assert np.array_equal(np.asarray(shared((3, 3))), np.asarray(shared((3, 3))))
