import numpy as np
import tensorflow as tf

from critic import Loss

random = np.random.RandomState(5)
STATE = random.standard_normal((3, 4)).astype("float32")
ACTION = random.standard_normal((3, 2)).astype("float32")
OTHER = random.standard_normal((3, 2)).astype("float32")


class ProbeApplyRegularization(tf.keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.loss = Loss()

    def call(self, state=STATE, action=ACTION, other=OTHER):
        return {"loss": self.loss(state, action, other)}
