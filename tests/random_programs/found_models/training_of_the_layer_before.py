"""Keras gives a layer that is called without ``training`` what the layer before it was given."""

import numpy as np
import tensorflow as tf


def first(x, is_training):
    with tf.variable_scope("first"):
        return tf.layers.batch_normalization(x, training=is_training)


def second(x, training=False):
    with tf.variable_scope("second"):
        return tf.layers.batch_normalization(tf.layers.dense(x, 3), training=training)


class Third(object):
    def __call__(self, x, training=True):
        with tf.variable_scope("third"):
            return tf.layers.batch_normalization(x, training=training)


def probe_random(a=np.random.RandomState(1).uniform(-1, 1, (4, 5)).astype("float32")):
    third = Third()
    a = first(a, True)
    b = second(a)
    return {"a": a, "b": b, "c": third(b)}
