"""Networks of an agent that share a base class."""
from abc import ABC, abstractmethod

import tensorflow as tf


class Model(tf.keras.layers.Layer, ABC):
    """Keeps the name of the scope, and what every network is made with."""

    def __init__(self, name, width=4, **kwargs):
        super().__init__(name=name, **kwargs)
        self.width = width

    @abstractmethod
    def call(self, x):
        """The network's output for some observations."""

    @property
    def half(self):
        return self.width // 2


class Actor(Model):
    def __init__(self, n_actions, name="actor", **options):
        super().__init__(name, **options)
        self.n_actions = n_actions
        self.dense = tf.keras.layers.Dense(self.width, activation=tf.nn.relu)
        self.dense_1 = tf.keras.layers.Dense(self.n_actions)

    def call(self, x):
        h = self.dense(x)
        return tf.tanh(self.dense_1(h))


class Critic(Model):
    """Gives values; what stands between the observation and the value is for others to say."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.dense = tf.keras.layers.Dense(self.width)
        self.value = tf.keras.layers.Dense(1, name="value")

    def body(self, x):
        raise NotImplementedError

    def call(self, x):
        x = self.dense(x)
        return self.value(self.body(x))


class Plain(Critic):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.dense_1 = tf.keras.layers.Dense(self.half, activation=tf.nn.relu)

    def body(self, x):
        return self.dense_1(x)


class Deep(Critic):
    def __init__(self, name, depth, width=4):
        super(Deep, self).__init__(name, width)
        self.depth = depth
        self.h = [
            tf.keras.layers.Dense(self.width, activation=tf.tanh, name="h%d" % i)
            for i in range(self.depth)]

    def body(self, x):
        for i in range(self.depth):
            x = self.h[i](x)
        return x


class Wide(Deep):
    """A deep one with more units."""

    def __init__(self, name):
        super(Wide, self).__init__(name, depth=1, width=12)
