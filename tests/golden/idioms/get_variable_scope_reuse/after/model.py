"""Reuse switched on for whatever scope is open at the moment."""
import tensorflow as tf


class Features(tf.keras.layers.Layer):
    """Two convolutions; `reuse` switches the current scope."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.conv1 = tf.keras.layers.Conv2D(
            4, 3, padding="same", activation=tf.nn.relu, name="conv1")
        self.conv2 = tf.keras.layers.Conv2D(
            3, 3, strides=2, padding="same", name="conv2")

    def call(self, x):
        net = self.conv1(x)
        net = self.conv2(net)
        return tf.reduce_mean(net, [1, 2])


class Compare(tf.keras.layers.Layer):
    """Difference of the features, and the features of `left` alone."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.features = Features()

    def call(self, left, right):
        a = self.features(left)
        b = self.features(right)
        return a, a - b
