"""Two batches of images, one set of convolutions."""
import numpy as np

import model


def probe_get_variable_scope_reuse(
    left=np.random.RandomState(1).uniform(0, 1, (2, 6, 6, 2)).astype("float32"),
    right=np.random.RandomState(2).uniform(0, 1, (2, 6, 6, 2)).astype("float32"),
):
    a, difference = model.compare(left, right)
    return {"a": a, "difference": difference}
