"""A variational autoencoder whose parts are templates."""
import tensorflow as tf


def lrelu(x):
    return tf.maximum(x, 0.02 * x)


class VAE(tf.keras.layers.Layer):
    """Encoder and decoder on vectors."""

    def __init__(self, arch, is_training=False, **kwargs):
        super().__init__(**kwargs)
        self.arch = arch
        self.is_training = is_training

        self.generate = self.decode
        self.encoder_dense = [
            tf.keras.layers.Dense(units, activation=lrelu)
            for units in self.arch["hidden"]]
        self.mean = tf.keras.layers.Dense(self.arch["z"], name="mean")
        self.log_var = tf.keras.layers.Dense(self.arch["z"], name="log_var")
        self.decoder_dense = [
            tf.keras.layers.Dense(units, activation=lrelu)
            for units in reversed(self.arch["hidden"])]
        self.out = tf.keras.layers.Dense(self.arch["x"], name="out")

    def _encoder(self, x, is_training):
        for encoder_dense in self.encoder_dense:
            x = encoder_dense(x)
        mean = self.mean(x)
        log_var = self.log_var(x)
        return mean, log_var

    def _decoder(self, z, scale=1.0):
        for decoder_dense in self.decoder_dense:
            z = decoder_dense(z)
        return scale * self.out(z)

    def loss(self, x):
        mean, log_var = self._encoder(x, self.is_training)
        again = self._decoder(mean, scale=0.5)
        kl = 0.5 * tf.reduce_mean(tf.exp(log_var) + tf.square(mean) - 1.0 - log_var)
        return tf.reduce_mean(tf.square(again - x)) + kl

    def encode(self, x):
        mean, _ = self._encoder(
            x,
            is_training=False,
        )
        return mean

    def decode(self, z):
        return self._decoder(z, scale=0.5)
