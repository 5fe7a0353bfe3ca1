"""Two towers that were meant to share: a typo under AUTO_REUSE makes a second matrix."""
import tensorflow as tf


def tower(x, scope):
    """Embed `x`."""
    with tf.variable_scope(scope, reuse=tf.AUTO_REUSE):
        w = tf.get_variable("w", [x.shape[1].value, 3])
        return tf.nn.tanh(tf.matmul(x, w))


def towers(left, right):
    """Meant to be one tower for both sides."""
    a = tower(left, "tower")
    b = tower(right, "towers")  # typo: nobody notices, AUTO_REUSE creates
    return a, b
