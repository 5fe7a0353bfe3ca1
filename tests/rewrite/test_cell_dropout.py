"""Dropout of recurrent cells that the rewrite must leave alone, because it could not say it in Keras."""

from __future__ import annotations

import pytest

from tf1to2reuse.pipeline import rewrite
from tf1to2reuse.repo.sources import SourceFile

HEAD = "import tensorflow as tf\n\nrnn = tf.nn.rnn_cell\n\n\n"
NET = HEAD + "def net(x, keep, keeps=(0.5, 0.9), flag=False):\n"
USE = "\n\ndef top(x):\n    return net(x, tf.reduce_max(x))\n"
RUN = "    y, _ = tf.nn.dynamic_rnn(cell, x, dtype=tf.float32)\n    return y\n"
GRU = "rnn.GRUCell(4)"


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (
            [f"cell = rnn.DropoutWrapper(rnn.MultiRNNCell([{GRU}]), state_keep_prob=keep)"],
            "cannot drop their states",
        ),
        (
            ["kept = keep * 0.5", f"cell = rnn.DropoutWrapper({GRU}, output_keep_prob=kept)", "kept = keep"],
            "may change before the cell is run",
        ),
        ([f"cell = rnn.DropoutWrapper({GRU}, output_keep_prob=keep, seed=3)"], "seed=3"),
        (
            [
                f"cell = {GRU}",
                "if flag:",
                "    cell = rnn.DropoutWrapper(cell, 0.5)",
                "else:",
                "    cell = rnn.DropoutWrapper(cell, 0.9)",
            ],
            "dynamic_rnn is not modelled",
        ),
        ([f"cell = {GRU} if flag else rnn.LSTMCell(4)"], "dynamic_rnn is not modelled"),
        (
            [
                f"cell = {GRU}",
                "z, _ = tf.nn.dynamic_rnn(rnn.DropoutWrapper(cell, keep), x, dtype=tf.float32)",
            ],
            "one cell is run with lengths or dropout, and without",
        ),
        (
            [
                "cells = []",
                "for i, k in enumerate(keeps):",
                f"    cells.append(rnn.DropoutWrapper({GRU}, output_keep_prob=k * keep))",
                "cell = rnn.MultiRNNCell(cells)",
            ],
            "differs from cell to cell",
        ),
    ],
)
def test_refused_with_a_reason(lines: list[str], words: str) -> None:
    code = NET + "".join(f"    {line}\n" for line in lines) + RUN + USE
    result = rewrite([SourceFile("m.py", code)])
    assert not result.changes
    assert any(words in finding.message for finding in result.findings), result.findings


def test_run_without_the_rate_of_another_is_refused() -> None:
    lines = [
        f"cell = {GRU}",
        "x, _ = tf.nn.dynamic_rnn(rnn.DropoutWrapper(cell, keep), x, dtype=tf.float32)",
        "cell = rnn.DropoutWrapper(cell, 1.0)",
    ]
    result = rewrite([SourceFile("m.py", NET + "".join(f"    {line}\n" for line in lines) + RUN + USE)])
    assert not result.changes
    assert any("another does not" in finding.message for finding in result.findings), result.findings


def test_cells_of_two_functions_that_share_are_refused() -> None:
    function = (
        "def {name}(x):\n"
        "    with tf.variable_scope('s', reuse={reuse}):\n"
        "        y, _ = tf.nn.dynamic_rnn({cell}, x, dtype=tf.float32)\n"
        "        return y\n\n\n"
    )
    code = HEAD + function.format(name="train", reuse=False, cell=f"rnn.DropoutWrapper({GRU}, 0.5)")
    code += (
        function.format(name="test", reuse=True, cell=GRU) + "def top(x):\n    return train(x) + test(x)\n"
    )
    assert not rewrite([SourceFile("m.py", code)]).changes


def test_file_of_the_cell_is_imported() -> None:
    code = NET + f"    cell = rnn.DropoutWrapper({GRU}, keep)\n" + RUN + USE
    changes = {change.path: change.after for change in rewrite([SourceFile("m.py", code)]).changes}
    assert "from cell_wrappers import DropoutCell" in changes["m.py"]
    assert "class DropoutCell" in changes["cell_wrappers.py"]


def test_attribute_that_is_set_again_is_not_read_at_the_run() -> None:
    code = HEAD + (
        "class Net(object):\n"
        "    def __init__(self, x, keep):\n"
        "        self.keep = keep\n"
        f"        cell = rnn.DropoutWrapper({GRU}, output_keep_prob=self.keep)\n"
        "        self.keep = keep * 2\n"
        "        self.y, _ = tf.nn.dynamic_rnn(cell, x, dtype=tf.float32)\n\n\n"
        "def top(x):\n    return Net(x, tf.reduce_max(x)).y\n"
    )
    result = rewrite([SourceFile("m.py", code)])
    assert not result.changes
    assert any("may change before" in finding.message for finding in result.findings)


def test_function_that_makes_a_cell_for_nobody_stays() -> None:
    code = HEAD + f"def cell(size):\n    return rnn.DropoutWrapper({GRU}, 0.5)\n"
    assert not rewrite([SourceFile("m.py", code)]).changes
