import numpy as np
from net import Checks, build


def probe_objects_in_scopes():
    agent, other = build(3)
    x = np.random.RandomState(0).randn(3, 4).astype("float32")
    nets = [agent.network, other, agent.extra["a"], agent.extra["b"]] + list(Checks().pair(2)) + agent.local
    return {"y%d" % i: net.y for i, net in enumerate(nets)}, {net.x: x for net in nets}
