"""Two critics, each of them asked twice."""
import numpy as np
import tensorflow as tf

from nets import Critic


class ProbeScopeParam(tf.keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.q1 = Critic(name="q1")
        self.q2 = Critic(name="q2")

    def call(self,
             state=np.random.RandomState(1).standard_normal((4, 3)).astype("float32"),
             action=np.random.RandomState(2).standard_normal((4, 2)).astype("float32"),
             policy=np.random.RandomState(3).standard_normal((4, 2)).astype("float32")):
        q1 = self.q1(state, action)
        q2 = self.q2(state, action)
        q1_pi = self.q1(state, policy)
        q2_pi = self.q2(state, policy)
        return {"q1": q1, "q2": q2, "q_pi": tf.minimum(q1_pi, q2_pi)}
