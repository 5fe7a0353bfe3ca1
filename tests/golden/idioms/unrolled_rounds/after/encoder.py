"""Dense layers in a loop over a list of sizes, each round in a scope of its own."""
import tensorflow as tf


class Encode(tf.keras.layers.Layer):
    """Points [batch, 3] to codes [batch, 2]."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.fc = [
            tf.keras.layers.Dense(units, name="fc")
            for i, units in enumerate([4, 5])]
        self.norm = [
            tf.keras.layers.BatchNormalization(name="norm")
            for i, units in enumerate([4, 5])]
        self.scale = self.add_weight(
            name="scale", shape=(), initializer=tf.keras.initializers.Constant(0.5))
        self.code = tf.keras.layers.Dense(2, name="code")

    def call(self, x, is_training):
        for i, units in enumerate([4, 5]):
            x = self.fc[i](x)
            x = self.norm[i](x, training=is_training)
            x = tf.nn.relu(x)
        return self.code(x) * self.scale
