"""The second projection is applied to the result of the first."""
import numpy as np
import tensorflow as tf

from nested import Nested


class ProbeCapturedScope(tf.keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.nested = Nested()

    def call(self,
             x=np.random.RandomState(1).standard_normal((4, 5)).astype("float32")):
        first, second = self.nested(x)
        return {"first": first, "second": second}
