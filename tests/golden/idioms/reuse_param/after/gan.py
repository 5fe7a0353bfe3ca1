"""A small GAN on vectors."""
import tensorflow as tf


class Linear(tf.keras.layers.Layer):
    """Fully connected layer with its own scope."""

    def __init__(self, units, stddev=0.02, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.stddev = stddev

    def build(self, x_shape):
        self.w = self.add_weight(
            name="w", shape=[x_shape[1], self.units],
            initializer=tf.keras.initializers.RandomNormal(stddev=self.stddev))
        self.b = self.add_weight(
            name="b", shape=[self.units],
            initializer=tf.keras.initializers.Constant(0.0))

    def call(self, x):
        return tf.matmul(x, self.w) + self.b


class Generator(tf.keras.layers.Layer):
    def __init__(self, size, **kwargs):
        super().__init__(**kwargs)
        self.g_h0 = Linear(16, name="g_h0")
        self.g_h1 = Linear(size, name="g_h1")

    def call(self, z):
        h = tf.nn.relu(self.g_h0(z))
        return tf.tanh(self.g_h1(h))


class Discriminator(tf.keras.layers.Layer):
    """Probability and logits that `x` is real."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.d_h0 = Linear(16, name="d_h0")
        self.d_h1 = Linear(1, name="d_h1")

    def call(self, x):
        h = tf.nn.leaky_relu(self.d_h0(x))
        logits = self.d_h1(h)
        return tf.nn.sigmoid(logits), logits
