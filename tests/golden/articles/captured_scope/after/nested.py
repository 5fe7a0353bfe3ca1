"""Nested scopes: the outer one is kept as an object and entered again."""
import tensorflow as tf


class Nested(tf.keras.layers.Layer):
    """Two projections by one matrix that lives at outer/inner/weights."""

    def build(self, x_shape):
        self.inner_weights = self.add_weight(
            name="weights", shape=[x_shape[1], x_shape[1]])
        self.bias = self.add_weight(
            name="bias", shape=[x_shape[1]], initializer=tf.keras.initializers.Zeros())

    def call(self, x):
        first = tf.nn.tanh(tf.matmul(x, self.inner_weights) + self.bias)

        # Enter the captured scope a second time and read both variables again.
        second = tf.nn.tanh(tf.matmul(first, self.inner_weights) + self.bias)
        return first, second
