"""Functions that are shared by templates, in a function and in the module."""
import tensorflow as tf


def head(x, units=3, bias=True):
    return tf.layers.dense(x, units, use_bias=bias, name="out")


score = tf.make_template("score", head, units=1)


def difference(one, two):
    def tower(x, keep):
        h = tf.layers.dense(x, 5, activation=tf.nn.relu)
        h = tf.layers.dense(h, 4)
        return tf.nn.dropout(h, keep)

    shared = tf.make_template("tower", tower, keep=1.0)
    # one network for both
    first = shared(one)
    second = shared(two)
    return first - second


def scores(one, two):
    return score(one) + score(
        two, bias=True,
    )
