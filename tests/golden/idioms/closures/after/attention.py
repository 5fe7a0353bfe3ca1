"""Self-attention written with nested functions."""
import numpy as np
import tensorflow as tf
from compact_layer import CompactLayer


class Project(tf.keras.layers.Layer):
    """A dense layer over the last axis."""

    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def build(self, x_shape):
        self.w = self.add_weight(name="w", shape=[x_shape[2], self.units])
        self.b = self.add_weight(
            name="b", shape=[self.units], initializer=tf.keras.initializers.Constant(0))

    def call(self, x):
        return tf.tensordot(x, self.w, 1) + self.b


class Attention(CompactLayer):
    """One head of attention over [batch, time, features]."""

    def __init__(self, size, **kwargs):
        super().__init__(**kwargs)
        self.size = size
        self.qkv = Project(3 * size, name="qkv")

    def call(self, x):
        def split(h):
            # three equal parts: query, key, value
            return tf.split(h, 3, axis=-1)

        def weigh(q, k):
            scores = tf.matmul(q, k, transpose_b=True) / np.sqrt(self.size)
            return tf.nn.softmax(scores)

        def residual(h, name):
            """Add `h` to a projection of itself."""
            return h + self.layer(name, Project, self.size, name=name)(h)

        q, k, v = split(self.qkv(x))
        h = tf.matmul(weigh(q, k), v)
        h = residual(h, "inner")
        return residual(h, "outer")
