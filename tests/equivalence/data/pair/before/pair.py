"""A model class that makes its own placeholders and applies one network to two of them."""
import tensorflow as tf


class Pair:
    def __init__(self, width):
        self.width = width
        self.image = tf.placeholder(tf.float32, [None, 6, 6, 2])
        self.other = tf.placeholder(tf.float32, [None, 6, 6, 2])
        self.same = tf.placeholder(tf.float32, [None])
        with tf.variable_scope("pair") as scope:
            left = self.network(self.image)
            scope.reuse_variables()
            right = self.network(self.other)
        self.distance = tf.reduce_sum(tf.square(left - right), 1)
        self.loss = tf.reduce_mean(self.same * self.distance)

    def network(self, x):
        kernel = tf.get_variable("kernel", [3, 3, 2, self.width])
        x = tf.nn.conv2d(x, kernel, strides=[1, 2, 2, 1], padding="SAME")
        x = tf.contrib.layers.batch_norm(
            x, scope="norm", is_training=True, updates_collections=None, scale=True, decay=0.9)
        x = tf.reshape(tf.nn.relu(x), [-1, 9 * self.width])
        return tf.layers.dense(x, 4, name="code")
