"""Generator and sampler are two methods that open one scope."""
import tensorflow as tf

from ops import Deconv2d, Linear


class Model(tf.keras.layers.Layer):
    """A generator network that is trained by one method and sampled by another."""

    def __init__(self, size=8, depth=3, batch_size=4, **kwargs):
        super().__init__(**kwargs)
        self.size = size
        self.depth = depth
        self.batch_size = batch_size
        self._make_generator_layers()

    def _make_generator_layers(self):
        s2, s4 = self.size // 2, self.size // 4
        self.g_h0_lin = Linear(s4 * s4 * self.depth * 2, name="g_h0_lin")
        self.g_bn0 = tf.keras.layers.BatchNormalization(name="g_bn0")
        self.g_h1 = Deconv2d([self.batch_size, s2, s2, self.depth], name="g_h1")
        self.g_h2 = Deconv2d([self.batch_size, self.size, self.size, 1], name="g_h2")

    def generator(self, z):
        s2, s4 = self.size // 2, self.size // 4
        # project `z` and reshape
        h0 = self.g_h0_lin(z)
        h0 = tf.reshape(h0, [-1, s4, s4, self.depth * 2])
        h0 = tf.nn.relu(self.g_bn0(h0, training=True))
        h1 = self.g_h1(h0)
        h1 = tf.nn.relu(h1)
        h2 = self.g_h2(h1)
        return tf.nn.tanh(h2)

    def sampler(self, z):
        s2, s4 = self.size // 2, self.size // 4
        h0 = self.g_h0_lin(z)
        h0 = tf.reshape(h0, [-1, s4, s4, self.depth * 2])
        h0 = tf.nn.relu(self.g_bn0(h0, training=False))
        h1 = self.g_h1(h0)
        h1 = tf.nn.relu(h1)
        h2 = self.g_h2(h1)
        return tf.nn.tanh(h2)
