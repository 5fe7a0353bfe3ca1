"""An agent with two networks of one shape: one learns, the other one lags behind."""
import tensorflow as tf


class Agent(object):
    def __init__(self, n_actions, n_hidden=8, slope=0.1):
        self.n_actions = n_actions
        self.n_hidden = n_hidden
        self.slope = slope

    def values(self, states, scope, reuse=False):
        # the value of every action
        with tf.variable_scope(scope, reuse=reuse):
            h = tf.layers.dense(states, self.n_hidden, name="hidden")
            h = tf.nn.leaky_relu(h, self.slope)
            return tf.layers.dense(h, self.n_actions, name="values")

    def loss(self, states, next_states, rewards, discount=0.9):
        online = self.values(states, "online")
        best = tf.argmax(self.values(next_states, "online", reuse=True), axis=1)
        lagging = self.values(next_states, "target")
        chosen = tf.reduce_sum(lagging * tf.one_hot(best, self.n_actions), axis=1)
        wanted = rewards + discount * tf.stop_gradient(chosen)
        return tf.reduce_mean(tf.square(tf.reduce_max(online, axis=1) - wanted))
