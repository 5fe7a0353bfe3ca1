"""The score of two fed inputs."""
import numpy as np

from regression import Regression


def probe_driver_variables():
    random = np.random.RandomState(10)
    model = Regression(3)
    feed = {
        model.x: random.standard_normal((4, 3)).astype("float32"),
        model.y: random.standard_normal((4, 3)).astype("float32"),
    }
    return {"score": model.score}, feed
