"""Each object is called twice."""
import numpy as np
from fusion import Bilinear, Highway


def probe_shapes_in_objects(
    x=np.random.RandomState(0).standard_normal((2, 3)).astype("float32"),
    y=np.random.RandomState(1).standard_normal((4, 5)).astype("float32"),
):
    left, right, fit = Highway("left"), Highway("right", depth=1), Bilinear()
    a, b = left(x), right(y)
    return {"again": left(a), "fit": fit(a, b), "plain": fit(x, y)}
