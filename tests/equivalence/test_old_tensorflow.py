"""Older versions of TensorFlow 1 record and trace what 1.15 does.

TF1_OLD_PYTHONS names their interpreters, separated as in PATH.
"""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from programs import PROGRAMS, Program

from tf1to2reuse.cli import main
from tf1to2reuse.equivalence.record import record
from tf1to2reuse.equivalence.recording import Recording, load
from tf1to2reuse.equivalence.verify import verify

PYTHONS = [name for name in os.environ.get("TF1_OLD_PYTHONS", "").split(os.pathsep) if name]
NONE = pytest.param("", marks=pytest.mark.skip(reason="no older TensorFlow: set TF1_OLD_PYTHONS"))
PASSED_ON = Path(__file__).resolve().parents[1] / "golden" / "idioms" / "passed_on"
TRAIN = """\
import tensorflow as tf


def tower(x, size, name="tower"):
    with tf.variable_scope(name, reuse=tf.AUTO_REUSE):
        return tf.layers.dense(tf.layers.dense(x, size, activation=tf.nn.relu), 2, name="out")


def main():
    x = tf.placeholder(tf.float32, [None, 4], name="x")
    loss = tf.reduce_sum(tower(x, 3) + tower(2 * x, 3))
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        session.run(loss, {x: [[1.0, 2.0, 3.0, 4.0]]})


if __name__ == "__main__":
    main()
"""
NCHW = """\
import numpy as np
import tensorflow as tf


def probe(x=np.random.RandomState(0).standard_normal((2, 3, 8, 8)).astype("float32")):
    y = tf.layers.conv2d(x, 4, 3, padding="same", data_format="channels_first")
    y = tf.layers.average_pooling2d(y, 2, 2, data_format="channels_first")
    return {"y": tf.layers.max_pooling2d(y, 2, 2, data_format="channels_first")}
"""

pytestmark = [pytest.mark.tf1, pytest.mark.parametrize("old_python", PYTHONS or [NONE])]


def same(fresh: Recording, stored: Recording) -> None:
    """The same variables, outputs and gradients, to rounding."""
    described = [[(v.name, v.value.shape, v.trainable) for v in one.variables] for one in (fresh, stored)]
    assert described[0] == described[1]
    for a, b in zip(fresh.outputs, stored.outputs, strict=True):
        np.testing.assert_allclose(a.value, b.value, rtol=1e-5, atol=1e-6)
        assert (a.name, a.reads, a.assigns, a.no_gradient) == (b.name, b.reads, b.assigns, b.no_gradient)
        assert set(a.gradients) == set(b.gradients)
        noise = 1e-6 * max([0.0, *(float(np.abs(value).max()) for value in b.gradients.values())])
        for name, value in b.gradients.items():
            allowed = 1e-4 * float(np.abs(value).max()) + noise
            np.testing.assert_allclose(a.gradients[name], value, rtol=0, atol=allowed)


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.name)
def test_a_recording_is_the_same_and_verifies(program: Program, old_python: str, tmp_path: Path) -> None:
    fresh = record(
        program.before, program.probe, tmp_path / "r.npz", tf1_python=old_python, random=program.random
    )
    same(fresh, load(program.recording))
    assert verify(program.after, program.probe, recording=tmp_path / "r.npz").verdict == "equivalent"


def test_gradients_of_an_output_that_a_tensor_array_holds(old_python: str, tmp_path: Path) -> None:
    fresh = record(
        PASSED_ON / "before", "probe_passed_on.py:probe_passed_on", tmp_path / "r.npz", tf1_python=old_python
    )
    same(fresh, load(PASSED_ON / "recording.npz"))


def test_nchw_on_a_cpu(old_python: str, tf1_python: str, tmp_path: Path) -> None:
    (tmp_path / "probe.py").write_text(NCHW)
    one, two = (
        record(tmp_path, "probe.py:probe", tmp_path / f"{i}.npz", tf1_python=python, cpu_nchw=True)
        for i, python in enumerate((old_python, tf1_python))
    )
    same(one, two)


def test_a_traced_program_records(old_python: str, tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    tree.mkdir()
    (tree / "train.py").write_text(TRAIN)
    chosen = ["--tf1-python", old_python]
    result = CliRunner().invoke(main, ["trace", "--tree", str(tree), *chosen, "--", str(tree / "train.py")])
    assert result.exit_code == 0, result.output
    made = record(tree, "probe_train.py:probe_train", tmp_path / "r.npz", tf1_python=old_python)
    leaves = [f"{layer}/{leaf}" for layer in ("dense", "out") for leaf in ("kernel", "bias")]
    assert [variable.name for variable in made.variables] == [f"tower/{leaf}" for leaf in leaves]
