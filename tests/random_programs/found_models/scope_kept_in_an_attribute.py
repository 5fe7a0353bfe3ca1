"""A class opens its scope when it is made, keeps it, and opens it again at each call."""

import numpy as np
import tensorflow as tf


class Net(object):
    def __init__(self, units=3, name="net"):
        self.units = units
        with tf.variable_scope(name, reuse=tf.AUTO_REUSE) as vs:
            self.scope = vs

    def __call__(self, x):
        with tf.variable_scope(self.scope, reuse=tf.AUTO_REUSE):
            return tf.layers.dense(x, self.units)


def probe_random(a=np.random.RandomState(1).uniform(-1, 1, (4, 5)).astype("float32")):
    third = Net(4, "n")
    return {"c": third(a), "d": third(2.0 * a)}
