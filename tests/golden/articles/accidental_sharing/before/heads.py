"""Two heads that were meant to be independent and meet in one scope."""
import tensorflow as tf


def policy(x):
    """Logits of the policy head."""
    with tf.variable_scope("head", reuse=tf.AUTO_REUSE):
        return tf.layers.dense(x, 3)


def value(x):
    """Three value estimates. Its author did not know that policy() uses the name "head"."""
    with tf.variable_scope("head", reuse=tf.AUTO_REUSE):
        return tf.nn.tanh(tf.layers.dense(x, 3))
