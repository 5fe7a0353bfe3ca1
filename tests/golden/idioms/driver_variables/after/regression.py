"""A model in a class with placeholders, which asks for variables itself and shares one of them."""
import tensorflow as tf


class Regression(object):
    def __init__(self, features):
        self.x = tf.compat.v1.placeholder(tf.float32, [None, features], name="x")
        self.y = tf.compat.v1.placeholder(tf.float32, [None, features], name="y")
        self.step = tf.compat.v1.Variable(0, trainable=False, name="step")
        # one projection for both inputs
        with tf.compat.v1.variable_scope("project"):
            w = tf.compat.v1.get_variable("w", [features, 4], initializer=tf.keras.initializers.RandomNormal(0., 0.3))
            left = tf.matmul(self.x, w)
        with tf.compat.v1.variable_scope("project", reuse=True):
            right = tf.matmul(self.y, tf.compat.v1.get_variable("w"))
        self.dense = tf.keras.layers.Dense(5, activation=tf.nn.tanh)
        self.dense_1 = tf.keras.layers.Dense(1)
        hidden = self.dense(tf.concat([left, right], axis=1))
        self.score = self.dense_1(hidden)
        self.next_step = tf.compat.v1.assign_add(self.step, 1)
