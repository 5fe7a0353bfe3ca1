import numpy as np
from net import gained, mixed, stack


def probe_rounds_that_differ(x=np.random.RandomState(0).randn(2, 8, 8, 3).astype("float32")):
    return {"y": gained(mixed(stack(x, 4, 3), 3), 4, 3)}
