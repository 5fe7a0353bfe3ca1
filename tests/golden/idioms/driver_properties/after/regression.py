"""A model whose graph the constructor builds by reading properties."""
import tensorflow as tf


class Regression(object):
    def __init__(self, features, target):
        self.features = features
        self.target = target

        self.dense = tf.keras.layers.Dense(8, activation=tf.nn.tanh)
        self.dense_1 = tf.keras.layers.Dense(2)
        self.rate_layer = tf.keras.layers.Dense(1, name="rate")
        # the network first, then what is made of it
        self.positive = tf.nn.relu(self.prediction)
        self.score = self.rate()
        self.loss = tf.reduce_mean(tf.square(self.positive - target))
        self.step = tf.compat.v1.train.GradientDescentOptimizer(0.1).minimize(self.loss)

    @property
    def prediction(self):
        h = self.dense(self.features)
        return self.dense_1(h)

    def rate(self):
        return self.rate_layer(self.positive)
