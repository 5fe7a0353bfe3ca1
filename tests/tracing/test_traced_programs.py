"""Programs run under TensorFlow 1: the probe that ``trace`` writes records, and verifies after a rewrite."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import tf1to2reuse.demo
from tf1to2reuse.cli import main
from tf1to2reuse.equivalence.recording import Recording, load

PROBE = "probe_train.py:probe_train"
LAYERS = ["t1/dense", "t1/dense_1", "both/dense", "both/dense_1", "late/dense", "model/d", "local"]
PROJECT = Path(tf1to2reuse.demo.__file__).with_name("project")
NET = """\
import functools

import tensorflow as tf


def loud(function):
    @functools.wraps(function)
    def run(x):
        return function(x, 7)
    return run


def tower(x, width, *sizes, act=tf.nn.relu, name="tower"):
    with tf.variable_scope(name, reuse=tf.AUTO_REUSE):
        for size in sizes:
            x = tf.layers.dense(x, size, activation=act)
        return {"out": tf.layers.dense(x, width)}


@loud
def decorated(x, width):
    return tf.layers.dense(x, width, name="decorated")


def unnamed(x, units=3):
    return tf.layers.dense(x, units)


def shared(x):
    return tf.matmul(x, tf.get_variable("own", [4, 4]))


def lookup(tokens):
    return tf.nn.embedding_lookup(tf.get_variable("table", [9, 2]), tokens)


class Model(object):
    def __init__(self, size, head=None):
        self.size, self.head = size, head

    def apply(self, x, reuse=False):
        with tf.variable_scope("model", reuse=reuse):
            return tf.layers.dense(x, self.size, name="d")
"""
TRAIN = """\
import tensorflow as tf

import net


def local(x):
    return tf.layers.dense(x, 2, name="local")


def main():
    x = tf.placeholder(tf.float32, [None, 4], name="x")
    tokens = tf.placeholder(tf.int32, [None], name="tokens")
    tall = net.tower(x, 2, 5, act=tf.nn.tanh, name="t1")
    with tf.variable_scope("both", initializer=tf.random_normal_initializer(stddev=0.5)):
        first = net.unnamed(x)
        second = net.unnamed(first)
    with tf.variable_scope("both", reuse=True):
        again = net.unnamed(x)
    with tf.variable_scope("late") as scope:
        early = net.unnamed(x)
    with tf.variable_scope("late"):
        tf.get_variable_scope().reuse_variables()
        late = net.unnamed(2 * x)
    model = net.Model(5)
    y = model.apply(x)
    z = model.apply(x, reuse=True)
    here = local(x)
    words = net.lookup(tokens)
    REST
    loss = tf.reduce_mean(y) + tf.reduce_mean(here)
    tf.train.AdamOptimizer().minimize(loss)
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
    raise SystemExit("the program must have ended by now")


if __name__ == "__main__":
    main()
"""
REFUSED = """\
tf.get_variable("own", [4, 4])
    with tf.variable_scope(tf.get_variable_scope(), reuse=True):
        net.shared(x)
    net.decorated(x)
    net.tower(x, 2, act=lambda value: value, name="t2")
