"""The loss of one batch of steps."""
import numpy as np

from agent import Agent

random = np.random.RandomState(5)
STATES = random.standard_normal((6, 4)).astype("float32")
NEXT_STATES = random.standard_normal((6, 4)).astype("float32")
REWARDS = random.uniform(size=6).astype("float32")


def probe_method_by_name(states=STATES, next_states=NEXT_STATES, rewards=REWARDS):
    return {"loss": Agent(3).loss(states, next_states, rewards)}
