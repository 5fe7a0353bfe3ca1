"""Layers as objects: made once, called for each branch, named by the scope of their first call."""
import tensorflow as tf


class Encoder(tf.keras.layers.Layer):
    def __init__(self, sizes, depth, normalize=True, **kwargs):
        super().__init__(**kwargs)
        self.convs = []
        for _ in range(depth):
            self.convs.append(tf.keras.layers.Conv2D(4, 3, padding="same", name="conv"))
        self.norm = tf.keras.layers.BatchNormalization() if normalize else None
        self.hidden = [tf.keras.layers.Dense(size, activation=tf.nn.relu) for size in sizes]
        self.last = tf.keras.layers.Dense(3)
        self.first = tf.keras.layers.Dense(5)  # called before the others: TensorFlow calls it `dense`
        self.flatten = tf.keras.layers.Flatten()

    def call(self, x, is_training):
        for conv in self.convs:
            x = tf.nn.relu(conv(x))
        if self.norm is not None:
            x = self.norm(x, training=is_training)
        x = self.first(self.flatten(x))
        for dense in self.hidden:
            x = dense(x)
        return self.last(x)


class Difference(tf.keras.layers.Layer):
    """Two branches through objects that a function makes."""

    def __init__(self, width, **kwargs):
        super().__init__(**kwargs)
        self.inner = tf.keras.layers.Dense(
            width, kernel_initializer=tf.keras.initializers.RandomNormal(stddev=0.1),
            name="inner")
        self.drop = tf.keras.layers.Dropout(0.5)
        self.dense = tf.keras.layers.Dense(width, use_bias=False)

    def call(self, x, y):
        return self.drop(self.inner(x), training=False) - self.drop(self.inner(y), training=False) + self.dense(x)


class Penalized(tf.keras.layers.Layer):
    """Builds its graph in the constructor."""

    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.square = tf.keras.layers.Dense(units)

    def call(self, x):
        self.out = twice(self.square, x)
        self.penalty = tf.nn.l2_loss(self.square.kernel)
        return self


def twice(layer, x):
    return layer(layer(x))
