"""A penalty on some weights, added up by hand."""
import tensorflow as tf


class Critic(tf.keras.layers.Layer):
    def __init__(self, scale, **kwargs):
        super().__init__(**kwargs)
        self.scale = scale
        self.first = self.add_weight(
            name="first", shape=[4, 8],
            initializer=tf.keras.initializers.GlorotUniform())
        self.second = self.add_weight(
            name="second", shape=[10, 1],
            initializer=tf.keras.initializers.GlorotUniform())

    def call(self, state, action):
        hidden = tf.nn.relu(tf.matmul(state, self.first))
        value = tf.matmul(tf.concat([hidden, action], 1), self.second)
        penalty = tf.add_n([tf.keras.regularizers.L2(self.scale / 2)(weight) for weight in [self.first, self.second]])
        return value, penalty


class Loss(tf.keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.critic = Critic(0.01)

    def call(self, state, action, other):
        value, penalty = self.critic(state, action)
        again, _ = self.critic(state, other)
        return tf.reduce_mean(tf.square(value - again)) + penalty