"""


def write(tmp_path: Path, train: str) -> Path:
    (tmp_path / "tree").mkdir()
    (tmp_path / "tree" / "net.py").write_text(NET)
    (tmp_path / "tree" / "train.py").write_text(train)
    return tmp_path / "tree"


def trace(tree: Path, tf1_python: str) -> Result:
    command = [
        "trace",
        "--tree",
        str(tree),
        "--tf1-python",
        tf1_python,
        "--",
        str(tree / "train.py"),
        str(tree),
    ]
    return CliRunner().invoke(main, command)


def record(tree: Path, tf1_python: str) -> Result:
    """``record`` of the traced probe."""
    command = ["record", str(tree), "--probe", PROBE, "--tf1-python", tf1_python]
    return CliRunner().invoke(main, [*command, "--out", str(tree.parent / "r.npz")])


def recorded(tree: Path, tf1_python: str) -> Recording:
    """What the traced probe did."""
    result = record(tree, tf1_python)
    assert result.exit_code == 0, result.output
    return load(tree.parent / "r.npz")


@pytest.mark.tf1
def test_the_demo_project_verifies_by_its_traced_probe(tmp_path: Path, tf1_python: str) -> None:
    shutil.copytree(PROJECT, tmp_path / "tree", ignore=shutil.ignore_patterns("probe_*"))
    result = trace(tmp_path / "tree", tf1_python)
    assert (result.exit_code, "train.py:27: match" in result.stdout) == (0, True), result.output
    assert "The program was stopped at its session run in train.py:33." in result.stdout
    assert not list((tmp_path / "tree").glob("model.ckpt*"))
    recorded(tmp_path / "tree", tf1_python)
    new, file = str(tmp_path / "new"), str(tmp_path / "r.npz")
    CliRunner().invoke(main, ["rewrite", str(tmp_path / "tree"), "--out", new])
    verdict = CliRunner().invoke(main, ["verify", new, "--probe", PROBE, "--recording", file])
    assert (verdict.exit_code, "Verdict: equivalent" in verdict.stdout) == (0, True), verdict.output


@pytest.mark.tf1
def test_scopes_objects_and_numbers_are_as_in_the_program(tmp_path: Path, tf1_python: str) -> None:
    tree = write(tmp_path, TRAIN.replace("REST\n", "pass\n"))
    result = trace(tree, tf1_python)
    assert result.exit_code == 0, result.output
    text = (tree / "probe_train.py").read_text()
    assert text.partition("):\n")[2].partition("    return")[0] == (
        "    # train.py:13\n"
        '    tall = net.tower(x, 2, 5, act=tf.tanh, name="t1")\n'
        '    with tf.variable_scope("both", initializer=tf.random_normal_initializer(stddev=0.5)):\n'
        "        # train.py:15\n"
        "        first = net.unnamed(x)\n"
        "        # train.py:16\n"
        "        second = net.unnamed(first)\n"
        '    with tf.variable_scope("both", reuse=True):\n'
        "        # train.py:18\n"
        "        again = net.unnamed(x)\n"
        '    with tf.variable_scope("late"):\n'
        "        # train.py:20\n"
        "        early = net.unnamed(x)\n"
        '    with tf.variable_scope("late"):\n'
        "        tf.get_variable_scope().reuse_variables()\n"
        "        # train.py:23\n"
        "        late = net.unnamed(x_2)\n"
        "    # train.py:24\n"
        "    model = net.Model(5)\n"
        "    # train.py:25\n"
        "    y = model.apply(x)\n"
        "    # train.py:26\n"
        "    z = model.apply(x, reuse=True)\n"
        "    # train.py:27\n"
        "    here = train.local(x)\n"
        "    # train.py:28\n"
        "    words = net.lookup(tokens)\n"
    )
    assert f"\n\nIt was run with: {tree}\n" in text
    assert "    tokens=np.random.RandomState(3).randint(0, 9, (4,))" in text
    names = [variable.name for variable in recorded(tree, tf1_python).variables]
    assert names == [f"{layer}/{part}" for layer in LAYERS for part in ("kernel", "bias")] + ["table"]


@pytest.mark.tf1
def test_a_session_run_of_a_layer_is_not_the_programs(tmp_path: Path, tf1_python: str) -> None:
    """Keras asks the session for devices where a layer wants channels first."""
    train = """\
import tensorflow as tf
import net
def up(x):
    x = tf.reshape(net.unnamed(x), [-1, 3, 1, 1])
    return net.unnamed(tf.layers.conv2d_transpose(x, 2, 3, data_format="channels_first"))
if __name__ == "__main__":
    y = up(tf.placeholder(tf.float32, [None, 4]))
    tf.Session().run(tf.global_variables_initializer())
