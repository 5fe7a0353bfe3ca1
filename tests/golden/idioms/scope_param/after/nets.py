"""The scope's name is a parameter: two names, two sets of weights."""
import tensorflow as tf


class Critic(tf.keras.layers.Layer):
    """Value of an action in a state."""

    def __init__(self, units=6, name="critic", **kwargs):
        super().__init__(name=name, **kwargs)
        self.fc1 = tf.keras.layers.Dense(units, activation=tf.nn.relu, name="fc1")
        self.fc2 = tf.keras.layers.Dense(units, activation=tf.nn.relu, name="fc2")
        self.value = tf.keras.layers.Dense(1, name="value")

    def call(self, state, action):
        x = tf.concat([state, action], axis=-1)
        x = self.fc1(x)
        x = self.fc2(x)
        return tf.squeeze(self.value(x), axis=1)
