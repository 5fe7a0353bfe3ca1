"""Self-attention written with nested functions."""
import numpy as np
import tensorflow as tf


def project(x, units, scope):
    """A dense layer over the last axis."""
    with tf.variable_scope(scope):
        w = tf.get_variable("w", [x.shape[-1].value, units])
        b = tf.get_variable("b", [units], initializer=tf.constant_initializer(0))
        return tf.tensordot(x, w, 1) + b


def attention(x, size, scope, reuse=None):
    """One head of attention over [batch, time, features]."""

    def split(h):
        # three equal parts: query, key, value
        return tf.split(h, 3, axis=-1)

    def weigh(q, k):
        scores = tf.matmul(q, k, transpose_b=True) / np.sqrt(size)
        return tf.nn.softmax(scores)

    def residual(h, name):
        """Add `h` to a projection of itself."""
        return h + project(h, size, name)

    with tf.variable_scope(scope, reuse=reuse):
        q, k, v = split(project(x, 3 * size, "qkv"))
        h = tf.matmul(weigh(q, k), v)
        h = residual(h, "inner")
        return residual(h, "outer")
