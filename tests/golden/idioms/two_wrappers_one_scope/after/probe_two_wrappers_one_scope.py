"""Actor and critic of one agent."""
import numpy as np
import tensorflow as tf

from agent import ActorCritic


class ProbeTwoWrappersOneScope(tf.keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.actor_critic = ActorCritic()

    def call(self,
             x=np.random.RandomState(1).standard_normal((4, 5)).astype("float32")):
        probabilities, value = self.actor_critic(x)
        return {"probabilities": probabilities, "value": value}
