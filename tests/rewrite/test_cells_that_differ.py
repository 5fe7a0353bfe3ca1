"""Recurrent cells under options that Keras would leave out without a word: they are refused."""

from __future__ import annotations

from textwrap import dedent

import pytest

from tf1to2reuse.pipeline import rewrite
from tf1to2reuse.repo.sources import SourceFile

HEAD = "import tensorflow as tf\n\n\n"
RUN = """\
def net(x, size):
    with tf.variable_scope("net"{options}):
        cell = tf.nn.rnn_cell.{cell}
        y, _ = tf.nn.dynamic_rnn(cell, x, dtype=tf.{dtype})
        return y
"""
HAND = """\
def net(x, size):
    with tf.variable_scope("net"{options}):
        cell = tf.nn.rnn_cell.{cell}
        y, state = cell(x[:, 0], x[:, 1])
        return y + state
"""
BOTH = """\
def net(x, size):
    with tf.variable_scope("net"{options}):
        fw, bw = tf.nn.rnn_cell.{cell}, tf.nn.rnn_cell.{cell}
        y, _ = tf.nn.bidirectional_dynamic_rnn(fw, bw, x, dtype=tf.{dtype})
        return tf.concat(y, 2)
"""
L2 = ", regularizer=tf.contrib.layers.l2_regularizer(0.1)"


def findings(text: str, options: str = "", cell: str = "GRUCell(size)", dtype: str = "float32") -> set[str]:
    code = HEAD + dedent(text.format(options=options, cell=cell, dtype=dtype))
    return {finding.code for finding in rewrite([SourceFile("m.py", code)]).findings}


@pytest.mark.parametrize("text", [RUN, HAND, BOTH])
def test_plain_cell_is_rewritten(text: str) -> None:
    assert findings(text) == set()


@pytest.mark.parametrize("text", [RUN, HAND, BOTH])
def test_regularizer_of_the_scope(text: str) -> None:
    assert "refused-scope-options" in findings(text, L2)


@pytest.mark.parametrize("text", [RUN, BOTH])
def test_other_float_of_the_run(text: str) -> None:
    assert "refused-dtype" in findings(text, dtype="float64")


@pytest.mark.parametrize("text", [RUN, HAND, BOTH])
def test_other_float_of_the_cell(text: str) -> None:
    assert "refused-dtype" in findings(text, cell="GRUCell(size, dtype=tf.float64)")


def test_initializer_of_a_scope_that_another_function_opens() -> None:
    caller = """

def model(x):
    with tf.variable_scope("model", initializer=tf.random_uniform_initializer(-0.1, 0.1)):
        return net(x, 4)
"""
    assert "refused-scope-options" in findings(RUN + caller)
