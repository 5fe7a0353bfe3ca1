"""A generator whose normalizations are attributes of the model."""
import tensorflow as tf

from ops import batch_norm, linear


class Generator(object):
    def __init__(self, width=6):
        self.width = width
        # batch normalization : deals with poor initialization
        self.g_bn0 = batch_norm(name="g_bn0")
        self.g_bn1 = batch_norm(name="g_bn1")

    def build(self, z, train=True, reuse=False):
        """Vectors from noise."""
        with tf.variable_scope("generator", reuse=reuse):
            h = tf.nn.relu(self.g_bn0(linear(z, self.width, "g_h0"), train=train))
            h = tf.nn.relu(self.g_bn1(linear(h, self.width, "g_h1"), train=train))
            return tf.nn.tanh(linear(h, 4, "g_h2"))
