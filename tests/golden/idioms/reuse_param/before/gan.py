"""A small GAN on vectors."""
import tensorflow as tf


def linear(x, units, name, stddev=0.02):
    """Fully connected layer with its own scope."""
    with tf.variable_scope(name):
        w = tf.get_variable("w", [x.get_shape()[-1], units], tf.float32,
                            tf.random_normal_initializer(stddev=stddev))
        b = tf.get_variable("b", [units], initializer=tf.constant_initializer(0.0))
        return tf.matmul(x, w) + b


def generator(z, size, reuse=None):
    with tf.variable_scope("generator", reuse=reuse):
        h = tf.nn.relu(linear(z, 16, "g_h0"))
        return tf.tanh(linear(h, size, "g_h1"))


def discriminator(x, reuse=None):
    """Probability and logits that `x` is real."""
    with tf.variable_scope("discriminator", reuse=reuse):
        h = tf.nn.leaky_relu(linear(x, 16, "d_h0"))
        logits = linear(h, 1, "d_h1")
        return tf.nn.sigmoid(logits), logits
