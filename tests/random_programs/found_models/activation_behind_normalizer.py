"""``call`` applies an activation that is a parameter: it has to be kept."""

import numpy as np
import tensorflow as tf

slim = tf.contrib.slim


def block(x, activation=tf.nn.tanh):
    with tf.variable_scope("block", reuse=tf.AUTO_REUSE):
        return slim.fully_connected(x, 4, activation_fn=activation, normalizer_fn=slim.batch_norm, scope="fc")


def probe_random(
    a=np.random.RandomState(1).uniform(-1, 1, (4, 5)).astype("float32"),
    b=np.random.RandomState(2).uniform(-1, 1, (4, 5)).astype("float32"),
):
    return {"a": block(a, tf.nn.relu), "b": block(b, tf.nn.relu)}
