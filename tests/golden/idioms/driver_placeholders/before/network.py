"""A network class that makes its own placeholders."""
import tensorflow as tf


class Network(object):
    """Matches pairs of vectors: the smaller the distance, the better the match."""

    def __init__(self, features, size):
        self.left = tf.placeholder(tf.float32, [None, features], name="left")
        self.right = tf.placeholder(tf.float32, [None, features], name="right")
        self.target = tf.placeholder(tf.float32, [None], name="target")
        self.size = size

        with tf.variable_scope("embed") as scope:
            self.left_code = self.embed(self.left)
            scope.reuse_variables()
            self.right_code = self.embed(self.right)
        self.loss = self.make_loss()

    def embed(self, x):
        h = self.fc(x, self.size, "fc1")
        return self.fc(tf.nn.relu(h), 2, "fc2")

    def fc(self, x, units, name):
        w = tf.get_variable(name + "W", [x.get_shape()[1], units])
        b = tf.get_variable(name + "b", [units], initializer=tf.constant_initializer(0.01))
        return tf.nn.bias_add(tf.matmul(x, w), b)

    def make_loss(self):
        distance = tf.reduce_sum(tf.square(self.left_code - self.right_code), axis=1)
        return tf.reduce_mean(tf.square(distance - self.target))
