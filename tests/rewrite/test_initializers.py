"""Initializers: in TF1 each variable draws numbers of its own, a Keras initializer object repeats them."""

from __future__ import annotations

from textwrap import dedent

import pytest

from tf1to2reuse.pipeline import rewrite
from tf1to2reuse.repo.sources import SourceFile

KERAS = "tf.keras.initializers"


def text_after(code: str) -> str:
    """The rewritten text of a program of one file."""
    result = rewrite([SourceFile("m.py", "import tensorflow as tf\n\n" + dedent(code))])
    return result.changes[0].after


def test_keras_repeats_numbers_and_a_clone_does_not() -> None:
    tf = pytest.importorskip("tensorflow")
    initializer = tf.keras.initializers.RandomNormal(0.0, 0.3)
    first, second = (initializer([3, 4]).numpy() for _ in range(2))
    assert (first == second).all()
    assert (first != initializer.clone()([3, 4]).numpy()).any()
    seeded = tf.keras.initializers.RandomNormal(0.0, 0.3, seed=1)
    assert (seeded([3, 4]).numpy() == seeded.clone()([3, 4]).numpy()).all()


def test_of_the_module() -> None:
    text = text_after("""\
        INIT = tf.truncated_normal_initializer(stddev=0.02)
        ZERO = tf.zeros_initializer()


        def two(x):
            with tf.variable_scope("two"):
                w = tf.get_variable("w", [3, 3], initializer=INIT)
                b = tf.get_variable("b", [3], initializer=ZERO)
                return tf.layers.dense(tf.matmul(x, w) + b, 3, kernel_initializer=INIT)
        """)
    assert text.count("initializer=INIT.clone()") == 2
    assert "initializer=ZERO)" in text


def test_of_a_parameter() -> None:
    text = text_after("""\
        def two(x, init=tf.random_normal_initializer(0., 0.1)):
            with tf.variable_scope("two"):
                w = tf.get_variable("w", [3, 3], initializer=init)
                v = tf.get_variable("v", [3, 3], initializer=init)
                return tf.matmul(tf.matmul(x, w), v)


        def model(x):
            return two(x)
        """)
    assert text.count("initializer=init.clone()") == 2


def test_of_an_attribute() -> None:
    text = text_after("""\
        class Net(object):
            def __init__(self):
                self.init = tf.contrib.layers.xavier_initializer()

            def build(self, x):
                x = tf.layers.dense(x, 3, kernel_initializer=self.init, name="a")
                return tf.layers.dense(x, 3, kernel_initializer=self.init, name="b")
        """)
    assert text.count("kernel_initializer=self.init.clone()") == 2


def test_of_a_local_name() -> None:
    text = text_after("""\
        def two(x):
            with tf.variable_scope("two"):
                init, zero = tf.random_normal_initializer(0., 0.1), tf.zeros_initializer()
                x = tf.layers.dense(x, 3, kernel_initializer=init, bias_initializer=zero, name="a")
                return tf.layers.dense(x, 3, kernel_initializer=init, bias_initializer=zero, name="b")
        """)
    assert text.count(f"kernel_initializer={KERAS}.RandomNormal(0., 0.1)") == 2
    assert "init, zero" not in text


def test_of_a_driver() -> None:
    text = text_after("""\
        def train():
            x = tf.placeholder(tf.float32, [None, 3])
            init = tf.random_normal_initializer(0., 0.1)
            with tf.variable_scope("net"):
                x = tf.layers.dense(x, 3, kernel_initializer=init, name="a")
                return tf.layers.dense(x, 3, kernel_initializer=init, name="b")
        """)
    assert f"    init = {KERAS}.RandomNormal(0., 0.1)\n" in text
    assert text.count("kernel_initializer=init.clone()") == 2


def test_of_variables_that_stay() -> None:
    text = text_after("""\
        def train():
            x = tf.placeholder(tf.float32, [None, 3])
            init = tf.random_normal_initializer(0., 0.1)
            with tf.variable_scope("net"):
                w = tf.get_variable("w", [3, 3], initializer=init)
                return tf.layers.dense(tf.matmul(x, w), 3, kernel_initializer=init)
        """)
    assert text.count("initializer=init.clone()") == 2
    assert 'with tf.compat.v1.variable_scope("net"):' in text
