"""Parts of a layer whose names begin alike: ``layer_0`` is not of the form ``l0``."""

import numpy as np
import tensorflow as tf


def block(x, n):
    with tf.variable_scope("block", reuse=tf.AUTO_REUSE):
        for i in range(n):
            x = tf.contrib.layers.fully_connected(x, int(x.get_shape()[-1]), scope="layer_%d" % i)
            if n > 1:
                x = tf.layers.dense(x, x.get_shape().as_list()[-1], name="l" + str(i))
    return x


def probe_random(a=np.random.RandomState(1).uniform(-1, 1, (4, 5)).astype("float32")):
    return {"a": block(a, 2)}
