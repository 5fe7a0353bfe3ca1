"""Applies a function that it is given."""
import tensorflow as tf


def both_ways(tower_layer, frames):
    return tower_layer(frames) + tower_layer(tf.reverse(frames, [1]))


class Tower(tf.keras.layers.Layer):
    def __init__(self, width=6, **kwargs):
        super().__init__(**kwargs)
        self.code = tf.keras.layers.Dense(width, activation=tf.nn.tanh, name="code")
        self.out = tf.keras.layers.Dense(3, name="out")

    def call(self, frames):
        h = self.code(frames)
        return self.out(h)


class Model(tf.keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.tower = Tower()

    def call(self, clips):
        first, rest = clips[0], clips[1:]
        encode = self.tower
        return both_ways(self.tower, first), encode(first), tf.map_fn(self.tower, rest)
