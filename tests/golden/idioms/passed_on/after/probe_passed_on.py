"""One tower, passed on as a value in three ways."""
import numpy as np
import tensorflow as tf

from towers import Model

random = np.random.RandomState(4)
CLIPS = random.standard_normal((3, 5, 4)).astype("float32")


class ProbePassedOn(tf.keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.model = Model()

    def call(self, clips=CLIPS):
        symmetric, first, rest = self.model(clips)
        return {"symmetric": symmetric, "first": first, "rest": rest}
