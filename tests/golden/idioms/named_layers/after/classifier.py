"""Image classifier with named layers."""
import tensorflow as tf


class Logits(tf.keras.layers.Layer):
    """Class scores of a batch of images."""

    def __init__(self, classes, **kwargs):
        super().__init__(**kwargs)
        self.conv1 = tf.keras.layers.Conv2D(
            4, [3, 3], padding="same", activation=tf.nn.relu,
            kernel_initializer=tf.keras.initializers.TruncatedNormal(stddev=0.05),
            name="conv1")
        self.max_pool = tf.keras.layers.MaxPooling2D([2, 2], strides=2)
        self.conv2 = tf.keras.layers.Conv2D(
            6, [3, 3], padding="same", use_bias=False, name="conv2")
        self.bn2 = tf.keras.layers.BatchNormalization(momentum=0.9, name="bn2")
        self.flatten = tf.keras.layers.Flatten(name="flat")
        self.fc1 = tf.keras.layers.Dense(8, activation=tf.nn.relu, name="fc1")
        self.dropout = tf.keras.layers.Dropout(0.5, name="drop")
        self.scores = tf.keras.layers.Dense(classes, name="scores")

    def call(self, images, training=False):
        net = self.conv1(images)
        net = self.max_pool(net)
        net = self.conv2(net)
        net = self.bn2(net, training=training)
        net = tf.nn.relu(net)
        net = self.flatten(net)
        net = self.fc1(net)
        net = self.dropout(net, training=False)
        return self.scores(net)
