"""A policy and its value in one object, which is given what it sees when it is made."""
import tensorflow as tf


class Policy(object):
    """Heads over one body; each asks for the body again."""

    def __init__(self, states, width, name="policy"):
        self.states = states
        self.width = width
        self.name = name

    def body(self):
        with tf.variable_scope(self.name, reuse=tf.AUTO_REUSE):
            return tf.layers.dense(self.states, self.width, tf.nn.relu, name="body")

    def actions(self):
        with tf.variable_scope(self.name, reuse=tf.AUTO_REUSE):
            return tf.nn.softmax(tf.layers.dense(self.body(), 3, name="actions"))

    def value(self):
        with tf.variable_scope(self.name, reuse=tf.AUTO_REUSE):
            return tf.layers.dense(self.body(), 1, name="value")
