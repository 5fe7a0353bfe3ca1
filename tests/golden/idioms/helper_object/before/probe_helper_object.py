"""Generated in training mode, then sampled with the moving statistics."""
import numpy as np

from model import Generator


def probe_helper_object(z=np.random.RandomState(1).uniform(-1, 1, (5, 3)).astype("float32")):
    net = Generator()
    generated = net.build(z)
    sampled = net.build(z, train=False, reuse=True)
    return {"generated": generated, "sampled": sampled}
