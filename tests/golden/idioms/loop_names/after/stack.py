"""Scopes with formatted names inside loops: %, str.format and f-strings."""
import tensorflow as tf


class Affine(tf.keras.layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def build(self, x_shape):
        self.w = self.add_weight(name="w", shape=[x_shape[1], self.units])

    def call(self, x):
        return tf.matmul(x, self.w)


class Encoder(tf.keras.layers.Layer):
    """`depth` affine layers, each followed by a normalization."""

    def __init__(self, width, depth, **kwargs):
        super().__init__(**kwargs)
        self.depth = depth
        self.h = [Affine(width, name="h%d" % i) for i in range(depth)]
        self.bn = [
            tf.keras.layers.BatchNormalization(name="bn%d" % i)
            for i in range(depth)]
        self.out = tf.keras.layers.Dense(2, name="out")

    def call(self, x, is_training):
        for i in range(self.depth):
            x = self.h[i](x)
            x = self.bn[i](x, training=is_training)
        return self.out(x)


class Ladder(tf.keras.layers.Layer):
    """One layer per entry of `widths`."""

    def __init__(self, widths, **kwargs):
        super().__init__(**kwargs)
        self.widths = widths
        self.fc = [
            tf.keras.layers.Dense(width, activation=tf.nn.relu, name="fc")
            for i, width in enumerate(widths)]

    def call(self, x):
        for i, width in enumerate(self.widths):
            x = self.fc[i](x)
        return x


class Heads(tf.keras.layers.Layer):
    """`count` separate projections of `x`, side by side."""

    def __init__(self, count, **kwargs):
        super().__init__(**kwargs)
        self.count = count
        self.project = [Affine(2, name="project") for number in range(count)]

    def call(self, x):
        outputs = []
        for number in range(self.count):
            outputs.append(tf.nn.tanh(self.project[number](x)))
        return tf.concat(outputs, axis=-1)
