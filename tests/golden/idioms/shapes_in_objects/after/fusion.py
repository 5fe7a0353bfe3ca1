"""Objects that learn the sizes of their inputs when they are called."""
import tensorflow as tf


class Highway(tf.keras.layers.Layer):
    def __init__(self, name, depth=2, **kwargs):
        super().__init__(name=name, **kwargs)
        self.depth = depth
        self.norm = tf.keras.layers.BatchNormalization(name="norm")

    def build(self, x_shape):
        self.gate = [
            tf.keras.layers.Dense(
                x_shape[1], activation=tf.nn.sigmoid, name="gate_%d" % i)
            for i in range(self.depth)]
        self.layer_layer = [
            tf.keras.layers.Dense(
                x_shape[1], activation=tf.nn.relu, name="layer_%d" % i)
            for i in range(self.depth)]

    # One gate for each layer.
    def call(self, x, training=False):
        """Mixes the input with what the layers make of it."""
        for i in range(self.depth):
            gate = self.gate[i](x)
            x = gate * self.layer_layer[i](x) + (1.0 - gate) * x
        return self.norm(x, training=training)


class Bilinear(tf.keras.layers.Layer):
    """How well two things fit."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)

    def build(self, left_shape, right_shape):
        self.bias = self.add_weight(
            name="bias", shape=[], initializer=tf.keras.initializers.Zeros())
        self.w = self.add_weight(name="w", shape=[left_shape[1], right_shape[1]])

    def call(self, left, right):
        return self.scores(left, right) + self.bias

    def scores(self, left, right):
        w = self.w
        return tf.matmul(tf.matmul(left, w), right, transpose_b=True)
