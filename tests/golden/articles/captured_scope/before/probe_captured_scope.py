"""The second projection is applied to the result of the first."""
import numpy as np

from nested import nested


def probe_captured_scope(x=np.random.RandomState(1).standard_normal((4, 5)).astype("float32")):
    first, second = nested(x)
    return {"first": first, "second": second}
