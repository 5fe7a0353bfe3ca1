import numpy as np
import tensorflow as tf

from made import Reader, Configured, Repeated, Sized, Unlike

X = np.random.RandomState(3).standard_normal((2, 4, 3)).astype("float32")


class Settings(object):
    size, keep, depth = 4, 1.0, 2


class ProbeCellsFromFunctions(tf.keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.repeated = Repeated(3, 2)
        self.train = Configured(Settings(), True)
        self.test = Configured(Settings(), False)
        self.sized = Sized((3, 4))
        self.reader = Reader(Settings())
        self.unlike = Unlike(3)

    def call(self, x=X):
        one = tf.ones([])
        self.repeated(x, keep=0.5)
        train = self.train(x)
        test = self.test(x)
        deep, (ahead, back) = self.sized(x, one)
        reader = self.reader(x)
        return {
            "repeated": self.repeated(x, keep=1.0), "train": train, "test": test, "deep": deep, "ahead": ahead,
            "back": back, "unlike": self.unlike(x, one), "reader": tf.concat(reader.outputs, 2),
        }
