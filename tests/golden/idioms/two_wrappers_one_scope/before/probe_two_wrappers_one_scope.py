"""Actor and critic of one agent."""
import numpy as np

from agent import actor_critic


def probe_two_wrappers_one_scope(x=np.random.RandomState(1).standard_normal((4, 5)).astype("float32")):
    probabilities, value = actor_critic(x)
    return {"probabilities": probabilities, "value": value}
