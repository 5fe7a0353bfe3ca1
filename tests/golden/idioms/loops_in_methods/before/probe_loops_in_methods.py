import numpy as np

from vae import VAE

X = np.random.RandomState(1).uniform(-1, 1, (2, 6)).astype("float32")


def probe_loops_in_methods(x=X):
    machine = VAE({"hidden": [5, 4], "z": 3, "x": 6})
    return {"loss": machine.loss(x), "mean": machine.encode(x), "again": machine.decode(machine.encode(x))}
