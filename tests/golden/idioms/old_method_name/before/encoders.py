"""Two ways to encode a batch, with one method name."""
import tensorflow as tf


class Encoder(object):
    """A dense encoder."""

    def __init__(self, units):
        self.units = units

    def encode(self, x, scale=1.0):
        with tf.variable_scope("encoder", reuse=tf.AUTO_REUSE):
            return scale * tf.layers.dense(x, self.units, name="codes")


class Identity(object):
    """Codes that are the batch itself."""

    def encode(self, x, scale=1.0):
        return scale * x
