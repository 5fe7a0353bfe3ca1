"""The gain is created twice, the matrix once."""
import numpy as np

from second_pass import scale


def probe_variable_twice(
    left=np.random.RandomState(1).standard_normal((4, 5)).astype("float32"),
    right=np.random.RandomState(2).standard_normal((4, 5)).astype("float32"),
):
    return {"left": scale(left), "right": scale(right, reuse=True)}
