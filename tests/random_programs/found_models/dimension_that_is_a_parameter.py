"""``h.shape[-1].value`` is a parameter of the function, and a number once it is made in the constructor."""

import numpy as np
import tensorflow as tf


def block(x, units):
    with tf.variable_scope("block", reuse=tf.AUTO_REUSE):
        w = tf.get_variable("w", [x.shape[-1].value, units])
        h = tf.matmul(x, w)
        return tf.layers.dense(h, h.shape[-1].value, name="proj")


def probe_random(a=np.random.RandomState(1).uniform(-1, 1, (4, 5)).astype("float32")):
    return {"a": block(a, 3)}
