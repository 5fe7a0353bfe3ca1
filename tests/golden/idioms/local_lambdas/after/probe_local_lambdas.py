"""The online and the target networks, and the gate."""
import numpy as np
import tensorflow as tf

from critics import ActorCritic, Gate

random = np.random.RandomState(8)


class ProbeLocalLambdas(tf.keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.main = ActorCritic(limit=1.5)
        self.target = ActorCritic(limit=1.5)
        self.gate = Gate(3)

    def call(self, x=random.standard_normal((4, 5)).astype("float32"),
             a=random.standard_normal((4, 2)).astype("float32")):
        pi, q1, q2, q1_pi = self.main(x, a)
        _, _, _, target = self.target(x, a)
        return {"pi": pi, "q1": q1, "q2": q2, "q1_pi": q1_pi, "target": target, "gated": self.gate(x)}
