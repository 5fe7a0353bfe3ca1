"""Two functions that call one scoped function under the same name."""
import tensorflow as tf


class Body(tf.keras.layers.Layer):
    """The shared trunk."""

    def __init__(self, size, **kwargs):
        super().__init__(**kwargs)
        self.fc1 = tf.keras.layers.Dense(size, activation=tf.nn.relu, name="fc1")
        self.fc2 = tf.keras.layers.Dense(size, activation=tf.nn.relu, name="fc2")

    def call(self, x):
        x = self.fc1(x)
        return self.fc2(x)


class Actor(tf.keras.layers.Layer):
    """Action probabilities."""

    def __init__(self, actions, trunk, **kwargs):
        super().__init__(**kwargs)
        self.trunk = trunk
        self.actor = tf.keras.layers.Dense(
            actions, activation=tf.nn.softmax, name="actor")

    def call(self, x):
        x = self.trunk(x)
        return self.actor(x)


class Critic(tf.keras.layers.Layer):
    """Value of a state; the trunk is the one that the actor made."""

    def __init__(self, trunk, **kwargs):
        super().__init__(**kwargs)
        self.trunk = trunk
        self.critic = tf.keras.layers.Dense(1, name="critic")

    def call(self, x):
        x = self.trunk(x)
        return self.critic(x)
