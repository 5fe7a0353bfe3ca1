"""The reader in a graph with a placeholder of its own."""
import numpy as np
import tensorflow as tf

from reader import read


def probe_recurrent_fed():
    words = tf.placeholder(tf.float32, [None, 5, 4], name="words")
    lengths = tf.placeholder(tf.int32, [None], name="lengths")
    outputs, last = read(words, lengths, 6)
    feed = {
        words: np.random.RandomState(9).standard_normal((2, 5, 4)).astype("float32"),
        lengths: np.array([5, 3], "int32"),
    }
    return {"outputs": outputs, "last": last}, feed
