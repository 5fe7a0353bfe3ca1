"""The reader in a graph with a placeholder of its own."""
import numpy as np
import tensorflow as tf

from reader import Read


def probe_recurrent_fed():
    words = tf.compat.v1.placeholder(tf.float32, [None, 5, 4], name="words")
    lengths = tf.compat.v1.placeholder(tf.int32, [None], name="lengths")
    read = Read(6)
    outputs, last = read(words, lengths)
    feed = {
        words: np.random.RandomState(9).standard_normal((2, 5, 4)).astype("float32"),
        lengths: np.array([5, 3], "int32"),
    }
    return {"outputs": outputs, "last": last}, feed
