"""A penalty on some weights, added up by hand."""
import tensorflow as tf

layers = tf.contrib.layers


def critic(state, action, scale, reuse=None):
    with tf.variable_scope("critic", reuse=reuse):
        first = tf.get_variable("first", [4, 8], initializer=layers.xavier_initializer())
        second = tf.get_variable("second", [10, 1], initializer=layers.xavier_initializer())
        hidden = tf.nn.relu(tf.matmul(state, first))
        value = tf.matmul(tf.concat([hidden, action], 1), second)
        penalty = layers.apply_regularization(layers.l2_regularizer(scale), weights_list=[first, second])
        return value, penalty


def loss(state, action, other):
    value, penalty = critic(state, action, 0.01)
    again, _ = critic(state, other, 0.01, reuse=True)
    return tf.reduce_mean(tf.square(value - again)) + penalty
