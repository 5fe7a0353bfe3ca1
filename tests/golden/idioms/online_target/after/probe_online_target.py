"""Online values for two states and the error against the target network."""
import numpy as np
import tensorflow as tf

from agent import TdError


class ProbeOnlineTarget(tf.keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.td_error = TdError()

    def call(self,
             state=np.random.RandomState(1).standard_normal((4, 5)).astype("float32"),
             action=np.array([0, 2, 1, 0], "int32"),
             next_state=np.random.RandomState(2).standard_normal((4, 5)).astype("float32")):
        values, next_values, error = self.td_error(state, action, next_state)
        return {"values": values, "next_values": next_values, "error": error}
