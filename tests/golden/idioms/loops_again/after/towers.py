"""Loops that enter one scope again and again, and loops that number what they make."""
import tensorflow as tf


class Tower(tf.keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.tower = tf.keras.layers.Dense(3)

    def call(self, x):
        return self.tower(x)


class Towers(tf.keras.layers.Layer):
    def __init__(self, count, **kwargs):
        super().__init__(**kwargs)
        self.count = count
        self.tower = Tower()

    def call(self, parts):
        out = []
        for i in range(self.count):
            # the first tower makes the weights
            out.append(self.tower(parts[i]))
        return out


class Residual(tf.keras.layers.Layer):
    def __init__(self, sizes=(4, 4), **kwargs):
        super().__init__(**kwargs)
        self.residual_dense = [
            tf.keras.layers.Dense(size, activation=tf.nn.relu)
            for size in sizes]
        self.residual_dense_1 = [tf.keras.layers.Dense(size) for size in sizes]

    def call(self, x):
        for residual_dense, residual_dense_1 in zip(self.residual_dense, self.residual_dense_1):
            h = residual_dense(x)
            x = x + residual_dense_1(h)
        return x
