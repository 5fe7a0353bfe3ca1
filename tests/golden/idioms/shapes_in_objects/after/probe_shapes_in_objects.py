"""Each object is called twice."""
import numpy as np
import tensorflow as tf
from fusion import Bilinear, Highway


class ProbeShapesInObjects(tf.keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.highway = Highway("left")
        self.highway_1 = Highway("right", depth=1)
        self.bilinear = Bilinear()

    def call(self,
             x=np.random.RandomState(0).standard_normal((2, 3)).astype("float32"),
             y=np.random.RandomState(1).standard_normal((4, 5)).astype("float32")):
        left, right, fit = self.highway, self.highway_1, self.bilinear
        a, b = left(x, training=False), right(y, training=False)
        return {"again": left(a, training=False), "fit": fit(a, b), "plain": fit(x, y)}
