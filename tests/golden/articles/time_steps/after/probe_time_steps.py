"""Four steps of the recurrent network."""
import numpy as np
import tensorflow as tf

from rnn import Unrolled


class ProbeTimeSteps(tf.keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.unrolled = Unrolled(4, 5)

    def call(self,
             inputs=np.random.RandomState(1).standard_normal((3, 4, 2)).astype("float32")):
        states = self.unrolled(inputs)
        return {"states": states, "last": states[:, -1]}
