"""Every stack is applied to both inputs."""
import numpy as np
import tensorflow as tf

from stack import Encoder, Heads, Ladder


class ProbeLoopNames(tf.keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.encoder = Encoder(6, 2)
        self.ladder = Ladder([4, 3, 4])
        self.heads = Heads(3)

    def call(self,
             a=np.random.RandomState(1).standard_normal((4, 5)).astype("float32"),
             b=np.random.RandomState(2).standard_normal((4, 5)).astype("float32")):
        left = self.encoder(a, is_training=True)
        right = self.encoder(b, is_training=True)
        up = self.ladder(a)
        down = self.ladder(b)
        many = self.heads(a)
        again = self.heads(b)
        return {"left": left, "right": right, "up": up, "down": down, "many": many, "again": again}
