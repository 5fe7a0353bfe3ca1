"""A small network."""
import tensorflow as tf


class Scorer(object):
    """Scores rows of numbers."""

    def __init__(self, rows, hidden, scope=None):
        with tf.variable_scope(scope, default_name="scorer"):
            self.hidden = tf.layers.dense(rows, hidden, tf.nn.relu, name="hidden")
            self.score = tf.layers.dense(self.hidden, 1, name="score")
