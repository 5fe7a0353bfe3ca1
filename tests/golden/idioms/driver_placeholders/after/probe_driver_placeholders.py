"""The constructor applies one network to two placeholders of its own."""
import numpy as np

from network import Network


def probe_driver_placeholders():
    random = np.random.RandomState(1)
    net = Network(5, 8)
    feed = {
        net.left: random.standard_normal((4, 5)).astype("float32"),
        net.right: random.standard_normal((4, 5)).astype("float32"),
        net.target: np.array([0, 1, 1, 0], "float32"),
    }
    return {"left": net.left_code, "right": net.right_code, "loss": net.loss}, feed
