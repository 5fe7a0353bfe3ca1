"""Two turns and a response."""
import numpy as np
from attention import match, similarity


def probe_reuse_on_error(
    first=np.random.RandomState(0).standard_normal((2, 3, 4)).astype("float32"),
    second=np.random.RandomState(1).standard_normal((2, 3, 4)).astype("float32"),
    response=np.random.RandomState(2).standard_normal((2, 3, 4)).astype("float32"),
):
    matched = match([first, second], response)
    return {"matched": matched, "again": similarity(first, response)}
