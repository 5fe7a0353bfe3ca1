"""Normalized features with a bias of their own."""
import tensorflow as tf
from bias_add import BiasAdd


class Biased(tf.keras.layers.Layer):
    def __init__(self, units, name="biased", **kwargs):
        super().__init__(name=name, **kwargs)
        self.fully_connected = tf.keras.layers.Dense(units, use_bias=False)
        self.bias_add = BiasAdd(initializer=tf.keras.initializers.Constant(0.1))
        self.shift = BiasAdd(regularizer=tf.keras.regularizers.L2(0.005), name="shift")

    def call(self, x):
        hidden = self.fully_connected(x)
        hidden = hidden / tf.reduce_max(tf.abs(hidden), axis=1, keepdims=True)
        hidden = tf.nn.relu(self.bias_add(hidden))
        return self.shift(hidden)


class Images(tf.keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.images = BiasAdd(channels_first=True)

    def call(self, x):
        return self.images(tf.transpose(x, [0, 3, 1, 2]))
