"""Loops that enter one scope again and again, and loops that number what they make."""
import tensorflow as tf


def tower(x):
    with tf.variable_scope("tower"):
        return tf.layers.dense(x, 3)


def towers(parts, count):
    out = []
    for i in range(count):
        # the first tower makes the weights
        with tf.variable_scope(tf.get_variable_scope(), reuse=i > 0):
            out.append(tower(parts[i]))
    return out


def residual(x, sizes=(4, 4)):
    with tf.variable_scope("residual"):
        for size in sizes:
            h = tf.layers.dense(x, size, activation=tf.nn.relu)
            x = x + tf.layers.dense(h, size)
        return x
