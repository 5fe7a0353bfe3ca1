import numpy as np
import tensorflow as tf

from biased import Biased, Images

random = np.random.RandomState(5)
X = random.standard_normal((3, 4)).astype("float32")
IMAGES = random.standard_normal((2, 5, 4, 3)).astype("float32")


class ProbeBiasAdd(tf.keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.biased = Biased(5)
        self.images = Images()

    def call(self, x=X, pictures=IMAGES):
        return {"once": self.biased(x), "again": self.biased(2 * x), "images": self.images(pictures)}
