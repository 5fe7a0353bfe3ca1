import numpy as np

from lstms import deep, hand, peep, ways

X = np.random.RandomState(3).standard_normal((2, 4, 3)).astype("float32")
LENGTHS = np.array([4, 2], "int32")


def probe_general_lstm(x=X, lengths=LENGTHS):
    outputs, memory = peep(x, lengths, 4)
    logits, last = deep(x, 5, 2, 1.0)
    return {
        "outputs": outputs, "memory": memory, "logits": logits, "last": last,
        "ways": ways(x, 3, 0.6), "hand": hand(x, 3),
    }
