"""The scope's name is a parameter: two names, two sets of weights."""
import tensorflow as tf


def critic(state, action, scope="critic", reuse=None, units=6):
    """Value of an action in a state."""
    with tf.variable_scope(scope, reuse=reuse):
        x = tf.concat([state, action], axis=-1)
        x = tf.layers.dense(x, units, activation=tf.nn.relu, name="fc1")
        x = tf.layers.dense(x, units, activation=tf.nn.relu, name="fc2")
        return tf.squeeze(tf.layers.dense(x, 1, name="value"), axis=1)
