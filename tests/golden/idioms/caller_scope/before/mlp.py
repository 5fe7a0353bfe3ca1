"""Functions that create in the scope of whoever calls them."""
import tensorflow as tf


def weight(name, shape):
    """A weight matrix in the caller's scope."""
    return tf.get_variable(name, shape, initializer=tf.glorot_normal_initializer())


def block(x, size):
    """One residual block. The caller opens the scope."""
    w_in = weight("w_in", [x.shape[-1].value, size])
    w_out = weight("w_out", [size, x.shape[-1].value])
    h = tf.nn.relu(tf.matmul(x, w_in))
    return x + tf.matmul(h, w_out)


def tower(x, size=7):
    """Two blocks with weights of their own; the second one is applied twice."""
    with tf.variable_scope("first"):
        x = block(x, size)
    with tf.variable_scope("second"):
        x = block(x, size)
    with tf.variable_scope("second", reuse=True):
        x = block(x, size)
    return x
