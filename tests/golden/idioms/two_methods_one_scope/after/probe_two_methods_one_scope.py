"""What is generated in training and what is sampled."""
import numpy as np
import tensorflow as tf

from model import Model


class ProbeTwoMethodsOneScope(tf.keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.model = Model()

    def call(self, z=np.random.RandomState(1).uniform(-1, 1, (4, 3)).astype("float32")):
        generated = self.model.generator(z)
        sampled = self.model.sampler(z)
        return {"generated": generated, "sampled": sampled}
