"""Two towers of one weight, and a block whose layers are numbered in turn."""
import numpy as np
import tensorflow as tf

from towers import Residual, Towers


class ProbeLoopsAgain(tf.keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.residual = Residual()
        self.towers = Towers(2)

    def call(self,
             x=np.random.RandomState(11).standard_normal((4, 4)).astype("float32")):
        first, second = self.towers(tf.split(self.residual(x), 2))
        return {"first": first, "second": second}
