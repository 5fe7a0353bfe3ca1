"""Objects that are called and whose constructor is given a tensor, such as a training flag."""

from __future__ import annotations

from tf1to2reuse.pipeline import rewrite
from tf1to2reuse.repo.sources import SourceFile

CODE = """\
import numpy as np
import tensorflow as tf


class Critic(object):
    def __init__(self, name, is_training, width):
        self.name = name
        self.is_training = is_training
        self.width = width

    def __call__(self, x):
        with tf.variable_scope(self.name, reuse=tf.AUTO_REUSE):
            x = tf.layers.dense(x, self.width)
            return tf.layers.batch_normalization(x, training=self.is_training)


def probe(x=np.zeros((2, 3), "float32")):
    critic = Critic("critic", tf.constant(True), 4)
    return {"y": critic(x), "z": critic(2.0 * x)}
"""


def test_they_are_layers_that_are_called() -> None:
    result = rewrite([SourceFile("m.py", CODE)])
    assert {outcome.kind for outcome in result.outcomes} == {"lifted"}
    text = result.changes[0].after
    assert "def __init__(self, name, is_training, width, **kwargs):" in text
    assert "def call(self, x):" in text
