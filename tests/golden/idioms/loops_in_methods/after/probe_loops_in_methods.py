import numpy as np
import tensorflow as tf

from vae import VAE

X = np.random.RandomState(1).uniform(-1, 1, (2, 6)).astype("float32")


class ProbeLoopsInMethods(tf.keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.machine = VAE({"hidden": [5, 4], "z": 3, "x": 6})

    def call(self, x=X):
        return {"loss": self.machine.loss(x), "mean": self.machine.encode(x), "again": self.machine.decode(self.machine.encode(x))}
