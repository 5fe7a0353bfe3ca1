"""An agent with two networks of one shape: one learns, the other one lags behind."""
import tensorflow as tf


class Values(tf.keras.layers.Layer):
    def __init__(self, n_hidden, slope, n_actions, **kwargs):
        super().__init__(**kwargs)
        self.slope = slope
        self.hidden = tf.keras.layers.Dense(n_hidden, name="hidden")
        self.values = tf.keras.layers.Dense(n_actions, name="values")

    def call(self, states):
        # the value of every action
        h = self.hidden(states)
        h = tf.nn.leaky_relu(h, self.slope)
        return self.values(h)


class Agent(tf.keras.layers.Layer):
    def __init__(self, n_actions, n_hidden=8, slope=0.1, **kwargs):
        super().__init__(**kwargs)
        self.n_actions = n_actions
        self.n_hidden = n_hidden
        self.slope = slope
        self.online = Values(
            n_hidden=self.n_hidden, slope=self.slope, n_actions=self.n_actions,
            name="online")
        self.target = Values(
            n_hidden=self.n_hidden, slope=self.slope, n_actions=self.n_actions,
            name="target")

    def call(self, states, next_states, rewards, discount=0.9):
        online = self.online(states)
        best = tf.argmax(self.online(next_states), axis=1)
        lagging = self.target(next_states)
        chosen = tf.reduce_sum(lagging * tf.one_hot(best, self.n_actions), axis=1)
        wanted = rewards + discount * tf.stop_gradient(chosen)
        return tf.reduce_mean(tf.square(tf.reduce_max(online, axis=1) - wanted))
