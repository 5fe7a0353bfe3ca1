"""The blocks of the tower."""
import numpy as np
import tensorflow as tf

from double import Tower


class ProbeNestedTower(tf.keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.tower = Tower(4, 0.5)

    def call(self,
             x=np.random.RandomState(7).standard_normal((3, 4)).astype("float32")):
        return {"y": self.tower(x)}
