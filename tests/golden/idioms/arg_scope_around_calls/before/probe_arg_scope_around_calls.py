"""A network whose argument scopes reach layers of the functions that it calls."""

import numpy as np
import tensorflow as tf

slim = tf.contrib.slim


def images(seed):
    return np.random.RandomState(seed).uniform(-1, 1, (4, 9, 9, 3)).astype("float32")


def squeeze(x, width):
    return slim.conv2d(x, width, [1, 1], scope="squeeze")


def fire(x, squeezed, expanded, scope):
    with tf.variable_scope(scope):
        x = squeeze(x, squeezed)
        x = slim.conv2d(x, expanded, [3, 3], scope="expand")
        return slim.batch_norm(x)


def network(x, is_training, weight_decay=0.001, reuse=None):
    with tf.variable_scope("network", reuse=reuse):
        with slim.arg_scope([slim.conv2d], activation_fn=tf.nn.tanh, padding="VALID",
                            weights_regularizer=slim.l2_regularizer(weight_decay)):
            with slim.arg_scope([slim.batch_norm], decay=0.9, is_training=is_training):
                x = fire(x, 2, 4, "fire1")
                x = fire(x, 3, 5, "fire2")
                with slim.arg_scope([slim.conv2d], activation_fn=None):
                    x = slim.conv2d(x, 2, [1, 1], scope="logits")
    return tf.reduce_mean(x, [1, 2])


def probe_arg_scope_around_calls(train_images=images(1), eval_images=images(2)):
    return {
        "train": network(train_images, True),
        "eval": network(eval_images, False, reuse=True),
    }
