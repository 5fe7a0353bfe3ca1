"""Convolutional autoencoder made of layers without names."""
import tensorflow as tf


class Encode(tf.keras.layers.Layer):
    """Images [batch, 8, 8, channels] to codes [batch, 5]."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.conv2d = tf.keras.layers.Conv2D(4, 3, strides=2, padding="same")
        self.batch_normalization = tf.keras.layers.BatchNormalization()
        self.conv2d_1 = tf.keras.layers.Conv2D(6, 3, strides=2, padding="same")
        self.batch_normalization_1 = tf.keras.layers.BatchNormalization()
        self.flatten = tf.keras.layers.Flatten()
        self.dropout = tf.keras.layers.Dropout(0.4)
        self.dense = tf.keras.layers.Dense(5)

    def call(self, images, is_training):
        net = self.conv2d(images)
        net = self.batch_normalization(net, training=is_training)
        net = tf.nn.relu(net)
        net = self.conv2d_1(net)
        net = self.batch_normalization_1(net, training=is_training)
        net = tf.nn.relu(net)
        net = self.flatten(net)
        net = self.dropout(net, training=False)
        return self.dense(net)


class Decode(tf.keras.layers.Layer):
    """Codes back to images."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.dense = tf.keras.layers.Dense(2 * 2 * 6, activation=tf.nn.relu)
        self.conv2d_transpose = tf.keras.layers.Conv2DTranspose(
            4, 3, strides=2, padding="same")
        self.batch_normalization = tf.keras.layers.BatchNormalization()
        self.conv2d_transpose_1 = tf.keras.layers.Conv2DTranspose(
            1, 3, strides=2, padding="same", activation=tf.nn.tanh)

    def call(self, code, is_training):
        net = self.dense(code)
        net = tf.reshape(net, [-1, 2, 2, 6])
        net = self.conv2d_transpose(net)
        net = tf.nn.relu(self.batch_normalization(net, training=is_training))
        return self.conv2d_transpose_1(net)
