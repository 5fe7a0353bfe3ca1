"""Both heads for two states."""
import numpy as np
import tensorflow as tf

from policy import Policy


class ProbeTensorsInObjects(tf.keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.policy = Policy(5)

    def call(self,
             states=np.random.RandomState(0).standard_normal((2, 4)).astype("float32")):
        policy = self.policy(states)
        return {"actions": policy.actions(), "value": policy.value()}
