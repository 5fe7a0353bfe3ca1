"""The loss of one batch of steps."""
import numpy as np
import tensorflow as tf

from agent import Agent

random = np.random.RandomState(5)
STATES = random.standard_normal((6, 4)).astype("float32")
NEXT_STATES = random.standard_normal((6, 4)).astype("float32")
REWARDS = random.uniform(size=6).astype("float32")


class ProbeMethodByName(tf.keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.agent = Agent(3)

    def call(self, states=STATES, next_states=NEXT_STATES, rewards=REWARDS):
        return {"loss": self.agent(states, next_states, rewards)}
