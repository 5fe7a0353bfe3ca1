"""A small network."""
import tensorflow as tf


class Scorer(tf.keras.layers.Layer):
    """Scores rows of numbers."""

    def __init__(self, hidden, name="scorer", **kwargs):
        super().__init__(name=name, **kwargs)
        self.hidden_layer = tf.keras.layers.Dense(
            hidden, activation=tf.nn.relu, name="hidden")
        self.score_layer = tf.keras.layers.Dense(1, name="score")

    def call(self, rows):
        self.hidden = self.hidden_layer(rows)
        self.score = self.score_layer(self.hidden)
        return self
