"""A function of the program that takes arguments from an argument scope."""

import numpy as np
import tensorflow as tf


def images(seed):
    return np.random.RandomState(seed).uniform(-1, 1, (2, 8, 8, 3)).astype("float32")


class Unit(tf.keras.layers.Layer):
    def __init__(self, depth, stride=1, rate=1.0, outputs_collections=None,
                 name="unit", **kwargs):
        super().__init__(name=name, **kwargs)
        self.rate = rate
        self.conv = tf.keras.layers.Conv2D(
            depth, 3, strides=stride, padding="same", activation=tf.nn.relu,
            name="conv")

    def call(self, x):
        return self.rate * self.conv(x)


class Network(tf.keras.layers.Layer):
    def __init__(self, factor, **kwargs):
        super().__init__(**kwargs)
        self.a = Unit(
            4, stride=2, rate=2 * factor, outputs_collections="ends", name="a")
        self.b = Unit(
            3, stride=1, rate=2 * factor, outputs_collections="ends", name="b")

    def call(self, x):
        x = self.a(x)
        return self.b(x)


class ProbeAddArgScope(tf.keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.network = Network(0.5)

    def call(self, first=images(1), second=images(2)):
        return {"first": self.network(first), "second": self.network(second)}
