"""A GAN whose optimizers choose their variables by name."""
import tensorflow as tf


class Generator(tf.keras.layers.Layer):
    def __init__(self, size, **kwargs):
        super().__init__(**kwargs)
        self.h = tf.keras.layers.Dense(8, activation=tf.nn.relu, name="h")
        self.out = tf.keras.layers.Dense(size, activation=tf.nn.tanh, name="out")

    def call(self, z):
        h = self.h(z)
        return self.out(h)


class Discriminator(tf.keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.h = tf.keras.layers.Dense(8, activation=tf.nn.leaky_relu, name="h")
        self.out = tf.keras.layers.Dense(1, name="out")

    def call(self, x):
        h = self.h(x)
        return self.out(h)


class Losses(tf.keras.layers.Layer):
    """Losses of both players, and the penalty on each player's own weights."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.discriminator = Discriminator()

    def build(self, real_shape):
        self.generator = Generator(real_shape[1])

    def call(self, real, z):
        fake = self.generator(z)
        real_logits = self.discriminator(real)
        fake_logits = self.discriminator(fake)
        d_loss = tf.reduce_mean(tf.nn.softplus(-real_logits)) + tf.reduce_mean(tf.nn.softplus(fake_logits))
        g_loss = tf.reduce_mean(tf.nn.softplus(-fake_logits))

        d_vars = self.discriminator.trainable_variables
        g_vars = self.generator.trainable_variables
        d_penalty = tf.add_n([tf.nn.l2_loss(v) for v in d_vars])
        g_penalty = tf.add_n([tf.nn.l2_loss(v) for v in g_vars])
        return d_loss + 0.01 * d_penalty, g_loss + 0.01 * g_penalty
