"""The driver opens the outermost scope itself."""
import numpy as np
import tensorflow as tf

from mlp import tower


def probe_caller_scope(
    x=np.random.RandomState(1).standard_normal((4, 5)).astype("float32"),
    y=np.random.RandomState(2).standard_normal((4, 5)).astype("float32"),
):
    with tf.variable_scope("tower"):
        first = tower(x)
    with tf.variable_scope("tower", reuse=True):
        second = tower(y)
    return {"first": first, "second": second}
