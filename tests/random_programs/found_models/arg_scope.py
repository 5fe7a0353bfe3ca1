"""What an ``arg_scope`` sets reaches normalizers, and the layers of functions that are called in it."""

import numpy as np
import tensorflow as tf

slim = tf.contrib.slim


def net(x, is_training, reuse=None):
    with tf.variable_scope("net", reuse=reuse):
        with slim.arg_scope([slim.batch_norm], is_training=is_training, decay=0.9):
            x = slim.fully_connected(x, 3, normalizer_fn=slim.batch_norm)
            x = slim.batch_norm(x, scope="own")
        given = {"is_training": is_training}
        with slim.arg_scope([slim.fully_connected], normalizer_fn=slim.batch_norm, normalizer_params=given):
            return slim.fully_connected(x, 4, scope="two")


def head(x, scope):
    with tf.variable_scope(scope):
        return slim.fully_connected(x, 2, normalizer_fn=slim.batch_norm)


def probe_random(a=np.random.RandomState(1).uniform(-1, 1, (4, 5)).astype("float32")):
    c, d = net(a, True), net(a, False, reuse=True)
    with slim.arg_scope([slim.fully_connected], activation_fn=tf.nn.tanh):
        with slim.arg_scope([slim.batch_norm], is_training=False, decay=0.9):
            return {"c": head(c, "c"), "d": head(d, "d")}
