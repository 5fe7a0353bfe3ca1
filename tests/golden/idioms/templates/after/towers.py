"""Functions that are shared by templates, in a function and in the module."""
import tensorflow as tf


class Head(tf.keras.layers.Layer):
    def __init__(self, units=3, bias=True, **kwargs):
        super().__init__(**kwargs)
        self.out = tf.keras.layers.Dense(units, use_bias=bias, name="out")

    def call(self, x):
        return self.out(x)


class Difference(tf.keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.dense = tf.keras.layers.Dense(5, activation=tf.nn.relu)
        self.dense_1 = tf.keras.layers.Dense(4)

    def call(self, one, two):
        def tower(x, keep):
            h = self.dense(x)
            h = self.dense_1(h)
            return tf.nn.dropout(h, rate=1 - keep)

        # one network for both
        first = tower(one, keep=1.0)
        second = tower(two, keep=1.0)
        return first - second


class Scores(tf.keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.score = Head(units=1)

    def call(self, one, two):
        return self.score(one) + self.score(two)
