"""Normalized features with a bias of their own."""
import tensorflow as tf

slim = tf.contrib.slim


def biased(x, units, scope="biased", reuse=None):
    with tf.variable_scope(scope, reuse=reuse):
        hidden = slim.fully_connected(x, units, activation_fn=None, biases_initializer=None)
        hidden = hidden / tf.reduce_max(tf.abs(hidden), axis=1, keep_dims=True)
        hidden = slim.bias_add(hidden, activation_fn=tf.nn.relu, initializer=tf.constant_initializer(0.1))
        return slim.bias_add(hidden, regularizer=slim.l2_regularizer(0.01), scope="shift")


def images(x):
    with tf.variable_scope("images"):
        return slim.bias_add(tf.transpose(x, [0, 3, 1, 2]), data_format="NCHW")
