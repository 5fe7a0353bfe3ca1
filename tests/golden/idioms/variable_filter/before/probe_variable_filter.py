"""Both losses with their penalties."""
import numpy as np

from train import losses


def probe_variable_filter(
    real=np.random.RandomState(4).standard_normal((4, 5)).astype("float32"),
    z=np.random.RandomState(2).uniform(-1, 1, (4, 3)).astype("float32"),
):
    d_loss, g_loss = losses(real, z)
    return {"d_loss": d_loss, "g_loss": g_loss}
