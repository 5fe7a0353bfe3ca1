"""The same encoder in training and in inference mode."""
import numpy as np

from encoder import encode


def probe_unrolled_rounds(
    x=np.random.RandomState(1).uniform(-1, 1, (4, 3)).astype("float32"),
    unseen=np.random.RandomState(2).uniform(-1, 1, (4, 3)).astype("float32"),
):
    return {"code": encode(x, True), "unseen": encode(unseen, False)}
