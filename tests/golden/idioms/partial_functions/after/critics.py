"""Networks with some of their arguments given beforehand."""
from functools import partial

import tensorflow as tf


class Mlp(tf.keras.layers.Layer):
    def __init__(self, sizes, activation=tf.tanh, **kwargs):
        super().__init__(**kwargs)
        self.dense = [
            tf.keras.layers.Dense(size, activation=activation)
            for size in sizes[:-1]]
        self.dropout = tf.keras.layers.Dropout(0.5)
        self.dense_1 = tf.keras.layers.Dense(sizes[-1])

    def call(self, x, training=False):
        for dense in self.dense:
            x = dense(x)
        x = self.dropout(x, training=training)
        return self.dense_1(x)


value_net = partial(Mlp, sizes=(6, 1))


class ActorCritic(tf.keras.layers.Layer):
    def __init__(self, hidden=(8, 8), activation=tf.nn.relu, **kwargs):
        super().__init__(**kwargs)
        self.q1 = Mlp(sizes=list(hidden) + [1], activation=activation)
        self.q2 = Mlp(sizes=list(hidden) + [1], activation=activation)
        self.v = value_net()

    def call(self, x, a):
        q1 = self.q1(tf.concat([x, a], axis=-1), training=False)
        q2 = self.q2(tf.concat([x, a], axis=-1), training=False)
        q1 -= self.q1(tf.concat([x, 2.0 * a], axis=-1), training=False)
        v = self.v(x, training=False)
        return q1, q2, v
