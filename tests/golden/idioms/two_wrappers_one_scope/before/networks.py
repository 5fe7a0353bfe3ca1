"""Two functions that call one scoped function under the same name."""
import tensorflow as tf


def body(x, size, scope, reuse=None):
    """The shared trunk."""
    with tf.variable_scope(scope, reuse=reuse):
        x = tf.layers.dense(x, size, activation=tf.nn.relu, name="fc1")
        return tf.layers.dense(x, size, activation=tf.nn.relu, name="fc2")


def actor(x, actions):
    """Action probabilities."""
    x = body(x, 6, "trunk")
    return tf.layers.dense(x, actions, activation=tf.nn.softmax, name="actor")


def critic(x):
    """Value of a state; the trunk is the one that the actor made."""
    x = body(x, 6, "trunk", reuse=True)
    return tf.layers.dense(x, 1, name="critic")
