"""Attention over two sequences with one set of weights."""
import numpy as np
import tensorflow as tf

from attention import Attention


class ProbeClosures(tf.keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.attention = Attention(5, name="attention")

    def call(self,
             x=np.random.RandomState(1).standard_normal((2, 4, 3)).astype("float32"),
             y=np.random.RandomState(2).standard_normal((2, 6, 3)).astype("float32")):
        return {"x": self.attention(x), "y": self.attention(y)}
