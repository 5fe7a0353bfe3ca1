"""Three steps of training with what the symbol tables write equal TF 1.15.5, on a weight of Keras."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "symbols"))

import numpy as np
import optimizer_cases
import pytest
from symbol_rewriting import rewritten

tf = pytest.importorskip("tensorflow", minversion="2.16")
v1 = tf.compat.v1

RECORDED = json.loads((Path(__file__).parent / "steps.json").read_text("utf-8"))
OPTIMIZERS = optimizer_cases.lines(optimizer_cases.OPTIMIZERS)
AVERAGES = optimizer_cases.lines(optimizer_cases.AVERAGES)


def names() -> dict[str, Any]:
    """What the expressions read; the variable of a Keras weight is its ``value``."""
    layer = tf.keras.layers.Layer()
    initializer = tf.keras.initializers.Constant(optimizer_cases.W)
    w = layer.add_weight(name="w", shape=(3, 2), initializer=initializer).value
    step = v1.train.get_or_create_global_step()
    return {"tf": tf, "w": w, "step": step, "loss": optimizer_cases.loss_of(tf, w)}


def close(found: Any, recorded: Any) -> None:
    moved = np.max(np.abs(np.asarray(recorded) - optimizer_cases.W))
    assert moved > 1e-4, "a step that does nothing shows nothing"
    np.testing.assert_allclose(found, recorded, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("code", OPTIMIZERS)
def test_three_steps(code: str) -> None:
    with tf.Graph().as_default(), v1.Session() as session:
        found = names()
        operation = eval(rewritten(code), found)
        session.run(v1.global_variables_initializer())
        close(optimizer_cases.run(session, operation, found["w"]), RECORDED[code])


@pytest.mark.parametrize("code", AVERAGES)
def test_three_averages(code: str) -> None:
    with tf.Graph().as_default(), v1.Session() as session:
        found = names()
        average = eval(rewritten(code), found)
        descent = v1.train.GradientDescentOptimizer(0.1).minimize(found["loss"], found["step"])
        with tf.control_dependencies([descent]):
            operation = average.apply([found["w"]])
        session.run(v1.global_variables_initializer())
        close(optimizer_cases.run(session, operation, average.average(found["w"])), RECORDED[code])


def test_recordings_are_of_these_cases() -> None:
    assert set(RECORDED) == {*OPTIMIZERS, *AVERAGES}
