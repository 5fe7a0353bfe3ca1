"""What record does under a real TF1, and each way in which it can be called wrongly."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from programs import PAIR, PROGRAMS, TOWER, TWINS, Program

from tf1to2reuse.equivalence.errors import (
    CheckpointError,
    InterpreterError,
    ProbeMissingError,
    ProbeRaisesError,
    ProbeResultError,
    VerificationError,
)
from tf1to2reuse.equivalence.record import RECORDER, environment, record
from tf1to2reuse.equivalence.recording import load


@pytest.mark.tf1
@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.name)
def test_the_committed_recordings_are_what_tf1_does(
    program: Program, tf1_python: str, tmp_path: Path
) -> None:
    fresh = record(
        program.before, program.probe, tmp_path / "r.npz", tf1_python=tf1_python, random=program.random
    )
    stored = load(program.recording)
    assert [v.name for v in fresh.variables] == [v.name for v in stored.variables]
    for a, b in zip(fresh.outputs, stored.outputs, strict=True):
        np.testing.assert_allclose(a.value, b.value, rtol=1e-5, atol=1e-6)
        assert (a.name, a.reads, a.assigns) == (b.name, b.reads, b.assigns)
        assert set(a.gradients) == set(b.gradients)


@pytest.mark.tf1
def test_a_checkpoint_is_restored(tf1_python: str, tmp_path: Path) -> None:
    checkpoint = make_checkpoint(tf1_python, tmp_path)
    recording = record(
        TWINS.before, TWINS.probe, tmp_path / "r.npz", tf1_python=tf1_python, checkpoint=checkpoint
    )
    bias = next(v for v in recording.variables if v.name == "encoder/out/bias")
    np.testing.assert_array_equal(bias.value, np.full(3, 7, "float32"))
    assert recording.settings.checkpoint


@pytest.mark.tf1
def test_a_truncated_checkpoint_is_refused(tf1_python: str, tmp_path: Path) -> None:
    checkpoint = make_checkpoint(tf1_python, tmp_path)
    data = checkpoint.with_name(checkpoint.name + ".data-00000-of-00001")
    data.write_bytes(data.read_bytes()[:20])
    with pytest.raises(CheckpointError, match="cannot be restored"):
        record(TWINS.before, TWINS.probe, tmp_path / "r.npz", tf1_python=tf1_python, checkpoint=checkpoint)
    assert not (tmp_path / "r.npz").exists()


@pytest.mark.tf1
def test_a_checkpoint_of_another_model_is_refused(tf1_python: str, tmp_path: Path) -> None:
    checkpoint = make_checkpoint(tf1_python, tmp_path)
    with pytest.raises(CheckpointError, match="not found in checkpoint"):
        record(TOWER.before, TOWER.probe, tmp_path / "r.npz", tf1_python=tf1_python, checkpoint=checkpoint)


@pytest.mark.tf1
def test_the_lines_that_ask_for_a_variable_are_told(tf1_python: str, tmp_path: Path) -> None:
    (tmp_path / "net.py").write_text(
        "import tensorflow as tf\n"
        "def ask():\n"
        "    return tf.get_variable('w', [2])\n"
        "def other():\n"
        "    return tf.get_variable('w', [2]) + tf.Variable([1.0, 2.0], name='v')\n"
    )
    (tmp_path / "probe.py").write_text(
        "import net, tensorflow as tf\n"
        "def probe():\n"
        "    with tf.variable_scope('s', reuse=tf.AUTO_REUSE):\n"
        "        return {'y': net.ask() + net.ask() + net.other()}\n"
    )
    recording = record(tmp_path, "probe.py:probe", tmp_path / "r.npz", tf1_python=tf1_python)
    asked = {variable.name: (variable.requests, variable.sites) for variable in recording.variables}
    assert asked == {"s/w": (3, ("net.py:3", "net.py:5")), "s/v": (0, ("net.py:5",))}


@pytest.mark.tf1
def test_random_numbers_that_are_not_replaced_are_noticed(tf1_python: str, tmp_path: Path) -> None:
    recording = record(TOWER.before, TOWER.probe, tmp_path / "r.npz", tf1_python=tf1_python)
    assert not all(output.deterministic for output in recording.outputs)


@pytest.mark.tf1
@pytest.mark.parametrize(
    ("text", "error", "message"),
    [
        ("def probe():\n    return {}\n", ProbeResultError, "returned neither"),
        ("def probe(x):\n    return {'x': x}\n", ProbeResultError, "parameter x"),
        ("def probe():\n    return {'x': object()}\n", ProbeResultError, "not a tensor"),
        ("def probe():\n    return 1 / 0\n", ProbeRaisesError, r"at probe\.py:2: ZeroDivisionError"),
        ("import no_such_module\n", ProbeRaisesError, r"at probe\.py:1: .*no_such_module"),
        ("def probe(:\n", ProbeRaisesError, r"at probe\.py:1: SyntaxError"),
        ("import sys\nsys.exit(0)\n", ProbeRaisesError, r"at probe\.py:2: SystemExit"),
        ("", ProbeMissingError, "has no function probe"),
        (
            "import tensorflow as tf\ndef probe():\n    return {'x': tf.check_numerics(tf.log(0.), '')}\n",
            ProbeRaisesError,
            "failed while it ran",
        ),
    ],
)
def test_a_probe_that_cannot_be_recorded(
    tf1_python: str, tmp_path: Path, text: str, error: type[VerificationError], message: str
) -> None:
    (tmp_path / "probe.py").write_text(text, encoding="utf-8")
    with pytest.raises(error, match=message):
        record(tmp_path, "probe.py:probe", tmp_path / "out" / "r.npz", tf1_python=tf1_python)
    assert not (tmp_path / "out" / "r.npz").exists()


@pytest.mark.tf1
def test_the_tree_is_left_as_it_was(tf1_python: str, tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    shutil.copytree(TWINS.before, tree)
    before = {path: path.read_bytes() for path in tree.rglob("*") if path.is_file()}
    record(tree, TWINS.probe, tmp_path / "r.npz", tf1_python=tf1_python)
    assert {path: path.read_bytes() for path in tree.rglob("*") if path.is_file()} == before


def test_plain_graph_code_needs_no_tensorflow_1(tmp_path: Path) -> None:
    pytest.importorskip("tensorflow")
    text = """import tensorflow as tf
