import numpy as np
import tensorflow as tf

import around
from wrapped import both, deep, residual

random = np.random.RandomState(4)
X = random.standard_normal((2, 4, 3)).astype("float32")
Y = random.standard_normal((2, 4, 3)).astype("float32")
LENGTHS = np.array([4, 2], "int32")


def probe_stacks(x=X):
    outputs, gru, lstm = around.around(x, 5, tf.ones([]))
    deep_outputs, memory = around.deep(x, 3, 2, 1.0, True)
    added = around.residual(x, (4, 3))
    return {
        "outputs": outputs, "gru": gru, "lstm": lstm, "deep": deep_outputs, "memory": memory, "added": added,
    }


def probe_cell_wrappers(x=X, y=Y, lengths=LENGTHS):
    outputs, last = deep(x, lengths, 5, 2, 1.0)
    again, _ = deep(y, lengths, 5, 2, 1.0, reuse=True)
    added, state = residual(x, lengths, 3, 1.0)
    return {
        "outputs": outputs, "last": last, "again": again, "added": added, "state": state, "both": both(x, 3),
    }
