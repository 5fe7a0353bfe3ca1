"""The network twice, and a tower."""
import numpy as np
import tensorflow as tf
from unet import Encoder, Tower


class ProbeCountedFamilies(tf.keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.e = Encoder(3)
        self.tower = Tower()

    def call(self,
             x=np.random.RandomState(0).standard_normal((2, 4)).astype("float32")):
        a = self.e(x)
        b = self.e(2.0 * x)
        return {"t": self.tower(x), "e": a - b}
