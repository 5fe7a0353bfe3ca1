"""Two batches of sentences of one length in memory and several lengths in words."""
import numpy as np
import tensorflow as tf

from reader import Comparison

random = np.random.RandomState(8)
LEFT = random.standard_normal((3, 5, 4)).astype("float32")
RIGHT = random.standard_normal((3, 5, 4)).astype("float32")


class ProbeRecurrent(tf.keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.comparison = Comparison(6)

    def call(self, left=LEFT, right=RIGHT, left_lengths=np.array([5, 2, 3], "int32"),
             right_lengths=np.array([1, 5, 4], "int32")):
        return {"score": self.comparison(left, right, left_lengths, right_lengths)}
