"""Building blocks, imported with a star."""
import tensorflow as tf

weight_init = tf.keras.initializers.RandomNormal(mean=0.0, stddev=0.02)


class Conv(tf.keras.layers.Layer):
    def __init__(self, channels, kernel=3, stride=1, use_bias=True, name="conv_0",
                 **kwargs):
        super().__init__(name=name, **kwargs)
        self.conv2d = tf.keras.layers.Conv2D(
            channels, kernel, strides=stride, padding="same", use_bias=use_bias,
            kernel_initializer=weight_init.clone())

    def call(self, x):
        return self.conv2d(x)


class FullyConnected(tf.keras.layers.Layer):
    def __init__(self, units, name="fully_0", **kwargs):
        super().__init__(name=name, **kwargs)
        self.flatten = tf.keras.layers.Flatten()
        self.dense = tf.keras.layers.Dense(
            units, kernel_initializer=weight_init.clone())

    def call(self, x):
        x = self.flatten(x)
        return self.dense(x)


def lrelu(x, alpha=0.2):
    return tf.nn.leaky_relu(x, alpha)


def global_avg_pooling(x):
    return tf.reduce_mean(x, axis=[1, 2], keepdims=True)
