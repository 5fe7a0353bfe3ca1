"""Nested scopes: the outer one is kept as an object and entered again."""
import tensorflow as tf


def nested(x):
    """Two projections by one matrix that lives at outer/inner/weights."""
    size = x.shape[-1].value
    with tf.variable_scope("outer") as outer:
        with tf.variable_scope("inner"):
            weights = tf.get_variable("weights", [size, size])
            bias = tf.get_variable("bias", [size], initializer=tf.zeros_initializer())
            first = tf.nn.tanh(tf.matmul(x, weights) + bias)

    # Enter the captured scope a second time and read both variables again.
    with tf.variable_scope(outer, reuse=True):
        with tf.variable_scope("inner", reuse=True):
            weights_again = tf.get_variable("weights", [size, size])
            bias_again = tf.get_variable("bias", [size])
            second = tf.nn.tanh(tf.matmul(first, weights_again) + bias_again)
    return first, second
