"""An unnamed layer that only the call can make, in a scope that a loop numbers."""

import numpy as np
import tensorflow as tf


def net(x, scope=None):
    with tf.variable_scope(scope, "net", [x]):
        h = x
        for i in range(3):
            with tf.variable_scope("layer_%d" % (i + 1)):
                w = tf.get_variable(
                    "step_{}".format(i), [int(h.get_shape()[-1]), h.get_shape().as_list()[-1]]
                )
                h = tf.matmul(h, w)
                h = tf.layers.dense(h, int(h.get_shape()[-1]), use_bias=False)
        return h


def probe_random(a=np.random.RandomState(1).uniform(-1, 1, (4, 5)).astype("float32")):
    return {"h": net(a, scope="last")}
