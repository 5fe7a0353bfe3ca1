"""Two towers that were meant to share: a typo under AUTO_REUSE makes a second matrix."""
import tensorflow as tf


class Tower(tf.keras.layers.Layer):
    """Embed `x`."""

    def build(self, x_shape):
        self.w = self.add_weight(name="w", shape=[x_shape[1], 3])

    def call(self, x):
        return tf.nn.tanh(tf.matmul(x, self.w))


class Towers(tf.keras.layers.Layer):
    """Meant to be one tower for both sides."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.tower = Tower(name="tower")
        self.towers = Tower(name="towers")

    def call(self, left, right):
        a = self.tower(left)
        b = self.towers(right)  # typo: nobody notices, AUTO_REUSE creates
        return a, b