"""
    result = trace(write(tmp_path, train), tf1_python)
    assert (result.exit_code, "  train.py:7: up\n" in result.stdout) == (0, True), result.output


@pytest.mark.tf1
def test_what_cannot_be_written_down_is_said(tmp_path: Path, tf1_python: str) -> None:
    tree = write(tmp_path, TRAIN.replace("REST\n", REFUSED))
    result = trace(tree, tf1_python)
    assert result.exit_code == 1
    assert "shared: it reuses the variable own, which no call of the probe makes" in result.stdout
    assert "decorated: it is decorated with loud, which may give it other arguments" in result.stdout
    assert "act: the function main.<locals>.<lambda> of __main__" in result.stdout
    text = (tree / "probe_train.py").read_text()
    assert "    own (train.py:29)\n" in text
    assert "net.shared" not in text
    again = record(tree, tf1_python)
    assert again.exit_code == 1
    assert "NotImplementedError: fill in this probe's act" in again.stderr


@pytest.mark.tf1
@pytest.mark.parametrize(
    ("train", "message"),
    [
        (
            "import no_such_module\n",
            "The program raised ModuleNotFoundError: No module named 'no_such_module' at train.py:1 before "
            "any function that asks for variables had returned.",
        ),
        (
            "raise SystemExit(3)\n",
            "The program ended with status 3 before any function that asks for variables had returned.",
        ),
        ("import net\n", "The program called no function of the tree that asks for variables."),
        (
            "import tensorflow as tf\ndef f():\n    return tf.get_variable('w', [2])\nf()\n",
            "No call can be written down: f (train.py:4): importing train.py runs the program: put its call "
            "under if __name__ == '__main__'.",
        ),
    ],
)
def test_nothing_to_write(tmp_path: Path, tf1_python: str, train: str, message: str) -> None:
    tree = write(tmp_path, train)
    result = trace(tree, tf1_python)
    assert (result.exit_code, result.stdout, result.stderr) == (1, "", f"Error: {message}\n")
    assert not (tree / "probe_train.py").exists()


def test_a_program_of_get_variable_runs_on_the_v1_interface_of_a_newer_tensorflow(tmp_path: Path) -> None:
    train = """\
import tensorflow as tf
def layer(x):
    with tf.variable_scope("net", reuse=tf.AUTO_REUSE):
        return tf.matmul(x, tf.get_variable("w", [4, 4]))
if __name__ == "__main__":
    y = layer(layer(tf.placeholder(tf.float32, [None, 4])))
    tf.Session().run(y)
"""
    result = trace(write(tmp_path, train), sys.executable)
    assert result.exit_code == 0, result.output
    text = (tmp_path / "tree" / "probe_train.py").read_text()
    assert "    layer = train.layer(x)\n    # train.py:6\n    layer_2 = train.layer(layer)\n" in text


def test_an_interpreter_without_tensorflow(tmp_path: Path) -> None:
    bare = tmp_path / "python"
    bare.write_text(f'#!/bin/sh\nexec {sys.executable} -I -S "$@"\n')
    bare.chmod(0o755)
    result = trace(write(tmp_path, "import net\n"), str(bare))
    assert result.exit_code == 2
    assert "has no usable TensorFlow" in result.stderr


@pytest.mark.tf1
def test_a_program_that_fails_later_gives_what_it_built(tmp_path: Path, tf1_python: str) -> None:
    train = "import tensorflow as tf\nimport net\nnet.unnamed(tf.placeholder(tf.float32, [2, 4]))\n1 / 0\n"
    result = trace(write(tmp_path, train), tf1_python)
    assert result.exit_code == 1
    assert (
        "stopped before it ran a session: raised ZeroDivisionError: division by zero at train.py:4"
        in result.stdout
    )
    assert "net.unnamed(x)" in (tmp_path / "tree" / "probe_train.py").read_text()
