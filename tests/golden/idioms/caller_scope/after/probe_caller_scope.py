"""The driver opens the outermost scope itself."""
import numpy as np
import tensorflow as tf

from mlp import Tower


class ProbeCallerScope(tf.keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.tower = Tower()

    def call(self,
             x=np.random.RandomState(1).standard_normal((4, 5)).astype("float32"),
             y=np.random.RandomState(2).standard_normal((4, 5)).astype("float32")):
        first = self.tower(x)
        second = self.tower(y)
        return {"first": first, "second": second}