import numpy as np

def probe(x=np.ones([2, 3], "float32")):
    with tf.variable_scope("s", reuse=tf.AUTO_REUSE):
        outputs = [tf.matmul(x, tf.get_variable("w", [3, 1])) for _ in range(2)]
    return {"y": tf.add_n(outputs)}
"""
    (tmp_path / "probe.py").write_text(text, encoding="utf-8")
    recording = record(tmp_path, "probe.py:probe", tmp_path / "r.npz")
    assert [(v.name, v.requests) for v in recording.variables] == [("s/w", 2)]
    assert recording.tensorflow.startswith("2.")
    np.testing.assert_allclose(recording.outputs[0].value, 2 * np.ones([2, 3]) @ recording.variables[0].value)


def test_code_that_needs_tensorflow_1_says_so(tmp_path: Path) -> None:
    pytest.importorskip("tensorflow")
    with pytest.raises(ProbeRaisesError, match="give --tf1-python"):
        record(TWINS.before, TWINS.probe, tmp_path / "r.npz")


def test_a_probe_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ProbeMissingError, match=r"no probe file nothing\.py"):
        record(TWINS.before, "nothing.py:probe", tmp_path / "r.npz")
    with pytest.raises(ProbeMissingError, match=r"FILE\.py:FUNCTION"):
        record(TWINS.before, "probe.py", tmp_path / "r.npz")


def test_an_interpreter_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InterpreterError, match="no-such-python"):
        record(TWINS.before, TWINS.probe, tmp_path / "r.npz", tf1_python="no-such-python")


@pytest.mark.skipif(os.name == "nt", reason="the stand-in for an interpreter is a shell script")
def test_an_interpreter_without_tensorflow_is_named(tmp_path: Path) -> None:
    hidden = tmp_path / "hidden" / "tensorflow"
    hidden.mkdir(parents=True)
    (hidden / "__init__.py").write_text("raise ImportError('hidden by the test')\n", encoding="utf-8")
    python = tmp_path / "python"
    python.write_text(f'#!/bin/sh\nPYTHONPATH={hidden.parent} exec {sys.executable} "$@"\n', encoding="utf-8")
    python.chmod(0o755)
    with pytest.raises(InterpreterError, match="has no usable TensorFlow"):
        record(TWINS.before, TWINS.probe, tmp_path / "r.npz", tf1_python=str(python))


def test_a_checkpoint_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CheckpointError, match="no checkpoint"):
        record(TWINS.before, TWINS.probe, tmp_path / "r.npz", checkpoint=tmp_path / "model.ckpt")


def make_checkpoint(python: str, folder: Path) -> Path:
    """A checkpoint of the twins in which everything is 7."""
    script = (
        "import sys; sys.path.insert(0, sys.argv[1]); import tensorflow as tf, probe, numpy as np\n"
        "probe.probe_twins(tf.zeros([5, 4]), tf.zeros([5, 4]))\n"
        "with tf.Session() as s:\n"
        "    s.run(tf.global_variables_initializer())\n"
        "    s.run([tf.assign(v, 7 * tf.ones_like(v)) for v in tf.global_variables()])\n"
        "    tf.train.Saver().save(s, sys.argv[2])\n"
    )
    path = folder / "checkpoint" / "model.ckpt"
    path.parent.mkdir()
    command = [python, "-B", "-c", script, str(TWINS.before), str(path)]
    subprocess.run(command, check=True, capture_output=True, env=environment())
    return path


@pytest.mark.tf1
def test_what_rounding_does_is_recorded_and_requests_are_counted_once(
    tf1_python: str, tmp_path: Path
) -> None:
    fresh = record(PAIR.before, PAIR.probe, tmp_path / "r.npz", tf1_python=tf1_python)
    assert [v.requests for v in fresh.variables] == [v.requests for v in load(PAIR.recording).variables]
    for output in fresh.outputs:
        assert 0 < output.rounding < 1e-4 * np.abs(output.value).max()
        assert any(output.gradient_rounding[name] > 0 for name in output.gradients)


@pytest.mark.parametrize("name", ["tf1_recorder.py", "seeded.py"])
def test_the_recorder_is_python_3_6(name: str) -> None:
    """As far as the syntax goes; what it was really run on is in docs/recordings.md."""
    text = RECORDER.with_name(name).read_text(encoding="utf-8")
    ast.parse(text, feature_version=(3, 6))
    with pytest.raises(SyntaxError):
        ast.parse("if (a := 1): pass", feature_version=(3, 6))
