"""A variational autoencoder whose parts are templates."""
import tensorflow as tf


def lrelu(x):
    return tf.maximum(x, 0.02 * x)


class VAE(object):
    """Encoder and decoder on vectors."""

    def __init__(self, arch, is_training=False):
        self.arch = arch
        self.is_training = is_training

        self._encode = tf.make_template(
            "Encoder",
            self._encoder)

        self._decode = tf.make_template("Decoder", self._decoder, scale=0.5)  # used twice

        self.generate = self.decode

    def _encoder(self, x, is_training):
        for units in self.arch["hidden"]:
            x = tf.layers.dense(x, units, activation=lrelu)
        mean = tf.layers.dense(x, self.arch["z"], name="mean")
        log_var = tf.layers.dense(x, self.arch["z"], name="log_var")
        return mean, log_var

    def _decoder(self, z, scale=1.0):
        for units in reversed(self.arch["hidden"]):
            z = tf.layers.dense(z, units, activation=lrelu)
        return scale * tf.layers.dense(z, self.arch["x"], name="out")

    def loss(self, x):
        mean, log_var = self._encode(x, self.is_training)
        again = self._decode(mean)
        kl = 0.5 * tf.reduce_mean(tf.exp(log_var) + tf.square(mean) - 1.0 - log_var)
        return tf.reduce_mean(tf.square(again - x)) + kl

    def encode(self, x):
        mean, _ = self._encode(
            x,
            is_training=False,
        )
        return mean

    def decode(self, z):
        return self._decode(z)
