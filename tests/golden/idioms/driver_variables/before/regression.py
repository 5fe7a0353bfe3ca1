"""A model in a class with placeholders, which asks for variables itself and shares one of them."""
import tensorflow as tf


class Regression(object):
    def __init__(self, features):
        self.x = tf.placeholder(tf.float32, [None, features], name="x")
        self.y = tf.placeholder(tf.float32, [None, features], name="y")
        self.step = tf.Variable(0, trainable=False, name="step")
        # one projection for both inputs
        with tf.variable_scope("project"):
            w = tf.get_variable("w", [features, 4], initializer=tf.random_normal_initializer(0., 0.3))
            left = tf.matmul(self.x, w)
        with tf.variable_scope("project", reuse=True):
            right = tf.matmul(self.y, tf.get_variable("w"))
        with tf.variable_scope("score"):
            hidden = tf.layers.dense(tf.concat([left, right], axis=1), 5, activation=tf.nn.tanh)
            self.score = tf.layers.dense(hidden, 1)
        self.next_step = tf.assign_add(self.step, 1)
