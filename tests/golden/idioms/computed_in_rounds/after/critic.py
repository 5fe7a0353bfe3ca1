"""A critic whose layers' sizes are computed on the way."""
import tensorflow as tf


class Block(tf.keras.layers.Layer):
    def __init__(self, units, stride, **kwargs):
        super().__init__(**kwargs)
        self.block = tf.keras.layers.Conv1D(units, 3, strides=stride, padding="same")

    def call(self, x):
        return self.block(x)


class Critic(tf.keras.layers.Layer):
    def __init__(self, width, depth=3, **kwargs):
        super().__init__(**kwargs)
        self.depth = depth
        self.block = [
            Block(width * min(2 ** i, 4), 1 if i == depth - 1 else 2)
            for i in range(depth)]
        self.mix = [
            tf.keras.layers.Conv1D((width * min(2 ** i, 4)) + 1, 1, name="mix%d" % i)
            for i in range(depth)]
        self.score = tf.keras.layers.Conv1D(1, 1, name="score")

    def call(self, x):
        for i in range(self.depth):
            x = tf.nn.relu(self.block[i](x))
            x = self.mix[i](x)
        return self.score(x)
