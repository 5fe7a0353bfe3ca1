"""Building blocks, imported with a star."""
import tensorflow as tf

weight_init = tf.random_normal_initializer(mean=0.0, stddev=0.02)


def conv(x, channels, kernel=3, stride=1, use_bias=True, scope="conv_0"):
    with tf.variable_scope(scope):
        return tf.layers.conv2d(inputs=x, filters=channels, kernel_size=kernel, strides=stride,
                                padding="SAME", kernel_initializer=weight_init, use_bias=use_bias)


def fully_connected(x, units, scope="fully_0"):
    with tf.variable_scope(scope):
        x = tf.layers.flatten(x)
        return tf.layers.dense(x, units=units, kernel_initializer=weight_init)


def lrelu(x, alpha=0.2):
    return tf.nn.leaky_relu(x, alpha)


def global_avg_pooling(x):
    return tf.reduce_mean(x, axis=[1, 2], keepdims=True)
