"""An actor, and two critics that one lambda makes under different scopes."""
import tensorflow as tf


def mlp(x, sizes, activation=tf.tanh):
    for size in sizes[:-1]:
        x = tf.layers.dense(x, units=size, activation=activation)
    return tf.layers.dense(x, units=sizes[-1], activation=None)


def actor_critic(x, a, hidden_sizes=(8, 8), activation=tf.nn.relu, limit=1.0):
    act_dim = a.shape.as_list()[-1]
    with tf.variable_scope('pi'):
        pi = limit * tf.tanh(mlp(x, list(hidden_sizes) + [act_dim], activation))

    # one number for each state and action
    value = lambda inputs: tf.squeeze(mlp(inputs, list(hidden_sizes) + [1], activation), axis=1)
    with tf.variable_scope('q1'):
        q1 = value(tf.concat([x, a], axis=-1))
    with tf.variable_scope('q2'):
        q2 = value(tf.concat([x, a], axis=-1))
    with tf.variable_scope('q1', reuse=True):
        q1_pi = value(tf.concat([x, pi], axis=-1))
    return pi, q1, q2, q1_pi


def gate(x, width):
    scaled = lambda h, name: 2.0 * tf.layers.dense(h, width, name=name)
    with tf.variable_scope("gate"):
        return tf.sigmoid(scaled(x, "open")) * scaled(x, "body")
