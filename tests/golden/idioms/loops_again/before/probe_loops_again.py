"""Two towers of one weight, and a block whose layers are numbered in turn."""
import numpy as np
import tensorflow as tf

from towers import residual, towers


def probe_loops_again(x=np.random.RandomState(11).standard_normal((4, 4)).astype("float32")):
    first, second = towers(tf.split(residual(x), 2), 2)
    return {"first": first, "second": second}
