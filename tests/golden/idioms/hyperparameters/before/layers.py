"""Blocks of the translator, each under a scope with a default name."""
import tensorflow as tf

from hparams import hp


def normalize(x, epsilon=1e-8, scope="normalize"):
    with tf.variable_scope(scope, reuse=tf.AUTO_REUSE):
        shape = x.get_shape()[-1:]
        mean, variance = tf.nn.moments(x, [-1], keep_dims=True)
        beta = tf.get_variable("beta", shape, initializer=tf.zeros_initializer())
        gamma = tf.get_variable("gamma", shape, initializer=tf.ones_initializer())
        return gamma * (x - mean) / (variance + epsilon) ** 0.5 + beta


def attention(queries, keys, num_heads=8, training=True, scope="attention"):
    d_model = queries.get_shape().as_list()[-1]
    with tf.variable_scope(scope, reuse=tf.AUTO_REUSE):
        q = tf.layers.dense(queries, d_model)
        k = tf.layers.dense(keys, d_model)
        v = tf.layers.dense(keys, d_model)
        q = tf.concat(tf.split(q, num_heads, axis=2), axis=0)
        k = tf.concat(tf.split(k, num_heads, axis=2), axis=0)
        v = tf.concat(tf.split(v, num_heads, axis=2), axis=0)
        weights = tf.nn.softmax(tf.matmul(q, k, transpose_b=True) / (d_model // num_heads) ** 0.5)
        weights = tf.layers.dropout(weights, hp.dropout_rate, training=training)
        heads = tf.concat(tf.split(tf.matmul(weights, v), num_heads, axis=0), axis=2)
        return normalize(heads + queries)


def feed_forward(x, num_units, scope="feed_forward"):
    with tf.variable_scope(scope, reuse=tf.AUTO_REUSE):
        y = tf.layers.dense(x, num_units[0], activation=tf.nn.relu)
        y = tf.layers.dense(y, num_units[1])
        return normalize(y + x)
