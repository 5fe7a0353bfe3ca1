"""Layers with a scope of their own."""
import tensorflow as tf


class Linear(tf.keras.layers.Layer):
    def __init__(self, units, stddev=0.02, name="Linear", **kwargs):
        super().__init__(name=name, **kwargs)
        self.units = units
        self.stddev = stddev

    def build(self, x_shape):
        self.Matrix = self.add_weight(
            name="Matrix", shape=[x_shape[1], self.units],
            initializer=tf.keras.initializers.RandomNormal(stddev=self.stddev))
        self.bias = self.add_weight(
            name="bias", shape=[self.units],
            initializer=tf.keras.initializers.Constant(0.0))

    def call(self, x):
        return tf.matmul(x, self.Matrix) + self.bias


class Deconv2d(tf.keras.layers.Layer):
    """Transposed convolution; filter [height, width, output channels, input channels]."""

    def __init__(self, output_shape, k_h=5, k_w=5, d_h=2, d_w=2, stddev=0.02,
                 name="deconv2d", **kwargs):
        super().__init__(name=name, **kwargs)
        self.output_shape = output_shape
        self.k_h = k_h
        self.k_w = k_w
        self.d_h = d_h
        self.d_w = d_w
        self.stddev = stddev

    def build(self, x_shape):
        self.w = self.add_weight(
            name="w", shape=[self.k_h, self.k_w, self.output_shape[-1], x_shape[3]],
            initializer=tf.keras.initializers.RandomNormal(stddev=self.stddev))
        self.biases = self.add_weight(
            name="biases", shape=[self.output_shape[-1]],
            initializer=tf.keras.initializers.Constant(0.0))

    def call(self, x):
        deconv = tf.nn.conv2d_transpose(x, self.w, output_shape=self.output_shape, strides=[1, self.d_h, self.d_w, 1])
        return tf.reshape(tf.nn.bias_add(deconv, self.biases), tf.shape(deconv))
