"""A network whose argument scopes reach layers of the functions that it calls."""

import numpy as np
import tensorflow as tf


def images(seed):
    return np.random.RandomState(seed).uniform(-1, 1, (4, 9, 9, 3)).astype("float32")


class Squeeze(tf.keras.layers.Layer):
    def __init__(self, width, weight_decay, **kwargs):
        super().__init__(**kwargs)
        self.squeeze = tf.keras.layers.Conv2D(
            width, [1, 1],
            kernel_regularizer=tf.keras.regularizers.L2(weight_decay / 2),
            activation=tf.nn.tanh, name="squeeze")

    def call(self, x):
        return self.squeeze(x)


class Fire(tf.keras.layers.Layer):
    def __init__(self, squeezed, expanded, weight_decay, **kwargs):
        super().__init__(**kwargs)
        self.squeeze = Squeeze(squeezed, weight_decay=weight_decay)
        self.expand = tf.keras.layers.Conv2D(
            expanded, [3, 3],
            kernel_regularizer=tf.keras.regularizers.L2(weight_decay / 2),
            activation=tf.nn.tanh, name="expand")
        self.batch_norm = tf.keras.layers.BatchNormalization(momentum=0.9, scale=False)

    def call(self, x, is_training):
        x = self.squeeze(x)
        x = self.expand(x)
        return self.batch_norm(x, training=is_training)


class Network(tf.keras.layers.Layer):
    def __init__(self, weight_decay=0.001, **kwargs):
        super().__init__(**kwargs)
        self.fire1 = Fire(2, 4, weight_decay=weight_decay, name="fire1")
        self.fire2 = Fire(3, 5, weight_decay=weight_decay, name="fire2")
        self.logits = tf.keras.layers.Conv2D(
            2, [1, 1], kernel_regularizer=tf.keras.regularizers.L2(weight_decay / 2),
            name="logits")

    def call(self, x, is_training):
        x = self.fire1(x, is_training=is_training)
        x = self.fire2(x, is_training=is_training)
        x = self.logits(x)
        return tf.reduce_mean(x, [1, 2])


class ProbeArgScopeAroundCalls(tf.keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.network = Network()

    def call(self, train_images=images(1), eval_images=images(2)):
        return {
            "train": self.network(train_images, is_training=True),
            "eval": self.network(eval_images, is_training=False),
        }
