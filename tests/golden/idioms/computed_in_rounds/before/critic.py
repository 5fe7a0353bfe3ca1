"""A critic whose layers' sizes are computed on the way."""
import tensorflow as tf


def block(x, units, stride):
    with tf.variable_scope("block"):
        return tf.layers.conv1d(x, units, 3, strides=stride, padding="same")


def critic(x, width, depth=3, reuse=None):
    with tf.variable_scope("critic", reuse=reuse):
        for i in range(depth):
            units = width * min(2 ** i, 4)
            stride = 1 if i == depth - 1 else 2  # the last one keeps the length
            with tf.variable_scope("layer_%d" % i):
                x = tf.nn.relu(block(x, units, stride))
            x = tf.layers.conv1d(x, units + 1, 1, name="mix%d" % i)
        return tf.layers.conv1d(x, 1, 1, name="score")
