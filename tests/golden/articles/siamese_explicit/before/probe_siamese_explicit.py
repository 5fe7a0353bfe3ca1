"""Both branches and the distance between them."""
import numpy as np

from siamese import distance


def probe_siamese_explicit(
    left=np.random.RandomState(1).uniform(-1, 1, (2, 6, 6, 1)).astype("float32"),
    right=np.random.RandomState(2).uniform(-1, 1, (2, 6, 6, 1)).astype("float32"),
):
    a, b, between = distance(left, right)
    return {"a": a, "b": b, "distance": between}
