"""Every stack is applied to both inputs."""
import numpy as np

from stack import encoder, heads, ladder


def probe_loop_names(
    a=np.random.RandomState(1).standard_normal((4, 5)).astype("float32"),
    b=np.random.RandomState(2).standard_normal((4, 5)).astype("float32"),
):
    left = encoder(a, 6, 2, True)
    right = encoder(b, 6, 2, True, reuse=True)
    up = ladder(a, [4, 3, 4])
    down = ladder(b, [4, 3, 4], reuse=True)
    many = heads(a, 3)
    again = heads(b, 3, reuse=True)
    return {"left": left, "right": right, "up": up, "down": down, "many": many, "again": again}
