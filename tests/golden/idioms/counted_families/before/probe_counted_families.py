"""The network twice, and a tower."""
import numpy as np
import tensorflow as tf
from unet import encoder, tower


def probe_counted_families(x=np.random.RandomState(0).standard_normal((2, 4)).astype("float32")):
    with tf.variable_scope("e"):
        a = encoder(x, 3)
    with tf.variable_scope("e", reuse=True):
        b = encoder(2.0 * x, 3)
    return {"t": tower(x), "e": a - b}
