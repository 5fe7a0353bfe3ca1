"""One encoder for two inputs, the second time by calling it again."""
import tensorflow as tf


class Affine(tf.keras.layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def build(self, x_shape):
        self.w = self.add_weight(name="w", shape=[x_shape[-1], self.units], initializer="glorot_uniform")
        self.b = self.add_weight(name="b", shape=[self.units], initializer="zeros")

    def call(self, x):
        return tf.matmul(x, self.w) + self.b


class Encoder(tf.keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.h0 = Affine(6, name="h0")
        self.bn = tf.keras.layers.BatchNormalization(name="bn")
        self.out = tf.keras.layers.Dense(3, name="out")

    def call(self, x, training=False):
        x = tf.nn.tanh(self.h0(x))
        x = self.bn(x, training=training)
        x = tf.nn.relu(x)
        return self.out(x)
