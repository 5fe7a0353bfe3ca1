import numpy as np
import tensorflow as tf

from network import Features

random = np.random.RandomState(3)
LEFT = random.standard_normal((2, 6, 6, 3)).astype("float32")
RIGHT = random.standard_normal((2, 6, 6, 3)).astype("float32")


class ProbeUnreadCollections(tf.keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.features = Features()

    def call(self, left=LEFT, right=RIGHT):
        return {"left": self.features(left, is_training=False), "right": self.features(right, is_training=False)}
