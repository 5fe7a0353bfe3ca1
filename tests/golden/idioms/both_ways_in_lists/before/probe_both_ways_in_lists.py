import numpy as np

from listed import classify, tag

X = np.random.RandomState(7).standard_normal((2, 4, 3)).astype("float32")


def probe_both_ways_in_lists(x=X):
    first, again = classify(x, 4, 3, 2), classify(x[:, ::-1], 4, 3, 2, reuse=True)
    return {"first": first, "again": again, "tags": tag(x, 2, 3)}
