"""One function creates the weights, another one opens the same scope with reuse=True."""
import tensorflow as tf


def train_net(x):
    """The network as it is trained, with noise on the hidden layer's output."""
    with tf.variable_scope("net"):
        h = tf.layers.dense(x, 8, activation=tf.nn.relu, name="hidden")
        h = h + 0.1 * tf.sin(h)
        return tf.layers.dense(h, 2, name="out")


def test_net(x):
    """The same weights without the noise."""
    with tf.variable_scope("net", reuse=True):
        h = tf.layers.dense(x, 8, activation=tf.nn.relu, name="hidden")
        return tf.layers.dense(h, 2, name="out")
