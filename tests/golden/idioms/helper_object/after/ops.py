"""Helper objects that are made first and called later."""
import tensorflow as tf


class batch_norm(tf.keras.layers.Layer):
    """Batch normalization under a name that is chosen when the object is made."""

    def __init__(self, epsilon=1e-5, momentum=0.9, name="batch_norm", **kwargs):
        super().__init__(name=name, **kwargs)
        self.epsilon = epsilon
        self.momentum = momentum
        self.batch_normalization = tf.keras.layers.BatchNormalization(
            momentum=self.momentum, epsilon=self.epsilon)

    def call(self, x, train=True):
        return self.batch_normalization(x, training=train)


class Linear(tf.keras.layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def build(self, x_shape):
        self.w = self.add_weight(name="w", shape=[x_shape[1], self.units])

    def call(self, x):
        return tf.matmul(x, self.w)
