"""The networks of the agent, fed."""
import numpy as np

from double import Double

random = np.random.RandomState(6)


def probe_nested_networks():
    agent = Double(4, 3)
    feed = {
        agent.now: random.standard_normal((5, 4)).astype("float32"),
        agent.next: random.standard_normal((5, 4)).astype("float32"),
    }
    return {"values": agent.values, "next": agent.next_values}, feed
