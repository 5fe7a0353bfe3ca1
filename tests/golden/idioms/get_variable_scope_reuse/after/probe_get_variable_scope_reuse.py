"""Two batches of images, one set of convolutions."""
import numpy as np
import tensorflow as tf

import model


class ProbeGetVariableScopeReuse(tf.keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.compare = model.Compare()

    def call(self,
             left=np.random.RandomState(1).uniform(0, 1, (2, 6, 6, 2)).astype("float32"),
             right=np.random.RandomState(2).uniform(0, 1, (2, 6, 6, 2)).astype("float32")):
        a, difference = self.compare(left, right)
        return {"a": a, "difference": difference}
