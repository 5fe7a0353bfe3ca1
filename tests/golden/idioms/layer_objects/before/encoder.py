"""Layers as objects: made once, called for each branch, named by the scope of their first call."""
import tensorflow as tf


class Encoder(object):
    def __init__(self, sizes, depth, normalize=True):
        self.convs = []
        for _ in range(depth):
            self.convs.append(tf.layers.Conv2D(4, 3, padding="same", name="conv"))
        self.norm = tf.layers.BatchNormalization() if normalize else None
        self.hidden = [tf.layers.Dense(size, activation=tf.nn.relu) for size in sizes]
        self.last = tf.layers.Dense(3)
        self.first = tf.layers.Dense(5)  # called before the others: TensorFlow calls it `dense`

    def __call__(self, x, is_training):
        with tf.variable_scope("encoder", reuse=tf.AUTO_REUSE):
            for conv in self.convs:
                x = tf.nn.relu(conv(x))
            if self.norm is not None:
                x = self.norm(x, is_training)
            x = self.first.apply(tf.layers.flatten(x))
            for dense in self.hidden:
                x = dense(x)
            return self.last(x)


def difference(x, y, width):
    """Two branches through objects that a function makes."""
    with tf.variable_scope("difference"):
        inner = tf.layers.Dense(width, kernel_initializer=tf.random_normal_initializer(stddev=0.1), name="inner")
        drop = tf.layers.Dropout(0.5)
        return drop(inner(x)) - drop(inner(y)) + tf.layers.Dense(width, use_bias=False)(x)


class Penalized(object):
    """Builds its graph in the constructor."""

    def __init__(self, x, units):
        self.square = tf.layers.Dense(units)
        self.out = twice(self.square, x)
        self.penalty = tf.nn.l2_loss(self.square.kernel)


def twice(layer, x):
    return layer(layer(x))
