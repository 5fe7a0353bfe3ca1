"""One encoder for two inputs, the second time by reuse."""
import tensorflow as tf


def affine(x, units, scope):
    with tf.variable_scope(scope):
        w = tf.get_variable("w", [x.shape[-1].value, units])
        b = tf.get_variable("b", [units], initializer=tf.zeros_initializer())
        return tf.matmul(x, w) + b


def encoder(x, training, reuse=False):
    with tf.variable_scope("encoder", reuse=reuse):
        x = tf.nn.tanh(affine(x, 6, "h0"))
        x = tf.layers.batch_normalization(x, training=training, name="bn")
        x = tf.nn.relu(x)
        return tf.layers.dense(x, 3, name="out")
