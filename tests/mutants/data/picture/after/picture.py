"""Two image towers and a decoder: the layer arguments that a migration gets wrong."""
import tensorflow as tf


class Tower(tf.keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.conv1 = tf.keras.layers.Conv2D(
            4, 3, strides=2, padding="same", kernel_regularizer=tf.keras.regularizers.L2(0.1 / 2), name="conv1")
        self.conv2 = tf.keras.layers.Conv2D(4, 3, padding="same", activation=tf.nn.relu, name="conv2")
        self.bn = tf.keras.layers.BatchNormalization(epsilon=1e-5, momentum=0.9, name="bn")
        self.drop = tf.keras.layers.Dropout(0.25)
        self.code = tf.keras.layers.Dense(5, activation=tf.nn.tanh, name="code")

    def call(self, images, training=False):
        x = self.conv1(images)
        x = tf.nn.leaky_relu(x, alpha=0.2)
        x = self.conv2(x)
        x = self.bn(x, training=training)
        x = self.drop(x, training=training)
        return self.code(tf.reduce_mean(x, [1, 2]))


class Decoder(tf.keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.grow = tf.keras.layers.Dense(3 * 3 * 2, name="grow")
        self.up = tf.keras.layers.Conv2DTranspose(3, 4, strides=2, padding="same", name="up")

    def call(self, code):
        x = tf.reshape(self.grow(code), [-1, 3, 3, 2])
        x = tf.compat.v1.image.resize_bilinear(x, [6, 6])
        x = self.up(x)
        return tf.sigmoid(x)
