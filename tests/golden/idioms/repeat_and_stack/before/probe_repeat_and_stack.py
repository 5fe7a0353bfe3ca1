"""Layers applied several times by ``slim.repeat`` and ``slim.stack``, in scopes numbered from 1."""

import numpy as np
import tensorflow as tf

slim = tf.contrib.slim


def images(seed):
    return np.random.RandomState(seed).uniform(-1, 1, (4, 9, 9, 3)).astype("float32")


def block(net, scale=1.0, activation_fn=tf.nn.relu, scope=None, reuse=None):
    with tf.variable_scope(scope, "Block", [net], reuse=reuse):
        up = slim.conv2d(net, net.get_shape()[3], 1, normalizer_fn=None, activation_fn=None,
                         scope="Conv2d_1x1")
        net += scale * up
        if activation_fn:
            net = activation_fn(net)
    return net


def network(net, is_training=True, reuse=None):
    with tf.variable_scope("network", reuse=reuse):
        with slim.arg_scope([slim.conv2d], normalizer_fn=slim.batch_norm):
            with slim.arg_scope([slim.batch_norm], is_training=is_training, decay=0.9):
                net = slim.repeat(net, 2, slim.conv2d, 4, [3, 3], scope="conv1")
                net = slim.max_pool2d(net, [2, 2], scope="pool1")
                # three blocks
                net = slim.repeat(net, 3, block, scale=0.5)  # of one form
                net = slim.repeat(net, 2, block, scale=0.25)
                net = slim.flatten(net)
                net = slim.stack(net, slim.fully_connected, [5, 4], scope="fc")
    return net


def probe_repeat_and_stack(first=images(1), second=images(2)):
    return {"train": network(first), "eval": network(second, False, reuse=True)}
