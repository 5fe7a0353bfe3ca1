"""Batch normalization for programs that still run sessions."""

import tensorflow as tf


class GraphBatchNormalization(tf.keras.layers.BatchNormalization):
    """Updates its moving statistics in a TensorFlow 1 graph, too.

    There Keras builds the updates as operations that no session run asks for. Inside a function they run with the
    output. Drop this class when the last session is gone.
    """

    def call(self, inputs, training=None, mask=None):
        if tf.executing_eagerly() or not training:
            return super().call(inputs, training=training, mask=mask)
        update = tf.function(super().call, autograph=False)
        return update(inputs, training=training, mask=mask)
