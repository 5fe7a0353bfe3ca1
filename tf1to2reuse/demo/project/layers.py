"""Layers of the text matcher."""
import tensorflow as tf


def embedding(tokens, vocabulary, size):
    """Word vectors of `tokens` [batch, time]; creates in the scope of the caller."""
    table = tf.get_variable("table", [vocabulary, size],
                            initializer=tf.random_uniform_initializer(-0.5, 0.5))
    return tf.nn.embedding_lookup(table, tokens)


def affine(x, units, scope):
    """x * w + b over the last axis of a matrix."""
    with tf.variable_scope(scope):
        w = tf.get_variable("w", [x.shape[-1].value, units])
        b = tf.get_variable("b", [units], initializer=tf.zeros_initializer())
        return tf.matmul(x, w) + b
