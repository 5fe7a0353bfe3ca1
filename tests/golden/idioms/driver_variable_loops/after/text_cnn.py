"""A text classifier with its own placeholders: convolutions of several widths above word vectors."""
import tensorflow as tf


class TextCNN(object):
    def __init__(self, length, classes, vocabulary, width, filter_sizes, filters):
        self.input_x = tf.compat.v1.placeholder(tf.int32, [None, length], name="input_x")
        self.keep_prob = tf.compat.v1.placeholder(tf.float32, name="keep_prob")

        with tf.name_scope("embedding"):
            self.W = tf.compat.v1.Variable(tf.random.uniform([vocabulary, width], -1.0, 1.0), name="W")
            words = tf.expand_dims(tf.nn.embedding_lookup(self.W, self.input_x), -1)

        pooled = []
        for filter_size in filter_sizes:
            with tf.name_scope("conv-%s" % filter_size):
                W = tf.compat.v1.Variable(tf.random.truncated_normal([filter_size, width, 1, filters], stddev=0.1), name="W")
                b = tf.compat.v1.Variable(tf.constant(0.1, shape=[filters]), name="b")
                conv = tf.nn.conv2d(words, W, strides=[1, 1, 1, 1], padding="VALID")
                pooled.append(tf.reduce_max(tf.nn.relu(tf.nn.bias_add(conv, b)), [1, 2]))

        features = tf.nn.dropout(tf.concat(pooled, 1), rate=1 - self.keep_prob)
        for name in ("topic", "tone"):
            with tf.compat.v1.variable_scope("output_%s" % name):
                w = tf.compat.v1.get_variable("w", [filters * len(filter_sizes), classes])
                setattr(self, name, tf.matmul(features, w))
        self.scores_layer = tf.keras.layers.Dense(classes, name="scores")
        self.scores = self.scores_layer(features)
