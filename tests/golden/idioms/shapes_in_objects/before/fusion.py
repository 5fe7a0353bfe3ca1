"""Objects that learn the sizes of their inputs when they are called."""
import tensorflow as tf


class Highway(object):
    def __init__(self, name, depth=2):
        self.name = name
        self.depth = depth

    # One gate for each layer.
    def __call__(self, x, training=False):
        """Mixes the input with what the layers make of it."""
        size = x.get_shape().as_list()[-1]
        with tf.variable_scope(self.name, reuse=tf.AUTO_REUSE):
            for i in range(self.depth):
                gate = tf.layers.dense(x, size, tf.nn.sigmoid, name="gate_%d" % i)
                x = gate * tf.layers.dense(x, size, tf.nn.relu, name="layer_%d" % i) + (1.0 - gate) * x
            return tf.layers.batch_normalization(x, training=training, name="norm")


class Bilinear(object):
    """How well two things fit."""

    def __call__(self, left, right):
        with tf.variable_scope("bilinear", reuse=tf.AUTO_REUSE):
            return self.scores(left, right) + tf.get_variable("bias", [], initializer=tf.zeros_initializer())

    def scores(self, left, right):
        w = tf.get_variable("w", [left.shape[-1].value, right.shape[-1].value])
        return tf.matmul(tf.matmul(left, w), right, transpose_b=True)
