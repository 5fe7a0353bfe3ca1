"""The control: nothing here is shared, every layer is used once."""
import tensorflow as tf


class Dense(tf.keras.layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def build(self, x_shape):
        self.w = self.add_weight(name="w", shape=[x_shape[1], self.units])
        self.b = self.add_weight(
            name="b", shape=[self.units], initializer=tf.keras.initializers.Zeros())

    def call(self, x):
        return tf.matmul(x, self.w) + self.b


class Network(tf.keras.layers.Layer):
    """A plain classifier."""

    def __init__(self, classes, **kwargs):
        super().__init__(**kwargs)
        self.first = Dense(8, name="first")
        self.second = Dense(8, name="second")
        self.logits = tf.keras.layers.Dense(classes, name="logits")

    def call(self, x):
        x = tf.nn.relu(self.first(x))
        x = tf.nn.relu(self.second(x))
        return self.logits(x)
