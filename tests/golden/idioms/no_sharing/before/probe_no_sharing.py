"""One forward pass."""
import numpy as np

from network import network


def probe_no_sharing(x=np.random.RandomState(1).standard_normal((4, 5)).astype("float32")):
    return {"logits": network(x, 3)}
