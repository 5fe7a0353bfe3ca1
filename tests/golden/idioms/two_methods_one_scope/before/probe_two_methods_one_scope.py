"""What is generated in training and what is sampled."""
import numpy as np

from model import Model


def probe_two_methods_one_scope(z=np.random.RandomState(1).uniform(-1, 1, (4, 3)).astype("float32")):
    model = Model()
    generated = model.generator(z)
    sampled = model.sampler(z)
    return {"generated": generated, "sampled": sampled}
