"""Convolutional autoencoder made of layers without names."""
import tensorflow as tf


def encode(images, is_training, reuse=False):
    """Images [batch, 8, 8, channels] to codes [batch, 5]."""
    with tf.variable_scope("encode", reuse=reuse):
        net = tf.layers.conv2d(images, 4, 3, strides=2, padding="same")
        net = tf.layers.batch_normalization(net, training=is_training)
        net = tf.nn.relu(net)
        net = tf.layers.conv2d(net, 6, 3, strides=2, padding="same")
        net = tf.layers.batch_normalization(net, training=is_training)
        net = tf.nn.relu(net)
        net = tf.layers.flatten(net)
        net = tf.layers.dropout(net, 0.4, training=False)
        return tf.layers.dense(net, 5)


def decode(code, is_training, reuse=False):
    """Codes back to images."""
    with tf.variable_scope("decode", reuse=reuse):
        net = tf.layers.dense(code, 2 * 2 * 6, activation=tf.nn.relu)
        net = tf.reshape(net, [-1, 2, 2, 6])
        net = tf.layers.conv2d_transpose(net, 4, 3, strides=2, padding="same")
        net = tf.nn.relu(tf.layers.batch_normalization(net, training=is_training))
        return tf.layers.conv2d_transpose(net, 1, 3, strides=2, padding="same", activation=tf.nn.tanh)
