import numpy as np

from towers import difference, scores
from vae import VAE

random = np.random.RandomState(1)
X = random.uniform(-1, 1, (2, 6)).astype("float32")
Y = random.uniform(-1, 1, (2, 6)).astype("float32")


def probe_templates(x=X, y=Y):
    machine = VAE({"hidden": [5, 4], "z": 3, "x": 6})
    loss = machine.loss(x)
    return {
        "loss": loss, "mean": machine.encode(x), "again": machine.decode(machine.encode(y)),
        "difference": difference(x, y), "scores": scores(x, y),
    }
