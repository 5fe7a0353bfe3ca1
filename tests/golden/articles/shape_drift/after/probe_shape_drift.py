"""The second call raises in TensorFlow 1; the program goes on without it."""
import numpy as np

from project import twice


def probe_shape_drift(
    x=np.random.RandomState(1).standard_normal((4, 5)).astype("float32"),
    y=np.random.RandomState(2).standard_normal((4, 5)).astype("float32"),
):
    first, second = twice(x, y)
    return {"first": first, "second": second}
