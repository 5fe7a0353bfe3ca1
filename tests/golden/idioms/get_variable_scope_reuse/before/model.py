"""Reuse switched on for whatever scope is open at the moment."""
import tensorflow as tf


def features(x, reuse=False):
    """Two convolutions; `reuse` switches the current scope."""
    with tf.variable_scope("features"):
        if reuse:
            tf.get_variable_scope().reuse_variables()
        net = tf.layers.conv2d(x, 4, 3, padding="same", activation=tf.nn.relu, name="conv1")
        net = tf.layers.conv2d(net, 3, 3, strides=2, padding="same", name="conv2")
        return tf.reduce_mean(net, [1, 2])


def compare(left, right):
    """Difference of the features, and the features of `left` alone."""
    a = features(left)
    b = features(right, True)
    return a, a - b
