"""An ``arg_scope`` around parts that only the call can make; a variable of an object's method."""

import numpy as np
import tensorflow as tf

slim = tf.contrib.slim


class Net(object):
    def __init__(self, n, units, name="net"):
        self.n = n
        self.units = units
        self.name = name

    def __call__(self, x, is_training):
        with tf.variable_scope(self.name, reuse=tf.AUTO_REUSE):
            w = tf.get_variable("w", [self.units, self.units])
            x = tf.matmul(slim.fully_connected(x, self.units, scope="first"), w)
            with slim.arg_scope(
                [slim.fully_connected], activation_fn=tf.nn.tanh, normalizer_fn=slim.batch_norm
            ):
                with slim.arg_scope([slim.batch_norm], decay=0.9):
                    for i in range(self.n):
                        x = slim.fully_connected(x, x.get_shape().as_list()[-1], scope="u%d" % i)
        return x


def probe_random(a=np.random.RandomState(1).uniform(-1, 1, (4, 5)).astype("float32")):
    net = Net(2, 3, "net2")
    return {"h": net(a, True), "net": net(2.0 * a, False)}
