import numpy as np
import tensorflow as tf

from made import Reader, configured, repeated, sized, unlike

X = np.random.RandomState(3).standard_normal((2, 4, 3)).astype("float32")


class Settings(object):
    size, keep, depth = 4, 1.0, 2


def probe_cells_from_functions(x=X):
    one = tf.ones([])
    repeated(x, 3, 0.5, 2)
    with tf.variable_scope("train"):
        train = configured(x, Settings(), True)
    with tf.variable_scope("test"):
        test = configured(x, Settings(), False)
    deep, (ahead, back) = sized(x, (3, 4), one)
    reader = Reader(x, Settings())
    return {
        "repeated": repeated(x, 3, 1.0, 2, reuse=True), "train": train, "test": test, "deep": deep, "ahead": ahead,
        "back": back, "unlike": unlike(x, 3, one), "reader": tf.concat(reader.outputs, 2),
    }
