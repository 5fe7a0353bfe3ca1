"""A parameter that nothing reads is still given."""

import numpy as np
import tensorflow as tf


def block(x, flag=True, reuse=None):
    with tf.variable_scope("block", reuse=reuse):
        w = tf.get_variable("w", [x.shape[-1].value, 3])
        return tf.matmul(x, w)


def probe_random(
    a=np.random.RandomState(1).uniform(-1, 1, (4, 5)).astype("float32"),
    b=np.random.RandomState(2).uniform(-1, 1, (4, 5)).astype("float32"),
):
    return {"a": block(a, False), "b": block(b, False, reuse=True)}
