"""Each round of a loop opens a numbered scope, in which two layers are made."""

import numpy as np
import tensorflow as tf


def block(x, n=2, training=True):
    for i in range(n):
        with tf.variable_scope(None, "tower"):
            x = tf.layers.dense(x, 6)
            x = tf.layers.batch_normalization(x, training=training)
    return x


def probe_random(a=np.random.RandomState(1).uniform(-1, 1, (4, 5)).astype("float32")):
    return {"a": block(a, n=1)}
