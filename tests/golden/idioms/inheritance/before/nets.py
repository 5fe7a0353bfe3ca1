"""Networks of an agent that share a base class."""
from abc import ABC, abstractmethod

import tensorflow as tf


class Model(ABC):
    """Keeps the name of the scope, and what every network is made with."""

    def __init__(self, name, width=4):
        self.name = name
        self.width = width

    @abstractmethod
    def __call__(self, x, reuse=False):
        """The network's output for some observations."""

    @property
    def half(self):
        return self.width // 2


class Actor(Model):
    def __init__(self, n_actions, name="actor", **options):
        super().__init__(name, **options)
        self.n_actions = n_actions

    def __call__(self, x, reuse=False):
        with tf.variable_scope(self.name, reuse=reuse):
            h = tf.layers.dense(x, self.width, activation=tf.nn.relu)
            return tf.tanh(tf.layers.dense(h, self.n_actions))


class Critic(Model):
    """Gives values; what stands between the observation and the value is for others to say."""

    def body(self, x):
        raise NotImplementedError

    def __call__(self, x, reuse=False):
        with tf.variable_scope(self.name, reuse=reuse):
            x = tf.layers.dense(x, self.width)
            return tf.layers.dense(self.body(x), 1, name="value")


class Plain(Critic):
    def body(self, x):
        return tf.layers.dense(x, self.half, activation=tf.nn.relu)


class Deep(Critic):
    def __init__(self, name, depth, width=4):
        super(Deep, self).__init__(name, width)
        self.depth = depth

    def body(self, x):
        for i in range(self.depth):
            x = tf.layers.dense(x, self.width, activation=tf.tanh, name="h%d" % i)
        return x


class Wide(Deep):
    """A deep one with more units."""

    def __init__(self, name):
        super(Wide, self).__init__(name, depth=1, width=12)
