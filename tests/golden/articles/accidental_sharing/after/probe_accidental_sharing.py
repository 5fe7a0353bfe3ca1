"""Policy and value share one matrix, as TensorFlow 1 builds them."""
import numpy as np
import tensorflow as tf

from heads import policy, value


class ProbeAccidentalSharing(tf.keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.head = tf.keras.layers.Dense(3)

    def call(self,
             x=np.random.RandomState(1).standard_normal((4, 5)).astype("float32")):
        return {"policy": policy(self.head, x), "value": value(self.head, x)}
