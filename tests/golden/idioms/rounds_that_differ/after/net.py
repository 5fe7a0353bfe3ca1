import tensorflow as tf


class Block(tf.keras.layers.Layer):
    """A residual block; the first one of a stack changes the width."""

    def __init__(self, width, stride, first=False, **kwargs):
        super().__init__(**kwargs)
        self.first = first
        self.conv_a = tf.keras.layers.Conv2D(
            width, 3, strides=stride if first else 1, padding="same", name="conv_a")
        self.conv_b = tf.keras.layers.Conv2D(width, 3, padding="same", name="conv_b")
        if first:
            self.shortcut = tf.keras.layers.Conv2D(
                width, 1, strides=stride, name="shortcut")

    def call(self, x):
        h = self.conv_a(x)
        h = self.conv_b(tf.nn.relu(h))
        if self.first:
            x = self.shortcut(x)
        return x + h


class Stack(tf.keras.layers.Layer):
    def __init__(self, width, blocks, stride=2, **kwargs):
        super().__init__(**kwargs)
        self.blocks = blocks
        self.block = [
            Block(width, stride, first=True) if i == 0 else Block(width, stride)
            for i in range(blocks)]

    def call(self, x):
        for i in range(self.blocks):
            if i == 0:
                x = self.block[i](x)
            else:
                x = self.block[i](x)
        return x


class Mixed(tf.keras.layers.Layer):
    """Other layers under numbered scopes."""

    def __init__(self, layers, **kwargs):
        super().__init__(**kwargs)
        self.layers = layers
        self.conv = [
            tf.keras.layers.Conv2D(4, 3, padding="same", name="conv") if i % 2 == 0 else None
            for i in range(layers)]
        self.deconv = [
            tf.keras.layers.Conv2DTranspose(4, 3, padding="same", name="deconv") if i % 2 != 0 else None
            for i in range(layers)]

    def call(self, x):
        for i in range(self.layers):
            if i % 2 == 0:
                x = self.conv[i](x)
            else:
                x = self.deconv[i](x)
            x = tf.nn.relu(x)
        return x


class Scaled(tf.keras.layers.Layer):
    def __init__(self, width, **kwargs):
        super().__init__(**kwargs)
        self.gain = self.add_weight(
            name="gain", shape=[width], initializer=tf.keras.initializers.Ones())

    def call(self, x):
        return x * self.gain


class Gained(tf.keras.layers.Layer):
    """A gain between the steps."""

    def __init__(self, width, steps, **kwargs):
        super().__init__(**kwargs)
        self.steps = steps
        self.scaled = [Scaled(width) if i < steps - 1 else None for i in range(steps)]

    def call(self, x):
        for i in range(self.steps):
            x = tf.nn.tanh(x)
            if i < self.steps - 1:
                x = self.scaled[i](x)
        return x
