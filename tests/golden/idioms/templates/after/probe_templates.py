import numpy as np
import tensorflow as tf

from towers import Difference, Scores
from vae import VAE

random = np.random.RandomState(1)
X = random.uniform(-1, 1, (2, 6)).astype("float32")
Y = random.uniform(-1, 1, (2, 6)).astype("float32")


class ProbeTemplates(tf.keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.machine = VAE({"hidden": [5, 4], "z": 3, "x": 6})
        self.difference = Difference()
        self.scores = Scores()

    def call(self, x=X, y=Y):
        loss = self.machine.loss(x)
        return {
            "loss": loss, "mean": self.machine.encode(x), "again": self.machine.decode(self.machine.encode(y)),
            "difference": self.difference(x, y), "scores": self.scores(x, y),
        }
