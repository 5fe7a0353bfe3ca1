"""A loss that pulls features to the centers of their classes, and moves the centers along."""
import tensorflow as tf


class CenterLoss(tf.keras.layers.Layer):
    """The loss, and the centers after they have moved."""

    def __init__(self, rate, classes, **kwargs):
        super().__init__(**kwargs)
        self.rate = rate
        self.classes = classes

    def build(self, features_shape):
        self.centers = self.add_weight(
            name="centers", shape=[self.classes, features_shape[1]],
            initializer=tf.keras.initializers.Constant(0.5), trainable=False)

    def call(self, features, labels):
        centers = self.centers
        labels = tf.reshape(labels, [-1])
        own = tf.gather(centers, labels)
        centers = tf.compat.v1.scatter_sub(centers.value, labels, (1 - self.rate) * (own - features))
        with tf.control_dependencies([centers]):
            loss = tf.reduce_mean(tf.square(features - own))
        return loss, centers


class Counted(tf.keras.layers.Layer):
    """How many rows came by."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.rows = self.add_weight(
            name="rows", shape=[], initializer=tf.keras.initializers.Zeros(),
            trainable=False)

    def call(self, features):
        return self.rows.assign_add(tf.cast(tf.shape(features)[0], tf.float32))
