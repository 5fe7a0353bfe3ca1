import numpy as np

from turned import Stacked, apart, both_ways, last, read

random = np.random.RandomState(7)
X = random.standard_normal((4, 2, 3)).astype("float32")
Y = random.standard_normal((2, 5, 3)).astype("float32")
LENGTHS = np.array([4, 2], "int32")


def probe_time_major(x=X, y=Y, lengths=LENGTHS):
    logits, state = read(x, lengths, 5)
    difference, memory = apart(x, lengths, 4)
    return {
        "logits": logits, "state": state, "both": both_ways(x, 3), "difference": difference,
        "memory": memory, "last": last(x, 4), "stacked": Stacked(y, 4).last,
    }
