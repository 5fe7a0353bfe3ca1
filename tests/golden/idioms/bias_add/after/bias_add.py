"""A layer that only adds a bias, which Keras does not have."""

import tensorflow as tf


@tf.keras.utils.register_keras_serializable("bias_add")
class BiasAdd(tf.keras.layers.Layer):
    """Adds a bias for each channel; ``channels_first`` means that they are axis 1."""

    def __init__(self, initializer="zeros", regularizer=None, channels_first=False, **kwargs):
        super().__init__(**kwargs)
        self.initializer = tf.keras.initializers.get(initializer)
        self.regularizer = tf.keras.regularizers.get(regularizer)
        self.channels_first = channels_first

    def build(self, input_shape):
        channels = input_shape[1 if self.channels_first else -1]
        self.bias = self.add_weight(
            name="bias", shape=[channels], initializer=self.initializer, regularizer=self.regularizer
        )
        self.built = True

    def call(self, inputs):
        return tf.nn.bias_add(inputs, self.bias, data_format="NC..." if self.channels_first else "N...C")

    def get_config(self):
        return {
            **super().get_config(),
            "initializer": tf.keras.initializers.serialize(self.initializer),
            "regularizer": tf.keras.regularizers.serialize(self.regularizer),
            "channels_first": self.channels_first,
        }
