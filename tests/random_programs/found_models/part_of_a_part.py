"""A part that a call makes, given a name and a flag, makes parts of its own in a scope for each round."""

import numpy as np
import tensorflow as tf


def inner(x, scope, units=4, is_training=True):
    with tf.variable_scope(scope):
        for i in range(2):
            with tf.variable_scope("step_{}".format(i)):
                x = tf.layers.dense(x, x.shape[-1].value, name="h{}".format(i))
        return tf.layers.batch_normalization(tf.layers.dense(x, units), training=is_training)


def outer(x, flag=False, is_training=False):
    with tf.variable_scope("outer", reuse=tf.AUTO_REUSE):
        for i in range(2):
            x = tf.layers.dense(x, x.shape[-1].value, name="fc%d" % i)
        if flag:
            x = inner(x, "branch", 3, is_training=is_training)
    return x


def probe_random(a=np.random.RandomState(1).uniform(-1, 1, (4, 5)).astype("float32")):
    return {"a": outer(a, flag=True)}
