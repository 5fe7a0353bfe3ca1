"""Two networks and their critics. The losses are given the critic that they are about."""
import tensorflow as tf


class Generator(object):
    def __init__(self, name, width):
        self.name = name
        self.width = width
        self.reuse = False

    def __call__(self, x):
        with tf.variable_scope(self.name, reuse=self.reuse):
            h = tf.layers.dense(x, self.width, tf.nn.relu, name="hidden")
            y = tf.layers.dense(h, 2, name="out")
        self.reuse = True
        return y


class Critic(object):
    def __init__(self, name, width):
        self.name = name
        self.width = width
        self.reuse = False

    def __call__(self, x):
        with tf.variable_scope(self.name, reuse=self.reuse):
            h = tf.layers.dense(x, self.width, tf.nn.leaky_relu, name="hidden")
            score = tf.layers.dense(h, 1, name="score")
        self.reuse = True
        return score


class CycleGAN(object):
    def __init__(self, width=4, factor=10.0):
        self.factor = factor
        self.G = Generator("G", width)
        self.D_Y = Critic("D_Y", width)
        self.F = Generator("F", width)
        self.D_X = Critic("D_X", width)

    def losses(self, x, y):
        cycle_loss = self.cycle_consistency_loss(self.G, self.F, x, y)

        # X -> Y
        fake_y = self.G(x)
        G_loss = self.generator_loss(self.D_Y, fake_y) + cycle_loss
        D_Y_loss = self.critic_loss(self.D_Y, y, fake_y)

        # Y -> X
        fake_x = self.F(y)
        F_loss = self.generator_loss(self.D_X, fake_x) + cycle_loss
        D_X_loss = self.critic_loss(self.D_X, x, fake_x)
        return G_loss, D_Y_loss, F_loss, D_X_loss

    def critic_loss(self, D, y, fake_y):
        """What the critic D gets wrong."""
        error_real = tf.reduce_mean(tf.squared_difference(D(y), 0.9))
        error_fake = tf.reduce_mean(tf.square(D(fake_y)))
        return (error_real + error_fake) / 2

    def generator_loss(self, D, fake_y):
        return tf.reduce_mean(tf.squared_difference(D(fake_y), 0.9))

    def cycle_consistency_loss(self, G, F, x, y):
        forward = tf.reduce_mean(tf.abs(F(G(x)) - x))
        backward = tf.reduce_mean(tf.abs(G(F(y)) - y))
        return self.factor * (forward + backward)
