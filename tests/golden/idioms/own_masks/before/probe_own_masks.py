import numpy as np

from masks import normalized, read

X = np.random.RandomState(8).standard_normal((3, 4, 3)).astype("float32")
LENGTHS = np.array([4, 2, 1], "int32")


def probe_own_masks(x=X, lengths=LENGTHS):
    outputs, last = read(x, lengths, 4)
    return {"outputs": outputs, "last": last, "normalized": normalized(x, lengths, 3, training=True)}
