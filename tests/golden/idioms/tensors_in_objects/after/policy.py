"""A policy and its value in one object, which is given what it sees when it is made."""
import tensorflow as tf


class Policy(tf.keras.layers.Layer):
    """Heads over one body; each asks for the body again."""

    def __init__(self, width, name="policy", **kwargs):
        super().__init__(**kwargs)
        self.width = width
        self.name = name
        self.body_layer = tf.keras.layers.Dense(
            width, activation=tf.nn.relu, name="body")
        self.actions_layer = tf.keras.layers.Dense(3, name="actions")
        self.value_layer = tf.keras.layers.Dense(1, name="value")

    def call(self, states):
        self.states = states
        return self

    def body(self):
        return self.body_layer(self.states)

    def actions(self):
        return tf.nn.softmax(self.actions_layer(self.body()))

    def value(self):
        return self.value_layer(self.body())
