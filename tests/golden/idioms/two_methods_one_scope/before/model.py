"""Generator and sampler are two methods that open one scope."""
import tensorflow as tf

from ops import deconv2d, linear


class Model(object):
    """A generator network that is trained by one method and sampled by another."""

    def __init__(self, size=8, depth=3, batch_size=4):
        self.size = size
        self.depth = depth
        self.batch_size = batch_size

    def generator(self, z):
        with tf.variable_scope("generator") as scope:
            s2, s4 = self.size // 2, self.size // 4
            # project `z` and reshape
            h0 = linear(z, s4 * s4 * self.depth * 2, "g_h0_lin")
            h0 = tf.reshape(h0, [-1, s4, s4, self.depth * 2])
            h0 = tf.nn.relu(tf.layers.batch_normalization(h0, training=True, name="g_bn0"))
            h1 = deconv2d(h0, [self.batch_size, s2, s2, self.depth], name="g_h1")
            h1 = tf.nn.relu(h1)
            h2 = deconv2d(h1, [self.batch_size, self.size, self.size, 1], name="g_h2")
            return tf.nn.tanh(h2)

    def sampler(self, z):
        with tf.variable_scope("generator") as scope:
            scope.reuse_variables()
            s2, s4 = self.size // 2, self.size // 4
            h0 = linear(z, s4 * s4 * self.depth * 2, "g_h0_lin")
            h0 = tf.reshape(h0, [-1, s4, s4, self.depth * 2])
            h0 = tf.nn.relu(tf.layers.batch_normalization(h0, training=False, name="g_bn0"))
            h1 = deconv2d(h0, [self.batch_size, s2, s2, self.depth], name="g_h1")
            h1 = tf.nn.relu(h1)
            h2 = deconv2d(h1, [self.batch_size, self.size, self.size, 1], name="g_h2")
            return tf.nn.tanh(h2)
