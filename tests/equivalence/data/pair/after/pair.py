"""A model class that makes its own placeholders and applies one network to two of them."""
import tensorflow as tf


class Network(tf.keras.layers.Layer):
    def __init__(self, width, **kwargs):
        super().__init__(**kwargs)
        self.width = width
        self.norm = tf.keras.layers.BatchNormalization(momentum=0.9, name="norm")
        self.code = tf.keras.layers.Dense(4, name="code")

    def build(self, x_shape):
        self.kernel = self.add_weight(name="kernel", shape=[3, 3, 2, self.width], initializer="glorot_uniform")
        self.norm.build([None, None, None, self.width])

    def call(self, x):
        x = tf.nn.conv2d(x, self.kernel, strides=[1, 2, 2, 1], padding="SAME")
        x = tf.function(self.norm)(x, training=True)
        x = tf.reshape(tf.nn.relu(x), [-1, 9 * self.width])
        return self.code(x)


class Pair:
    def __init__(self, width):
        self.image = tf.compat.v1.placeholder(tf.float32, [None, 6, 6, 2])
        self.other = tf.compat.v1.placeholder(tf.float32, [None, 6, 6, 2])
        self.same = tf.compat.v1.placeholder(tf.float32, [None])
        self.network = Network(width, name="pair")
        left = self.network(self.image)
        right = self.network(self.other)
        self.distance = tf.reduce_sum(tf.square(left - right), 1)
        self.loss = tf.reduce_mean(self.same * self.distance)
