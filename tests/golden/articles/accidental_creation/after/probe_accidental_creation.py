"""Two towers with two matrices, as TensorFlow 1 builds them."""
import numpy as np
import tensorflow as tf

from towers import Towers


class ProbeAccidentalCreation(tf.keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.towers = Towers()

    def call(self,
             left=np.random.RandomState(1).standard_normal((4, 5)).astype("float32"),
             right=np.random.RandomState(2).standard_normal((4, 5)).astype("float32")):
        a, b = self.towers(left, right)
        return {"a": a, "b": b}
