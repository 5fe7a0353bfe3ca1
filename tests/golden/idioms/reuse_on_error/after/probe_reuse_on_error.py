"""Two turns and a response."""
import numpy as np
import tensorflow as tf
from attention import Match, Similarity


class ProbeReuseOnError(tf.keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.similarity = Similarity()
        self.match = Match(similarity=self.similarity)

    def call(self,
             first=np.random.RandomState(0).standard_normal((2, 3, 4)).astype("float32"),
             second=np.random.RandomState(1).standard_normal((2, 3, 4)).astype("float32"),
             response=np.random.RandomState(2).standard_normal((2, 3, 4)).astype("float32")):
        matched = self.match([first, second], response)
        return {"matched": matched, "again": self.similarity(first, response)}
