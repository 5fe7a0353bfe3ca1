"""A generator whose normalizations are attributes of the model."""
import tensorflow as tf

from ops import batch_norm, Linear


class Generator(tf.keras.layers.Layer):
    def __init__(self, width=6, **kwargs):
        super().__init__(**kwargs)
        self.width = width
        # batch normalization : deals with poor initialization
        self.g_bn0 = batch_norm(name="g_bn0")
        self.g_bn1 = batch_norm(name="g_bn1")
        self.g_h0 = Linear(self.width, name="g_h0")
        self.g_h1 = Linear(self.width, name="g_h1")
        self.g_h2 = Linear(4, name="g_h2")

    def call(self, z, train=True):
        """Vectors from noise."""
        h = tf.nn.relu(self.g_bn0(self.g_h0(z), train=train))
        h = tf.nn.relu(self.g_bn1(self.g_h1(h), train=train))
        return tf.nn.tanh(self.g_h2(h))
