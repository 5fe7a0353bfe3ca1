"""A variational autoencoder whose layers stand in loops of its methods."""
import tensorflow as tf


def lrelu(x):
    return tf.maximum(x, 0.02 * x)


class VAE(object):
    """Encoder and decoder on vectors."""

    def __init__(self, arch, is_training=False):
        self.arch = arch
        self.is_training = is_training

    def _encoder(self, x, is_training):
        for units in self.arch["hidden"]:
            x = tf.layers.dense(x, units, activation=lrelu)
        mean = tf.layers.dense(x, self.arch["z"], name="mean")
        log_var = tf.layers.dense(x, self.arch["z"], name="log_var")
        return mean, log_var

    def _decoder(self, z):
        for units in reversed(self.arch["hidden"]):
            z = tf.layers.dense(z, units, activation=lrelu)
        return tf.layers.dense(z, self.arch["x"], name="out")

    def loss(self, x):
        with tf.variable_scope("Encoder", reuse=tf.AUTO_REUSE):
            mean, log_var = self._encoder(x, self.is_training)
        with tf.variable_scope("Decoder", reuse=tf.AUTO_REUSE):
            again = self._decoder(mean)
        kl = 0.5 * tf.reduce_mean(tf.exp(log_var) + tf.square(mean) - 1.0 - log_var)
        return tf.reduce_mean(tf.square(again - x)) + kl

    def encode(self, x):
        with tf.variable_scope("Encoder", reuse=tf.AUTO_REUSE):
            mean, _ = self._encoder(x, self.is_training)
        return mean

    def decode(self, z):
        with tf.variable_scope("Decoder", reuse=tf.AUTO_REUSE):
            return self._decoder(z)
