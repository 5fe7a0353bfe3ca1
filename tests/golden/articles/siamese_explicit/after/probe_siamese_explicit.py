"""Both branches and the distance between them."""
import numpy as np
import tensorflow as tf

from siamese import Distance


class ProbeSiameseExplicit(tf.keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.distance = Distance()

    def call(self,
             left=np.random.RandomState(1).uniform(-1, 1, (2, 6, 6, 1)).astype("float32"),
             right=np.random.RandomState(2).uniform(-1, 1, (2, 6, 6, 1)).astype("float32")):
        a, b, between = self.distance(left, right)
        return {"a": a, "b": b, "distance": between}
