"""Applies a function that it is given."""
import tensorflow as tf


def both_ways(tower, frames):
    return tower(frames) + tower(tf.reverse(frames, [1]))


def tower(frames, width=6):
    with tf.variable_scope("tower", reuse=tf.AUTO_REUSE):
        h = tf.layers.dense(frames, width, activation=tf.nn.tanh, name="code")
        return tf.layers.dense(h, 3, name="out")


def model(clips):
    first, rest = clips[0], clips[1:]
    encode = tower
    return both_ways(tower, first), encode(first), tf.map_fn(tower, rest)
