"""Networks with some of their arguments given beforehand."""
import functools
from functools import partial

import tensorflow as tf


def mlp(x, sizes, activation=tf.tanh, training=False):
    for size in sizes[:-1]:
        x = tf.layers.dense(x, units=size, activation=activation)
    x = tf.layers.dropout(x, 0.5, training=training)
    return tf.layers.dense(x, units=sizes[-1], activation=None)


value_net = partial(mlp, sizes=(6, 1))


def actor_critic(x, a, hidden=(8, 8), activation=tf.nn.relu):
    critic = functools.partial(mlp, sizes=list(hidden) + [1], activation=activation, training=False)
    with tf.variable_scope('q1'):
        q1 = critic(tf.concat([x, a], axis=-1))
    with tf.variable_scope('q2'):
        q2 = critic(tf.concat([x, a], axis=-1))
    with tf.variable_scope('q1', reuse=True):
        q1 -= critic(tf.concat([x, 2.0 * a], axis=-1))
    with tf.variable_scope('v'):
        v = value_net(x)
    return q1, q2, v
