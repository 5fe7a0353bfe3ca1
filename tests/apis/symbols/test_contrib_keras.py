"""``tf.contrib.keras`` is ``tf.keras`` under another name, but for its older optimizers and a few more."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
import tensorflow as tf

from tf1to2reuse.apis.symbols import Arg, CallRewrite, Problem, rename, rewrite_call, tables
from tf1to2reuse.apis.symbols.contrib import alias


def test_a_layer_is_that_of_keras() -> None:
    found = rewrite_call("tf.contrib.keras.layers.Dense", [Arg("4"), Arg("tf.nn.relu", "activation")])
    assert isinstance(found, CallRewrite)
    assert found.function == "tf.keras.layers.Dense"
    assert rename("tf.contrib.keras.layers") == "tf.keras.layers"


@pytest.mark.parametrize("layer", ["GRU", "LSTM", "ConvLSTM2D"])
def test_gates_that_keras_computes_otherwise_are_reported(layer: str) -> None:
    found = rewrite_call(f"tf.contrib.keras.layers.{layer}", [Arg("4")])
    assert isinstance(found, Problem)
    assert found.code == "argument-semantics"


@pytest.mark.parametrize("space", ["tf.keras.layers", "tf.contrib.keras.layers"])
@pytest.mark.parametrize(("given", "reported"), [("True", False), ("False", True), ("flag", True)])
def test_a_frozen_batch_normalization_is_reported(space: str, given: str, reported: bool) -> None:
    found = rewrite_call(f"{space}.BatchNormalization", [Arg(given, "trainable")])
    assert isinstance(found, Problem) is reported


@pytest.mark.parametrize("name", ["optimizers.Adam", "optimizers.SGD", "callbacks.TensorBoard"])
def test_other_objects_have_no_target(name: str) -> None:
    found = rewrite_call(f"tf.contrib.keras.{name}", [])
    assert isinstance(found, Problem)
    assert found.code == "symbol-no-target"


def test_every_target_exists() -> None:
    inner = [name.removeprefix("tf.keras.") for name in tables.targets() if name.startswith("tf.keras.")]
    found = [rename(f"tf.contrib.keras.{name}") for name in inner]
    names = [name for name in found if isinstance(name, str)]
    assert len(names) > 300
    for name in names:
        value = tf
        for part in name.split(".")[1:]:
            value = getattr(value, part)


@pytest.mark.tf1
def test_aliases_are_the_objects_of_tf1(tf1_python: str) -> None:
    """405 of 416 names are one object with ``tf.keras``; the others are not taken for it."""
    script = Path(__file__).with_name("contrib_keras_names.py")
    done = subprocess.run([tf1_python, str(script)], capture_output=True, check=True)
    same: dict[str, bool] = json.loads(done.stdout)
    assert (len(same), sum(same.values())) == (416, 405)
    for name, one in same.items():
        expected = name.replace("tf.contrib.keras.", "tf.keras.") if one else name
        assert alias(name) == expected, name
