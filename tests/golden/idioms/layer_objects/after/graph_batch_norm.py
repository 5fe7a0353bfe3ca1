"""Batch normalization for programs that still run sessions."""

import tensorflow as tf


class GraphBatchNormalization(tf.keras.layers.BatchNormalization):
    """Updates its moving statistics in a TensorFlow 1 graph, too.

    There Keras builds the updates as operations that no session run asks for. Inside a function they run with the
    output. Drop this class when the last session is gone.
    """

    def call(self, inputs, training=None, mask=None):
        plain = super().call
        if tf.is_tensor(training):
            return tf.cond(
                tf.cast(training, tf.bool),
                lambda: self.call(inputs, training=True, mask=mask),
                lambda: plain(inputs, training=False, mask=mask),
            )
        if tf.executing_eagerly() or not training:
            return plain(inputs, training=training, mask=mask)
        update = tf.function(plain, autograph=False)
        return update(inputs, training=training, mask=mask)
