"""Two towers with two matrices, as TensorFlow 1 builds them."""
import numpy as np

from towers import towers


def probe_accidental_creation(
    left=np.random.RandomState(1).standard_normal((4, 5)).astype("float32"),
    right=np.random.RandomState(2).standard_normal((4, 5)).astype("float32"),
):
    a, b = towers(left, right)
    return {"a": a, "b": b}
