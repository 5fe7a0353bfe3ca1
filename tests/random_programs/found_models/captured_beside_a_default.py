"""A nested function that becomes a class takes what it reads of the code around it before its own defaults."""

import numpy as np
import tensorflow as tf


def block(x, units=4, activation=tf.nn.tanh):
    def inner(x, act=tf.nn.tanh):
        return act(tf.layers.dense(x, units, name="out"))

    with tf.variable_scope("part"):
        h = inner(x, act=activation)
    with tf.variable_scope("own"):
        return inner(h, tf.nn.relu)


def probe_random(a=np.random.RandomState(1).uniform(-1, 1, (4, 5)).astype("float32")):
    return {"h": block(a)}
