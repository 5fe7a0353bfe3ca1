"""Embedded words, averaged."""
import tensorflow as tf


class Encoder(tf.keras.layers.Layer):
    """The sentence as one vector, in `pooled`."""

    def __init__(self, is_training, size, name="encoder", **kwargs):
        super().__init__(name=name, **kwargs)
        self.is_training = is_training
        self.words = self.add_weight(name="words", shape=[10, size])
        self.pooler = tf.keras.layers.Dense(size, activation=tf.tanh, name="pooler")

    def call(self, ids):
        embedded = tf.gather(self.words, ids)
        if self.is_training:
            embedded = tf.nn.dropout(embedded, rate=0.1)
        self.pooled = self.pooler(tf.reduce_mean(embedded, axis=1))
        return self
