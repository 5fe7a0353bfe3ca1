"""A function of the program that takes arguments from an argument scope."""

import numpy as np
import tensorflow as tf

slim = tf.contrib.slim


def images(seed):
    return np.random.RandomState(seed).uniform(-1, 1, (2, 8, 8, 3)).astype("float32")


@slim.add_arg_scope
def unit(x, depth, stride=1, rate=1.0, outputs_collections=None, scope=None):
    with tf.variable_scope(scope, "unit", [x]):
        return rate * slim.conv2d(x, depth, 3, stride=stride, scope="conv")


def network(x, factor, reuse=None):
    double = 2 * factor
    with tf.variable_scope("network", reuse=reuse):
        with slim.arg_scope([unit], stride=2, rate=double, outputs_collections="ends"):
            x = unit(x, 4, scope="a")
            return unit(x, 3, stride=1, scope="b")


def probe_add_arg_scope(first=images(1), second=images(2)):
    return {"first": network(first, 0.5), "second": network(second, 0.5, reuse=True)}
