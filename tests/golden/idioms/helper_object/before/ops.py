"""Helper objects that are made first and called later."""
import tensorflow as tf


class batch_norm(object):
    """Batch normalization under a name that is chosen when the object is made."""

    def __init__(self, epsilon=1e-5, momentum=0.9, name="batch_norm"):
        with tf.variable_scope(name):
            self.epsilon = epsilon
            self.momentum = momentum
            self.name = name

    def __call__(self, x, train=True):
        return tf.layers.batch_normalization(
            x, momentum=self.momentum, epsilon=self.epsilon, training=train, name=self.name)


def linear(x, units, scope):
    with tf.variable_scope(scope):
        w = tf.get_variable("w", [x.get_shape()[1], units])
        return tf.matmul(x, w)
