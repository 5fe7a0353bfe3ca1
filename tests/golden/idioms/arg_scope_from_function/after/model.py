"""A small classifier whose layers are configured by argument scopes."""

import tensorflow as tf


class Unit(tf.keras.layers.Layer):
    """A residual unit."""

    def __init__(self, depth, stride, name="unit", **kwargs):
        super().__init__(name=name, **kwargs)
        self.preact = tf.keras.layers.BatchNormalization(momentum=0.9, name="preact")
        self.shortcut = tf.keras.layers.Conv2D(
            depth, [1, 1], strides=stride, padding="same",
            kernel_initializer=tf.keras.initializers.HeNormal(),
            kernel_regularizer=tf.keras.regularizers.L2(0.0005), name="shortcut")
        self.conv1 = tf.keras.layers.Conv2D(
            depth, [3, 3], strides=stride, padding="same", use_bias=False,
            kernel_initializer=tf.keras.initializers.HeNormal(),
            kernel_regularizer=tf.keras.regularizers.L2(0.0005), name="conv1")
        self.conv1_bn = tf.keras.layers.BatchNormalization(momentum=0.9)
        self.conv2 = tf.keras.layers.Conv2D(
            depth, [3, 3], padding="same",
            kernel_initializer=tf.keras.initializers.HeNormal(),
            kernel_regularizer=tf.keras.regularizers.L2(0.0005), name="conv2")

    def call(self, inputs, is_training):
        preact = tf.nn.relu(self.preact(inputs, training=is_training))
        shortcut = self.shortcut(preact)
        residual = tf.nn.relu(self.conv1_bn(self.conv1(preact), training=is_training))
        residual = self.conv2(residual)
        return shortcut + residual


class Network(tf.keras.layers.Layer):
    """Logits, and the tensors on the way."""

    def __init__(self, num_classes, name="network", **kwargs):
        super().__init__(name=name, **kwargs)
        self.conv1 = tf.keras.layers.Conv2D(
            4, [3, 3], padding="same", use_bias=False,
            kernel_initializer=tf.keras.initializers.HeNormal(),
            kernel_regularizer=tf.keras.regularizers.L2(0.0005), name="conv1")
        self.conv1_bn = tf.keras.layers.BatchNormalization(momentum=0.9)
        self.max_pool = tf.keras.layers.MaxPooling2D(
            [2, 2], strides=2, padding='same', name="pool1")
        self.unit_1 = Unit(6, 2, name="unit_1")
        self.unit_2 = Unit(6, 1, name="unit_2")
        self.flatten = tf.keras.layers.Flatten()
        self.fc1 = tf.keras.layers.Dense(
            8, kernel_initializer=tf.keras.initializers.HeNormal(),
            kernel_regularizer=tf.keras.regularizers.L2(0.0005), activation=tf.nn.relu,
            name="fc1")
        self.logits = tf.keras.layers.Dense(
            num_classes, kernel_initializer=tf.keras.initializers.HeNormal(),
            kernel_regularizer=tf.keras.regularizers.L2(0.0005), name="logits")

    def call(self, images, is_training=True, keep_prob=0.5):
        end_points = {}
        net = tf.nn.relu(self.conv1_bn(self.conv1(images), training=is_training))
        end_points["conv1"] = net
        net = self.max_pool(net)
        net = self.unit_1(net, is_training=is_training)
        net = self.unit_2(net, is_training=is_training)
        end_points["units"] = net
        net = self.flatten(net)
        net = self.fc1(net)
        net = (tf.nn.dropout(net, 1 - keep_prob) if is_training else net)
        logits = self.logits(net)
        end_points["predictions"] = tf.nn.softmax(logits)
        return logits, end_points
