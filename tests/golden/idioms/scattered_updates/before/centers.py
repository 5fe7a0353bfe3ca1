"""A loss that pulls features to the centers of their classes, and moves the centers along."""
import tensorflow as tf


def center_loss(features, labels, rate, classes):
    """The loss, and the centers after they have moved."""
    size = features.get_shape()[1]
    centers = tf.get_variable(
        "centers", [classes, size], dtype=tf.float32, initializer=tf.constant_initializer(0.5), trainable=False)
    labels = tf.reshape(labels, [-1])
    own = tf.gather(centers, labels)
    centers = tf.scatter_sub(centers, labels, (1 - rate) * (own - features))
    with tf.control_dependencies([centers]):
        loss = tf.reduce_mean(tf.square(features - own))
    return loss, centers


def counted(features):
    """How many rows came by."""
    rows = tf.get_variable("rows", [], initializer=tf.zeros_initializer(), trainable=False)
    return tf.assign_add(rows, tf.cast(tf.shape(features)[0], tf.float32), use_locking=True)
