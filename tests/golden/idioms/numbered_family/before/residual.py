"""Residual blocks in a loop; nobody names them, so TF1 numbers them."""
import tensorflow as tf


def block(x, units, name=None):
    """One residual block: [batch, width] to [batch, width]."""
    with tf.variable_scope(name, default_name="block"):
        h = tf.layers.dense(x, units, activation=tf.tanh)
        return x + tf.layers.dense(h, x.shape[-1].value)


def network(x, depth=3):
    """``depth`` unnamed blocks and a last one with a name."""
    with tf.variable_scope("network", reuse=tf.AUTO_REUSE):
        for i in range(depth):
            x = block(x, 4 + i)
        return block(x, 5, name="last")
