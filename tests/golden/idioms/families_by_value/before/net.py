import tensorflow as tf


def towers(x, sizes, width):
    """One tower for each size of the filters."""
    pooled = []
    for i, size in enumerate(sizes):
        with tf.variable_scope("tower-%s" % size):
            h = tf.layers.conv1d(x, width, size, activation=tf.nn.relu)
            pooled.append(tf.reduce_max(h, 1))
    return tf.layers.dense(tf.concat(pooled, 1), 2, name="scores")


class Classifier(object):
    """Scores for sentences of embedded words."""

    def __init__(self, length, width, filter_sizes, filters):
        self.x = tf.placeholder(tf.float32, [None, length, width, 1], name="x")
        pooled_outputs = []
        for i, filter_size in enumerate(filter_sizes):
            with tf.variable_scope("conv-maxpool-%s" % filter_size):
                conv = tf.layers.conv2d(self.x, filters, [filter_size, width], name="conv")
                pooled = tf.nn.max_pool(tf.nn.relu(conv), [1, length - filter_size + 1, 1, 1], [1, 1, 1, 1], "VALID")
                pooled_outputs.append(pooled)
        flat = tf.reshape(tf.concat(pooled_outputs, 3), [-1, filters * len(filter_sizes)])
        with tf.variable_scope("output"):
            self.scores = tf.layers.dense(flat, 2)
