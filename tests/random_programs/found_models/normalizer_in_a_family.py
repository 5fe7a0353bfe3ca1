"""The normalizers of a list of layers, and of parts that the call makes, stand below the layers' own names."""

import numpy as np
import tensorflow as tf

slim = tf.contrib.slim


def block(x, n=2):
    for i in range(n):
        with tf.variable_scope("layer_%d" % i):
            x = slim.fully_connected(x, 4, normalizer_fn=slim.batch_norm, scope="fc_%d" % i)
    return x


class Net(object):
    def __init__(self, n, name="net"):
        self.n = n
        self.name = name

    def build(self, x):
        with tf.variable_scope(self.name, reuse=tf.AUTO_REUSE):
            with tf.variable_scope("sub"):
                for i in range(self.n):
                    width = x.get_shape().as_list()[-1]
                    x = slim.fully_connected(x, width, normalizer_fn=slim.batch_norm, scope="u" + str(i))
        return x


def probe_random(a=np.random.RandomState(1).uniform(-1, 1, (4, 5)).astype("float32")):
    net = Net(2, "net2")
    with tf.variable_scope("in"):
        h = block(a)
    return {"h": h, "net": net.build(h)}
