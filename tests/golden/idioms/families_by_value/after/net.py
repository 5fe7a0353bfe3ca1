import tensorflow as tf


class Towers(tf.keras.layers.Layer):
    """One tower for each size of the filters."""

    def __init__(self, sizes, width, **kwargs):
        super().__init__(**kwargs)
        self.sizes = sizes
        self.conv1d = [
            tf.keras.layers.Conv1D(width, size, activation=tf.nn.relu)
            for i, size in enumerate(sizes)]
        self.scores = tf.keras.layers.Dense(2, name="scores")

    def call(self, x):
        pooled = []
        for i, size in enumerate(self.sizes):
            h = self.conv1d[i](x)
            pooled.append(tf.reduce_max(h, 1))
        return self.scores(tf.concat(pooled, 1))


class Classifier(object):
    """Scores for sentences of embedded words."""

    def __init__(self, length, width, filter_sizes, filters):
        self.filter_sizes = filter_sizes
        self.x = tf.compat.v1.placeholder(tf.float32, [None, length, width, 1], name="x")
        pooled_outputs = []
        self.conv = [
            tf.keras.layers.Conv2D(filters, [filter_size, width], name="conv")
            for i, filter_size in enumerate(filter_sizes)]
        self.output_layer = tf.keras.layers.Dense(2)
        for i, filter_size in enumerate(filter_sizes):
            conv = self.conv[i](self.x)
            pooled = tf.nn.max_pool2d(tf.nn.relu(conv), [1, length - filter_size + 1, 1, 1], [1, 1, 1, 1], "VALID")
            pooled_outputs.append(pooled)
        flat = tf.reshape(tf.concat(pooled_outputs, 3), [-1, filters * len(filter_sizes)])
        self.scores = self.output_layer(flat)
