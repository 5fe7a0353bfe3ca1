"""A GAN whose optimizers choose their variables by name."""
import tensorflow as tf


def generator(z, size):
    with tf.variable_scope("g_net"):
        h = tf.layers.dense(z, 8, activation=tf.nn.relu, name="h")
        return tf.layers.dense(h, size, activation=tf.nn.tanh, name="out")


def discriminator(x, reuse=False):
    with tf.variable_scope("d_net", reuse=reuse):
        h = tf.layers.dense(x, 8, activation=tf.nn.leaky_relu, name="h")
        return tf.layers.dense(h, 1, name="out")


def losses(real, z):
    """Losses of both players, and the penalty on each player's own weights."""
    fake = generator(z, int(real.shape[1]))
    real_logits = discriminator(real)
    fake_logits = discriminator(fake, reuse=True)
    d_loss = tf.reduce_mean(tf.nn.softplus(-real_logits)) + tf.reduce_mean(tf.nn.softplus(fake_logits))
    g_loss = tf.reduce_mean(tf.nn.softplus(-fake_logits))

    t_vars = tf.trainable_variables()
    d_vars = [v for v in t_vars if "d_" in v.name]
    g_vars = [v for v in t_vars if "g_" in v.name]
    d_penalty = tf.add_n([tf.nn.l2_loss(v) for v in d_vars])
    g_penalty = tf.add_n([tf.nn.l2_loss(v) for v in g_vars])
    return d_loss + 0.01 * d_penalty, g_loss + 0.01 * g_penalty
