"""Embedded words, averaged."""
import tensorflow as tf


class Encoder(object):
    """The sentence as one vector, in `pooled`."""

    def __init__(self, ids, is_training, size, scope=None):
        with tf.variable_scope(scope, default_name="encoder"):
            table = tf.get_variable("words", [10, size])
            embedded = tf.gather(table, ids)
            if is_training:
                embedded = tf.nn.dropout(embedded, 0.9)
            self.pooled = tf.layers.dense(tf.reduce_mean(embedded, axis=1), size, tf.tanh, name="pooler")
