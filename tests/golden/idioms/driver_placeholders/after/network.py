"""A network class that makes its own placeholders."""
import tensorflow as tf


class Fc(tf.keras.layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def build(self, x_shape):
        self.W = self.add_weight(name="W", shape=[x_shape[1], self.units])
        self.b = self.add_weight(
            name="b", shape=[self.units],
            initializer=tf.keras.initializers.Constant(0.01))

    def call(self, x):
        return tf.nn.bias_add(tf.matmul(x, self.W), self.b)


class Network(object):
    """Matches pairs of vectors: the smaller the distance, the better the match."""

    def __init__(self, features, size):
        self.left = tf.compat.v1.placeholder(tf.float32, [None, features], name="left")
        self.right = tf.compat.v1.placeholder(tf.float32, [None, features], name="right")
        self.target = tf.compat.v1.placeholder(tf.float32, [None], name="target")
        self.size = size

        self.fc1 = Fc(self.size, name="fc1")
        self.fc2 = Fc(2, name="fc2")
        self.left_code = self.embed(self.left)
        self.right_code = self.embed(self.right)
        self.loss = self.make_loss()

    def embed(self, x):
        h = self.fc1(x)
        return self.fc2(tf.nn.relu(h))

    def make_loss(self):
        distance = tf.reduce_sum(tf.square(self.left_code - self.right_code), axis=1)
        return tf.reduce_mean(tf.square(distance - self.target))
